// Settings of a topic or a broker as librdkafka's DescribeConfigs answers them.
#pragma once

#include "kafka/request.h"

namespace bd::kafka {

Owned<rd_kafka_ConfigResource_t> configResource(rd_kafka_ResourceType_t type, const QString &name);

// What is asked of several resources; of brokers, librdkafka takes one at a time.
Result<Owned<rd_kafka_event_t>> describeConfigs(Handle &handle,
                                                const std::vector<Owned<rd_kafka_ConfigResource_t>> &resources,
                                                Millis deadline, const std::stop_token &stop);

// Of a described one, by name.
std::vector<ConfigEntry> entriesOf(const rd_kafka_ConfigResource_t *described);

} // namespace bd::kafka
