// `brokerdeckctl bundle [FILE]`.
#pragma once

#include <memory>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

// Without a file it says what would be in it. Returns the exit code.
int runBundle(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
              std::stop_token stop);

} // namespace bd::ctl
