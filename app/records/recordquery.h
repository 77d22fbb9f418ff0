// What somebody wants to see of a topic, as they chose and wrote it. Pure.
#pragma once

#include <optional>

#include "records/search.h"

namespace bd::app {

struct RecordQuery {
    // | Newest    | the newest first, then older ones        |
    // | Beginning | the oldest first                         |
    // | At        | from an offset or a time, see `at`       |
    enum class From { Newest, Beginning, At };
    enum class How { Text, Regex, Path };
    using Where = records::Filter::Where;

    QString topic;
    From from = From::Newest;
    QString at;                   // an offset, a time, or how long ago
    std::optional<int> partition; // nothing: all
    QString filter;
    How how = How::Text;
    Where where = Where::Anywhere;
    qint64 most = 500; // records at once
    QString keyFormat = QStringLiteral("auto");
    QString valueFormat = QStringLiteral("auto");
    bool operator==(const RecordQuery &) const = default;
};

// InvalidUse with what is wrong.
Result<records::SearchPlan> planOf(const RecordQuery &query, TimePoint now);

// From where the one before left off; Newest goes on to older ones.
records::SearchPlan planToGoOn(records::SearchPlan plan, const records::SearchProgress &progress);

// What comes from now on, or from these offsets of the partitions, until it is stopped.
records::SearchPlan planToFollow(records::SearchPlan plan, const QMap<int, qint64> &ends);

} // namespace bd::app
