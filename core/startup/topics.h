// Expected topics at the end of a start: looked for, and made where that is wanted.
#pragma once

#include "startup/eventlog.h"
#include "startup/runner.h"

namespace bd::startup {

// Asks the first broker that can be reached; makes what is missing; gives the names made. Retries while leaders are
// being elected. Unreachable where no broker is published.
Result<QStringList> makeMissingTopics(const engine::Engine &engine, const compose::Project &project, EventLog &log,
                                      std::stop_token stop);

// Fills the topic fields of `report`; what cannot be known stays unknown.
void checkTopics(const engine::Engine &engine, const compose::Project &project, bool create, StartReport &report,
                 EventLog &log, std::stop_token stop);

} // namespace bd::startup
