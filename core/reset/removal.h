// Removes what was confirmed, a journal step for all containers and one for all volumes. The guard rules on what is true right before;
// nothing goes any more where it objects.
#pragma once

#include "engine/engine.h"
#include "guard/guard.h"
#include "reset/resetjournal.h"
#include "startup/eventlog.h"

namespace bd::reset {

struct Confirmed {
    guard::RemovalPlan plan;
    guard::Marks marks;
    QString context; // that was confirmed by its name; empty: none
};

// Stops for nothing: half a set would be left. What is gone already is done.
Result<> removeContainers(const engine::Engine &engine, const compose::Project &project, const Confirmed &confirmed,
                          Steps &steps, startup::EventLog &log);
Result<> removeVolumes(const engine::Engine &engine, const compose::Project &project, const Confirmed &confirmed,
                       Steps &steps, startup::EventLog &log);

bool anyRemoval(const Progress &progress); // was ever begun or done
// The same, beside what there is: where it died as it began with the containers, all may still be there.
bool hasRemoved(const Progress &progress, const guard::EngineState &state);
void forgetRemoval(Steps &steps); // that has not removed anything

} // namespace bd::reset
