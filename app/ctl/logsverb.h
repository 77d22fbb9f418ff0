// «brokerdeckctl logs»: what services write, several side by side, in the order of time.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runLogs(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
