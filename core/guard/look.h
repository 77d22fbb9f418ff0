// What an engine has now, for the guard to rule on. Asks the engine: blocks, worker threads only.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "guard/guard.h"

namespace bd::guard {

Result<EngineState> lookAt(const engine::Engine &engine, std::stop_token stop);

} // namespace bd::guard
