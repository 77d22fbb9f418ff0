// What one look at a cluster's topics has brought, with the rows that come of it. Put together on a worker thread, shared
// by the session and the views, never changed: whoever shows it copies nothing.
#pragma once

#include "topics/topicrow.h"

namespace bd::app {

// Of the stack's own brokers; elsewhere nobody can tell.
struct KnownSizes {
    QMap<QString, qint64> bytes;   // by topic, of all replicas
    std::optional<TimePoint> asOf; // nothing: not known
};

// When a topic was written last, and what was in it when that was read.
struct LastWrite {
    std::optional<TimePoint> at; // nothing: it had no record, or none bore a time
    TimePoint asOf{};
    std::vector<kafka::PartitionOffsets> offsets;
};
using LastWrites = QMap<QString, LastWrite>;

// Those of `wanted` into which something has come since, or which were never read; not too many at once. With their offsets.
using OffsetsByTopic = QMap<QString, std::vector<kafka::PartitionOffsets>>;
OffsetsByTopic unreadWrites(const QStringList &wanted, const TopicDetailsMap &details, const LastWrites &known);
// Of the topics in `details`; true still as of the offsets where nothing has come since.
void addLastWrites(TopicDetailsMap &details, const LastWrites &known);

struct TopicsSnapshot {
    kafka::Metadata metadata;
    TopicDetailsMap details;                      // of those that were ever asked for
    std::vector<compose::ExpectedTopic> expected; // that the rows were compared with
    TopicTablePtr table;
    TimePoint asOf{};
};
using TopicsSnapshotPtr = std::shared_ptr<const TopicsSnapshot>;

// `before`: its table is kept where it would be the same again.
TopicsSnapshotPtr topicsSnapshot(kafka::Metadata metadata, TopicDetailsMap details,
                                 std::vector<compose::ExpectedTopic> expected, TimePoint asOf,
                                 const TopicsSnapshotPtr &before = {}, const KnownSizes &sizes = {});

} // namespace bd::app
