#include "shell/kafkapanel.h"

#include <mutex>
#include <utility>

#include "cluster/clusterview.h"
#include "common/words.h"
#include "connections/connectionsview.h"
#include "groups/groupsview.h"
#include "records/recordsview.h"
#include "shell/outcomes.h"
#include "shell/projectkey.h"
#include "stack/topicsizes.h"
#include "topics/topicsview.h"

namespace bd::app {

namespace {

// The same client for the same registry, so that what it knows is asked for once.
class KnownRegistry
{
public:
    std::shared_ptr<registry::Client> at(const registry::Settings &settings)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_client || m_client->settings() != settings) {
            m_client = std::make_shared<registry::Client>(settings);
        }
        return m_client;
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<registry::Client> m_client;
};

} // namespace

KafkaPanel::KafkaPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, store::Settings &settings,
                       const QString &connectionsFile, QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine)), m_settings(settings),
      m_connections(connectionsFile)
{
    constexpr int patience = 700; // ms: what takes no longer needs no word
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { m_window.setNotice(waitingFinding(m_goingOn)); });
    connect(m_window.notice(), &FindingCard::accepted, this, &KafkaPanel::stopWaiting);
    connectConnections();
    connectViews();
}

KafkaPanel::~KafkaPanel() = default;

void KafkaPanel::connectViews()
{
    connect(&m_window, &MainWindow::topicsViewMade, this, [this](TopicsView *view) {
        if (m_topics) {
            connectTopicsView(view);
        }
    });
    connect(&m_window, &MainWindow::recordsViewMade, this, [this](RecordsView *view) {
        if (m_records) {
            connectRecordsView(view);
        }
    });
    connect(&m_window, &MainWindow::groupsViewMade, this, [this](GroupsView *view) {
        if (m_groups) {
            connectGroupsView(view);
        }
    });
    connect(&m_window, &MainWindow::clusterViewMade, this, [this](ClusterView *view) {
        if (m_brokers) {
            connectClusterView(view);
        }
    });
    connect(&m_window, &MainWindow::connectionsViewMade, this, &KafkaPanel::connectConnectionsView);
    connect(&m_window, &MainWindow::ownBrokersWanted, this, [this] { use({}); });
}

void KafkaPanel::setProject(const compose::Project &project)
{
    m_project = project;
    if (m_window.hasConnectionsView()) {
        m_window.connectionsView()->setHasStack(true);
    }
    if (m_topics) {
        setReach();
        showExpectations();
    } else {
        begin();
    }
}

void KafkaPanel::close()
{
    end();
    m_project.reset();
    m_used.reset();
    if (m_window.hasConnectionsView()) {
        m_window.connectionsView()->setHasStack(false);
        m_window.connectionsView()->setUsed({});
    }
    m_window.setConnection({});
}

void KafkaPanel::refresh()
{
    if (!m_used) {
        lookAgain(); // sooner than the next time
    }
}

void KafkaPanel::lookAgain()
{
    if (m_topics) {
        m_topics->refresh();
        m_groups->refresh();
        m_brokers->refresh();
    }
}

void KafkaPanel::use(const std::optional<Used> &used)
{
    end();
    m_used = used;
    m_window.setConnection(used ? std::optional(used->connection) : std::nullopt);
    m_window.dropClusterViews();
    if (m_project || m_used) {
        begin();
    }
    if (m_window.hasConnectionsView()) {
        m_window.connectionsView()->setUsed(used ? used->connection.id : QString());
    }
}

KafkaPanel::Access KafkaPanel::access() const
{
    if (m_used) {
        return [settings = m_used->settings](std::stop_token) -> Result<reach::BrokerAccess> {
            reach::BrokerAccess access;
            access.settings = settings;
            return access;
        };
    }
    return [engine = m_engine, project = *m_project](std::stop_token stop) {
        return reach::runningBroker(*engine, project, stop);
    };
}

RecordSession::FindRegistry KafkaPanel::registry() const
{
    const auto known = std::make_shared<KnownRegistry>();
    if (!m_used) {
        return [engine = m_engine, project = *m_project, known](std::stop_token stop) {
            const auto url = reach::runningRegistry(*engine, project, stop);
            return url && !url->isEmpty() ? known->at({*url, {}, {}, {}}) : nullptr;
        };
    }
    const auto kept = m_used->connection.registry;
    auto settings = kept ? registry::settingsOf(kept->url) : Result<registry::Settings>();
    if (!kept || !settings) {
        return {};
    }
    settings->user = kept->user;
    settings->password = m_used->registryPassword;
    return [settings = *settings, known](std::stop_token) { return known->at(settings); };
}

// Sizes come from the volumes, which are this machine's for its own brokers only.
ClusterSession::SizesOf KafkaPanel::sizesOf() const
{
    if (m_used) {
        return {};
    }
    return [engine = m_engine, project = *m_project](kafka::Client &client, std::stop_token stop) {
        return stack::topicSizes(*engine, project, client, std::move(stop));
    };
}

std::vector<compose::ExpectedTopic> KafkaPanel::expected() const
{
    return m_used ? std::vector<compose::ExpectedTopic>() : m_project->expectedTopics;
}

void KafkaPanel::showExpectations()
{
    if (!m_window.hasTopicsView()) {
        return;
    }
    using Whose = TopicsView::Expectations;
    const bool isOurs = !m_used && m_project->hasFiles();
    m_window.topicsView()->setExpectations(!isOurs                           ? Whose::None
                                           : m_project->expectedFromTeamFile ? Whose::Team
                                                                             : Whose::Init);
}

QString KafkaPanel::whose() const
{
    return m_used ? QStringLiteral("connection:") + m_used->connection.id : projectKey(m_project->call);
}

void KafkaPanel::begin()
{
    m_watching.clear();
    m_topics = std::make_unique<ClusterSession>(ClusterSession::Connect());
    m_records = std::make_unique<RecordSession>(RecordSession::Reach());
    m_groups = std::make_unique<GroupSession>(ClientConnection::Connect());
    m_brokers = std::make_unique<BrokersSession>(BrokersSession::Connect());
    setReach();
    connect(m_topics.get(), &ClusterSession::begun, this,
            [this](const TopicChange &change) { begun(goingOnText(change)); });
    connect(m_topics.get(), &ClusterSession::setFailed, this, &KafkaPanel::showError);
    connect(m_topics.get(), &ClusterSession::setWritten, this,
            [this](const QString &path) { m_window.say(tr("Saved: %1").arg(shortPath(path))); });
    connect(m_topics.get(), &ClusterSession::changed, this, &KafkaPanel::topicsChanged);
    connect(m_groups.get(), &GroupSession::begun, this,
            [this](const GroupChange &change) { begun(goingOnText(change)); });
    connect(m_groups.get(), &GroupSession::changed, this,
            [this](const GroupChange &change, const std::optional<Error> &error) { ended(error, doneText(change)); });
    connectRecords();
    if (m_window.hasTopicsView()) {
        connectTopicsView(m_window.topicsView());
    }
    if (m_window.hasRecordsView()) {
        connectRecordsView(m_window.recordsView());
    }
    if (m_window.hasGroupsView()) {
        connectGroupsView(m_window.groupsView());
    }
    if (m_window.hasClusterView()) {
        connectClusterView(m_window.clusterView());
    }
}

void KafkaPanel::setReach()
{
    const Access access = this->access();
    const auto link = [access](std::stop_token stop) -> Result<ClusterLink> {
        return access(stop).and_then([](const reach::BrokerAccess &found) {
            return kafka::Client::open(found.settings).map([&found](std::unique_ptr<kafka::Client> client) {
                return ClusterLink{std::move(client), found};
            });
        });
    };
    const auto client = [link](std::stop_token stop) {
        return link(stop).map([](const ClusterLink &one) { return one.client; });
    };
    m_topics->setConnect(client);
    m_topics->setExpected(expected());
    m_topics->setSizesOf(sizesOf());
    m_groups->setConnect(client);
    m_brokers->setConnect(link);
    m_records->setReach(
        [access](std::stop_token stop) {
            return access(stop).map([](const reach::BrokerAccess &found) { return found.settings; });
        },
        registry());
}

void KafkaPanel::end()
{
    if (std::exchange(m_going, 0) > 0 && !m_patience.isActive()) {
        m_window.setNotice({}); // what it waits for will not be told any more
    }
    m_patience.stop();
    m_brokers.reset();
    m_groups.reset();
    m_records.reset();
    m_topics.reset();
}

} // namespace bd::app
