// Where a group's committed offsets would go, before anything is changed. Pure.
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "kafka/client.h"
#include "kafka/groups.h"

namespace bd::kafka {

struct ResetTo {
    // | Beginning | the first record that is there                                     |
    // | End       | behind the last one: only what comes from now on is read           |
    // | Time      | the first record that is not older than `time`; else the end       |
    // | Shift     | `number` records on, or back where it is negative                  |
    // | Offset    | `number`                                                           |
    enum class Kind { Beginning, End, Time, Shift, Offset };
    Kind kind = Kind::Beginning;
    qint64 number = 0;
    TimePoint time{};
    bool operator==(const ResetTo &) const = default;
};

struct ResetWish {
    QString group;
    ResetTo to;
    QStringList topics;           // empty: all that the group has committed in
    std::optional<int> partition; // nothing: all of these topics'
    bool operator==(const ResetWish &) const = default;
};

// One partition of the preview. What cannot be shown is not changed.
struct PartitionReset {
    // | None             |                                                                         |
    // | FirstInstead     | what was wanted lies before the first record: it goes there             |
    // | EndInstead       | what was wanted lies behind the end: it goes there                      |
    // | NoRecordSince    | no record is as new as that time: it goes to the end                    |
    // | NothingCommitted | there is nothing to shift: it stays                                     |
    // | Unknown          | not known what is committed, or what is in the partition: it stays      |
    enum class Note { None, FirstInstead, EndInstead, NoRecordSince, NothingCommitted, Unknown };
    TopicPartition at;
    std::optional<qint64> from; // nothing: nothing is committed, or it is not known
    std::optional<qint64> to;   // nothing: it stays
    Note note = Note::None;
    bool changes() const { return to && to != from; }
    bool operator==(const PartitionReset &) const = default;
};
QString noteText(PartitionReset::Note note); // a sentence without its stop; empty: nothing to say

struct ResetPlan {
    QString group;
    std::vector<PartitionReset> partitions; // also those that stay
    std::vector<OffsetChange> changes() const;
    qint64 readAgain() const; // records that the changes lead back over
    qint64 skipped() const;   // records that they leave out
    bool operator==(const ResetPlan &) const = default;
};

// `atTime`: of Client::offsetsAt() by topic, for Kind::Time.
ResetPlan planReset(const ResetWish &wish, const std::vector<GroupOffset> &offsets,
                    const QMap<QString, std::vector<PartitionOffsets>> &atTime = {});

QString nameOf(const GroupMember &member); // «console-consumer on 172.18.0.5»: for people, bounded

// Whether a group's offsets may be changed now: an Error says who is connected, or what is not known. Members would go
// on where they are, and the next commit of one would undo it.
Result<> mayBeChanged(const GroupDescription &group);

// An Error where something else is committed than what the plan was made of.
Result<> stillHolds(const ResetPlan &plan, const std::vector<CommittedOffset> &committed);

} // namespace bd::kafka
