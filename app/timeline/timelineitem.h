// What can be pointed at in the picture of a timeline: a lane, one of its spans or one of its marks.
#pragma once

namespace bd::app {

struct TimelineItem {
    enum class Kind { None, Lane, Span, Mark };
    Kind kind = Kind::None;
    int lane = -1;
    int index = -1; // among the lane's spans or marks

    bool isNone() const { return kind == Kind::None; }
    bool operator==(const TimelineItem &) const = default;
};

} // namespace bd::app
