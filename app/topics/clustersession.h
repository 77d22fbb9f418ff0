// The topics of one cluster for the views: asked while somebody looks, changed when somebody says so. Everything that
// blocks is done on worker threads; what comes of it arrives as signals on this object's thread.
#pragma once

#include <functional>
#include <memory>

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "common/background.h"
#include "common/connection.h"
#include "kafka/client.h"
#include "topics/topicssnapshot.h"

namespace bd::app {

// Something that was wanted of a topic, for what is said of its outcome.
struct TopicChange {
    enum class Kind { Create, Delete, Empty, AddPartitions, SetConfig, Mend, Recreate };
    Kind kind = Kind::Create;
    QStringList topics;
    bool operator==(const TopicChange &) const = default;
};

class ClusterSession : public QObject
{
    Q_OBJECT

public:
    using Connect = ClientConnection::Connect;
    // `connect` is called on a worker thread whenever there is no connection that works.
    explicit ClusterSession(Connect connect, QObject *parent = nullptr);
    ~ClusterSession() override;

    void setConnect(Connect connect); // from the next connection on
    // How large the topics are, for who can tell: asked seldom, on a thread of its own.
    using SizesOf = std::function<Result<QMap<QString, qint64>>(kafka::Client &, std::stop_token)>;
    void setSizesOf(SizesOf sizesOf);
    void setExpected(const std::vector<compose::ExpectedTopic> &expected);
    void setWatched(bool watched);               // a view shows topics: they are asked for again and again
    void refresh();                              // now
    void setOpened(const QString &topic);        // whose page is shown: more is asked of it; empty: none
    void wantDetails(const QStringList &topics); // of these, from now on; what is known of others stays

    const TopicsSnapshotPtr &snapshot() const { return m_snapshot; } // none: nothing is known yet

    void createTopics(const std::vector<kafka::NewTopic> &topics);
    // `onlyIfEmpty`: refused where one of them holds records by now, or may.
    void deleteTopics(const QStringList &names, bool onlyIfEmpty);
    void recreateTopic(const QString &name, bool onlyIfEmpty);
    void emptyTopic(const QString &name);
    void addPartitions(const QString &name, int total);
    void setConfig(const QString &name, const QMap<QString, QString> &set, const QStringList &reset);

    // Whatever of them is missing or otherwise is made so, as far as that takes nothing away.
    void mendTopics(const std::vector<compose::ExpectedTopic> &expected);

Q_SIGNALS:
    void topicsChanged(const bd::app::TopicsSnapshotPtr &snapshot);
    void lookFailed(const bd::Error &error);
    void changed(const bd::app::TopicChange &change, const std::optional<bd::Error> &error); // nothing: done

private:
    struct Wish;
    using TopicsByName = QHash<QString, const kafka::Topic *>;
    static TopicDetailsMap stillTrue(const Wish &wish, const TopicsByName &there);
    static Result<TopicsSnapshotPtr> lookOn(ClientConnection &connection, const Wish &wish, std::stop_token stop);
    void look();
    void looked(const Result<TopicsSnapshotPtr> &outcome, const Wish &wish);
    void askSizes();
    void change(const TopicChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work);

    std::shared_ptr<ClientConnection> m_connection; // shared with the work that goes on
    TopicsSnapshotPtr m_snapshot;
    std::vector<compose::ExpectedTopic> m_expected;
    QStringList m_wanted;      // topics whose details are asked for
    QSet<QString> m_forgotten; // topics whose details are not true any more
    bool m_configsAnew = false;
    QString m_opened;
    SizesOf m_sizesOf;
    KnownSizes m_sizes;
    std::optional<TimePoint> m_sizesAskedAt;
    bool m_sizing = false;
    QTimer m_pace;
    bool m_watched = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    int m_changes = 0; // that ended: what a look saw before one may not be so any more
    Background m_background;
};

} // namespace bd::app
