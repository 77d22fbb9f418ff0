#include "snapshot/recordarchive.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "kafka/produce.h"
#include "records/jsonline.h"
#include "snapshot/archive.h"

namespace bd::snapshot {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

constexpr Millis patience = 10s;
constexpr Millis pause = 20ms;
constexpr size_t batchSize = 2000;
constexpr qsizetype batchBytes = 8 << 20;
constexpr qsizetype longestLine = 256 << 20;
constexpr QLatin1String timeType("message.timestamp.type");

struct Line {
    int partition = 0;
    kafka::NewRecord record;
};

Result<Line> lineIn(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    auto record = records::fromJson(json);
    if (!record)
        return tl::unexpected(record.error());
    const int partition = json[QLatin1String("partition")].toInt(-1);
    record->partition = partition;
    return Line{partition, std::move(*record)};
}

// Calls `take` for each record of the file, in order.
template<typename Take>
Result<> forEachLine(const QString &path, const std::stop_token &stop, Take take)
{
    const auto source = ArchiveSource::open(path);
    if (!source)
        return tl::unexpected(source.error());
    QByteArray rest;
    while (true) {
        if (stop.stop_requested())
            return cancelled();
        const auto bytes = (*source)->next();
        if (!bytes)
            return tl::unexpected(bytes.error());
        rest += *bytes;
        qsizetype from = 0;
        for (qsizetype end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
            auto line = lineIn(rest.sliced(from, end - from));
            if (auto taken = line ? take(std::move(*line)) : tl::unexpected(line.error()); !taken)
                return taken;
            from = end + 1;
        }
        rest.remove(0, from);
        if (rest.size() > longestLine || (bytes->isEmpty() && !rest.isEmpty()))
            return fail(ErrorCode::Parse, Tr::tr("%1 is damaged or cut off").arg(path));
        if (bytes->isEmpty())
            return {};
    }
}

std::vector<kafka::PartitionRange> allOf(const std::vector<kafka::PartitionOffsets> &offsets)
{
    return kafka::rangesOf({}, offsets);
}

ArchivedOffset &offsetFor(ArchivedGroup &group, const QString &topic, int partition)
{
    const auto found = std::ranges::find_if(group.offsets, [&](const ArchivedOffset &one) {
        return one.topic == topic && one.partition == partition;
    });
    return found != group.offsets.end() ? *found : group.offsets.emplace_back(ArchivedOffset{topic, partition, 0});
}

class Archiving
{
public:
    Archiving(ArchiveWriter &writer, records::Decoders decoders, ArchivedTopic &archived,
              const std::vector<Watched> &watched, Manifest &manifest)
        : m_writer(writer), m_decoders(std::move(decoders)), m_archived(archived), m_watched(watched),
          m_manifest(manifest)
    {
        for (const Watched &one : watched) // where nothing lies before it, too
            offsetFor(manifest.groups[one.group], archived.topic, one.partition);
    }

    bool take(std::vector<kafka::Record> &&records)
    {
        QByteArray lines;
        for (kafka::Record &record : records) {
            ++m_archived.records[static_cast<size_t>(record.partition)];
            for (const Watched &one : m_watched) {
                if (one.partition == record.partition && record.offset < one.offset)
                    ++offsetFor(m_manifest.groups[one.group], m_archived.topic, one.partition).records;
            }
            const QJsonObject json = records::toJson(records::decoded(std::move(record), m_decoders));
            lines += QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
        }
        m_written = m_writer.add(lines);
        return m_written.has_value();
    }

    const Result<> &written() const { return m_written; }

private:
    ArchiveWriter &m_writer;
    records::Decoders m_decoders;
    ArchivedTopic &m_archived;
    const std::vector<Watched> &m_watched;
    Manifest &m_manifest;
    Result<> m_written;
};

// Times of records are kept only where the broker does not put in its own.
Result<> makeTopic(kafka::Client &client, const ArchivedTopic &archived, Millis deadline)
{
    const auto deleted = client.deleteTopics({archived.topic}, deadline, {});
    if (!deleted)
        return tl::unexpected(deleted.error());
    kafka::NewTopic topic{archived.topic, archived.partitions, archived.replicationFactor, archived.config};
    topic.config.insert(timeType, QStringLiteral("CreateTime"));
    const auto made = client.createTopics({topic}, deadline, {});
    if (!made)
        return tl::unexpected(made.error());
    if (made->front().error.isEmpty() && !made->front().existed)
        return {};
    const QString why = made->front().existed ? deleted->front().error : made->front().error;
    return fail(ErrorCode::Kafka, Tr::tr("%1 could not be made again: %2").arg(archived.topic, why));
}

Result<> writeBatch(kafka::RecordWriter &writer, const QString &topic, std::vector<kafka::NewRecord> &batch,
                    Millis deadline)
{
    if (batch.empty())
        return {};
    const auto outcomes = writer.write(topic, batch, deadline, {});
    batch.clear();
    if (!outcomes)
        return tl::unexpected(outcomes.error());
    const auto bad = std::ranges::find_if(*outcomes,
                                          [](const kafka::RecordOutcome &one) { return !one.error.isEmpty(); });
    if (bad != outcomes->end())
        return fail(ErrorCode::Kafka, Tr::tr("A record of %1 was not written: %2").arg(topic, bad->error));
    return {};
}

} // namespace

Result<> waitForLeaders(kafka::Client &client, const QStringList &topics, Millis deadline)
{
    const Clock clock = Clock::system();
    const auto isLed = [](const kafka::Partition &one) { return one.leader >= 0; };
    for (const TimePoint end = clock.now() + deadline; clock.now() < end; clock.sleep(pause, {})) {
        const auto metadata = client.metadata(true, deadline, {});
        if (!metadata)
            return tl::unexpected(metadata.error());
        const bool areLed = std::ranges::all_of(topics, [&](const QString &name) {
            const kafka::Topic *topic = metadata->topic(name);
            return topic && !topic->partitions.empty() && std::ranges::all_of(topic->partitions, isLed);
        });
        if (areLed)
            return {};
    }
    return fail(ErrorCode::Timeout, Tr::tr("Nobody leads %1 yet").arg(topics.join(QStringLiteral(", "))));
}

QString recordsSuffix()
{
    return archiveSuffix().replace(QLatin1String(".tar"), QLatin1String(".jsonl"));
}

Result<> archiveRecords(const kafka::Settings &settings, const kafka::Topic &topic,
                        const std::vector<kafka::PartitionOffsets> &offsets, const QMap<QString, QString> &config,
                        const std::vector<Watched> &watched, const QString &folder, Manifest &manifest,
                        std::stop_token stop)
{
    const auto ranges = allOf(offsets);
    if (topic.partitions.empty() || ranges.size() != topic.partitions.size())
        return fail(ErrorCode::Unreachable, Tr::tr("Not every partition of %1 can be read").arg(topic.name),
                    Tr::tr("One without a leader would be lost."));
    ArchivedTopic archived;
    archived.topic = topic.name;
    archived.partitions = static_cast<int>(topic.partitions.size());
    archived.replicationFactor = static_cast<int>(topic.partitions.front().replicas.size());
    archived.config = config;
    archived.records.resize(topic.partitions.size());
    archived.file = QStringLiteral("%1-%2%3").arg(manifest.topics.size() + 1).arg(topic.name, recordsSuffix());
    const auto writer = ArchiveWriter::open(folder + QLatin1Char('/') + archived.file);
    const auto decoders = records::decodersNamed(QStringLiteral("text"), QStringLiteral("text"));
    const auto reader = kafka::RecordReader::open(settings);
    if (!writer || !decoders || !reader)
        return tl::unexpected(!writer ? writer.error() : !decoders ? decoders.error() : reader.error());
    Archiving archiving(**writer, *decoders, archived, watched, manifest);
    const auto read = (*reader)->read(
        topic.name, ranges, false, patience,
        [&](std::vector<kafka::Record> &&records) { return archiving.take(std::move(records)); }, stop);
    if (!archiving.written())
        return archiving.written();
    if (!read)
        return tl::unexpected(read.error());
    const auto written = (*writer)->finish();
    if (!written)
        return tl::unexpected(written.error());
    archived.bytes = written->bytes;
    archived.sha256 = written->sha256;
    manifest.topics.push_back(archived);
    return checkRecords(archived, folder, stop);
}

Result<> checkRecords(const ArchivedTopic &archived, const QString &folder, std::stop_token stop)
{
    const QString path = folder + QLatin1Char('/') + archived.file;
    if (auto same = isAsWritten(path, archived.sha256, stop); !same)
        return same;
    std::vector<qint64> counts(archived.records.size());
    const auto counted = forEachLine(path, stop, [&](const Line &line) -> Result<> {
        if (line.partition < 0 || line.partition >= archived.partitions)
            return fail(ErrorCode::Failed, Tr::tr("%1 has no partition %2").arg(archived.topic).arg(line.partition));
        ++counts[static_cast<size_t>(line.partition)];
        return {};
    });
    if (!counted)
        return counted;
    if (counts != archived.records)
        return fail(ErrorCode::Failed, Tr::tr("%1 does not hold the records that it should").arg(path));
    return {};
}

Result<> unarchiveRecords(kafka::Client &client, const kafka::Settings &settings, const ArchivedTopic &archived,
                          const QString &folder, Millis deadline)
{
    // As large as what the topic took: compressed, a record may have been larger than a client’s own bound.
    kafka::Settings large = settings;
    large.properties.insert(QStringLiteral("message.max.bytes"), QStringLiteral("200000000"));
    large.properties.insert(QStringLiteral("compression.type"), QStringLiteral("lz4"));
    const auto writer = kafka::RecordWriter::open(large);
    const auto metadata = writer ? client.metadata(false, deadline, {}) : tl::unexpected(writer.error());
    if (!metadata)
        return tl::unexpected(metadata.error());
    if (const int brokers = static_cast<int>(metadata->brokers.size()); archived.replicationFactor > brokers)
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("%1 had %2 replicas, and there are %Ln broker(s) now", nullptr, brokers)
                        .arg(archived.topic)
                        .arg(archived.replicationFactor));
    const auto made = makeTopic(client, archived, deadline).and_then([&] {
        return waitForLeaders(client, {archived.topic}, deadline);
    });
    if (!made)
        return made;
    std::vector<kafka::NewRecord> batch;
    qsizetype bytes = 0;
    const auto read = forEachLine(folder + QLatin1Char('/') + archived.file, {}, [&](Line &&line) -> Result<> {
        bytes += line.record.value ? line.record.value->size() : 0;
        batch.push_back(std::move(line.record));
        if (batch.size() < batchSize && bytes < batchBytes)
            return {};
        bytes = 0;
        return writeBatch(**writer, archived.topic, batch, deadline);
    });
    if (auto written = read ? writeBatch(**writer, archived.topic, batch, deadline) : read; !written)
        return written;
    if (!archived.config.contains(timeType)) // as by default again
        return client.setTopicConfig(archived.topic, {}, {timeType}, deadline, {});
    return client.setTopicConfig(archived.topic, {{timeType, archived.config[timeType]}}, {}, deadline, {});
}

} // namespace bd::snapshot
