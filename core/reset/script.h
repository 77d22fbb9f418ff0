// A reset as plain shell commands: what a terminal would do instead of us, to be read, kept and run. Pure.
#pragma once

#include "engine/engine.h"
#include "reset/resetplan.h"
#include "reset/topicplan.h"
#include "snapshot/manifest.h"

namespace bd::reset {

// Beside the script an archive of each volume, or of each topic what text can hold; or nothing.
enum class WayBack { Keep, None };

QString fullScript(const engine::Engine &engine, const compose::Project &project, const FullPlan &plan,
                   const guard::EngineState &state, WayBack wayBack);
QString topicScript(const engine::Engine &engine, const compose::Project &project, const TopicPlan &plan,
                    const guard::EngineState &state, WayBack wayBack);

// Puts each archive of a snapshot of volumes into a volume that is made anew, whatever it is for. `folder`: of the archives.
QString volumesScript(const engine::Engine &engine, const compose::Project &project, const snapshot::Manifest &snapshot,
                      const QString &folder);

} // namespace bd::reset
