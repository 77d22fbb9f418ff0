// What each kind of span looks like: waiting is hatched, work is solid.
#pragma once

#include <QColor>

#include "common/theme.h"
#include "timeline/timeline.h"

class QPainter;
class QRectF;

namespace bd::app {

struct SpanStyle {
    QColor ground;
    QColor word; // text on it
    QColor line; // of the hatching
    bool isHatched = false;
    bool isMirrored = false; // the hatching leans the other way
};

SpanStyle styleOf(timeline::SpanKind kind, const Theme &theme);
void paintBar(QPainter &painter, const QRectF &rect, const SpanStyle &style, double corner);

QColor mixed(const QColor &one, const QColor &other, double share); // share of the other

} // namespace bd::app
