#include "records/timeorder.h"

#include <algorithm>
#include <tuple>

namespace bd::records {

bool isEarlier(const kafka::Record &one, const kafka::Record &other)
{
    return std::tie(one.time, one.partition, one.offset) < std::tie(other.time, other.partition, other.offset);
}

TimeOrder::TimeOrder(const std::vector<kafka::PartitionRange> &ranges)
{
    for (const kafka::PartitionRange &range : ranges) {
        if (range.begin < range.end)
            m_parts[range.partition].end = range.end;
    }
}

void TimeOrder::reached(int partition, qint64 offset, TimePoint time)
{
    Part &part = m_parts[partition];
    part.time = std::max(part.time, time);
    part.isOpen = offset + 1 < part.end;
}

void TimeOrder::add(kafka::Record &&record)
{
    reached(record.partition, record.offset, record.time);
    ++m_size;
    m_bytes += record.bytes();
    m_parts[record.partition].held.push_back(std::move(record));
}

std::vector<kafka::Record> TimeOrder::ready()
{
    std::optional<TimePoint> before;
    for (const auto &[partition, part] : m_parts) {
        if (part.isOpen && (!before || part.time < *before))
            before = part.time;
    }
    return taken(before);
}

std::vector<kafka::Record> TimeOrder::all()
{
    return taken({});
}

std::vector<kafka::Record> TimeOrder::taken(std::optional<TimePoint> before)
{
    std::vector<Part *> heap; // of those that have some, the earliest first
    const auto isLater = [](const Part *one, const Part *other) {
        return isEarlier(other->held.front(), one->held.front());
    };
    for (auto &[partition, part] : m_parts) {
        if (!part.held.empty())
            heap.push_back(&part);
    }
    std::ranges::make_heap(heap, isLater);
    std::vector<kafka::Record> records;
    while (!heap.empty() && (!before || heap.front()->held.front().time < *before)) {
        std::ranges::pop_heap(heap, isLater);
        auto &held = heap.back()->held;
        m_bytes -= held.front().bytes();
        records.push_back(std::move(held.front()));
        held.pop_front();
        if (held.empty())
            heap.pop_back();
        else
            std::ranges::push_heap(heap, isLater);
    }
    m_size -= records.size();
    return records;
}

} // namespace bd::records
