// A topic in a line: what a list of topics shows. Pure.
#pragma once

#include "kafka/client.h"

namespace bd::kafka {

struct TopicSummary {
    QString name;
    int partitions = 0;
    int replicationFactor = 0;     // the smallest of its partitions
    int inSync = 0;                // replicas, of the partition with the fewest
    int underReplicated = 0;       // partitions with fewer replicas in sync than they should have
    int leaderless = 0;            // partitions that nobody serves
    std::optional<qint64> records; // at most: compaction and transactions leave gaps; nothing: not known of all
    bool isInternal = false;
    bool operator==(const TopicSummary &) const = default;
};

// The settings that people ask for first. Nothing: not known.
struct TopicPolicy {
    QString cleanup;                      // delete, compact, «compact,delete»; empty: not known
    std::optional<qint64> retentionMs;    // -1: for ever
    std::optional<qint64> retentionBytes; // of each partition; -1: no bound
    bool operator==(const TopicPolicy &) const = default;
};
TopicPolicy policyOf(const std::vector<ConfigEntry> &config);

// The entry of that name; nullptr: there is none.
const ConfigEntry *findEntry(const std::vector<ConfigEntry> &config, QStringView name);

// `offsets`: of this topic, as far as they are known.
TopicSummary summaryOf(const Topic &topic, const std::vector<PartitionOffsets> &offsets);

} // namespace bd::kafka
