// Which view hears from which session, and the other way round.
#include "cluster/clusterview.h"
#include "connections/connectionsview.h"
#include "groups/groupsview.h"
#include "reach/reach.h"
#include "records/recordsview.h"
#include "shell/kafkapanel.h"
#include "shell/outcomes.h"
#include "topics/topicsview.h"

namespace bd::app {

void KafkaPanel::showError(const Error &error)
{
    Finding notice = findingOf(error);
    notice.dismissible = true;
    m_window.setNotice(notice);
}

void KafkaPanel::setWatching(const QObject *view, bool watching)
{
    if (watching) {
        m_watching.insert(view);
    } else {
        m_watching.remove(view);
    }
    m_topics->setWatched(!m_watching.isEmpty());
}

void KafkaPanel::connectTopicsView(TopicsView *view)
{
    ClusterSession *cluster = m_topics.get();
    connect(cluster, &ClusterSession::topicsChanged, view, &TopicsView::setTopics);
    connect(cluster, &ClusterSession::lookFailed, view, &TopicsView::setFailure);
    connect(view, &TopicsView::watchedChanged, cluster, [this, view](bool watched) { setWatching(view, watched); });
    connect(view, &TopicsView::detailsWanted, cluster, &ClusterSession::wantDetails);
    connect(view, &TopicsView::readSetWanted, cluster, &ClusterSession::readSet);
    connect(view, &TopicsView::writeSetWanted, cluster, &ClusterSession::writeSet);
    connect(cluster, &ClusterSession::setRead, view, &TopicsView::askSet);
    connect(view, &TopicsView::checkWanted, cluster, &ClusterSession::check);
    connect(cluster, &ClusterSession::checked, view, &TopicsView::setChecked);
    connect(view, &TopicsView::createWanted, cluster, &ClusterSession::createTopics);
    connect(view, &TopicsView::deleteWanted, cluster, &ClusterSession::deleteTopics);
    connect(view, &TopicsView::recreateWanted, cluster, &ClusterSession::recreateTopic);
    connect(view, &TopicsView::emptyWanted, cluster, &ClusterSession::emptyTopic);
    connect(view, &TopicsView::addPartitionsWanted, cluster, &ClusterSession::addPartitions);
    connect(view, &TopicsView::mendWanted, cluster, &ClusterSession::mendTopics);
    connect(view, &TopicsView::configWanted, cluster, &ClusterSession::setConfig);
    connect(view, &TopicsView::expectWanted, this, &KafkaPanel::expectWanted);
    connect(view, &TopicsView::forgetWanted, this, &KafkaPanel::forgetWanted);
    view->setReadOnly(isReadOnly());
    showExpectations();
    const QString project = whose();
    view->setFavourites(m_settings.favouriteTopics(project));
    connect(view, &TopicsView::favouriteWanted, this, [this, view, project](const QString &topic, bool on) {
        m_settings.setFavouriteTopic(project, topic, on);
        view->setFavourites(m_settings.favouriteTopics(project));
    });
    setWatching(view, view->isVisible());
}

void KafkaPanel::connectRecords()
{
    RecordSession *records = m_records.get();
    connect(records, &RecordSession::writing, this, [this](const QString &topic, int count) {
        begun(tr("Writing %Ln record(s) to %1…", nullptr, count).arg(topic));
    });
    connect(records, &RecordSession::writeFailed, this, [this](const Error &error) { ended(error, {}); });
    connect(records, &RecordSession::written, this,
            [this](const QString &topic, int count, const QStringList &refused) {
                const auto error = refused.isEmpty()
                                       ? std::nullopt
                                       : std::optional(Error{ErrorCode::Kafka,
                                                             tr("%Ln record(s) were not written to %1", nullptr,
                                                                static_cast<int>(refused.size()))
                                                                 .arg(topic),
                                                             refused.first(),
                                                             refused.mid(0, 100).join(QLatin1Char('\n'))});
                ended(error, tr("Wrote %Ln record(s) to %1", nullptr, count).arg(topic));
            });
    connect(records, &RecordSession::importFailed, this, &KafkaPanel::showError);
    connect(records, &RecordSession::imported, this, [this](const QString &topic, const records::TransferEnd &end) {
        if (end.refused > 0) {
            showError({ErrorCode::Kafka,
                       tr("%Ln record(s) were not written to %1", nullptr, static_cast<int>(end.refused)).arg(topic),
                       end.firstError,
                       {}});
        } else {
            const QString done = tr("Wrote %Ln record(s) to %1", nullptr, static_cast<int>(end.written)).arg(topic);
            m_window.say(end.isStopped ? tr("%1, then stopped").arg(done) : done);
        }
    });
    connect(records, &RecordSession::importProgressed, this,
            [this](qint64 count) { m_window.say(tr("%Ln record(s) written…", nullptr, static_cast<int>(count))); });
}

void KafkaPanel::connectRecordsView(RecordsView *view)
{
    ClusterSession *cluster = m_topics.get();
    RecordSession *records = m_records.get();
    const auto showTopics = [view](const TopicsSnapshotPtr &snapshot) { view->setTopics(snapshot->metadata); };
    connect(cluster, &ClusterSession::topicsChanged, view, showTopics);
    connect(view, &RecordsView::watchedChanged, cluster, [this, view](bool watched) { setWatching(view, watched); });
    connect(view, &RecordsView::searchWanted, records, &RecordSession::search);
    connect(view, &RecordsView::stopWanted, records, &RecordSession::stop);
    connect(view, &RecordsView::writeWanted, records, &RecordSession::write);
    connect(view, &RecordsView::importWanted, records, &RecordSession::importFile);
    connect(view, &RecordsView::stopImportWanted, records, &RecordSession::stopImport);
    connect(records, &RecordSession::imported, view, [view] { view->setImported(); });
    connect(records, &RecordSession::importFailed, view, [view] { view->setImported(); });
    connect(records, &RecordSession::begun, view, &RecordsView::setBegun);
    connect(records, &RecordSession::received, view, &RecordsView::add);
    connect(records, &RecordSession::progressed, view, &RecordsView::setProgress);
    connect(records, &RecordSession::ended, view, &RecordsView::setEnded);
    const QString project = whose();
    view->setFormatsOf([this, project](const QString &topic) {
        const auto [key, value] = m_settings.recordFormats(project, topic);
        return key.isEmpty() ? RecordFormats() : RecordFormats{key, value};
    });
    view->setTemplates(templatesFrom(m_settings.recordTemplates()));
    connect(view, &RecordsView::templatesChanged, this,
            [this](const RecordTemplates &templates) { m_settings.setRecordTemplates(toJson(templates)); });
    connect(view, &RecordsView::formatsChosen, this,
            [this, project](const QString &topic, const RecordFormats &chosen) {
                m_settings.setRecordFormats(project, topic, {chosen.key, chosen.value});
            });
    if (cluster->snapshot()) {
        showTopics(cluster->snapshot());
    }
    view->setReadOnly(isReadOnly());
    setWatching(view, view->isVisible());
}

void KafkaPanel::connectGroupsView(GroupsView *view)
{
    GroupSession *groups = m_groups.get();
    connect(groups, &GroupSession::groupsChanged, view, &GroupsView::setGroups);
    connect(groups, &GroupSession::lookFailed, view, &GroupsView::setFailure);
    connect(groups, &GroupSession::previewed, view, &GroupsView::setPreview);
    connect(view, &GroupsView::watchedChanged, groups, &GroupSession::setWatched);
    connect(view, &GroupsView::detailsWanted, groups, &GroupSession::wantDetails);
    connect(view, &GroupsView::previewWanted, groups, &GroupSession::preview);
    connect(view, &GroupsView::resetWanted, groups, &GroupSession::reset);
    connect(view, &GroupsView::deleteWanted, groups, &GroupSession::deleteGroup);
    connect(view, &GroupsView::deleteOffsetsWanted, groups, &GroupSession::deleteOffsets);
    view->setReadOnly(isReadOnly());
    groups->setWatched(view->isVisible());
}

void KafkaPanel::connectClusterView(ClusterView *view)
{
    BrokersSession *brokers = m_brokers.get();
    connect(brokers, &BrokersSession::changed, view, &ClusterView::setFacts);
    connect(brokers, &BrokersSession::lookFailed, view, &ClusterView::setFailure);
    connect(view, &ClusterView::watchedChanged, brokers, &BrokersSession::setWatched);
    brokers->setWatched(view->isVisible());
}

void KafkaPanel::begun(const QString &text)
{
    ++m_going;
    m_goingOn = text;
    m_patience.start();
}

void KafkaPanel::ended(const std::optional<Error> &error, const QString &done)
{
    if (--m_going == 0) {
        m_patience.stop();
    }
    if (error && error->code == ErrorCode::Cancelled) {
        m_window.setNotice(stoppedWaitingFinding());
    } else if (error) {
        showError(*error);
    } else {
        m_window.setNotice({});
        m_window.say(done);
    }
}

// The notice may be another's, whose button means something else: nothing of ours goes on then.
void KafkaPanel::stopWaiting()
{
    if (m_going > 0) {
        m_topics->stopWaiting();
        m_groups->stopWaiting();
        m_records->stopWriting();
    }
}

void KafkaPanel::topicsChanged(const TopicChange &change, const std::optional<Error> &error)
{
    ended(error, doneText(change));
    if (!error) {
        Q_EMIT topicsMayDiffer();
    }
}

void KafkaPanel::connectConnections()
{
    ConnectionsSession *session = &m_connections;
    connect(session, &ConnectionsSession::failed, this, &KafkaPanel::showError);
    connect(session, &ConnectionsSession::said, this, [this](const QString &text) { m_window.say(text); });
    connect(session, &ConnectionsSession::opened, this,
            [this](const store::Connection &connection, const kafka::Settings &settings, const QString &password) {
                use(Used{connection, settings, password});
                m_window.say(tr("The views of Kafka show %1").arg(connection.name));
            });
    connect(session, &ConnectionsSession::changed, this, [this] {
        const auto isUsed = [this](const store::Connection &one) { return m_used && one.id == m_used->connection.id; };
        if (m_used && std::ranges::none_of(m_connections.all(), isUsed)) {
            use({}); // it was removed
        }
    });
}

void KafkaPanel::connectConnectionsView(ConnectionsView *view)
{
    ConnectionsSession *session = &m_connections;
    connect(session, &ConnectionsSession::changed, view, [session, view] { view->setConnections(session->all()); });
    connect(session, &ConnectionsSession::secretsWanted, view, &ConnectionsView::askSecretsOf);
    connect(session, &ConnectionsSession::testBegun, view,
            [view](const store::Connection &connection) { view->beginTest(connection.name); });
    connect(session, &ConnectionsSession::stepDone, view, &ConnectionsView::addStep);
    connect(session, &ConnectionsSession::testEnded, view, &ConnectionsView::endTest);
    connect(view, &ConnectionsView::testFormWanted, session, &ConnectionsSession::testForm);
    connect(view, &ConnectionsView::watchedChanged, session, [session](bool watched) {
        if (watched) {
            session->refresh(); // the command line may have added one
        }
    });
    connect(view, &ConnectionsView::useWanted, this, [this](const std::optional<store::Connection> &connection) {
        if (connection) {
            m_connections.open(*connection);
        } else {
            use({});
        }
    });
    connect(view, &ConnectionsView::testWanted, session, &ConnectionsSession::test);
    connect(view, &ConnectionsView::testOwnWanted, session, [this, session] {
        if (m_project) {
            session->testFound(m_project->name, [engine = m_engine, project = *m_project](const std::stop_token &stop) {
                return reach::runningBroker(*engine, project, stop).map([](const reach::BrokerAccess &access) {
                    return access.settings;
                });
            });
        }
    });
    connect(view, &ConnectionsView::stopTestWanted, session, &ConnectionsSession::stopTest);
    connect(view, &ConnectionsView::keepWanted, session, &ConnectionsSession::keep);
    connect(view, &ConnectionsView::removeWanted, session, &ConnectionsSession::remove);
    connect(view, &ConnectionsView::exportWanted, session, &ConnectionsSession::exportTo);
    connect(view, &ConnectionsView::importWanted, session, &ConnectionsSession::importFrom);
    connect(view, &ConnectionsView::provided, session,
            [session](const store::Connection &connection, const connection::SecretMap &secrets, bool keep,
                      bool forTest) {
                session->provide(connection, secrets, keep);
                if (forTest) {
                    session->test(connection);
                } else {
                    session->open(connection);
                }
            });
    view->setConnections(session->all());
    view->setHasStack(m_project.has_value());
    view->setUsed(m_used ? m_used->connection.id : QString());
    session->refresh();
}

} // namespace bd::app
