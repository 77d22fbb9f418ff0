// The test of a connection: goes the way to a cluster step by step and says where it fails: name, port, TLS, Kafka,
// login, rights, and then whether each address that the cluster tells its clients works from here.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "connection/step.h"
#include "kafka/client.h"

namespace bd::connection {

using StepSink = std::function<void(const Step &)>;

// Every step in order, each also given to `sink` (may be empty) as soon as it ended, on this thread. What cannot be
// tried because of an earlier failure is skipped. Blocks: a worker thread; ends at the deadline, or soon after. Changes
// nothing on the cluster. InvalidUse: no address to connect to; Cancelled.
Result<std::vector<Step>> testConnection(const kafka::Settings &settings, const StepSink &sink, Millis deadline,
                                         std::stop_token stop);

// host:port of each, 9092 where none is given, as librdkafka reads bootstrap.servers. Pure.
QStringList bootstrapAddresses(const QString &bootstrap);

} // namespace bd::connection
