// The cluster of the project's own brokers: the view of it joined with the session behind it.
#include "cluster/clusterview.h"
#include "shell/panel.h"

namespace bd::app {

void Panel::connectBrokers()
{
    const auto reach = [engine = m_engine,
                        project = *m_session->project()](std::stop_token stop) -> Result<ClusterLink> {
        return reach::runningBroker(*engine, project, stop).and_then([](const reach::BrokerAccess &access) {
            return kafka::Client::open(access.settings).map([&access](std::unique_ptr<kafka::Client> client) {
                return ClusterLink{std::move(client), access};
            });
        });
    };
    if (m_brokers) { // the project was read again: what is known stays
        m_brokers->setConnect(reach);
        return;
    }
    m_brokers = std::make_unique<BrokersSession>(reach);
    if (m_window->hasClusterView()) {
        connectClusterView(m_window->clusterView());
    }
}

void Panel::connectClusterView(ClusterView *view)
{
    BrokersSession *brokers = m_brokers.get();
    connect(brokers, &BrokersSession::changed, view, &ClusterView::setFacts);
    connect(brokers, &BrokersSession::lookFailed, view, &ClusterView::setFailure);
    connect(view, &ClusterView::watchedChanged, brokers, &BrokersSession::setWatched);
    brokers->setWatched(view->isVisible());
}

} // namespace bd::app
