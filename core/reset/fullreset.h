// The full reset: Kafka's and ZooKeeper's containers and volumes go, and everything starts again with nothing in it.
//
// stop → snapshot → containers → volumes → start in order, init, topics. A journal says how far it came:
// | where it fails, is cancelled or is killed | what is left                                                      |
// | before the first container goes           | what ran is started again; the journal ends «unharmed»            |
// | killed there                              | pending: it can go on, or be left; nothing is lost                |
// | from then on                              | pending: it can go on, the snapshot can be restored, or it is left |
#pragma once

#include "reset/removal.h"
#include "reset/resetplan.h"
#include "snapshot/manifest.h"
#include "startup/recorded.h"

namespace bd::reset {

// Where an operation keeps what outlives it.
struct Surroundings {
    QString journals;              // folder; empty: the user's own
    QString snapshots;             // folder; empty: the user's own
    std::function<void()> written; // after each line of the journal is on the disk; may be empty
};

struct FullOptions {
    bool takeSnapshot = true;
    QString confirmedContext; // by its name, beside the project
    Millis deadline{300'000}; // for each service to become ready
};

struct FullReport {
    FullPlan plan;
    std::optional<snapshot::Manifest> snapshot;
    startup::StartReport start;
};

// Whether the topics that are expected are known to be there, and how it ended in a sentence for people.
bool isWhole(const startup::StartReport &report, const compose::Project &project);
QString closingOf(const startup::StartReport &report, const compose::Project &project);

// `shown` is what was confirmed: where anything is otherwise by now, nothing is deleted (Failed). Locked where another of
// ours acts on the project; InvalidUse where an earlier operation has not ended. Cancelling counts until the first
// container goes, and again while services start.
Result<FullReport> recordedFull(const engine::Engine &engine, const compose::Project &project, const FullPlan &shown,
                                const guard::Marks &marks, const FullOptions &options, const Surroundings &surroundings,
                                const startup::Recorder &recorder, std::stop_token stop);

// Goes on with one that has not ended. NotFound where there is none.
Result<FullReport> resumedFull(const engine::Engine &engine, const compose::Project &project, const guard::Marks &marks,
                               const Surroundings &surroundings, const startup::Recorder &recorder,
                               std::stop_token stop);

} // namespace bd::reset
