// What `brokerdeckctl brokers` does: the brokers by ZooKeeper, Kafka and the engine, ZooKeeper's nodes, and the way out of a
// stale registration.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

int runBrokers(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
