// What really runs, found out for the audit: containers, drift, and what the brokers say of themselves and their addresses. Blocks:
// worker threads only.
#pragma once

#include <optional>
#include <stop_token>

#include "audit/live.h"
#include "compose/project.h"
#include "engine/engine.h"
#include "kafka/client.h"
#include "verify/verify.h"

namespace bd::auditlive {

// Where nothing of the project runs, an empty Live. Errors where the engine does not answer; brokers that do not answer are left out.
Result<audit::Live> look(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);

// Which broker of the cluster each service is, by the addresses that it advertises. Pure.
QMap<QString, int> brokerIds(const compose::Project &project, const std::vector<engine::Container> &containers,
                             const kafka::Metadata &metadata);

// What Kafka's data says of whose it is: its meta.properties, of KRaft or not. Pure.
struct Borne {
    std::optional<int> brokerId;
    QString clusterId; // empty: it does not say
    bool operator==(const Borne &) const = default;
};
Borne borneBy(const QByteArray &metaProperties);

// Each address that was asked, and whose it is. Pure.
std::vector<audit::Tried> triedOf(const std::vector<verify::Endpoint> &endpoints, const QMap<QString, int> &ids,
                                  const QString &askedInside);

} // namespace bd::auditlive
