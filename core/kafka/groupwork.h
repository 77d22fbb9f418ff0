// What is done with consumer groups as a whole: looked at, reset after a preview. Plain sequences of Client's calls, which
// block: worker threads only. `deadline` is each call's.
#pragma once

#include "kafka/groupreset.h"

namespace bd::kafka {

// Of each of these groups. Offsets that are not known do not make it fail; a broker that does not answer does. `others`:
// topics to be looked at beside those that the groups have to do with.
Result<QMap<QString, GroupStatus>> lookAtGroups(Client &client, const QStringList &groups, const QStringList &others,
                                                Millis deadline, std::stop_token stop);

// An Error while members are connected, and for a topic or a partition that is not there.
Result<ResetPlan> previewReset(Client &client, const ResetWish &wish, Millis deadline, std::stop_token stop);

// Looks once more: what was shown must hold still, and nobody be connected. Outcomes of the partitions that change.
Result<std::vector<PartitionOutcome>> applyReset(Client &client, const ResetPlan &plan, Millis deadline,
                                                 std::stop_token stop);

// Forgets what a group has committed in a topic; `partition`: nothing for all in which it has.
Result<std::vector<PartitionOutcome>> forgetOffsets(Client &client, const QString &group, const QString &topic,
                                                    std::optional<int> partition, Millis deadline,
                                                    std::stop_token stop);

} // namespace bd::kafka
