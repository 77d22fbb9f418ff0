#include "kafka/clustersummary.h"

#include <algorithm>
#include <map>

#include "kafka/topicsummary.h"

namespace bd::kafka {

namespace {

using Loads = std::map<int, BrokerLoad>;

BrokerLoad &loadOf(Loads &loads, int id)
{
    BrokerLoad &load = loads[id];
    load.broker.id = id;
    return load;
}

void count(const Partition &partition, Loads &loads)
{
    for (const int id : partition.replicas) {
        BrokerLoad &load = loadOf(loads, id);
        ++load.replicas;
        load.outOfSync += std::ranges::find(partition.inSync, id) == partition.inSync.end() ? 1 : 0;
    }
    if (partition.leader >= 0)
        ++loadOf(loads, partition.leader).led;
}

QString valueOf(const std::vector<ConfigEntry> &config, QStringView name)
{
    const ConfigEntry *entry = findEntry(config, name);
    return entry ? entry->value.value_or(QString()) : QString();
}

} // namespace

ClusterSummary clusterSummaryOf(const Metadata &metadata)
{
    ClusterSummary summary;
    Loads loads;
    for (const Broker &broker : metadata.brokers) {
        BrokerLoad &load = loads[broker.id];
        load.broker = broker;
        load.isThere = true;
    }
    summary.topics = static_cast<int>(metadata.topics.size());
    for (const Topic &topic : metadata.topics) {
        summary.partitions += static_cast<int>(topic.partitions.size());
        for (const Partition &partition : topic.partitions) {
            summary.underReplicated += partition.inSync.size() < partition.replicas.size() ? 1 : 0;
            summary.leaderless += partition.leader < 0 ? 1 : 0;
            count(partition, loads);
        }
    }
    for (const auto &[id, load] : loads)
        summary.brokers.push_back(load);
    return summary;
}

// A broker of 2.8 to 3.9 has both settings; in KRaft the roles say so, and while it moves away from ZooKeeper a KRaft
// broker may still name that.
ClusterKind clusterKind(const std::vector<ConfigEntry> &brokerConfig)
{
    if (!valueOf(brokerConfig, u"process.roles").isEmpty())
        return ClusterKind::KRaft;
    return valueOf(brokerConfig, u"zookeeper.connect").isEmpty() ? ClusterKind::Unknown : ClusterKind::ZooKeeper;
}

QString rackOf(const std::vector<ConfigEntry> &brokerConfig)
{
    return valueOf(brokerConfig, u"broker.rack");
}

} // namespace bd::kafka
