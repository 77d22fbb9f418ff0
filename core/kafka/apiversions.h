// What a broker says it can do: the requests it knows, and the features of its cluster. Bytes in, values out; pure.
//
// Format: ApiVersions in versions 0 and 3, https://kafka.apache.org/protocol.html#The_Messages_ApiVersions and KIP-584.
// librdkafka asks this too, and tells nobody.
#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QString>

#include "base/error.h"

namespace bd::kafka {

struct ApiRange { // the versions of one request that the broker understands
    int key = 0;
    int least = 0;
    int most = 0;
    bool operator==(const ApiRange &) const = default;
};

struct Feature {
    QString name; // metadata.version
    int least = 0;
    int most = 0;                 // that this broker supports
    std::optional<int> finalized; // the level that the whole cluster works at; nothing: none was agreed on
    bool operator==(const Feature &) const = default;
};

struct ApiVersions {
    std::vector<ApiRange> apis;    // by key
    std::vector<Feature> features; // by name; none before Kafka 2.7, or with ZooKeeper
    const ApiRange *api(int key) const;
    bool operator==(const ApiVersions &) const = default;
};

// `version`: 0 or 3. Without the size that goes before it.
QByteArray apiVersionsRequest(int version);

// Nothing: the broker is older than this version, and wants to be asked with 0. Parse for what is no such answer.
Result<std::optional<ApiVersions>> apiVersionsOf(const QByteArray &answer, int version);

// The releases of Kafka that know just these requests. `last` empty: this one or later.
struct ReleaseRange {
    QString first;
    QString last;
    bool operator==(const ReleaseRange &) const = default;
};
// Nothing: older than 0.10.1, or something else that speaks Kafka's protocol.
std::optional<ReleaseRange> releaseOf(const ApiVersions &versions);

// The release whose metadata a level of «metadata.version» is: 3.6 of 14; empty: not known here.
QString metadataRelease(int level);

} // namespace bd::kafka
