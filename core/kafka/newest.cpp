// Client::newestTime: librdkafka 2.0 has no way to ask for it, so the last records are read.
#include <algorithm>

#include "kafka/handle.h"
#include "kafka/records.h"

namespace bd::kafka {

Result<std::optional<TimePoint>> Client::newestTime(const QString &topic, const std::vector<PartitionOffsets> &offsets,
                                                    Millis deadline, std::stop_token stop)
{
    constexpr qint64 enough = 2; // the last one may be a transaction's mark
    const auto ranges = rangesOf({.kind = ReadFrom::Kind::Newest, .count = enough}, offsets);
    if (std::ranges::all_of(ranges, [](const PartitionRange &range) { return range.begin >= range.end; }))
        return std::optional<TimePoint>();
    const auto reader = RecordReader::open(d->handle->settings());
    if (!reader)
        return tl::unexpected(reader.error());
    std::optional<TimePoint> newest;
    const auto look = [&newest](std::vector<Record> &&records) {
        for (const Record &record : records) {
            if (record.timeKind != Record::Time::None && (!newest || record.time > *newest))
                newest = record.time;
        }
        return true;
    };
    return (*reader)->read(topic, ranges, false, deadline, look, std::move(stop)).map([&newest](const ReadEnd &) {
        return newest;
    });
}

} // namespace bd::kafka
