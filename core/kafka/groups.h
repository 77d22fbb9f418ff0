// Consumer groups as values: who is in one, what it has committed, and how far it is behind. Pure.
//
// A committed offset is the one that the group reads next. Source: Kafka's protocol (ListGroups, DescribeGroups,
// OffsetFetch); what is said by brokers and members is untrusted.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QStringList>

namespace bd::kafka {

struct Metadata;
struct PartitionOffsets;

// | Unknown             | the broker did not say, or says a word that is not known here |
// | Empty               | nobody is connected; what was committed stays                 |
// | Stable              | its members have their partitions                             |
// | PreparingRebalance, |                                                               |
// | CompletingRebalance | partitions are being shared out anew                          |
// | Dead                | there is no such group, or it is on its way out               |
enum class GroupState { Unknown, PreparingRebalance, CompletingRebalance, Stable, Dead, Empty };
QString toString(GroupState state); // Kafka's own words

struct TopicPartition {
    QString topic;
    int partition = 0;
    bool operator==(const TopicPartition &) const = default;
    bool operator<(const TopicPartition &other) const
    {
        return topic != other.topic ? topic < other.topic : partition < other.partition;
    }
};

struct GroupListing {
    QString id;
    GroupState state = GroupState::Unknown; // Unknown before Kafka 2.6
    bool isSimple = false;                  // only commits: its partitions are not shared out by Kafka
    bool operator==(const GroupListing &) const = default;
};

struct GroupList {
    std::vector<GroupListing> groups;
    QStringList unanswered; // why brokers did not answer: the groups that they keep are missing in the list
    bool operator==(const GroupList &) const = default;
};

struct GroupMember {
    QString id; // made by the broker
    QString clientId;
    QString instanceId; // group.instance.id; empty: none
    QString host;       // its address as the broker sees it
    std::vector<TopicPartition> assignment;
    bool operator==(const GroupMember &) const = default;
};

struct GroupCoordinator {
    int broker = -1;
    QString host;
    int port = 0;
    bool operator==(const GroupCoordinator &) const = default;
};

struct GroupDescription {
    QString id;
    QString error; // empty: none; else nothing below is known
    GroupState state = GroupState::Unknown;
    bool isSimple = false;
    QString assignor; // range, cooperative-sticky …; empty: nobody is connected
    std::optional<GroupCoordinator> coordinator;
    std::vector<GroupMember> members;
    bool operator==(const GroupDescription &) const = default;
};

struct CommittedOffset {
    TopicPartition at;
    std::optional<qint64> offset; // nothing: the broker did not say
    QString metadata;             // whatever the member wrote beside it
    bool operator==(const CommittedOffset &) const = default;
};

struct OffsetChange {
    TopicPartition at;
    qint64 to = 0;
    bool operator==(const OffsetChange &) const = default;
};

struct GroupOutcome {
    QString group;
    QString error; // empty: done
    bool operator==(const GroupOutcome &) const = default;
};

struct PartitionOutcome {
    TopicPartition at;
    QString error; // empty: done
    bool operator==(const PartitionOutcome &) const = default;
};

// Where a group is in one partition.
struct GroupOffset {
    // | Unknown          | something of it is not known: no leader, or the broker did not say       |
    // | NothingCommitted | members begin where their auto.offset.reset says                         |
    // | InRange          | from begin to end                                                        |
    // | RecordsDeleted   | before begin: records were deleted before the group has read them        |
    // | BeyondEnd        | behind end: the topic was made again, or lost records                    |
    enum class Standing { Unknown, NothingCommitted, InRange, RecordsDeleted, BeyondEnd };

    TopicPartition at;
    bool isKnown = true;             // what is committed, or that nothing is
    std::optional<qint64> committed; // nothing: see isKnown
    std::optional<qint64> begin;     // of the partition; nothing: not known
    std::optional<qint64> end;
    QString memberId; // whose partition it is; empty: nobody's

    Standing standing() const;
    // End minus committed, as Kafka's own tools count it; nothing: not known, as also behind the end.
    std::optional<qint64> lag() const;
    bool operator==(const GroupOffset &) const = default;
};

struct GroupLag {
    std::optional<qint64> records; // of the partitions where it is known; nothing: of none
    int unknown = 0;               // partitions that are not in it
    int uncommitted = 0;           // partitions in which nothing is committed
    int deleted = 0;               // partitions of which records were deleted unread
    bool isComplete() const { return unknown == 0; }
    bool operator==(const GroupLag &) const = default;
};
GroupLag lagOf(const std::vector<GroupOffset> &offsets);

struct GroupStatus {
    GroupDescription description;
    std::vector<GroupOffset> offsets; // of every partition of the topics that it has to do with, in order
    QString offsetsError;             // why it is not known what is committed; empty: it is
    QStringList topics() const;       // in order
    bool operator==(const GroupStatus &) const = default;
};

// Whatever the group has committed, is assigned or is otherwise wanted, beside what is in these partitions.
// `committed`: nothing where it is not known. `others`: topics that the group need not have to do with.
std::vector<GroupOffset> groupOffsets(const GroupDescription &description,
                                      const std::optional<std::vector<CommittedOffset>> &committed,
                                      const QStringList &others, const Metadata &metadata,
                                      const QMap<QString, std::vector<PartitionOffsets>> &offsets);

} // namespace bd::kafka
