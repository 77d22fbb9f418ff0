// A broker's listeners as its environment (or, for Redpanda, its flags) says them. Pure.
#pragma once

#include <vector>

#include "compose/project.h"
#include "engine/types.h"

namespace bd::reach {

struct Listener {
    QString name;           // INSIDE
    QString protocol;       // PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL
    quint16 port = 0;       // bound in the container
    QString boundHost;      // the name or address in the container that it is bound to; empty: all
    QString advertisedHost; // empty: the container's own host name
    quint16 advertisedPort = 0;

    bool operator==(const Listener &) const = default;
};

// Those that clients may use, in the order of the configuration: not a KRaft controller's.
std::vector<Listener> clientListeners(const compose::Service &service, const engine::Container &container);

// broker.id or node.id; nothing where it is generated or not known.
std::optional<int> brokerId(const compose::Service &service, const engine::Container &container);

// What brokers of one cluster have in common: zookeeper.connect, or the controllers of its quorum; empty: not known.
QString clusterAddress(const compose::Service &service, const engine::Container &container);

// A variable of what runs, else of what the file says.
QString variable(const compose::Service &service, const engine::Container &container, const QString &name);

// Of ZooKeeper's clients, in its container.
quint16 zookeeperPort(const compose::Service &service, const engine::Container &container);

// The node under which a broker keeps everything («/kafka» of zookeeper.connect=host:2181/kafka); empty: the root.
QString zookeeperRoot(const compose::Service &service, const engine::Container &container);

} // namespace bd::reach
