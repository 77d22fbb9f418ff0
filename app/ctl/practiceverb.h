// What `brokerdeckctl practice` does, by its subcommand.
#pragma once

#include <memory>
#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runPractice(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
                std::stop_token stop);

} // namespace bd::ctl
