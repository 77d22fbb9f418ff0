// «brokerdeckctl diagnose»: what is wrong with a stack, or with whatever wrote a log.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runDiagnose(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
