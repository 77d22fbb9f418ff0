#include "records/search.h"

#include <algorithm>

#include <QCoreApplication>

#include "records/timeorder.h"

namespace bd::records {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr qint64 firstPage = 500; // records of each partition
constexpr qint64 largestPage = 50'000;
constexpr size_t mostHeld = 300'000; // records that wait for their turn: one partition can be read far before another
constexpr qint64 mostHeldBytes = 96LL << 20;
constexpr Millis longestHeld{250};

// With those partitions only that are wanted.
Result<kafka::Topic> topicOf(kafka::Client &client, const SearchPlan &plan, const std::stop_token &stop)
{
    const auto metadata = client.metadata(true, plan.patience, stop);
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

// Where the search begins: what is to be searched, where the partitions end, and which are not known.
Result<SearchProgress> beginningOf(kafka::Client &client, const SearchPlan &plan, const std::stop_token &stop)
{
    const auto topic = topicOf(client, plan, stop);
    if (!topic)
        return tl::unexpected(topic.error());
    const auto offsets = client.offsets({*topic}, plan.patience, stop);
    if (!offsets)
        return tl::unexpected(offsets.error());
    std::vector<kafka::PartitionOffsets> atTime;
    if (plan.from.kind == kafka::ReadFrom::Kind::Time && plan.rest.empty()) {
        auto found = client.offsetsAt(*topic, plan.from.time, plan.patience, stop);
        if (!found)
            return tl::unexpected(found.error());
        atTime = std::move(*found);
    }
    SearchProgress progress;
    const auto ranges = kafka::rangesOf(plan.from, offsets->value(plan.topic), atTime);
    for (const kafka::PartitionRange &range : ranges)
        progress.ends.insert(range.partition, range.end);
    for (const kafka::Partition &partition : topic->partitions) {
        if (!progress.ends.contains(partition.id))
            progress.unreadable.push_back(partition.id);
    }
    progress.rest = plan.rest.empty() ? ranges : plan.rest;
    for (const kafka::PartitionRange &range : progress.rest) {
        progress.all += range.end - range.begin;
        if (plan.follow)
            progress.ends[range.partition] = range.begin;
    }
    return progress;
}

// One search while it goes on.
class Search
{
public:
    Search(const SearchPlan &plan, const SearchSink &sink, SearchProgress progress, std::stop_token stop)
        : m_plan(plan), m_sink(sink), m_stop(std::move(stop)), m_progress(std::move(progress)),
          m_decoders(plan.decoders)
    {}

    Result<SearchProgress> run(kafka::RecordReader &reader)
    {
        for (qint64 size = m_plan.backward ? firstPage : 0; goesOn();) {
            const qint64 takenBefore = m_progress.taken;
            const auto page = m_plan.follow ? m_progress.rest : nextPage(m_progress.rest, m_plan.backward, size);
            m_order = TimeOrder(page);
            const auto take = [&](std::vector<kafka::Record> &&batch) { return taken(std::move(batch)); };
            const auto read = reader.read(m_plan.topic, page, m_plan.follow, m_plan.patience, take, m_stop);
            give(m_order.all()); // however it ended: they are searched
            if (!read)
                return tl::unexpected(read.error());
            if (read->complete)
                m_progress.rest = without(m_progress.rest, page); // what compaction has left out, too
            if (!m_wantsMore)
                break;
            // Where little is found, more is read at once.
            if (m_plan.most == 0 || (m_progress.taken - takenBefore) * 4 < m_plan.most)
                size = std::min(size * 2, largestPage);
        }
        return m_progress;
    }

private:
    bool isEnough() const { return m_plan.most > 0 && m_progress.taken >= m_plan.most; }
    bool goesOn() const { return !isEnough() && (m_plan.follow || !m_progress.rest.empty()); }

    // With the schemas of this batch, whose first records may cost a question to the registry.
    void learnSchemas(const std::vector<kafka::Record> &batch)
    {
        if (!m_plan.registry)
            return;
        const QSet<quint32> ids = schemaIdsIn(batch, m_plan.decoders);
        if (ids.isEmpty())
            return;
        m_schemas.insert(m_plan.registry->schemas(ids, m_stop));
        m_decoders = knowing(m_plan.decoders, m_schemas);
    }

    bool taken(std::vector<kafka::Record> &&batch)
    {
        learnSchemas(batch);
        if (m_order.size() == 0)
            m_heldSince = SteadyClock::now();
        QMap<int, kafka::PartitionRange> searched;
        for (kafka::Record &record : batch) {
            if (!m_plan.backward && isEnough())
                break;
            ++m_progress.searched;
            auto at = searched.find(record.partition);
            if (at == searched.end())
                at = searched.insert(record.partition, {record.partition, record.offset, record.offset});
            at->end = record.offset + 1;
            if (m_plan.filter.takes(record, m_decoders)) {
                ++m_progress.taken;
                m_order.add(std::move(record));
            } else {
                m_order.reached(record.partition, record.offset, record.time);
            }
        }
        m_progress.rest = without(m_progress.rest, {searched.begin(), searched.end()});
        for (const kafka::PartitionRange &range : searched) {
            if (m_plan.follow)
                m_progress.ends[range.partition] = range.end;
        }
        m_progress.all = std::max(m_progress.all, m_progress.searched); // what came after the beginning
        give(mayHold() ? m_order.ready() : m_order.all());
        return m_wantsMore && (m_plan.backward || !isEnough());
    }

    // What comes now is shown now; and nobody waits for long, or holds much, for the sake of order.
    bool mayHold() const
    {
        return !m_plan.follow && m_order.size() < mostHeld && m_order.bytes() < mostHeldBytes
               && SteadyClock::now() - m_heldSince < longestHeld;
    }

    void give(std::vector<kafka::Record> &&records)
    {
        const bool isNews = !records.empty();
        m_wantsMore = m_sink(std::move(records), m_decoders, m_progress) && m_wantsMore;
        if (isNews)
            m_heldSince = SteadyClock::now();
    }

    const SearchPlan &m_plan;
    const SearchSink &m_sink;
    const std::stop_token m_stop;
    SearchProgress m_progress;
    decode::Schemas m_schemas; // all that were needed so far
    Decoders m_decoders;       // that know them
    TimeOrder m_order{{}};
    SteadyClock::time_point m_heldSince; // nothing was given
    bool m_wantsMore = true;
};

} // namespace

std::vector<kafka::PartitionRange> nextPage(const std::vector<kafka::PartitionRange> &rest, bool backward, qint64 size)
{
    QMap<int, kafka::PartitionRange> page;
    for (const kafka::PartitionRange &range : rest) {
        const auto known = page.find(range.partition);
        const bool isNext = known == page.end() || (backward ? range.end > known->end : range.begin < known->begin);
        if (isNext)
            page.insert(range.partition, range);
    }
    std::vector<kafka::PartitionRange> pages;
    for (kafka::PartitionRange range : page) {
        if (size > 0 && backward)
            range.begin = std::max(range.begin, range.end - size);
        else if (size > 0)
            range.end = std::min(range.end, range.begin + size);
        pages.push_back(range);
    }
    return pages;
}

std::vector<kafka::PartitionRange> without(const std::vector<kafka::PartitionRange> &rest,
                                           const std::vector<kafka::PartitionRange> &read)
{
    std::vector<kafka::PartitionRange> left;
    for (const kafka::PartitionRange &range : rest) {
        const auto cut = std::ranges::find_if(read, [&](const kafka::PartitionRange &one) {
            return one.partition == range.partition && one.begin < range.end && range.begin < one.end;
        });
        if (cut == read.end()) {
            if (range.begin < range.end)
                left.push_back(range);
            continue;
        }
        const std::vector<kafka::PartitionRange> sides{{range.partition, range.begin, cut->begin},
                                                       {range.partition, cut->end, range.end}};
        std::ranges::copy_if(sides, std::back_inserter(left),
                             [](const kafka::PartitionRange &side) { return side.begin < side.end; });
    }
    return left;
}

Result<SearchProgress> search(const kafka::Settings &settings, const SearchPlan &plan, const SearchSink &sink,
                              std::stop_token stop)
{
    const auto client = kafka::Client::open(settings);
    if (!client)
        return tl::unexpected(client.error());
    auto progress = beginningOf(**client, plan, stop);
    if (!progress)
        return tl::unexpected(progress.error());
    const auto reader = kafka::RecordReader::open(settings, plan.follow ? kafka::RecordReader::Mode::Follow
                                                                        : kafka::RecordReader::Mode::Through);
    if (!reader)
        return tl::unexpected(reader.error());
    return Search(plan, sink, std::move(*progress), stop).run(**reader);
}

} // namespace bd::records
