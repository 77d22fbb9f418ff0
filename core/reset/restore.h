// Puts a snapshot's volumes back: what is there now goes, and Compose makes the volumes anew, with its labels.
//
// check → stage (unpacked and compared on the engine, beside) → stop → containers → volumes → create → copy and compare
// → start. A journal says how far it came; before the first container goes nothing is harmed, and from then on it can go
// on, as the snapshot is still there.
#pragma once

#include "reset/fullreset.h"
#include "snapshot/shelf.h"

namespace bd::reset {

struct RestorePlan {
    snapshot::Manifest snapshot;
    FullPlan full; // what goes for it, and what starts afterwards
    QStringList
        notFound; // volumes of the snapshot that nothing mounts by now, a sentence each: then nothing is restored
    bool operator==(const RestorePlan &) const = default;
};
RestorePlan planRestore(const compose::Project &project, const guard::EngineState &state,
                        const snapshot::Manifest &snapshot); // pure
// Why it is not restored, with the commands that do it by hand where there are such; nothing: it may be. `folder`: of its
// archives. Pure.
std::optional<Error> objection(const engine::Engine &engine, const compose::Project &project, const RestorePlan &plan,
                               const QString &folder);

struct RestoreOptions {
    QString confirmedContext;
    Millis deadline{300'000};
};

// As recordedFull(). An earlier reset that has not ended ends by this as «restored».
Result<startup::StartReport> recordedRestore(const engine::Engine &engine, const compose::Project &project,
                                             const RestorePlan &shown, const guard::Marks &marks,
                                             const RestoreOptions &options, const Surroundings &surroundings,
                                             const startup::Recorder &recorder, std::stop_token stop);
Result<startup::StartReport> resumedRestore(const engine::Engine &engine, const compose::Project &project,
                                            const guard::Marks &marks, const Surroundings &surroundings,
                                            const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::reset
