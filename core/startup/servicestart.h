// One branch of a start: one service from its gates to readiness. Blocks; one thread a service.
#pragma once

#include <functional>

#include "startup/board.h"
#include "startup/eventlog.h"
#include "startup/plan.h"
#include "startup/stale.h"

namespace bd::startup {

struct StartContext {
    const engine::Engine &engine;
    const compose::Project &project;
    const StartOptions &options;
    const engine::Context &engineContext;
    std::vector<engine::Container> containers; // after create
    Board &board;
    EventLog &log;
    // Called when a broker answers and before those who wait for it go on.
    std::function<void(const compose::Service &, std::stop_token)> whenBrokerReady;
};

// | what happens                                        | phase on the board | result           |
// | its check passes, or it runs and has none           | Ready              | {}               |
// | a one-shot service ends with 0                      | Completed          | {}               |
// | it ends otherwise, or its deadline passes           | Failed             | Failed, Timeout  |
// | a gate of its cannot open any more                  | Failed             | Failed           |
// | stop                                                | unchanged          | Cancelled        |
Result<> startService(const PlannedService &planned, StartContext &context, std::stop_token stop);

} // namespace bd::startup
