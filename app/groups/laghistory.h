// What the lag of a group was, since somebody began to look. Pure.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QString>

#include "base/clock.h"
#include "kafka/groups.h"

namespace bd::app {

struct LagPoint {
    TimePoint at{};
    std::optional<qint64> records; // nothing: not known, or nobody was looking
    bool operator==(const LagPoint &) const = default;
};
using LagHistory = std::vector<LagPoint>; // oldest first

// It keeps its whole span: when it grows long, every other point goes. `left`: since when nobody looked, which is a gap;
// nothing: somebody did all the time.
void remember(LagHistory &history, const LagPoint &point, std::optional<TimePoint> left = {});

// Of each partition. Not of groups with very many of them: nobody compares a thousand lines.
using LagHistories = QMap<kafka::TopicPartition, LagHistory>;
// Partitions that are no longer there are forgotten.
void remember(LagHistories &histories, const std::vector<kafka::GroupOffset> &offsets, TimePoint at,
              std::optional<TimePoint> left);

// «1,204 now; at most 2,000, at least 0 since 14:02», for who cannot see the picture; empty: nothing is known.
QString historyText(const LagHistory &history);

} // namespace bd::app
