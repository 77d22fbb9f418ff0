// The keyboard's way through a timeline: lanes up and down, a lane's spans and marks from left to right. Pure.
#pragma once

#include "timeline/timeline.h"
#include "timeline/timelineitem.h"

namespace bd::app {

enum class CursorMove { Up, Down, Left, Right, Home, End };

// Nothing is chosen yet: any move chooses the first lane. Up and Down keep to the time; Left of the first is the lane.
TimelineItem moved(const TimelineItem &from, CursorMove move, const timeline::Timeline &timeline);

// Where it was, in a timeline that has changed meanwhile.
TimelineItem kept(const TimelineItem &item, const timeline::Timeline &timeline);

TimePoint timeOf(const TimelineItem &item, const timeline::Timeline &timeline);

} // namespace bd::app
