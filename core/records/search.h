// Looks through a topic for records that a filter takes, and says how far it has come. Blocks: worker threads only.
#pragma once

#include <functional>

#include "records/decoded.h"
#include "registry/client.h"

namespace bd::records {

struct SearchPlan {
    QString topic;
    std::vector<int> partitions; // empty: all
    kafka::ReadFrom from;
    bool follow = false; // goes on at the end
    qint64 most = 0;     // records that are taken; 0: no bound
    Filter filter;
    Decoders decoders;
    std::shared_ptr<registry::Client> registry; // may be null: then nothing is known of schemas
};

struct SearchProgress {
    qint64 searched = 0;
    qint64 all = 0; // at most: compaction and transactions leave gaps
    qint64 taken = 0;
    bool complete = false;       // there is no more to be searched
    std::vector<int> unreadable; // partitions of which nothing is known: they have no leader
    bool operator==(const SearchProgress &) const = default;
};

// What was taken of what came together, with the progress so far; false: enough.
using SearchSink = std::function<bool(std::vector<DecodedRecord> &&, const SearchProgress &)>;

// NotFound where there is no such topic or partition; Cancelled by `stop`.
Result<SearchProgress> search(const kafka::Settings &settings, const SearchPlan &plan, const SearchSink &sink,
                              std::stop_token stop);

} // namespace bd::records
