#include "kafka/groups.h"

#include <algorithm>

#include "kafka/client.h"

namespace bd::kafka {

namespace {

QMap<TopicPartition, CommittedOffset> byPartition(const std::vector<CommittedOffset> &committed)
{
    QMap<TopicPartition, CommittedOffset> map;
    for (const CommittedOffset &one : committed)
        map.insert(one.at, one);
    return map;
}

QMap<TopicPartition, QString> owners(const GroupDescription &description)
{
    QMap<TopicPartition, QString> map;
    for (const GroupMember &member : description.members) {
        for (const TopicPartition &at : member.assignment)
            map.insert(at, member.id);
    }
    return map;
}

} // namespace

QString toString(GroupState state)
{
    switch (state) {
    case GroupState::Unknown: break;
    case GroupState::PreparingRebalance: return QStringLiteral("PreparingRebalance");
    case GroupState::CompletingRebalance: return QStringLiteral("CompletingRebalance");
    case GroupState::Stable: return QStringLiteral("Stable");
    case GroupState::Dead: return QStringLiteral("Dead");
    case GroupState::Empty: return QStringLiteral("Empty");
    }
    return QStringLiteral("Unknown");
}

GroupOffset::Standing GroupOffset::standing() const
{
    if (!isKnown)
        return Standing::Unknown;
    if (!committed)
        return Standing::NothingCommitted;
    if (!begin || !end)
        return Standing::Unknown;
    if (*committed < *begin)
        return Standing::RecordsDeleted;
    return *committed > *end ? Standing::BeyondEnd : Standing::InRange;
}

std::optional<qint64> GroupOffset::lag() const
{
    if (!isKnown || !committed || !end || *committed > *end)
        return {};
    return *end - *committed;
}

GroupLag lagOf(const std::vector<GroupOffset> &offsets)
{
    GroupLag lag;
    for (const GroupOffset &one : offsets) {
        const auto standing = one.standing();
        lag.uncommitted += standing == GroupOffset::Standing::NothingCommitted ? 1 : 0;
        lag.deleted += standing == GroupOffset::Standing::RecordsDeleted ? 1 : 0;
        if (const auto records = one.lag())
            lag.records = lag.records.value_or(0) + *records;
        else if (standing != GroupOffset::Standing::NothingCommitted)
            ++lag.unknown;
    }
    return lag;
}

QStringList GroupStatus::topics() const
{
    QStringList names;
    for (const GroupOffset &one : offsets) {
        if (names.isEmpty() || names.last() != one.at.topic) // they are in order
            names += one.at.topic;
    }
    return names;
}

std::vector<GroupOffset> groupOffsets(const GroupDescription &description,
                                      const std::optional<std::vector<CommittedOffset>> &committed,
                                      const QStringList &others, const Metadata &metadata,
                                      const QMap<QString, std::vector<PartitionOffsets>> &offsets)
{
    const auto commits = byPartition(committed.value_or(std::vector<CommittedOffset>()));
    const auto owned = owners(description);
    QMap<TopicPartition, GroupOffset> found;
    QStringList topics = others;
    for (const TopicPartition &at : commits.keys() + owned.keys()) {
        found[at].at = at; // also where the topic is gone
        topics += at.topic;
    }
    topics.removeDuplicates();
    for (const QString &name : topics) {
        const Topic *topic = metadata.topic(name);
        for (const Partition &partition : topic ? topic->partitions : std::vector<Partition>())
            found[{name, partition.id}].at = {name, partition.id};
    }

    std::vector<GroupOffset> all;
    for (GroupOffset one : std::as_const(found)) {
        const auto commit = commits.constFind(one.at);
        one.isKnown = committed && (commit == commits.cend() || commit->offset);
        one.committed = commit == commits.cend() ? std::nullopt : commit->offset;
        one.memberId = owned.value(one.at);
        const auto known = offsets.value(one.at.topic);
        const auto ends = std::ranges::find(known, one.at.partition, &PartitionOffsets::partition);
        if (ends != known.end()) {
            one.begin = ends->begin;
            one.end = ends->end;
        }
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace bd::kafka
