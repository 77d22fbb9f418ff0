// One request of librdkafka's admin API: sent, waited for in slices so that a stop is seen, and answered by an event.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <librdkafka/rdkafka.h>

#include "base/clock.h"
#include "kafka/handle.h"

namespace bd::kafka {

struct RawDeleter {
    void operator()(rd_kafka_NewTopic_t *raw) const { rd_kafka_NewTopic_destroy(raw); }
    void operator()(rd_kafka_DeleteTopic_t *raw) const { rd_kafka_DeleteTopic_destroy(raw); }
    void operator()(rd_kafka_NewPartitions_t *raw) const { rd_kafka_NewPartitions_destroy(raw); }
    void operator()(rd_kafka_DeleteRecords_t *raw) const { rd_kafka_DeleteRecords_destroy(raw); }
    void operator()(rd_kafka_ConfigResource_t *raw) const { rd_kafka_ConfigResource_destroy(raw); }
    void operator()(rd_kafka_DeleteGroup_t *raw) const { rd_kafka_DeleteGroup_destroy(raw); }
    void operator()(rd_kafka_ListConsumerGroupOffsets_t *raw) const { rd_kafka_ListConsumerGroupOffsets_destroy(raw); }
    void operator()(rd_kafka_AlterConsumerGroupOffsets_t *raw) const
    {
        rd_kafka_AlterConsumerGroupOffsets_destroy(raw);
    }
    void operator()(rd_kafka_DeleteConsumerGroupOffsets_t *raw) const
    {
        rd_kafka_DeleteConsumerGroupOffsets_destroy(raw);
    }
    void operator()(rd_kafka_AclBinding_t *raw) const { rd_kafka_AclBinding_destroy(raw); }
    void operator()(rd_kafka_AdminOptions_t *raw) const { rd_kafka_AdminOptions_destroy(raw); }
    void operator()(rd_kafka_topic_partition_list_t *raw) const { rd_kafka_topic_partition_list_destroy(raw); }
    void operator()(rd_kafka_queue_t *raw) const { rd_kafka_queue_destroy(raw); }
    void operator()(rd_kafka_event_t *raw) const { rd_kafka_event_destroy(raw); }
};
template<typename T>
using Owned = std::unique_ptr<T, RawDeleter>;

// librdkafka takes arrays of raw pointers.
template<typename T>
std::vector<T *> rawOf(const std::vector<Owned<T>> &owned)
{
    std::vector<T *> raw;
    raw.reserve(owned.size());
    for (const auto &one : owned)
        raw.push_back(one.get());
    return raw;
}

using Send = std::function<void(rd_kafka_AdminOptions_t *, rd_kafka_queue_t *)>;

// An Error where the request as a whole went wrong; its items have errors of their own. Cancelled soon after `stop`,
// though librdkafka goes on with the request until its time-out. Where that of another request ended it early as a whole, it
// is sent again, unless it may have been done and would be done twice: then Timeout comes early, too. `refusal`: Kafka's code for it, where some are answers.
Result<Owned<rd_kafka_event_t>> ask(Handle &handle, rd_kafka_admin_op_t operation, Millis deadline,
                                    const std::stop_token &stop, const Send &send,
                                    rd_kafka_resp_err_t *refusal = nullptr);

// The same in two steps, for several requests that are on their way together.
Owned<rd_kafka_queue_t> sendOff(Handle &handle, rd_kafka_admin_op_t operation, Millis deadline, const Send &send);
Result<Owned<rd_kafka_event_t>> answerIn(Handle &handle, rd_kafka_queue_t *queue, const std::stop_token &stop,
                                         rd_kafka_resp_err_t *refusal = nullptr);

// Check: the broker is asked to say what it would, and to do nothing.
void setIntent(rd_kafka_AdminOptions_t *options, Intent intent);

// What the broker said of one item, else librdkafka's words for the code; empty where it is no error.
QString brokersWords(rd_kafka_resp_err_t code, const char *text);

// For every change: an Error on a read-only connection.
Result<> mayChange(const Handle &handle, Intent intent = Intent::Do);

} // namespace bd::kafka
