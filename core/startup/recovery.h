// What heals a broker that died of a stale registration: waiting until the old session has expired, then starting it.
#pragma once

#include "startup/servicestart.h"

namespace bd::startup {

// Failed at once where another broker of the project runs with the same id: that registration never expires. Else stops the
// container first, so that no restart policy burns time on attempts that must fail; waits with a countdown on the timeline;
// starts it. Afterwards the broker's process runs and can be probed.
Result<> recoverFromStaleRegistration(const StaleRegistration &stale, const compose::Service &broker,
                                      const engine::Container &container, StartContext &context, std::stop_token stop);

} // namespace bd::startup
