// The verb snapshot.
#pragma once

#include "engine/engine.h"
#include "options.h"
#include "output.h"
#include "startup/recorded.h"

namespace bd::ctl {

// Gives the exit code.
int runSnapshot(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
                std::stop_token stop);

} // namespace bd::ctl
