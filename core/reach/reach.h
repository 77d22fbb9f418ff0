// How an endpoint inside the stack is reached from here: the published port on the context's host. Pure functions
// over the model, the containers and the context.
#pragma once

#include <optional>
#include <vector>

#include "compose/project.h"
#include "engine/types.h"
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

// «127.0.0.1:9092», for the overview.
QStringList publishedEndpoints(const engine::Container &container, const engine::Context &context);

} // namespace bd::reach
