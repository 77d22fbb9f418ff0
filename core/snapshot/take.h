// Takes a snapshot: every volume of a stack, or some of a project, into one folder of its shelf.
#pragma once

#include "snapshot/shelf.h"
#include "snapshot/source.h"
#include "startup/eventlog.h"
#include "startup/recorded.h"

namespace bd::snapshot {

struct Wish {
    QString name; // empty: of the project and the time
    Manifest::Reason reason = Manifest::Reason::ByHand;
    QStringList volumes; // by name; empty: the stack's own
    bool operator==(const Wish &) const = default;
};

// Into `shelf`, whole or not at all. InvalidUse where a container that mounts one of the volumes runs. Io where there is no
// room. Appends what it does to `log`.
Result<Manifest> take(const engine::Engine &engine, const compose::Project &project, const guard::EngineState &state,
                      const Wish &wish, Shelf &shelf, startup::EventLog &log, std::stop_token stop);

// The whole operation, as a run in the history: stops what uses the volumes, takes the snapshot, and starts again what ran,
// whatever became of the snapshot.
Result<Manifest> recordedTake(const engine::Engine &engine, const compose::Project &project, const Wish &wish,
                              Shelf &shelf, const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::snapshot
