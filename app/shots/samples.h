// Made-up projects, states and runs, of every kind that a view must be able to show.
#pragma once

#include <vector>

#include "compose/load.h"
#include "stack/state.h"
#include "timeline/event.h"

namespace bd::app::samples {

TimePoint now(); // always the same one

compose::Project project();
compose::Project longNamedProject();

stack::StackState healthy();
stack::StackState starting();
stack::StackState trouble(); // a missing topic, as in the drawing
stack::StackState stopped();
stack::StackState lostEngine();
stack::StackState longNamed();
stack::StackState manyTroubles(); // a dead broker, its waiting workers and unknown topics

timeline::Run finishedRun();
timeline::Run goingRun();
timeline::Run slowerRun();     // the day before, to compare with
timeline::Run recoveringRun(); // waits for a stale registration to expire

std::vector<compose::FoundProject> foundProjects();
Error noEngine();
Error composeFileError();

} // namespace bd::app::samples
