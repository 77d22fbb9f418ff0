// Time as a value, so that timelines, deadlines and back-off are tested without sleeping.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

#include <QString>

namespace bd {

using Millis = std::chrono::milliseconds;
using Micros = std::chrono::microseconds;
using TimePoint = std::chrono::sys_time<std::chrono::microseconds>; // UTC

struct Clock {
    std::function<TimePoint()> now;
    std::function<bool(Millis, std::stop_token)> sleep; // false: stopped before the time was over

    static Clock system();
};

// ISO 8601 in UTC with a 'Z' and 6 decimals, as in our JSON: 2026-11-23T14:02:00.123456Z
QString toIso(TimePoint at);
QString toLocalText(TimePoint at); // 2026-11-23 15:02, as the clock on the wall says
// Reads RFC 3339 as the engine writes it (up to 9 decimals, Z or an offset). Nothing for other text and for
// the engine's «never», 0001-01-01T00:00:00Z.
std::optional<TimePoint> fromIso(QStringView text);

} // namespace bd
