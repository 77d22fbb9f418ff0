// Which cluster is meant: by --bootstrap, by a Java client's properties, or the project's own broker.
#pragma once

#include <memory>
#include <stop_token>

#include "engine/engine.h"
#include "kafka/client.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

// What a properties file says and cannot be used is told on standard error.
Result<kafka::Settings> settingsFor(const engine::Engine &engine, const Options &options, const Output &output,
                                    std::stop_token stop);
Result<std::unique_ptr<kafka::Client>> connectTo(const engine::Engine &engine, const Options &options,
                                                 const Output &output, std::stop_token stop);

} // namespace bd::ctl
