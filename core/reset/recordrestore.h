// Puts a snapshot of records back, with Kafka and ZooKeeper up: its topics are deleted and made as they were, their records
// written, and its groups set to the same records.
//
// check → stop own members → one topic after another → groups → start members. A journal says how far it came; going on does
// an unfinished topic anew.
#pragma once

#include "reset/restore.h"
#include "reset/topicreset.h"

namespace bd::reset {

struct RecordRestorePlan {
    snapshot::Manifest snapshot;
    TopicPlan now; // topics of the snapshot that are there and go, groups of it with their members, what stops
    bool operator==(const RecordRestorePlan &) const = default;
};
RecordRestorePlan planRecordRestore(const compose::Project &project, const guard::EngineState &state,
                                    const snapshot::Manifest &snapshot, const TopicFacts &facts); // pure

// Groups that were left alone, a sentence each: members from elsewhere are connected. `shown` is what was confirmed: where a
// topic that would be deleted is new, has gone or has other partitions by now, nothing is touched (Failed).
Result<QStringList> recordedRecordRestore(const engine::Engine &engine, const compose::Project &project,
                                          const RecordRestorePlan &shown, const guard::Marks &marks,
                                          const RestoreOptions &options, const Surroundings &surroundings,
                                          const startup::Recorder &recorder, std::stop_token stop);
Result<QStringList> resumedRecordRestore(const engine::Engine &engine, const compose::Project &project,
                                         const guard::Marks &marks, const Surroundings &surroundings,
                                         const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::reset
