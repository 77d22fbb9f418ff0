#include "kafka/groupreset.h"

#include <algorithm>
#include <limits>

#include <QCoreApplication>

#include "base/text.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(KafkaGroups)
};

using Note = PartitionReset::Note;

bool isWanted(const ResetWish &wish, const TopicPartition &at)
{
    return (wish.topics.isEmpty() || wish.topics.contains(at.topic))
           && (!wish.partition || *wish.partition == at.partition);
}

qint64 shifted(qint64 offset, qint64 by)
{
    qint64 sum = 0;
    if (__builtin_add_overflow(offset, by, &sum))
        return by < 0 ? std::numeric_limits<qint64>::min() : std::numeric_limits<qint64>::max();
    return sum;
}

std::optional<qint64> offsetAtTime(const TopicPartition &at, const QMap<QString, std::vector<PartitionOffsets>> &atTime)
{
    const auto known = atTime.value(at.topic);
    const auto found = std::ranges::find(known, at.partition, &PartitionOffsets::partition);
    return found == known.end() ? std::nullopt : found->begin;
}

// `begin` and `end` of `offset` are known.
PartitionReset planOne(const ResetTo &to, const GroupOffset &offset,
                       const QMap<QString, std::vector<PartitionOffsets>> &atTime)
{
    PartitionReset made{offset.at, offset.committed, {}, Note::None};
    qint64 wanted = *offset.begin;
    switch (to.kind) {
    case ResetTo::Kind::Beginning: break;
    case ResetTo::Kind::End: wanted = *offset.end; break;
    case ResetTo::Kind::Offset: wanted = to.number; break;
    case ResetTo::Kind::Shift:
        if (!offset.committed) {
            made.note = Note::NothingCommitted;
            return made;
        }
        wanted = shifted(*offset.committed, to.number);
        break;
    case ResetTo::Kind::Time: {
        const auto found = offsetAtTime(offset.at, atTime);
        made.note = found ? Note::None : Note::NoRecordSince;
        wanted = found.value_or(*offset.end);
        break;
    }
    }
    if (wanted < *offset.begin)
        made.note = Note::FirstInstead;
    if (wanted > *offset.end)
        made.note = Note::EndInstead;
    made.to = std::clamp(wanted, *offset.begin, std::max(*offset.begin, *offset.end));
    return made;
}

} // namespace

QString nameOf(const GroupMember &member)
{
    const QString name = member.clientId.isEmpty() ? member.id : member.clientId;
    return plainText(member.host.isEmpty() ? name : Tr::tr("%1 on %2").arg(name, member.host), 120);
}

QString noteText(PartitionReset::Note note)
{
    switch (note) {
    case Note::None: break;
    case Note::FirstInstead: return Tr::tr("out of range: the first record instead");
    case Note::EndInstead: return Tr::tr("out of range: the end instead");
    case Note::NoRecordSince: return Tr::tr("no record since then: the end instead");
    case Note::NothingCommitted: return Tr::tr("nothing is committed: stays");
    case Note::Unknown: return Tr::tr("its offsets are not known: stays");
    }
    return {};
}

std::vector<OffsetChange> ResetPlan::changes() const
{
    std::vector<OffsetChange> changes;
    for (const PartitionReset &one : partitions) {
        if (one.changes())
            changes.push_back({one.at, *one.to});
    }
    return changes;
}

qint64 ResetPlan::readAgain() const
{
    qint64 records = 0;
    for (const PartitionReset &one : partitions)
        records += one.to && one.from ? std::max<qint64>(0, *one.from - *one.to) : 0;
    return records;
}

qint64 ResetPlan::skipped() const
{
    qint64 records = 0;
    for (const PartitionReset &one : partitions)
        records += one.to && one.from ? std::max<qint64>(0, *one.to - *one.from) : 0;
    return records;
}

ResetPlan planReset(const ResetWish &wish, const std::vector<GroupOffset> &offsets,
                    const QMap<QString, std::vector<PartitionOffsets>> &atTime)
{
    ResetPlan plan{wish.group, {}};
    for (const GroupOffset &one : offsets) {
        if (!isWanted(wish, one.at))
            continue;
        const bool isKnown = one.isKnown && one.begin && one.end;
        plan.partitions.push_back(isKnown ? planOne(wish.to, one, atTime)
                                          : PartitionReset{one.at, one.committed, {}, Note::Unknown});
    }
    return plan;
}

Result<> mayBeChanged(const GroupDescription &group)
{
    const QString name = plainText(group.id, 260);
    if (!group.error.isEmpty())
        return fail(ErrorCode::Kafka, Tr::tr("It is not known who is connected to the group %1").arg(name),
                    Tr::tr("Kafka answered: %1").arg(firstLine(group.error)));
    if (!group.members.empty()) {
        constexpr size_t most = 5;
        QStringList members;
        for (size_t i = 0; i < group.members.size() && i < most; ++i)
            members += nameOf(group.members[i]);
        if (group.members.size() > most)
            members += QStringLiteral("…");
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("%n member(s) of the group %1 are connected", nullptr,
                           static_cast<int>(group.members.size()))
                        .arg(name),
                    Tr::tr("Stop them first: they would go on where they are and overwrite the change. Connected: %1")
                        .arg(members.join(QStringLiteral(", "))));
    }
    if (group.state != GroupState::Empty && group.state != GroupState::Dead)
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("The group %1 is not at rest: its state is %2").arg(name, toString(group.state)),
                    Tr::tr("Members are coming or going. Stop them, and try again when the state is Empty."));
    return {};
}

Result<> stillHolds(const ResetPlan &plan, const std::vector<CommittedOffset> &committed)
{
    for (const PartitionReset &one : plan.partitions) {
        if (!one.changes())
            continue;
        const auto now = std::ranges::find(committed, one.at, &CommittedOffset::at);
        if ((now == committed.end() ? std::nullopt : now->offset) != one.from)
            return fail(
                ErrorCode::InvalidUse,
                Tr::tr("The group %1 has moved since the preview; nothing was changed").arg(plainText(plan.group, 260)),
                Tr::tr("Something else was committed in partition %1 of %2. Look at a new preview.")
                    .arg(one.at.partition)
                    .arg(plainText(one.at.topic, 260)));
    }
    return {};
}

} // namespace bd::kafka
