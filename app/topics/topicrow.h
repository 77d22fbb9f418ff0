// The topics of a cluster as rows: put together of what is known, filtered and sorted. Pure.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QHash>
#include <QMap>
#include <QStringList>

#include "base/clock.h"
#include "compose/project.h"
#include "kafka/topicsummary.h"

namespace bd::app {

// What is asked for only where somebody looks, and when it was true.
struct TopicDetails {
    std::vector<kafka::PartitionOffsets> offsets;
    std::optional<TimePoint> offsetsAsOf; // nothing: not known
    std::vector<kafka::ConfigEntry> config;
    std::optional<TimePoint> configAsOf;    // nothing: not known
    std::optional<TimePoint> lastWrite;     // nothing: no record, or see lastWriteAsOf
    std::optional<TimePoint> lastWriteAsOf; // nothing: not known
    bool operator==(const TopicDetails &) const = default;
};
using TopicDetailsMap = QMap<QString, TopicDetails>;

struct TopicRow {
    // Of the project's expected topics: | No: none of them | There: as expected | Missing | Differs: there, otherwise |
    enum class Expected { No, There, Missing, Differs };
    kafka::TopicSummary summary; // of a missing one: what is expected
    kafka::TopicPolicy policy;
    QString error;              // the broker's, of this topic
    std::optional<qint64> size; // bytes on the disks, of all replicas
    std::optional<TimePoint> sizeAsOf;
    std::optional<TimePoint> recordsAsOf;
    std::optional<TimePoint> policyAsOf;
    std::optional<TimePoint> lastWrite; // nothing: no record, or see lastWriteAsOf
    std::optional<TimePoint> lastWriteAsOf;
    Expected expected = Expected::No;
    QStringList differences;  // sentences
    bool canBeMended = false; // some of the differences, without deleting records
    bool operator==(const TopicRow &) const = default;
};

// One for each topic that is there, and one for each expected one that is not.
std::vector<TopicRow> topicRows(const kafka::Metadata &metadata, const TopicDetailsMap &details,
                                const std::vector<compose::ExpectedTopic> &expected);

// All rows of a cluster, and what the view asks of all at once. Made once, on a worker thread where they are many.
struct TopicTable {
    std::vector<TopicRow> rows;  // by name, whatever its case
    std::vector<QString> folded; // their names as a filter compares them
    QHash<QString, int> byName;
    QStringList missing; // expected ones
    bool hasSizes = false;
    QStringList mendable; // that are otherwise than expected, and could be made so

    const TopicRow *row(const QString &topic) const;
};
using TopicTablePtr = std::shared_ptr<const TopicTable>;
TopicTable topicTable(std::vector<TopicRow> rows);

struct TopicQuery {
    enum class By { Name, State, Partitions, Replicas, Records, Size, LastWrite, Retention, Cleanup };
    QString filter;         // words that all must be in the name, in any order and case
    bool internals = false; // Kafka's own topics too
    By by = By::Name;
    bool descending = false;
    QStringList favourites; // come first, whatever the order
    bool operator==(const TopicQuery &) const = default;
};

// Indexes of the rows to be shown, in order. What is not known comes last, whatever the order; names break ties.
std::vector<int> arranged(const TopicTable &table, const TopicQuery &query);

} // namespace bd::app
