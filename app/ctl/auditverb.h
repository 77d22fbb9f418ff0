// `brokerdeckctl audit`: what is wrong with the compose file, and what mends it.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runAudit(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
