// The consumer groups of a cluster as rows: put together of what is known, filtered and sorted. Pure.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QHash>

#include "base/clock.h"
#include "groups/laghistory.h"
#include "kafka/groups.h"

namespace bd::app {

// What is asked for only where somebody looks, and when it was true.
struct GroupDetails {
    kafka::GroupStatus status;
    std::optional<TimePoint> asOf; // nothing: not known
    LagHistory history;            // of the whole group
    LagHistories byPartition = {};
    bool operator==(const GroupDetails &) const = default;
};
// Shared, for the map of ten thousand groups is copied at every look.
using GroupDetailsMap = QMap<QString, std::shared_ptr<const GroupDetails>>;
const GroupDetails &detailsOf(const GroupDetailsMap &details, const QString &group); // empty: not known

struct GroupRow {
    QString name;
    kafka::GroupState state = kafka::GroupState::Unknown;
    QString error;              // the broker's, of this group
    std::optional<int> members; // nothing: not known
    std::optional<int> topics;  // nothing: not known
    kafka::GroupLag lag;
    std::optional<kafka::GroupCoordinator> coordinator;
    bool isSimple = false;
    std::optional<TimePoint> asOf; // of all but name and state; nothing: not known
    bool operator==(const GroupRow &) const = default;
};

std::vector<GroupRow> groupRows(const kafka::GroupList &list, const GroupDetailsMap &details);

// All rows of a cluster, by name, whatever its case. Made once, on a worker thread where they are many.
struct GroupTable {
    std::vector<GroupRow> rows;
    std::vector<QString> folded; // their names as a filter compares them
    QHash<QString, int> byName;

    const GroupRow *row(const QString &group) const; // null: there is none
};
using GroupTablePtr = std::shared_ptr<const GroupTable>;
GroupTable groupTable(std::vector<GroupRow> rows);

struct GroupQuery {
    enum class By { Name, State, Members, Topics, Lag, Coordinator };
    QString filter; // words that all must be in the name, in any order and case
    By by = By::Name;
    bool descending = false;
    bool operator==(const GroupQuery &) const = default;
};

// Indexes of the rows to be shown, in order. What is not known comes last, whatever the order; names break ties.
std::vector<int> arranged(const GroupTable &table, const GroupQuery &query);

// Which of the wanted groups one look asks for, so that 10,000 of them are no burden: those that are not known yet, then
// those whose answer is oldest; at most `most`.
QStringList dueGroups(const QStringList &wanted, const GroupDetailsMap &details, int most);

} // namespace bd::app
