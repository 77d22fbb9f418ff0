// Which services the time went to: from the last one back through the gate that opened last, and so on. Pure.
#pragma once

#include "timeline/timeline.h"

namespace bd::timeline {

struct Step { // of the run as a whole
    TimePoint at{};
    QString text;
};

// Fills criticalPath, readyAt, the arrows' `critical` and phases; lanes, arrows, from and to are there already.
// The path ends with the last service that became ready; while services wait in a run without an end, with the one that
// they wait for.
void traceCriticalPath(Timeline &timeline, const std::vector<Step> &steps);

} // namespace bd::timeline
