#include "kafka/records.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "kafka/handle.h"
#include "kafka/request.h"

namespace bd::kafka {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Millis slice{100};         // how long a stop may wait
constexpr Millis acquaintance{1000}; // without it, it takes as long
constexpr size_t batchSize = 1000;

std::optional<QByteArray> bytesOf(const void *data, size_t size)
{
    return data ? std::optional(QByteArray(static_cast<const char *>(data), static_cast<qsizetype>(size)))
                : std::nullopt;
}

std::vector<std::pair<QByteArray, std::optional<QByteArray>>> headersOf(const rd_kafka_message_t &raw)
{
    std::vector<std::pair<QByteArray, std::optional<QByteArray>>> headers;
    rd_kafka_headers_t *list = nullptr;
    if (rd_kafka_message_headers(&raw, &list) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return headers;
    const char *name = nullptr;
    const void *value = nullptr;
    size_t size = 0;
    for (size_t i = 0; rd_kafka_header_get_all(list, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i)
        headers.emplace_back(name, bytesOf(value, size));
    return headers;
}

Record recordOf(const rd_kafka_message_t &raw)
{
    Record record;
    record.partition = raw.partition;
    record.offset = raw.offset;
    rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const qint64 time = rd_kafka_message_timestamp(&raw, &kind);
    if (kind != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE && time >= 0) {
        record.timeKind = kind == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? Record::Time::Appended : Record::Time::Created;
        record.time = TimePoint(Millis(time));
    }
    record.key = bytesOf(raw.key, raw.key_len);
    record.value = bytesOf(raw.payload, raw.len);
    record.headers = headersOf(raw);
    return record;
}

struct TopicDeleter {
    void operator()(rd_kafka_topic_t *raw) const { rd_kafka_topic_destroy(raw); }
};
using RawTopic = std::unique_ptr<rd_kafka_topic_t, TopicDeleter>;

// Begins to fetch the ranges into one queue, and stops that at its end.
class Fetching
{
public:
    Fetching(Handle &handle, const QString &topic)
        : m_topic(rd_kafka_topic_new(handle.get(), topic.toUtf8().constData(), nullptr)),
          m_queue(rd_kafka_queue_new(handle.get()))
    {}
    ~Fetching()
    {
        for (const int partition : m_started)
            rd_kafka_consume_stop(m_topic.get(), partition);
    }
    Fetching(const Fetching &) = delete;
    Fetching &operator=(const Fetching &) = delete;

    bool start(int partition, qint64 offset)
    {
        if (!m_topic || rd_kafka_consume_start_queue(m_topic.get(), partition, offset, m_queue.get()) != 0)
            return false;
        m_started.push_back(partition);
        return true;
    }

    // What is read to its end costs no more.
    template<typename Wanted>
    void stopUnless(Wanted wanted)
    {
        std::erase_if(m_started, [&](int partition) {
            return !wanted(partition) && rd_kafka_consume_stop(m_topic.get(), partition) == 0;
        });
    }

    // At most batchSize messages; none where none comes in time. What is there is given at once: one call would wait for
    // the batch to be full.
    std::span<rd_kafka_message_t *> take(Millis patience)
    {
        const size_t first = take(int(patience.count()), 0, 1);
        return {m_batch.data(), first + (first > 0 ? take(0, first, m_batch.size() - first) : 0)};
    }

private:
    size_t take(int milliseconds, size_t at, size_t most)
    {
        const auto count = rd_kafka_consume_batch_queue(m_queue.get(), milliseconds, m_batch.data() + at, most);
        return count > 0 ? static_cast<size_t>(count) : 0;
    }

    RawTopic m_topic;
    Owned<rd_kafka_queue_t> m_queue;
    std::vector<int> m_started;
    std::array<rd_kafka_message_t *, batchSize> m_batch{};
};

// How far each range is read, and whether all are.
class Progress
{
public:
    Progress(const std::vector<PartitionRange> &ranges, bool follow) : m_follow(follow)
    {
        for (const PartitionRange &range : ranges)
            m_parts.emplace(range.partition, Part{range, range.begin});
    }

    // Whether it is wanted; it is counted then.
    bool takes(const Record &record)
    {
        Part &part = m_parts[record.partition];
        const bool isWanted = record.offset >= part.range.begin && (m_follow || record.offset < part.range.end);
        m_records += isWanted ? 1 : 0;
        reached(part, isWanted ? record.offset + 1 : record.offset);
        return isWanted;
    }
    void reached(int partition, qint64 next) { reached(m_parts[partition], next); }

    bool isOpen(int partition) const
    {
        const auto part = m_parts.find(partition);
        return m_follow || (part != m_parts.end() && part->second.isOpen());
    }
    // What was there at the beginning is read.
    bool isRead() const
    {
        return std::ranges::none_of(m_parts, [](const auto &part) { return part.second.isOpen(); });
    }
    bool isDone() const { return !m_follow && isRead(); }
    bool hasAdvanced() { return std::exchange(m_advanced, false); } // since it was asked last
    ReadEnd end(bool complete) const
    {
        ReadEnd end{complete, m_records, {}};
        for (const auto &[partition, part] : m_parts)
            end.next.insert(partition, part.next);
        return end;
    }

private:
    struct Part {
        PartitionRange range;
        qint64 next = 0;
        bool isOpen() const { return next < range.end; }
    };
    void reached(Part &part, qint64 next)
    {
        m_advanced = m_advanced || part.isOpen();
        part.next = std::max(part.next, next);
    }

    const bool m_follow;
    std::map<int, Part> m_parts;
    qint64 m_records = 0;
    bool m_advanced = false;
};

} // namespace

qint64 Record::bytes() const
{
    qint64 sum = qint64(sizeof(Record)) + (key ? key->size() : 0) + (value ? value->size() : 0);
    for (const auto &[name, text] : headers)
        sum += qint64(sizeof(headers.front())) + name.size() + (text ? text->size() : 0);
    return sum;
}

std::vector<PartitionRange> rangesOf(const ReadFrom &from, const std::vector<PartitionOffsets> &offsets,
                                     const std::vector<PartitionOffsets> &atTime)
{
    std::vector<PartitionRange> ranges;
    for (const PartitionOffsets &one : offsets) {
        if (!one.begin || !one.end)
            continue;
        qint64 begin = *one.begin;
        switch (from.kind) {
        case ReadFrom::Kind::Beginning: break;
        case ReadFrom::Kind::Newest: begin = *one.end - from.count; break;
        case ReadFrom::Kind::Offset: begin = from.offset; break;
        case ReadFrom::Kind::End: begin = *one.end; break;
        case ReadFrom::Kind::Time: {
            const auto found = std::ranges::find(atTime, one.partition, &PartitionOffsets::partition);
            begin = found == atTime.end() ? *one.end : found->begin.value_or(*one.end);
            break;
        }
        }
        ranges.push_back({one.partition, std::clamp(begin, *one.begin, std::max(*one.begin, *one.end)), *one.end});
    }
    return ranges;
}

struct RecordReader::Private {
    std::unique_ptr<Handle> handle;

    // Gives the records of a batch that are wanted; an Error of librdkafka that ends it all.
    Result<std::vector<Record>> sort(std::span<rd_kafka_message_t *> batch, Progress &progress)
    {
        std::vector<Record> records;
        records.reserve(batch.size());
        rd_kafka_resp_err_t failure = RD_KAFKA_RESP_ERR_NO_ERROR;
        for (rd_kafka_message_t *raw : batch) {
            const bool isRecord = raw->err == RD_KAFKA_RESP_ERR_NO_ERROR;
            if (!isRecord && raw->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
                failure = raw->err;
            else if (Record record = isRecord ? recordOf(*raw) : Record(); isRecord && progress.takes(record))
                records.push_back(std::move(record));
            else if (!isRecord)
                progress.reached(raw->partition, raw->offset);
            rd_kafka_message_destroy(raw);
        }
        // What is only delayed comes later: a broker that is gone for a moment, a leader that is being elected.
        const bool isPassing = failure == RD_KAFKA_RESP_ERR__TRANSPORT || failure == RD_KAFKA_RESP_ERR__TIMED_OUT
                               || failure == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION
                               || failure == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
        if (failure && !isPassing)
            return tl::unexpected(handle->error(failure));
        return records;
    }
};

RecordReader::RecordReader(std::unique_ptr<Private> p) : d(std::move(p)) {}
RecordReader::~RecordReader() = default;

Result<std::unique_ptr<RecordReader>> RecordReader::open(const Settings &settings, Mode mode)
{
    const auto use = mode == Mode::Follow ? Handle::Use::Follow : Handle::Use::Read;
    return Handle::open(settings, use).map([](std::unique_ptr<Handle> handle) {
        auto p = std::make_unique<Private>();
        p->handle = std::move(handle);
        return std::unique_ptr<RecordReader>(new RecordReader(std::move(p)));
    });
}

Result<ReadEnd> RecordReader::read(const QString &topic, const std::vector<PartitionRange> &ranges, bool follow,
                                   Millis patience, const Sink &sink, std::stop_token stop)
{
    Progress progress(ranges, follow);
    if (progress.isDone())
        return progress.end(true);
    d->handle->acquaint(topic, acquaintance);
    Fetching fetching(*d->handle, topic);
    for (const PartitionRange &range : ranges) {
        if ((follow || range.begin < range.end) && !fetching.start(range.partition, range.begin))
            return tl::unexpected(d->handle->error(rd_kafka_last_error()));
    }
    auto heard = SteadyClock::now();
    while (!stop.stop_requested()) {
        const auto batch = fetching.take(slice);
        d->handle->serveCallbacks();
        auto records = d->sort(batch, progress);
        if (!records)
            return tl::unexpected(records.error());
        if (progress.hasAdvanced() || progress.isRead())
            heard = SteadyClock::now();
        fetching.stopUnless([&progress](int partition) { return progress.isOpen(partition); });
        if (!records->empty() && !sink(std::move(*records)))
            return progress.end(progress.isDone());
        if (progress.isDone())
            return progress.end(true);
        if (SteadyClock::now() - heard > patience) {
            const bool isSilent = d->handle->lastError().isEmpty();
            return tl::unexpected(
                d->handle->error(isSilent ? RD_KAFKA_RESP_ERR__TIMED_OUT : RD_KAFKA_RESP_ERR__TRANSPORT));
        }
    }
    return cancelled();
}

} // namespace bd::kafka
