#include "kafka/produce.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "kafka/handle.h"
#include "kafka/request.h"

namespace bd::kafka {

namespace {

using SteadyClock = std::chrono::steady_clock;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

constexpr Millis slice{50};
constexpr Millis purgeTime{5000};
constexpr Millis acquaintance{1000}; // without it, it takes as long

struct HeadersDeleter {
    void operator()(rd_kafka_headers_t *raw) const { rd_kafka_headers_destroy(raw); }
};
using RawHeaders = std::unique_ptr<rd_kafka_headers_t, HeadersDeleter>;

RawHeaders headersOf(const NewRecord &record)
{
    RawHeaders headers(rd_kafka_headers_new(record.headers.size()));
    for (const auto &[name, value] : record.headers)
        rd_kafka_header_add(headers.get(), name.constData(), name.size(), value ? value->constData() : nullptr,
                            value ? value->size() : 0);
    return headers;
}

QString wordsOf(rd_kafka_resp_err_t code, rd_kafka_msg_status_t status)
{
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return {};
    if (status != RD_KAFKA_MSG_STATUS_NOT_PERSISTED)
        return Tr::tr("not confirmed in time: it may be written all the same");
    switch (code) {
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT: return Tr::tr("it was not sent in time");
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE: return Tr::tr("it is larger than the broker takes (max.message.bytes)");
    default: return QString::fromUtf8(rd_kafka_err2str(code));
    }
}

// One record on its way.
class Pending : public Delivery
{
public:
    Pending(RecordOutcome &outcome, size_t &left) : m_outcome(outcome), m_left(left) { ++m_left; }
    virtual ~Pending() = default;

    void delivered(const rd_kafka_message_t &message) override
    {
        m_outcome = {message.partition, message.err ? -1 : message.offset,
                     wordsOf(message.err, rd_kafka_message_status(&message))};
        --m_left;
    }
    void refused(rd_kafka_resp_err_t code)
    {
        m_outcome.error = wordsOf(code, RD_KAFKA_MSG_STATUS_NOT_PERSISTED);
        --m_left;
    }

private:
    RecordOutcome &m_outcome;
    size_t &m_left;
};

struct Batch {
    explicit Batch(size_t size)
        : outcomes(size, {-1, -1, Tr::tr("not confirmed in time: it may be written all the same")})
    {}

    Pending *add(size_t i) { return pending.emplace_back(std::make_unique<Pending>(outcomes[i], left)).get(); }

    std::vector<RecordOutcome> outcomes;
    std::vector<std::unique_ptr<Pending>> pending;
    size_t left = 0;
};

rd_kafka_resp_err_t send(rd_kafka_t *handle, const QByteArray &topic, const NewRecord &record, Pending *pending)
{
    RawHeaders headers = headersOf(record);
    const auto bytes = [](const std::optional<QByteArray> &data) {
        // An empty value is no null one: it needs an address.
        return data ? const_cast<char *>(data->constData()) : nullptr;
    };
    const auto size = [](const std::optional<QByteArray> &data) {
        return data ? static_cast<size_t>(data->size()) : 0;
    };
    const qint64 time = record.time ? std::chrono::floor<Millis>(record.time->time_since_epoch()).count() : 0;
    const auto code = rd_kafka_producev(handle, RD_KAFKA_V_TOPIC(topic.constData()),
                                        RD_KAFKA_V_PARTITION(record.partition.value_or(RD_KAFKA_PARTITION_UA)),
                                        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                        RD_KAFKA_V_KEY(bytes(record.key), size(record.key)),
                                        RD_KAFKA_V_VALUE(bytes(record.value), size(record.value)),
                                        RD_KAFKA_V_TIMESTAMP(time), RD_KAFKA_V_HEADERS(headers.get()),
                                        RD_KAFKA_V_OPAQUE(static_cast<Delivery *>(pending)), RD_KAFKA_V_END);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        (void)headers.release(); // they are the message's now
    return code;
}

Result<> check(const Topic &topic, const std::vector<NewRecord> &records)
{
    for (const NewRecord &record : records) {
        if (record.partition
            && std::ranges::find(topic.partitions, *record.partition, &Partition::id) == topic.partitions.end())
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 has no partition %2").arg(topic.name).arg(*record.partition));
    }
    return {};
}

} // namespace

struct RecordWriter::Private {
    static constexpr std::chrono::seconds trust{5}; // that a topic is still there
    std::unique_ptr<Client> client;                 // a producer's own questions would make the topic
    std::unique_ptr<Handle> handle;
    Topic topic; // the one that was written to last
    SteadyClock::time_point seen;

    Result<> know(const QString &name, Millis deadline, const std::stop_token &stop)
    {
        if (topic.name == name && SteadyClock::now() - seen < trust)
            return {};
        const auto metadata = client->metadata(true, deadline, stop);
        if (!metadata)
            return tl::unexpected(metadata.error());
        const Topic *found = metadata->topic(name);
        if (!found)
            return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1").arg(plainText(name, 249)));
        if (topic.name != name)
            handle->acquaint(name, acquaintance);
        topic = *found;
        seen = SteadyClock::now();
        return {};
    }
};

RecordWriter::RecordWriter(std::unique_ptr<Private> p) : d(std::move(p)) {}
RecordWriter::~RecordWriter() = default;

Result<std::unique_ptr<RecordWriter>> RecordWriter::open(const Settings &settings)
{
    auto client = Client::open(settings);
    if (!client)
        return tl::unexpected(client.error());
    auto handle = Handle::open(settings, Handle::Use::Write);
    if (!handle)
        return tl::unexpected(handle.error());
    auto p = std::make_unique<Private>();
    p->client = std::move(*client);
    p->handle = std::move(*handle);
    return std::unique_ptr<RecordWriter>(new RecordWriter(std::move(p)));
}

Result<std::vector<RecordOutcome>> RecordWriter::write(const QString &topic, const std::vector<NewRecord> &records,
                                                       Millis deadline, std::stop_token stop)
{
    if (auto may = mayChange(*d->handle); !may)
        return tl::unexpected(may.error());
    const auto end = SteadyClock::now() + deadline;
    const auto fits = d->know(topic, deadline, stop).and_then([&] { return check(d->topic, records); });
    if (!fits)
        return tl::unexpected(fits.error());

    rd_kafka_t *handle = d->handle->get();
    auto batch = std::make_unique<Batch>(records.size());
    const auto goesOn = [&] { return SteadyClock::now() < end && !stop.stop_requested(); };
    for (size_t i = 0; i < records.size(); ++i) {
        Pending *pending = batch->add(i);
        auto code = send(handle, topic.toUtf8(), records[i], pending);
        while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && goesOn()) {
            rd_kafka_poll(handle, int(slice.count()));
            code = send(handle, topic.toUtf8(), records[i], pending);
        }
        if (code)
            pending->refused(code);
    }
    while (batch->left > 0 && goesOn())
        rd_kafka_poll(handle, int(slice.count()));
    if (batch->left > 0)
        rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    for (const auto patience = SteadyClock::now() + purgeTime; batch->left > 0 && SteadyClock::now() < patience;)
        rd_kafka_poll(handle, int(slice.count()));
    std::vector<RecordOutcome> outcomes = batch->outcomes;
    if (batch->left > 0)
        (void)batch.release(); // never seen: somebody may still be told of these
    return outcomes;
}

} // namespace bd::kafka
