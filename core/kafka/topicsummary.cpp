#include "kafka/topicsummary.h"

#include <algorithm>

namespace bd::kafka {

namespace {

std::optional<qint64> recordsIn(const Topic &topic, const std::vector<PartitionOffsets> &offsets)
{
    if (topic.partitions.empty()) // an error, or being deleted
        return {};
    qint64 records = 0;
    for (const Partition &partition : topic.partitions) {
        const auto known = std::ranges::find(offsets, partition.id, &PartitionOffsets::partition);
        if (known == offsets.end() || !known->begin || !known->end)
            return {};
        records += *known->end - *known->begin;
    }
    return records;
}

} // namespace

const ConfigEntry *findEntry(const std::vector<ConfigEntry> &config, QStringView name)
{
    const auto found = std::ranges::find(config, name, &ConfigEntry::name);
    return found == config.end() ? nullptr : &*found;
}

TopicPolicy policyOf(const std::vector<ConfigEntry> &config)
{
    const auto number = [&config](QStringView name) -> std::optional<qint64> {
        const ConfigEntry *entry = findEntry(config, name);
        bool ok = false;
        const qint64 value = entry && entry->value ? entry->value->toLongLong(&ok) : 0;
        return ok ? std::optional(value) : std::nullopt;
    };
    const ConfigEntry *cleanup = findEntry(config, u"cleanup.policy");
    return {.cleanup = cleanup ? cleanup->value.value_or(QString()) : QString(),
            .retentionMs = number(u"retention.ms"),
            .retentionBytes = number(u"retention.bytes")};
}

TopicSummary summaryOf(const Topic &topic, const std::vector<PartitionOffsets> &offsets)
{
    TopicSummary summary;
    summary.name = topic.name;
    summary.partitions = static_cast<int>(topic.partitions.size());
    summary.isInternal = topic.isInternal();
    for (const Partition &partition : topic.partitions) {
        const int replicas = static_cast<int>(partition.replicas.size());
        const bool isFirst = summary.replicationFactor == 0;
        summary.replicationFactor = isFirst ? replicas : std::min(summary.replicationFactor, replicas);
        const int inSync = static_cast<int>(partition.inSync.size());
        summary.inSync = isFirst ? inSync : std::min(summary.inSync, inSync);
        summary.underReplicated += partition.inSync.size() < partition.replicas.size() ? 1 : 0;
        summary.leaderless += partition.leader < 0 ? 1 : 0;
    }
    summary.records = recordsIn(topic, offsets);
    return summary;
}

} // namespace bd::kafka
