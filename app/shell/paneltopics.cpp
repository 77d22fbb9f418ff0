// The topics of the project's own brokers: the view of them joined with the cluster behind it.
#include "reach/reach.h"
#include "shell/outcomes.h"
#include "shell/panel.h"
#include "shell/projectkey.h"
#include "stack/topicsizes.h"
#include "topics/topicsview.h"

namespace bd::app {

void Panel::connectCluster()
{
    m_brokerAnswers = false;
    const auto reach = [engine = m_engine, project = *m_session->project()](
                           std::stop_token stop) -> Result<std::shared_ptr<kafka::Client>> {
        return reach::runningBroker(*engine, project, stop).and_then([](const reach::BrokerAccess &access) {
            return kafka::Client::open(access.settings).map([](std::unique_ptr<kafka::Client> client) {
                return std::shared_ptr<kafka::Client>(std::move(client));
            });
        });
    };
    const auto sizesOf = [engine = m_engine, project = *m_session->project()](kafka::Client &client,
                                                                              std::stop_token stop) {
        return stack::topicSizes(*engine, project, client, std::move(stop));
    };
    if (m_cluster) { // the project was read again: what is known and what goes on stays
        m_cluster->setConnect(reach);
        m_cluster->setSizesOf(sizesOf);
        m_cluster->setExpected(m_session->project()->expectedTopics);
        return;
    }
    m_cluster = std::make_unique<ClusterSession>(reach);
    m_cluster->setSizesOf(sizesOf);
    m_cluster->setExpected(m_session->project()->expectedTopics);
    connect(m_cluster.get(), &ClusterSession::changed, this, &Panel::topicsChanged);
    if (m_window->hasTopicsView()) {
        connectTopicsView(m_window->topicsView());
    }
}

void Panel::connectTopicsView(TopicsView *view)
{
    ClusterSession *cluster = m_cluster.get();
    connect(cluster, &ClusterSession::topicsChanged, view, &TopicsView::setTopics);
    connect(cluster, &ClusterSession::lookFailed, view, &TopicsView::setFailure);
    connect(view, &TopicsView::watchedChanged, cluster, &ClusterSession::setWatched);
    connect(view, &TopicsView::detailsWanted, cluster, &ClusterSession::wantDetails);
    connect(view, &TopicsView::openedChanged, cluster, &ClusterSession::setOpened);
    connect(view, &TopicsView::createWanted, cluster, &ClusterSession::createTopics);
    connect(view, &TopicsView::deleteWanted, cluster, &ClusterSession::deleteTopics);
    connect(view, &TopicsView::recreateWanted, cluster, &ClusterSession::recreateTopic);
    connect(view, &TopicsView::emptyWanted, cluster, &ClusterSession::emptyTopic);
    connect(view, &TopicsView::addPartitionsWanted, cluster, &ClusterSession::addPartitions);
    connect(view, &TopicsView::mendWanted, cluster, &ClusterSession::mendTopics);
    connect(view, &TopicsView::configWanted, cluster, &ClusterSession::setConfig);
    const QString project = projectKey(m_session->project()->call);
    view->setFavourites(m_settings.favouriteTopics(project));
    connect(view, &TopicsView::favouriteWanted, this, [this, view, project](const QString &topic, bool on) {
        m_settings.setFavouriteTopic(project, topic, on);
        view->setFavourites(m_settings.favouriteTopics(project));
    });
    cluster->setWatched(view->isVisible());
}

void Panel::topicsChanged(const TopicChange &change, const std::optional<Error> &error)
{
    if (error) {
        Finding notice = findingOf(*error);
        notice.dismissible = true;
        m_window->setNotice(notice);
        return;
    }
    m_window->setNotice({});
    m_window->say(doneText(change));
    m_session->refresh(); // expected topics may have come or gone
}

} // namespace bd::app
