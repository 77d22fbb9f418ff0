#include "groups/grouprow.h"

#include <algorithm>

#include "common/namedrows.h"

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

const GroupRow *GroupTable::row(const QString &group) const
{
    const int at = byName.value(group, -1);
    return at < 0 ? nullptr : &rows[at];
}

GroupTable groupTable(std::vector<GroupRow> rows)
{
    std::vector<QString> names;
    names.reserve(rows.size());
    for (const GroupRow &row : rows) {
        names.push_back(row.name);
    }
    NameOrder order = orderOfNames(names);
    GroupTable table{{}, std::move(order.folded), std::move(order.byName)};
    table.rows.reserve(rows.size());
    for (const int from : order.from) {
        table.rows.push_back(std::move(rows[from]));
    }
    return table;
}

std::vector<int> arranged(const GroupTable &table, const GroupQuery &query)
{
    std::vector<int> shown = matchingNames(table.folded, query.filter);
    if (query.by == By::Name) {
        if (query.descending) {
            std::reverse(shown.begin(), shown.end());
        }
        return shown;
    }
    std::vector<std::optional<qint64>> numbers(table.rows.size());
    for (const int i : shown) {
        numbers[i] = numberOf(table.rows[i], query.by);
    }
    sortByNumber(shown, numbers, query.descending);
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
