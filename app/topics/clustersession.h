// The topics of one cluster for the views: asked while somebody looks, changed when somebody says so. Everything that
// blocks is done on worker threads; what comes of it arrives as signals on this object's thread.
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "common/clientconnection.h"
#include "topics/topicrow.h"

namespace bd::app {

// Something that was wanted of a topic, for what is said of its outcome.
struct TopicChange {
    enum class Kind { Create, Delete, Empty, AddPartitions, SetConfig, Mend };
    Kind kind = Kind::Create;
    QStringList topics;
    bool operator==(const TopicChange &) const = default;
};

class ClusterSession : public QObject
{
    Q_OBJECT

public:
    using Connect = ClientConnection::Connect;
    explicit ClusterSession(Connect connect, QObject *parent = nullptr);
    ~ClusterSession() override;

    void setConnect(Connect connect);            // from the next connection on
    void setWatched(bool watched);               // a view shows topics: they are asked for again and again
    void refresh();                              // now
    void wantDetails(const QStringList &topics); // of these, from now on; what is known of others stays

    const std::optional<kafka::Metadata> &metadata() const { return m_metadata; }
    const TopicDetailsMap &details() const { return m_details; }

    void createTopics(const std::vector<kafka::NewTopic> &topics);
    // `onlyIfEmpty`: refused where one of them holds records by now, or may.
    void deleteTopics(const QStringList &names, bool onlyIfEmpty);
    void emptyTopic(const QString &name);
    void addPartitions(const QString &name, int total);
    void setConfig(const QString &name, const QMap<QString, QString> &set, const QStringList &reset);

    // Whatever of them is missing or otherwise is made so, as far as that takes nothing away.
    void mendTopics(const std::vector<compose::ExpectedTopic> &expected);

Q_SIGNALS:
    void topicsChanged(); // metadata() or details()
    void lookFailed(const bd::Error &error);
    void changed(const bd::app::TopicChange &change, const std::optional<bd::Error> &error); // nothing: done

private:
    struct Look;
    static Result<Look> lookOn(ClientConnection &connection, const QStringList &wanted,
                               const QStringList &withoutConfig, const TopicDetailsMap &known, std::stop_token stop);
    void look();
    void looked(const Result<Look> &outcome, int changesBefore);
    void change(const TopicChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work);

    std::shared_ptr<ClientConnection> m_connection; // shared with the work that goes on
    std::optional<kafka::Metadata> m_metadata;
    TopicDetailsMap m_details;
    QStringList m_wanted;
    QTimer m_pace;
    bool m_watched = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    int m_changes = 0; // that ended: what a look saw before one may not be so any more
    Background m_background;
};

} // namespace bd::app
