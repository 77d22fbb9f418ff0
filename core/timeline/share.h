// What the time of a run was spent on, biggest first: «62 % Kafka's JVM, 13 % ZooKeeper». Pure.
#pragma once

#include "timeline/timeline.h"

namespace bd::timeline {

struct Share {
    QString service; // empty: the run as a whole
    QString text;    // «Kafka's JVM», «topics», «creating containers»
    Micros duration{0};
    double part = 0; // of the critical path's time, 0 to 1
    bool operator==(const Share &) const = default;
};

std::vector<Share> sharesOf(const Timeline &timeline);
QString shareText(const std::vector<Share> &shares, std::size_t atMost = 4); // small ones are left out

} // namespace bd::timeline
