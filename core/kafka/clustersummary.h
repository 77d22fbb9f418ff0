// A cluster in a few numbers, put together of what its brokers say. Pure.
#pragma once

#include "kafka/client.h"

namespace bd::kafka {

// What a broker carries. One that only partitions still name is not there: it has no address.
struct BrokerLoad {
    Broker broker;
    bool isThere = false;
    int led = 0; // partitions
    int replicas = 0;
    int outOfSync = 0; // of its replicas
    bool operator==(const BrokerLoad &) const = default;
};

struct ClusterSummary {
    int topics = 0; // Kafka's own among them
    int partitions = 0;
    int underReplicated = 0; // partitions
    int leaderless = 0;
    std::vector<BrokerLoad> brokers; // by id
    bool operator==(const ClusterSummary &) const = default;
};

ClusterSummary clusterSummaryOf(const Metadata &metadata);

// Who keeps the cluster's metadata, as a broker's settings say it. Unknown: no Kafka, or they may not be read.
enum class ClusterKind { Unknown, ZooKeeper, KRaft };
ClusterKind clusterKind(const std::vector<ConfigEntry> &brokerConfig);

// «broker.rack»; empty: it has none, or that is not known.
QString rackOf(const std::vector<ConfigEntry> &brokerConfig);

} // namespace bd::kafka
