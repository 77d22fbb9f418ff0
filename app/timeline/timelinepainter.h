// Draws a timeline with any painter: on the screen, into a PNG, into an SVG (which knows no clipping: none is used for
// what it shall hold).
#pragma once

#include <optional>

#include "common/theme.h"
#include "timeline/compare.h"
#include "timeline/timelinegeometry.h"

class QPainter;

namespace bd::app {

struct TimelinePicture {
    const timeline::Timeline &timeline;
    const TimelineGeometry &geometry;
    const Theme &theme;
    const timeline::Timeline *other = nullptr; // the run that it is compared with, begun at the same time
    const timeline::Comparison *comparison = nullptr;
    TimelineItem selected;
    TimelineItem focused;        // gets a ring
    std::optional<double> hover; // x of the pointer: a line with its time
    double rulerTop = 0;         // where the ruler is drawn, when the lanes are scrolled under it
};

void paintTimeline(QPainter &painter, const TimelinePicture &picture, const QRectF &exposed);

// How a kind of span looks, for the legend.
void paintSwatch(QPainter &painter, const QRectF &rect, timeline::SpanKind kind, const Theme &theme);
void paintProbe(QPainter &painter, QPointF at, bool passed, const Theme &theme);

// How wide the column of names must be.
double labelWidth(const timeline::Timeline &timeline, double available);
double timesWidth(bool compared);

} // namespace bd::app
