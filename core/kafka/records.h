// Reading a topic's records: once over what is there, or on and on. No group is made and nothing is committed; a topic is
// never created by reading it.
#pragma once

#include <functional>
#include <utility>

#include "kafka/client.h"

namespace bd::kafka {

struct Record {
    // Which time a record bears is the topic's choice (message.timestamp.type).
    enum class Time { None, Created, Appended };
    int partition = 0;
    qint64 offset = 0;
    Time timeKind = Time::None;
    TimePoint time{};
    std::optional<QByteArray> key;   // nothing: null, as against empty
    std::optional<QByteArray> value; // nothing: null, a tombstone in a compacted topic
    std::vector<std::pair<QByteArray, std::optional<QByteArray>>> headers; // in order; a name can come twice
    qint64 bytes() const;                                                  // of memory, all in all
    bool operator==(const Record &) const = default;
};

struct ReadFrom {
    // | Beginning | the first record that is there                          |
    // | Newest    | the last `count` of each partition                      |
    // | Offset    | `offset`, or the first after it that is there           |
    // | Time      | the first record that is not older than `time`          |
    // | End       | what comes from now on                                  |
    enum class Kind { Beginning, Newest, Offset, Time, End };
    Kind kind = Kind::Beginning;
    qint64 count = 0;
    qint64 offset = 0;
    TimePoint time{};
    bool operator==(const ReadFrom &) const = default;
};

struct PartitionRange { // [begin, end)
    int partition = 0;
    qint64 begin = 0;
    qint64 end = 0;
    bool operator==(const PartitionRange &) const = default;
};

// What is to be read. Partitions whose offsets are not known are left out. `atTime`: of Client::offsetsAt(), for
// Kind::Time. Pure.
std::vector<PartitionRange> rangesOf(const ReadFrom &from, const std::vector<PartitionOffsets> &offsets,
                                     const std::vector<PartitionOffsets> &atTime = {});

struct ReadEnd {
    bool complete = false; // every range was read to its end, as against: the sink had enough
    qint64 records = 0;
    QMap<int, qint64> next; // partition -> the offset to go on from
    bool operator==(const ReadEnd &) const = default;
};

class RecordReader
{
public:
    // Of what came together, in the order of each partition; false: enough. Called on the reading thread.
    using Sink = std::function<bool(std::vector<Record> &&)>;

    enum class Mode { Through, Follow }; // reads what is there and ends, or goes on with what comes
    static Result<std::unique_ptr<RecordReader>> open(const Settings &settings, Mode mode = Mode::Through);
    ~RecordReader();

    // Blocks until all ranges are read; with `follow` reads on behind their ends until the sink has enough or `stop`.
    // Timeout or Unreachable where nothing comes for `patience` and something should.
    Result<ReadEnd> read(const QString &topic, const std::vector<PartitionRange> &ranges, bool follow, Millis patience,
                         const Sink &sink, std::stop_token stop);

private:
    struct Private;
    explicit RecordReader(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace bd::kafka
