// What one broker says of itself beyond metadata: its settings, and what it can do. Blocks: worker threads only.
#pragma once

#include <optional>
#include <stop_token>

#include "kafka/apiversions.h"
#include "kafka/clustersummary.h"
#include "kafka/quorum.h"

namespace bd::probe {

// Asked over a connection of its own, which is possible in clear text only: InvalidUse where the settings want TLS.
// Nothing has to be logged in for it.
Result<kafka::ApiVersions> apiVersions(const kafka::Settings &settings, const kafka::Broker &broker, Millis deadline,
                                       std::stop_token stop);

// Who leads its cluster, asked in the same way; only where nobody has to log in.
Result<kafka::Quorum> quorum(const kafka::Settings &settings, const kafka::Broker &broker, Millis deadline,
                             std::stop_token stop);

// Settings and versions are known or have their reason why not.
struct BrokerFacts {
    std::vector<kafka::ConfigEntry> config; // by name
    std::optional<Error> configError;
    std::optional<kafka::ApiVersions> versions;
    std::optional<Error> versionsError;
    std::optional<kafka::Quorum> quorum; // nothing: no KRaft, or not told
    bool operator==(const BrokerFacts &) const = default;
};

// The deadline is for each question.
BrokerFacts brokerFacts(kafka::Client &client, const kafka::Settings &settings, const kafka::Broker &broker,
                        Millis deadline, std::stop_token stop);

// By its settings; where they may not be read, KRaft where it knows how to ask for a quorum. Pure.
kafka::ClusterKind clusterKind(const BrokerFacts &facts);

} // namespace bd::probe
