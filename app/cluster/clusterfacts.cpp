#include "cluster/clusterfacts.h"

namespace bd::app {

kafka::ClusterKind ClusterFacts::kind() const
{
    for (const probe::BrokerFacts &one : brokers) {
        if (const auto kind = probe::clusterKind(one); kind != kafka::ClusterKind::Unknown) {
            return kind;
        }
    }
    return kafka::ClusterKind::Unknown;
}

std::optional<int> ClusterFacts::controller() const
{
    for (const probe::BrokerFacts &one : brokers) {
        if (one.quorum && one.quorum->leader >= 0) {
            return one.quorum->leader;
        }
    }
    const bool isTold = controllerId >= 0 && !brokers.isEmpty() && kind() != kafka::ClusterKind::KRaft;
    return isTold ? std::optional(controllerId) : std::nullopt;
}

QString ClusterFacts::reachedAt(const kafka::Broker &broker) const
{
    return access.settings.addressMap.value(broker.address());
}

std::vector<kafka::Feature> ClusterFacts::features() const
{
    for (const probe::BrokerFacts &one : brokers) {
        if (one.versions && !one.versions->features.empty()) {
            return one.versions->features;
        }
    }
    return {};
}

} // namespace bd::app
