// The connection that a reset works over: to whichever of the project's brokers can be reached. Blocks: worker threads only.
#pragma once

#include <memory>

#include "kafka/client.h"
#include "reach/reach.h"

namespace bd::reset {

struct Cluster {
    kafka::Settings settings;
    std::unique_ptr<kafka::Client> client;
};

inline Result<Cluster> clusterOf(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    return reach::runningBroker(engine, project, std::move(stop)).and_then([](const reach::BrokerAccess &access) {
        return kafka::Client::open(access.settings).map([&](std::unique_ptr<kafka::Client> client) {
            return Cluster{access.settings, std::move(client)};
        });
    });
}

} // namespace bd::reset
