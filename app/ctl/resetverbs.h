// The verbs reset, script and verify.
#pragma once

#include <memory>

#include "engine/engine.h"
#include "options.h"
#include "output.h"
#include "startup/recorded.h"

namespace bd::ctl {

// Each gives the exit code.
int runReset(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
             std::stop_token stop);
int runVerify(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
              std::stop_token stop);

} // namespace bd::ctl
