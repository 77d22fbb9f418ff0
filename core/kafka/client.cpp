#include "kafka/client.h"

#include <algorithm>

#include "kafka/errors.h"
#include "kafka/handle.h"

namespace bd::kafka {

namespace {

using SteadyClock = std::chrono::steady_clock;

QString errorText(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_NO_ERROR ? QString() : QString::fromUtf8(rd_kafka_err2str(code));
}

Partition partitionOf(const rd_kafka_metadata_partition_t &raw)
{
    return {raw.id, raw.leader, std::vector<int>(raw.replicas, raw.replicas + raw.replica_cnt),
            std::vector<int>(raw.isrs, raw.isrs + raw.isr_cnt), errorText(raw.err)};
}

Topic topicOf(const rd_kafka_metadata_topic_t &raw)
{
    Topic topic{QString::fromUtf8(raw.topic), errorText(raw.err), {}};
    for (int i = 0; i < raw.partition_cnt; ++i)
        topic.partitions.push_back(partitionOf(raw.partitions[i]));
    return topic;
}

Metadata metadataOf(const rd_kafka_metadata_t &raw, bool topics)
{
    Metadata metadata;
    for (int i = 0; i < raw.broker_cnt; ++i) {
        const auto &broker = raw.brokers[i];
        metadata.brokers.push_back({broker.id, QString::fromUtf8(broker.host), broker.port});
    }
    for (int i = 0; topics && i < raw.topic_cnt; ++i)
        metadata.topics.push_back(topicOf(raw.topics[i]));
    return metadata;
}

// The answer that was just read told librdkafka both; a zero time-out asks for what it knows.
void addIdentity(rd_kafka_t *handle, Metadata &metadata)
{
    metadata.controllerId = rd_kafka_controllerid(handle, 0);
    if (char *id = rd_kafka_clusterid(handle, 0)) {
        metadata.clusterId = QString::fromUtf8(id);
        rd_kafka_mem_free(handle, id);
    }
}

// Waiting longer may help; every other code is an answer.
bool isWaiting(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

struct MetadataDeleter {
    void operator()(const rd_kafka_metadata_t *raw) const { rd_kafka_metadata_destroy(raw); }
};
using RawMetadata = std::unique_ptr<const rd_kafka_metadata_t, MetadataDeleter>;

rd_kafka_resp_err_t ask(Handle &handle, bool topics, Millis timeout, RawMetadata &answer)
{
    const rd_kafka_metadata_t *raw = nullptr;
    const auto code = rd_kafka_metadata(handle.get(), topics, nullptr, &raw, int(timeout.count()));
    answer.reset(raw);
    handle.serveCallbacks();
    return code;
}

} // namespace

QString Broker::address() const
{
    const bool isV6 = host.contains(QLatin1Char(':'));
    return (isV6 ? QLatin1Char('[') + host + QLatin1Char(']') : host) + QLatin1Char(':') + QString::number(port);
}

bool Topic::isInternal() const
{
    static const QStringList internal{QStringLiteral("__consumer_offsets"),
                                      QStringLiteral("__transaction_state"),
                                      QStringLiteral("__cluster_metadata"),
                                      QStringLiteral("__share_group_state"),
                                      QStringLiteral("_schemas"),
                                      QStringLiteral("__confluent.support.metrics")};
    return internal.contains(name);
}

const Broker *Metadata::broker(int id) const
{
    const auto found = std::find_if(brokers.begin(), brokers.end(), [id](const Broker &one) { return one.id == id; });
    return found == brokers.end() ? nullptr : &*found;
}

const Topic *Metadata::topic(QStringView name) const
{
    const auto found = std::find_if(topics.begin(), topics.end(),
                                    [name](const Topic &one) { return one.name == name; });
    return found == topics.end() ? nullptr : &*found;
}

Client::Client(std::unique_ptr<Private> p) : d(std::move(p)) {}
Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::open(const Settings &settings)
{
    auto handle = Handle::open(settings);
    if (!handle)
        return tl::unexpected(handle.error());
    return std::unique_ptr<Client>(new Client(std::make_unique<Private>(std::move(*handle))));
}

Result<Metadata> Client::metadata(bool topics, Millis deadline, std::stop_token stop)
{
    const auto begin = SteadyClock::now();
    auto code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    const int refusals = d->handle->refusals();
    while (!stop.stop_requested()) {
        const auto left = std::chrono::ceil<Millis>(begin + deadline - SteadyClock::now());
        if (left <= Millis(0))
            return tl::unexpected(d->handle->error(code));
        RawMetadata answer;
        code = ask(*d->handle, topics, std::min(d->slice.load(), left), answer);
        if (answer) {
            Metadata metadata = metadataOf(*answer, topics);
            addIdentity(d->handle->get(), metadata);
            d->handle->answered();
            metadata.duration = std::chrono::duration_cast<Micros>(SteadyClock::now() - begin);
            return metadata;
        }
        if (d->handle->refusals() != refusals) // no password becomes right by waiting
            code = RD_KAFKA_RESP_ERR__AUTHENTICATION;
        if (!isWaiting(code))
            return tl::unexpected(d->handle->error(code));
        const bool connected = code == RD_KAFKA_RESP_ERR__TIMED_OUT;
        d->slice = connected ? Private::sliceAfter(d->slice) : Private::FirstSlice;
    }
    return cancelled();
}

const Settings &Client::settings() const
{
    return d->handle->settings();
}

QString Client::lastError() const
{
    return shortReason(d->handle->lastError());
}

} // namespace bd::kafka
