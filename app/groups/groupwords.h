// How consumer groups, their numbers and what happens to them are said.
#pragma once

#include "common/statepill.h"
#include "groups/grouprow.h"
#include "kafka/groupreset.h"

namespace bd::app {

QString dateTimeText(TimePoint at); // 3 Nov 2026 14:02

StatePill::Shape shapeOf(const GroupRow &row);
QString stateText(const GroupRow &row); // reading; nobody connected; rebalancing

QString lagText(const kafka::GroupLag &lag); // ≈ 1,204; ≥ 1,204; 0; – (nothing committed); … (not known)
QString coordinatorText(const std::optional<kafka::GroupCoordinator> &coordinator);

// One partition of a group.
QString committedText(const kafka::GroupOffset &offset);
QString partitionLagText(const kafka::GroupOffset &offset);
QString standingText(const kafka::GroupOffset &offset); // empty: nothing to say

// What a reset does to one partition: «reads 1,204 again», «leaves 30 out», «stays»; and to all of them.
QString resetText(const kafka::PartitionReset &reset);
QString resetText(const kafka::ResetPlan &plan);

} // namespace bd::app
