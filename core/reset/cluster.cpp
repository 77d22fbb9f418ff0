#include "reset/cluster.h"

#include <thread>

#include "guard/look.h"

namespace bd::reset {

Result<Cluster> clusterOf(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    return reach::runningBroker(engine, project, std::move(stop)).and_then([](const reach::BrokerAccess &access) {
        return kafka::Client::open(access.settings).map([&](std::unique_ptr<kafka::Client> client) {
            return Cluster{access.settings, std::move(client)};
        });
    });
}

Result<Survey> survey(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    Result<Cluster> cluster = cancelled();
    std::jthread asksCluster([&] { cluster = clusterOf(engine, project, stop); });
    auto state = guard::lookAt(engine, stop);
    asksCluster.join();
    return std::move(state).map([&](guard::EngineState &&known) {
        return Survey{std::move(known), std::move(cluster)};
    });
}

} // namespace bd::reset
