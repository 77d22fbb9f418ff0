// Which cluster is meant: by --connection, by --bootstrap, by a Java client's properties, or the project's own broker; and
// which Schema Registry: by --registry, else the one that goes with the cluster.
#pragma once

#include <memory>
#include <stop_token>

#include "connection/secrets.h"
#include "engine/engine.h"
#include "kafka/client.h"
#include "options.h"
#include "output.h"
#include "registry/client.h"

namespace bd::ctl {

// How long the keychain may take: a locked one asks the person first.
constexpr Millis keychainPatience{30'000};

// The properties that --properties names, with --bootstrap in them if that is given too.
Result<kafka::ClientProperties> readProperties(const Options &options);

// What a properties file says and cannot be used is told on standard error, and so is a keychain that does not answer.
Result<kafka::Settings> settingsFor(const engine::Engine &engine, const Options &options, const Output &output,
                                    std::stop_token stop);

struct Access {
    kafka::Settings kafka;
    std::optional<registry::Settings> registry;
};
// With the registry and its password: of BROKERDECK_REGISTRY_PASSWORD, the keychain, --secrets-from, or asked for at a
// terminal. Without a terminal a kept registry is asked without one.
Result<Access> accessFor(const engine::Engine &engine, const Options &options, const Output &output,
                         std::stop_token stop);

Result<std::unique_ptr<kafka::Client>> connectTo(const engine::Engine &engine, const Options &options,
                                                 const Output &output, std::stop_token stop);

} // namespace bd::ctl
