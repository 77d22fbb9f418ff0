// Which Schema Registry is meant, and the password for it: never of the command line.
#pragma once

#include <memory>
#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "registry/client.h"

namespace bd::ctl {

// By --registry; without it, and without --bootstrap or --properties, the project's own where one runs and is published;
// null: none. The password is in BROKERDECK_REGISTRY_PASSWORD, else it is asked for at the terminal.
Result<std::shared_ptr<registry::Client>> registryFor(const engine::Engine &engine, const Options &options,
                                                      std::stop_token stop);

} // namespace bd::ctl
