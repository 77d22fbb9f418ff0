// Where everything of a timeline is: times to pixels and back, the ruler's ticks, zoom and pan. Values only.
#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>
#include <QString>

#include "timeline/timeline.h"
#include "timeline/timelineitem.h"

namespace bd::app {

struct Tick {
    double x = 0;
    Micros at{0}; // since the begin of the run
    QString text;
    bool operator==(const Tick &) const = default;
};

struct TimelineGeometry {
    static constexpr int names = 4; // left of the lanes' names: room for the ring
    static constexpr int rulerHeight = 30;
    static constexpr int top = 44; // of the first bar
    static constexpr int barHeight = 22;
    static constexpr int pathHeight = 2; // the critical path's line under a bar
    static constexpr int capWidth = 22;  // of a service that finished: a moment, drawn as wide as its sign
    static constexpr int ghostHeight = 7;
    static constexpr double markRadius = 4;
    static constexpr Micros shortest{1000}; // that can be zoomed to

    TimePoint begin{};        // of the run
    Micros whole{1'000'000};  // what there is to see
    Micros offset{0};         // what is seen: from here …
    Micros length{1'000'000}; // … this long
    double left = 150;        // of the times
    double width = 800;       // of the times
    double right = 84;        // for times and differences, after them
    int lanes = 0;
    bool compared = false; // room for the other run's bars

    // All of a run, with the room that a live one grows into.
    static Micros wholeOf(const timeline::Timeline &timeline);

    bool isFitted() const { return offset.count() == 0 && length == whole; }
    double laneHeight() const { return compared ? 58 : 46; }
    double height() const { return top + lanes * laneHeight() + 6; }
    double totalWidth() const { return left + width + right; }

    double xOf(TimePoint at) const;
    TimePoint timeAt(double x) const;
    QRectF plot() const; // where the times are drawn
    QRectF laneRect(int lane) const;
    QRectF barRect(int lane, TimePoint from, TimePoint to) const;
    QRectF spanRect(int lane, const timeline::Span &span, const timeline::Timeline &timeline) const;
    QRectF ghostRect(int lane, TimePoint from, TimePoint to) const;
    QPointF markPoint(int lane, TimePoint at) const;
    double barTop(int lane) const { return top + lane * laneHeight(); }

    int laneAt(double y) const; // -1: none
    TimelineItem itemAt(QPointF at, const timeline::Timeline &timeline) const;
    QRectF rectOf(const TimelineItem &item, const timeline::Timeline &timeline) const;

    std::vector<Tick> ticks(double least = 76) const; // 1-2-5 steps, at least so far apart

    // Each gives the geometry with another stretch in view, never outside the whole and never under `shortest`.
    TimelineGeometry zoomed(double factor, double x) const; // what is under x stays there; factor > 1 shows less
    TimelineGeometry panned(double pixels) const;           // > 0: later times come into view
    TimelineGeometry fitted() const;
    TimelineGeometry showing(TimePoint from, TimePoint to) const; // panned as little as brings it into view
    TimelineGeometry withOffset(Micros newOffset) const;

    bool operator==(const TimelineGeometry &) const = default;
};

} // namespace bd::app
