// A restore of whatever a snapshot holds, volumes or records: looked at, shown and confirmed, and done as it was shown.
#pragma once

#include <variant>

#include "reset/recordrestore.h"
#include "reset/restore.h"

namespace bd::reset {

using AnyRestorePlan = std::variant<RestorePlan, RecordRestorePlan>;

const snapshot::Manifest &snapshotIn(const AnyRestorePlan &plan);

// What a restore is planned and ruled on: what there is, without what an attempt that was killed has left for copying, which goes
// as the restore begins. Asks the engine.
Result<guard::EngineState> stateForRestore(const engine::Engine &engine, std::stop_token stop);

// For records it asks the brokers. Blocks: worker threads only.
Result<AnyRestorePlan> planAnyRestore(const compose::Project &project, const guard::EngineState &state,
                                      const snapshot::Manifest &snapshot, std::stop_token stop);

// Groups that were left alone, a sentence each. See recordedRestore() and recordedRecordRestore().
Result<QStringList> recordedAnyRestore(const engine::Engine &engine, const compose::Project &project,
                                       const AnyRestorePlan &shown, const guard::Marks &marks,
                                       const RestoreOptions &options, const Surroundings &surroundings,
                                       const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::reset
