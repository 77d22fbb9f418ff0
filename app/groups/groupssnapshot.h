// What one look at a cluster's groups has brought, with the rows that come of it. Put together on a worker thread, shared by
// the session and the views, never changed: whoever shows it copies nothing.
#pragma once

#include "groups/grouprow.h"

namespace bd::app {

struct GroupsSnapshot {
    GroupDetailsMap details; // of those that were ever asked for
    GroupTablePtr table;
    QStringList unanswered; // why brokers did not answer; their groups are missing
    TimePoint asOf{};
};
using GroupsSnapshotPtr = std::shared_ptr<const GroupsSnapshot>;

// `before`: its table is kept where it would be the same again.
GroupsSnapshotPtr groupsSnapshot(const kafka::GroupList &list, GroupDetailsMap details, TimePoint asOf,
                                 const GroupsSnapshotPtr &before = {});

} // namespace bd::app
