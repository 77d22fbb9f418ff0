#include "groups/groupssnapshot.h"

#include "common/background.h"

namespace bd::app {

GroupsSnapshotPtr groupsSnapshot(const kafka::GroupList &list, GroupDetailsMap details, TimePoint asOf,
                                 const GroupsSnapshotPtr &before)
{
    GroupTable table = groupTable(groupRows(list, details));
    const bool isSame = before && before->table->rows == table.rows;
    return Background::shared(GroupsSnapshot{std::move(details),
                                             isSame ? before->table : Background::shared(std::move(table)),
                                             list.unanswered, asOf});
}

} // namespace bd::app
