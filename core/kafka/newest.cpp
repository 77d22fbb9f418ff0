// librdkafka 2.0 has no way to ask for the time of the newest record, so the last records are read.
#include "kafka/newest.h"

#include <algorithm>

#include "kafka/handle.h"
#include "kafka/records.h"

namespace bd::kafka {

namespace {

using SteadyClock = std::chrono::steady_clock;

std::vector<PartitionRange> lastOnes(const std::vector<PartitionOffsets> &offsets)
{
    constexpr qint64 enough = 2; // the last one may be a transaction's mark
    return rangesOf({.kind = ReadFrom::Kind::Newest, .count = enough}, offsets);
}

constexpr Millis mostForOne{2'000}; // of a topic beside others

bool isEmpty(const std::vector<PartitionRange> &ranges)
{
    return std::ranges::all_of(ranges, [](const PartitionRange &range) { return range.begin >= range.end; });
}

Result<std::optional<TimePoint>> newestIn(RecordReader &reader, const QString &topic,
                                          const std::vector<PartitionRange> &ranges, Millis deadline,
                                          std::stop_token stop)
{
    std::optional<TimePoint> newest;
    const auto look = [&newest](std::vector<Record> &&records) {
        for (const Record &record : records) {
            if (record.timeKind != Record::Time::None && (!newest || record.time > *newest))
                newest = record.time;
        }
        return true;
    };
    return reader.read(topic, ranges, false, deadline, look, std::move(stop)).map([&newest](const ReadEnd &) {
        return newest;
    });
}

} // namespace

bool areKnown(const std::vector<PartitionOffsets> &offsets)
{
    return !offsets.empty()
           && std::ranges::all_of(offsets, [](const PartitionOffsets &one) { return one.begin && one.end; });
}

Result<NewestTimes> newestTimes(const Settings &settings, const QMap<QString, std::vector<PartitionOffsets>> &offsets,
                                Millis timeInAll, std::stop_token stop)
{
    const auto reader = RecordReader::open(settings);
    if (!reader)
        return tl::unexpected(reader.error());
    NewestTimes times;
    const auto end = SteadyClock::now() + timeInAll;
    for (auto it = offsets.cbegin(); it != offsets.cend(); ++it) {
        const auto left = std::chrono::duration_cast<Millis>(end - SteadyClock::now());
        if (left.count() <= 0)
            break;
        if (!areKnown(*it)) // of the others the newest may be too old
            continue;
        const auto ranges = lastOnes(*it);
        const auto newest = isEmpty(ranges) ? Result<std::optional<TimePoint>>(std::nullopt)
                                            : newestIn(**reader, it.key(), ranges, std::min(left, mostForOne), stop);
        if (newest)
            times.insert(it.key(), *newest);
        else if (newest.error().code == ErrorCode::Cancelled)
            return tl::unexpected(newest.error());
    }
    return times;
}

} // namespace bd::kafka
