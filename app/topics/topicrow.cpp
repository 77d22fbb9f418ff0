#include "topics/topicrow.h"

#include <algorithm>

#include "common/namedrows.h"
#include "stack/expectedtopics.h"

namespace bd::app {

namespace {

using Expected = TopicRow::Expected;
using By = TopicQuery::By;

TopicRow missingRow(const compose::ExpectedTopic &expected)
{
    TopicRow row;
    row.summary.name = expected.name;
    row.summary.partitions = expected.partitions;
    row.summary.replicationFactor = expected.replicationFactor;
    row.expected = Expected::Missing;
    return row;
}

TopicRow rowOf(const kafka::Topic &topic, const TopicDetails &details)
{
    TopicRow row;
    row.summary = kafka::summaryOf(topic, details.offsets);
    row.error = topic.error;
    if (details.offsetsAsOf && row.summary.records) {
        row.recordsAsOf = details.offsetsAsOf;
    }
    row.lastWrite = details.lastWrite;
    row.lastWriteAsOf = details.lastWriteAsOf;
    if (details.configAsOf) {
        row.policy = kafka::policyOf(details.config);
        row.policyAsOf = details.configAsOf;
    }
    return row;
}

// Worst last, so that the first click on the column's head, and the second, show what people look for.
int urgency(const TopicRow &row)
{
    if (row.expected == Expected::Missing || row.summary.leaderless > 0 || !row.error.isEmpty()) {
        return 3;
    }
    if (row.summary.underReplicated > 0) {
        return 2;
    }
    return row.expected == Expected::Differs ? 1 : 0;
}

// «For ever» is longer than any time.
std::optional<qint64> retentionOf(const TopicRow &row)
{
    const auto kept = row.policy.retentionMs;
    return kept && *kept < 0 ? std::optional(std::numeric_limits<qint64>::max()) : kept;
}

std::optional<qint64> numberOf(const TopicRow &row, By by)
{
    switch (by) {
    case By::State: return urgency(row);
    case By::Partitions: return row.summary.partitions;
    case By::Replicas: return row.summary.replicationFactor;
    case By::Records: return row.summary.records;
    case By::Size: return row.size;
    case By::LastWrite:
        return row.lastWrite ? std::optional<qint64>(row.lastWrite->time_since_epoch().count()) : std::nullopt;
    case By::Retention: return retentionOf(row);
    case By::Name:
    case By::Cleanup: break;
    }
    return {};
}

void sortByCleanup(const std::vector<TopicRow> &rows, bool descending, std::vector<int> &shown)
{
    const auto text = [&rows](int i) -> const QString & { return rows[i].policy.cleanup; };
    const auto end = putFirst(shown, [&](int i) { return !text(i).isEmpty(); });
    std::stable_sort(shown.begin(), end, [&](int a, int b) {
        const int order = text(a).compare(text(b));
        return descending ? order > 0 : order < 0;
    });
}

} // namespace

std::vector<TopicRow> topicRows(const kafka::Metadata &metadata, const TopicDetailsMap &details,
                                const std::vector<compose::ExpectedTopic> &expected)
{
    std::vector<TopicRow> rows;
    rows.reserve(metadata.topics.size());
    QMap<QString, const compose::ExpectedTopic *> wanted;
    for (const compose::ExpectedTopic &one : expected) {
        wanted.insert(one.name, &one);
    }
    const TopicDetails nothing;
    for (const kafka::Topic &topic : metadata.topics) {
        const auto found = details.constFind(topic.name);
        const TopicDetails &known = found == details.constEnd() ? nothing : *found;
        TopicRow row = rowOf(topic, known);
        if (const compose::ExpectedTopic *one = wanted.take(topic.name)) {
            for (const auto &difference : stack::differences(*one, topic, known.configAsOf ? &known.config : nullptr)) {
                row.differences += stack::sentenceOf(difference);
                row.canBeMended = row.canBeMended || (difference.canBeMended && !difference.deletesRecords);
            }
            row.expected = row.differences.isEmpty() ? Expected::There : Expected::Differs;
        }
        rows.push_back(std::move(row));
    }
    for (const compose::ExpectedTopic *missing : std::as_const(wanted)) {
        rows.push_back(missingRow(*missing));
    }
    return rows;
}

const TopicRow *TopicTable::row(const QString &topic) const
{
    const int at = byName.value(topic, -1);
    return at < 0 ? nullptr : &rows[at];
}

TopicTable topicTable(std::vector<TopicRow> rows)
{
    std::vector<QString> names;
    names.reserve(rows.size());
    for (const TopicRow &row : rows) {
        names.push_back(row.summary.name);
    }
    NameOrder order = orderOfNames(names);
    TopicTable table;
    table.folded = std::move(order.folded);
    table.byName = std::move(order.byName);
    table.rows.reserve(rows.size());
    for (const int from : order.from) {
        TopicRow &row = rows[from];
        if (row.expected == Expected::Missing) {
            table.missing += row.summary.name;
        }
        table.hasSizes = table.hasSizes || row.size;
        if (row.canBeMended) {
            table.mendable += row.summary.name;
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::vector<int> arranged(const TopicTable &table, const TopicQuery &query)
{
    std::vector<int> shown = matchingNames(table.folded, query.filter);
    if (!query.internals) {
        std::erase_if(shown, [&table](int i) { return table.rows[i].summary.isInternal; });
    }
    if (query.by == By::Cleanup) {
        sortByCleanup(table.rows, query.descending, shown);
    } else if (query.by != By::Name) {
        std::vector<std::optional<qint64>> numbers(table.rows.size());
        for (const int i : shown) {
            numbers[i] = numberOf(table.rows[i], query.by);
        }
        sortByNumber(shown, numbers, query.descending);
    } else if (query.descending) {
        std::reverse(shown.begin(), shown.end());
    }
    std::vector<bool> isFavourite(table.rows.size());
    for (const QString &topic : query.favourites) {
        if (const int at = table.byName.value(topic, -1); at >= 0) {
            isFavourite[at] = true;
        }
    }
    putFirst(shown, [&isFavourite](int i) { return isFavourite[i]; });
    return shown;
}

} // namespace bd::app
