// The consumer groups of one cluster for the views: asked only while somebody looks, changed when somebody says so.
// Everything that blocks is done on worker threads; what comes of it arrives as signals on this object's thread.
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "common/connection.h"
#include "groups/groupssnapshot.h"
#include "kafka/groupreset.h"

namespace bd::app {

// Something that was wanted of a group, for what is said of its outcome.
struct GroupChange {
    enum class Kind { Reset, Delete, DeleteOffsets };
    Kind kind = Kind::Reset;
    QString group;
    QString topic; // of DeleteOffsets
    bool operator==(const GroupChange &) const = default;
};

class GroupSession : public QObject
{
    Q_OBJECT

public:
    explicit GroupSession(ClientConnection::Connect connect, QObject *parent = nullptr);
    ~GroupSession() override;

    void setConnect(ClientConnection::Connect connect); // from the next connection on
    void setWatched(bool watched);                      // a view shows groups: they are asked for again and again
    void refresh();                                     // now
    void wantDetails(const QStringList &groups);        // of these, from now on; what is known of others stays

    const GroupsSnapshotPtr &snapshot() const { return m_snapshot; } // none: nothing is known yet

    void preview(const kafka::ResetWish &wish); // instead of one that still goes on
    void reset(const kafka::ResetPlan &plan);
    void deleteGroup(const QString &group);
    void deleteOffsets(const QString &group, const QString &topic);

    // For changes that go on: what the broker was asked for already it may do all the same.
    void stopWaiting();

Q_SIGNALS:
    void begun(const bd::app::GroupChange &change); // changed() follows
    void groupsChanged(const bd::app::GroupsSnapshotPtr &snapshot);
    void lookFailed(const bd::Error &error);
    // `error`: why there is no plan; nothing: there is.
    void previewed(const bd::kafka::ResetWish &wish, const bd::kafka::ResetPlan &plan,
                   const std::optional<bd::Error> &error);
    void changed(const bd::app::GroupChange &change, const std::optional<bd::Error> &error); // nothing: done

private:
    struct Wish;
    struct Look;
    static Result<Look> lookOn(ClientConnection &connection, const Wish &wish, std::stop_token stop);
    void look();
    void looked(const Result<Look> &outcome, const Wish &wish);
    void take(const Look &look, const Wish &wish);
    bool knowsAllWanted() const;
    void leave(const QStringList &groups);
    void change(const GroupChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work);

    std::shared_ptr<ClientConnection> m_connection; // shared with the work that goes on
    GroupsSnapshotPtr m_snapshot;
    QStringList m_wanted;             // groups whose details are asked for
    QHash<QString, TimePoint> m_left; // since when nobody looks at them
    QTimer m_pace;
    bool m_watched = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    int m_changes = 0; // that ended: what a look saw before one may not be so any more
    std::stop_source m_preview;
    Background m_changing; // the changes that go on
    Background m_background;
};

} // namespace bd::app
