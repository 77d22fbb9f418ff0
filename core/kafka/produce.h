// Writing records to a topic that is there; none is ever made by writing to it.
#pragma once

#include "kafka/records.h"

namespace bd::kafka {

struct NewRecord {
    std::optional<int> partition; // nothing: by the key, or any
    std::optional<QByteArray> key;
    std::optional<QByteArray> value; // nothing: null, a tombstone
    std::vector<std::pair<QByteArray, std::optional<QByteArray>>> headers;
    std::optional<TimePoint> time; // nothing: now
    bool operator==(const NewRecord &) const = default;
};

struct RecordOutcome {
    int partition = -1;
    qint64 offset = -1;
    QString error; // empty: it is written, in every replica in sync
    bool operator==(const RecordOutcome &) const = default;
};

class RecordWriter
{
public:
    static Result<std::unique_ptr<RecordWriter>> open(const Settings &settings);
    ~RecordWriter();

    // Outcomes in the order of `records`. NotFound where there is no such topic. Refused by a read-only connection. When
    // the time is over or `stop` comes, what is not confirmed has an error that says so: it may be written all the same.
    Result<std::vector<RecordOutcome>> write(const QString &topic, const std::vector<NewRecord> &records,
                                             Millis deadline, std::stop_token stop);

private:
    struct Private;
    explicit RecordWriter(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace bd::kafka
