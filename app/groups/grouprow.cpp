#include "groups/grouprow.h"

#include <algorithm>

namespace bd::app {

namespace {

using By = GroupQuery::By;
using kafka::GroupState;

GroupRow rowOf(const kafka::GroupListing &group, const GroupDetails &details)
{
    GroupRow row;
    row.name = group.id;
    row.state = group.state;
    row.isSimple = group.isSimple;
    if (!details.asOf) {
        return row;
    }
    const kafka::GroupDescription &known = details.status.description;
    row.asOf = details.asOf;
    row.error = known.error;
    if (row.error.isEmpty()) {
        row.state = known.state;
        row.members = static_cast<int>(known.members.size());
        row.coordinator = known.coordinator;
    }
    row.topics = static_cast<int>(details.status.topics().size());
    row.lag = kafka::lagOf(details.status.offsets);
    return row;
}

bool matches(const GroupRow &row, const QStringList &words)
{
    return std::all_of(words.begin(), words.end(),
                       [&row](const QString &word) { return row.name.contains(word, Qt::CaseInsensitive); });
}

// What people look for first comes first or last: those that read, those that share out anew, those at rest.
int rankOf(const GroupRow &row)
{
    if (!row.error.isEmpty()) {
        return 0;
    }
    switch (row.state) {
    case GroupState::PreparingRebalance:
    case GroupState::CompletingRebalance: return 1;
    case GroupState::Stable: return 2;
    case GroupState::Empty: return 3;
    case GroupState::Dead: return 4;
    case GroupState::Unknown: break;
    }
    return 5;
}

std::optional<qint64> numberOf(const GroupRow &row, By by)
{
    switch (by) {
    case By::State: return rankOf(row);
    case By::Members: return row.members;
    case By::Topics: return row.topics;
    case By::Lag: return row.lag.records;
    case By::Coordinator: return row.coordinator ? std::optional<qint64>(row.coordinator->broker) : std::nullopt;
    case By::Name: break;
    }
    return 0;
}

} // namespace

const GroupDetails &detailsOf(const GroupDetailsMap &details, const QString &group)
{
    static const GroupDetails unknown;
    const auto found = details.constFind(group);
    return found == details.cend() ? unknown : **found;
}

std::vector<GroupRow> groupRows(const kafka::GroupList &list, const GroupDetailsMap &details)
{
    std::vector<GroupRow> rows;
    rows.reserve(list.groups.size());
    for (const kafka::GroupListing &group : list.groups) {
        rows.push_back(rowOf(group, detailsOf(details, group.id)));
    }
    return rows;
}

std::vector<int> arranged(const std::vector<GroupRow> &rows, const GroupQuery &query)
{
    const QStringList words = query.filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<int> shown;
    std::vector<std::optional<qint64>> keys(rows.size());
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        if (matches(rows.at(i), words)) {
            shown.push_back(i);
            keys.at(i) = numberOf(rows.at(i), query.by);
        }
    }
    const auto less = [&](int a, int b) {
        const auto &one = keys.at(a), &other = keys.at(b);
        if (one.has_value() != other.has_value()) {
            return one.has_value();
        }
        if (one != other) {
            return query.descending ? *one > *other : *one < *other;
        }
        const int order = rows.at(a).name.compare(rows.at(b).name, Qt::CaseInsensitive);
        if (order != 0) {
            return query.descending && query.by == By::Name ? order > 0 : order < 0;
        }
        return rows.at(a).name < rows.at(b).name;
    };
    std::stable_sort(shown.begin(), shown.end(), less);
    return shown;
}

QStringList dueGroups(const QStringList &wanted, const GroupDetailsMap &details, int most)
{
    QStringList due = wanted;
    if (due.size() <= most) {
        return due;
    }
    std::stable_sort(due.begin(), due.end(), [&](const QString &a, const QString &b) {
        return detailsOf(details, a).asOf.value_or(TimePoint{}) < detailsOf(details, b).asOf.value_or(TimePoint{});
    });
    return due.first(most);
}

} // namespace bd::app
