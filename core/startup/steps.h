// Start and stop as steps of a longer operation: they append to its log, and neither begin nor end a run.
#pragma once

#include "startup/eventlog.h"

namespace bd::startup {

// As start().
Result<StartReport> startServices(const engine::Engine &engine, const compose::Project &project,
                                  const StartOptions &options, EventLog &log, std::stop_token stop);

// As stop(). `grace`: until the engine kills; nothing: the container's own.
Result<> stopServices(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                      std::optional<Millis> grace, EventLog &log, std::stop_token stop);

} // namespace bd::startup
