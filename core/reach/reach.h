// How an endpoint inside the stack is reached from here: the published port on the context's host. Pure functions
// over the model, the containers and the context, but for those that say so.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include <QUrl>

#include "compose/project.h"
#include "engine/engine.h"
#include "kafka/client.h"
#include "net/net.h"

namespace bd::reach {

// Where ZooKeeper's client port can be reached; nothing: not published (then `exec` is the way in).
std::optional<net::Address> zookeeper(const compose::Service &service, const engine::Container &container,
                                      const engine::Context &context);

struct BrokerAccess {
    kafka::Settings settings;    // bootstrap and address map, ready for a Client
    std::optional<int> brokerId; // from the service's environment; nothing: generated
    QStringList advertised;      // endpoints as the environment says, «INSIDE kafka:29092»
    bool mapped = false; // no advertised endpoint works from here as it stands: the user's own clients will fail
};

// nothing: no client port of this broker is published.
std::optional<BrokerAccess> broker(const compose::Service &service, const engine::Container &container,
                                   const engine::Context &context);

// Of the project's brokers that run, the first that can be reached from here, with the way to all the others; Unreachable:
// there is none. `containers` may be of other projects, too.
Result<BrokerAccess> brokerAmong(const std::vector<engine::Container> &containers, const compose::Project &project,
                                 const engine::Context &context);
// The same, asking the engine: blocks.
Result<BrokerAccess> runningBroker(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);

// Of a Schema Registry's service, as its image tells (Confluent's, Karapace, Apicurio); nothing: it is none, or it is not
// published.
std::optional<QUrl> schemaRegistry(const compose::Service &service, const engine::Container &container,
                                   const engine::Context &context);

// The project's own that runs; empty: there is none. Asks the engine: blocks.
Result<QUrl> runningRegistry(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);

// «127.0.0.1:9092», for the overview.
QStringList publishedEndpoints(const engine::Container &container, const engine::Context &context);

} // namespace bd::reach
