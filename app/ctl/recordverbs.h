// «peek» and «produce»: the records of a topic.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runPeek(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);
int runProduce(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
