// What is read partition by partition, in the order of time: holds a record back while an earlier one can still come from
// another partition. Pure.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "kafka/records.h"

namespace bd::records {

// By time; at the same time by partition and offset.
bool isEarlier(const kafka::Record &one, const kafka::Record &other);

// Producers choose the times of their records, so that a partition may go back in time: what then comes too late is given
// all the same, out of order.
class TimeOrder
{
public:
    explicit TimeOrder(const std::vector<kafka::PartitionRange> &ranges); // from which something will come

    // A record of a partition has come, be it taken (add) or not; in the order of the partition.
    void reached(int partition, qint64 offset, TimePoint time);
    void add(kafka::Record &&record);

    std::vector<kafka::Record> ready(); // before which no other can come
    std::vector<kafka::Record> all();   // that are held
    size_t size() const { return m_size; }
    qint64 bytes() const { return m_bytes; }

private:
    struct Part {
        qint64 end = 0;     // it is read when this offset is reached
        TimePoint time{};   // of what came last
        bool isOpen = true; // more will come
        std::deque<kafka::Record> held;
    };
    std::vector<kafka::Record> taken(std::optional<TimePoint> before);

    std::map<int, Part> m_parts;
    size_t m_size = 0;
    qint64 m_bytes = 0;
};

} // namespace bd::records
