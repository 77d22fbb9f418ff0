// «connections» and «check-connection»: clusters that are kept under a name, and where a connection fails.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runConnections(const Options &options, Output &output, std::stop_token stop);
// 1: a step failed.
int runCheckConnection(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
