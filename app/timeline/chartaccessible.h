// The timeline's picture for screen readers: its description says all of it, and each lane is a child of its own.
#pragma once

namespace bd::app {

class TimelineChart;

void installChartAccessibility();                  // any number of times
void announceLane(TimelineChart *chart, int lane); // the ring went there

} // namespace bd::app
