// A reset as plain shell commands: what a terminal would do instead of us, to be read, kept and run. Pure.
#pragma once

#include "engine/engine.h"
#include "reset/resetplan.h"
#include "reset/topicplan.h"

namespace bd::reset {

enum class WayBack { Keep, None }; // an archive of each volume beside the script, or nothing

QString fullScript(const engine::Engine &engine, const compose::Project &project, const FullPlan &plan,
                   const guard::EngineState &state, WayBack wayBack);
QString topicScript(const engine::Engine &engine, const compose::Project &project, const TopicPlan &plan,
                    const guard::EngineState &state);

} // namespace bd::reset
