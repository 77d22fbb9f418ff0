// Joins the window's views of Kafka with the sessions behind them: of the project's own brokers, or of a connection that
// somebody keeps. One cluster at a time; another one is another set of sessions and views.
#pragma once

#include <optional>

#include <QObject>
#include <QSet>
#include <QTimer>

#include "cluster/brokerssession.h"
#include "connections/connectionssession.h"
#include "engine/engine.h"
#include "groups/groupsession.h"
#include "reach/reach.h"
#include "records/recordsession.h"
#include "shell/mainwindow.h"
#include "store/settings.h"
#include "topics/clustersession.h"

namespace bd::app {

class ClusterView;
class ConnectionsView;
class GroupsView;
class RecordsView;
class TopicsView;

class KafkaPanel : public QObject
{
    Q_OBJECT

public:
    // `connectionsFile` empty: the user's own.
    KafkaPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, store::Settings &settings,
               const QString &connectionsFile, QObject *parent = nullptr);
    ~KafkaPanel() override;

    // The one that is open; again where it was read anew: what is known and what goes on stays.
    void setProject(const compose::Project &project);
    void close();                                                                     // there is none any more
    QString usedName() const { return m_used ? m_used->connection.name : QString(); } // empty: the project's own
    void refresh();                                                                   // its broker answers by now
    void lookAgain(); // at what is shown, whosever it is

Q_SIGNALS:
    void topicsMayDiffer();                                     // from what the project expects
    void expectWanted(const bd::compose::ExpectedTopic &topic); // by the project, from now on
    void forgetWanted(const QString &topic);                    // no longer

private:
    struct Used { // a connection in place of the project's own brokers
        store::Connection connection;
        kafka::Settings settings;
        QString registryPassword;
    };
    using Access = std::function<Result<reach::BrokerAccess>(std::stop_token)>;
    Access access() const;
    RecordSession::FindRegistry registry() const;
    ClusterSession::SizesOf sizesOf() const;
    std::vector<compose::ExpectedTopic> expected() const;
    void showExpectations();
    bool isReadOnly() const { return m_used && m_used->settings.readOnly; }
    QString whose() const; // under what the user's choices for this cluster are kept

    void use(const std::optional<Used> &used);
    void begin();
    void end();
    void setReach();
    void connectViews();
    void connectConnections();
    void connectConnectionsView(ConnectionsView *view);
    void connectTopicsView(TopicsView *view);
    void connectRecords();
    void connectRecordsView(RecordsView *view);
    void connectGroupsView(GroupsView *view);
    void connectClusterView(ClusterView *view);
    void setWatching(const QObject *view, bool watching); // the topics
    void begun(const QString &text);                      // of a change: ended() follows
    void ended(const std::optional<Error> &error, const QString &done);
    void stopWaiting();
    void showError(const Error &error);
    void topicsChanged(const TopicChange &change, const std::optional<Error> &error);

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    store::Settings &m_settings;
    ConnectionsSession m_connections;
    std::optional<compose::Project> m_project; // nothing: none is open, and there are no sessions
    std::optional<Used> m_used;
    std::unique_ptr<ClusterSession> m_topics;
    std::unique_ptr<RecordSession> m_records;
    std::unique_ptr<GroupSession> m_groups;
    std::unique_ptr<BrokersSession> m_brokers;
    QSet<const QObject *> m_watching; // views that show topics
    QString m_goingOn;                // what was begun last
    int m_going = 0;                  // changes that have not ended
    QTimer m_patience;                // until it is said that one takes its time
};

} // namespace bd::app
