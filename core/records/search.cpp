#include "records/search.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::records {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr Millis askDeadline = 10s;
constexpr Millis patience = 10s;

// With those partitions only that are wanted.
Result<kafka::Topic> topicOf(kafka::Client &client, const SearchPlan &plan, const std::stop_token &stop)
{
    const auto metadata = client.metadata(true, askDeadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    const kafka::Topic *known = metadata->topic(plan.topic);
    if (!known)
        return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1").arg(plan.topic));
    kafka::Topic topic = *known;
    if (plan.partitions.empty())
        return topic;
    for (const int partition : plan.partitions) {
        if (std::ranges::find(topic.partitions, partition, &kafka::Partition::id) == topic.partitions.end())
            return fail(ErrorCode::NotFound, Tr::tr("%1 has no partition %2").arg(plan.topic).arg(partition));
    }
    std::erase_if(topic.partitions, [&](const kafka::Partition &partition) {
        return std::ranges::find(plan.partitions, partition.id) == plan.partitions.end();
    });
    return topic;
}

struct Ranges {
    std::vector<kafka::PartitionRange> known;
    std::vector<int> unknown; // partitions
};

Result<Ranges> rangesFor(kafka::Client &client, const SearchPlan &plan, const std::stop_token &stop)
{
    const auto topic = topicOf(client, plan, stop);
    if (!topic)
        return tl::unexpected(topic.error());
    const auto offsets = client.offsets({*topic}, askDeadline, stop);
    if (!offsets)
        return tl::unexpected(offsets.error());
    std::vector<kafka::PartitionOffsets> atTime;
    if (plan.from.kind == kafka::ReadFrom::Kind::Time) {
        auto found = client.offsetsAt(*topic, plan.from.time, askDeadline, stop);
        if (!found)
            return tl::unexpected(found.error());
        atTime = std::move(*found);
    }
    Ranges ranges{kafka::rangesOf(plan.from, offsets->value(plan.topic), atTime), {}};
    for (const kafka::Partition &partition : topic->partitions) {
        if (std::ranges::find(ranges.known, partition.id, &kafka::PartitionRange::partition) == ranges.known.end())
            ranges.unknown.push_back(partition.id);
    }
    return ranges;
}

// With the schemas of this batch, which its first records may cost a question to the registry.
Decoders decodersFor(const std::vector<kafka::Record> &batch, const SearchPlan &plan, const std::stop_token &stop)
{
    if (!plan.registry)
        return plan.decoders;
    const QSet<quint32> ids = schemaIdsIn(batch, plan.decoders);
    return ids.isEmpty() ? plan.decoders : knowing(plan.decoders, plan.registry->schemas(ids, stop));
}

} // namespace

Result<SearchProgress> search(const kafka::Settings &settings, const SearchPlan &plan, const SearchSink &sink,
                              std::stop_token stop)
{
    const auto client = kafka::Client::open(settings);
    if (!client)
        return tl::unexpected(client.error());
    const auto ranges = rangesFor(**client, plan, stop);
    if (!ranges)
        return tl::unexpected(ranges.error());
    const auto reader = kafka::RecordReader::open(settings);
    if (!reader)
        return tl::unexpected(reader.error());

    SearchProgress progress;
    progress.unreadable = ranges->unknown;
    for (const kafka::PartitionRange &range : ranges->known)
        progress.all += range.end - range.begin;
    const auto take = [&](std::vector<kafka::Record> &&batch) {
        const Decoders decoders = decodersFor(batch, plan, stop);
        std::vector<DecodedRecord> taken;
        for (kafka::Record &record : batch) {
            if (plan.most > 0 && progress.taken == plan.most)
                break;
            ++progress.searched;
            DecodedRecord one = decoded(std::move(record), decoders);
            if (plan.filter.takes(one)) {
                ++progress.taken;
                taken.push_back(std::move(one));
            }
        }
        progress.all = std::max(progress.all, progress.searched); // what came after the beginning
        return sink(std::move(taken), progress) && (plan.most == 0 || progress.taken < plan.most);
    };
    return (*reader)->read(plan.topic, ranges->known, plan.follow, patience, take, stop).map([&](const auto &end) {
        progress.complete = end.complete && progress.unreadable.empty();
        return progress;
    });
}

} // namespace bd::records
