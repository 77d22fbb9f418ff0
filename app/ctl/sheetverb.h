// `brokerdeckctl sheet [FILE]`: one page on a project for whoever is new to it.
#pragma once

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

// Without a file it is printed, as Markdown. Returns the exit code.
int runSheet(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
