// `brokerdeckctl troubleshoot [SYMPTOM]`.
#pragma once

#include <memory>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

// Without a symptom it lists them; else the answer is Markdown, to be shared as it is. Returns the exit code.
int runTroubleshoot(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
                    std::stop_token stop);

} // namespace bd::ctl
