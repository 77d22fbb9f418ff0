// Client::clusterRefusal: a question that only needs a right and changes nothing.
#include "kafka/request.h"

namespace bd::kafka {

Result<QString> Client::clusterRefusal(int broker, Millis deadline, std::stop_token stop)
{
    const Owned<rd_kafka_ConfigResource_t> resource(
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, QByteArray::number(broker).constData()));
    rd_kafka_ConfigResource_t *raw = resource.get();
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, deadline, stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_DescribeConfigs(d->handle->get(), &raw, 1, options, queue);
               })
        .map([](const Owned<rd_kafka_event_t> &event) {
            size_t count = 0;
            const auto *resources =
                rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
            return count == 0 ? QString()
                              : brokersWords(rd_kafka_ConfigResource_error(resources[0]),
                                             rd_kafka_ConfigResource_error_string(resources[0]));
        });
}

} // namespace bd::kafka
