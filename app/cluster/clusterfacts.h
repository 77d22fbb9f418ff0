// What is known of a cluster itself. Put together on a worker thread, shared, never changed.
#pragma once

#include <memory>
#include <optional>

#include <QMap>

#include "kafka/clustersummary.h"
#include "probe/brokerfacts.h"
#include "reach/reach.h"

namespace bd::app {

struct ClusterFacts {
    kafka::ClusterSummary summary;
    QString clusterId;
    int controllerId = -1;
    QMap<int, probe::BrokerFacts> brokers; // of those that were there when they were asked
    std::optional<kafka::AclList> acls;    // nothing: see aclsError
    std::optional<Error> aclsError;
    TimePoint brokersAsOf{}; // of `brokers` and `acls`, which change seldom
    TimePoint asOf{};
    reach::BrokerAccess access; // how it was asked

    kafka::ClusterKind kind() const;
    // Nothing: not known. With KRaft the brokers' metadata names any of them, and the quorum the true one, which need not
    // be a broker.
    std::optional<int> controller() const;
    // Where a broker is asked; empty: where it says.
    QString reachedAt(const kafka::Broker &broker) const;
    // The features of the cluster, as the first broker tells them that does.
    std::vector<kafka::Feature> features() const;
};
using ClusterFactsPtr = std::shared_ptr<const ClusterFacts>;

} // namespace bd::app
