// Looks through a topic for records that a filter takes, says how far it has come, and can go on from there. Blocks:
// worker threads only.
#pragma once

#include <functional>

#include "records/decoded.h"
#include "registry/client.h"

namespace bd::records {

struct SearchPlan {
    QString topic;
    std::vector<int> partitions; // empty: all
    kafka::ReadFrom from;
    std::vector<kafka::PartitionRange> rest; // where an earlier search left off: counts instead of the two above
    bool follow = false;                     // goes on at the end
    bool backward = false;                   // the newest first, in pages: each is read and taken as a whole
    Millis patience{10'000};                 // that the cluster may take to answer, each time
    qint64 most = 0;                         // records that are taken; backward: at least; 0: no bound
    Filter filter;
    Decoders decoders;                          // what the filter sees
    std::shared_ptr<registry::Client> registry; // may be null: then nothing is known of schemas
};

struct SearchProgress {
    qint64 searched = 0;
    qint64 all = 0; // at most: compaction and transactions leave gaps
    qint64 taken = 0;
    std::vector<kafka::PartitionRange> rest; // what is not searched yet; a partition can be there twice
    QMap<int, qint64> ends;                  // partition -> from where to follow it without missing or seeing one twice
    std::vector<int> unreadable;             // partitions of which nothing is known: they have no leader
    bool isComplete() const { return rest.empty() && unreadable.empty(); }
    bool operator==(const SearchProgress &) const = default;
};

// What was taken of what came together, with the decoders that know its schemas, and the progress so far; false: enough.
using SearchSink = std::function<bool(std::vector<kafka::Record> &&, const Decoders &, const SearchProgress &)>;

// NotFound where there is no such topic or partition; Cancelled by `stop`.
Result<SearchProgress> search(const kafka::Settings &settings, const SearchPlan &plan, const SearchSink &sink,
                              std::stop_token stop);

// What is read next of `rest`: one range of each partition, of at most `size` records (0: all of it), from its beginning
// or, backward, from its end. Pure.
std::vector<kafka::PartitionRange> nextPage(const std::vector<kafka::PartitionRange> &rest, bool backward, qint64 size);
// `rest` without what is in `read`. Pure.
std::vector<kafka::PartitionRange> without(const std::vector<kafka::PartitionRange> &rest,
                                           const std::vector<kafka::PartitionRange> &read);

} // namespace bd::records
