#include "topics/topicrow.h"

#include <algorithm>

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
    if (details.configAsOf) {
        row.policy = kafka::policyOf(details.config);
        row.policyAsOf = details.configAsOf;
    }
    return row;
}

bool matches(const TopicRow &row, const QStringList &words)
{
    return std::all_of(words.begin(), words.end(),
                       [&row](const QString &word) { return row.summary.name.contains(word, Qt::CaseInsensitive); });
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
    case By::Retention: return retentionOf(row);
    case By::Name:
    case By::Cleanup: break;
    }
    return {};
}

struct Key {
    std::optional<qint64> number;
    QString text; // compared where no number is
    bool isKnown() const { return number || !text.isEmpty(); }
};

Key keyOf(const TopicRow &row, By by)
{
    return {numberOf(row, by), by == By::Cleanup ? row.policy.cleanup : by == By::Name ? row.summary.name : QString()};
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
    for (const kafka::Topic &topic : metadata.topics) {
        const TopicDetails known = details.value(topic.name);
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

std::vector<int> arranged(const std::vector<TopicRow> &rows, const TopicQuery &query)
{
    const QStringList words = query.filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<int> shown;
    std::vector<Key> keys(rows.size());
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const TopicRow &row = rows.at(i);
        if ((query.internals || !row.summary.isInternal) && matches(row, words)) {
            shown.push_back(i);
            keys.at(i) = keyOf(row, query.by);
        }
    }
    const auto less = [&](int a, int b) {
        const Key &one = keys.at(a), &other = keys.at(b);
        if (one.isKnown() != other.isKnown()) {
            return one.isKnown();
        }
        if (one.number != other.number) {
            return query.descending ? one.number > other.number : one.number < other.number;
        }
        if (const int order = one.text.compare(other.text, Qt::CaseInsensitive); order != 0) {
            return query.descending ? order > 0 : order < 0;
        }
        return rows.at(a).summary.name < rows.at(b).summary.name;
    };
    std::stable_sort(shown.begin(), shown.end(), less);
    return shown;
}

} // namespace bd::app
