// Deletes and makes the topics of a reset, as far as that is still to be done. Blocks: worker threads only.
#pragma once

#include "kafka/client.h"

namespace bd::reset {

// What is gone already is done.
Result<> deleteAll(kafka::Client &client, const QStringList &topics, Millis deadline);

// One that is there already was made by an earlier attempt, or by a broker that makes topics by themselves for whoever writes to
// them: it becomes as wanted, or it is Kafka's error that it has too many partitions.
Result<> createAll(kafka::Client &client, const std::vector<kafka::NewTopic> &topics, Millis deadline);

} // namespace bd::reset
