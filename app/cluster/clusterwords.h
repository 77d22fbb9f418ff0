// How a cluster is said.
#pragma once

#include "cluster/clusterfacts.h"
#include "common/findingcard.h"

namespace bd::app {

QString releaseText(const probe::BrokerFacts &facts); // 3.6; 3.3 to 3.4; 4.1 or later; empty: not known
QString releasesText(const ClusterFacts &facts);      // of all brokers: 3.6; 3.6, 3.9
QString kindText(const ClusterFacts &facts);
QString controllerText(const ClusterFacts &facts);

// Where the panel works by leading an inside address to its published port: nobody else can. Nothing: no need to.
std::optional<Finding> mappedFinding(const ClusterFacts &facts);

// Why there is no list of rules, or an empty one; empty: there is a list.
QString aclSentence(const ClusterFacts &facts);

} // namespace bd::app
