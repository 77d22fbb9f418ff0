// Goes on with whatever reset or restore has not ended.
#pragma once

#include "reset/fullreset.h"

namespace bd::reset {

// NotFound where nothing is pending; else as the operation that it goes on with.
Result<> goOn(const engine::Engine &engine, const compose::Project &project, const guard::Marks &marks,
              const Surroundings &surroundings, const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::reset
