// Which project is meant: by files, by name on the engine, or by what lies in the working directory.
#pragma once

#include <stop_token>

#include "compose/project.h"
#include "engine/engine.h"
#include "options.h"

namespace bd::ctl {

Result<compose::Project> resolveProject(const engine::Engine &engine, const Options &options, std::stop_token stop);

// How Compose is called for it. Asks the engine only where a project is named and no file is; NotFound where its files are gone.
Result<engine::ComposeCall> resolveCall(const engine::Engine &engine, const Options &options, std::stop_token stop);

} // namespace bd::ctl
