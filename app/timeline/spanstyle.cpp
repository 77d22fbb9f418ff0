#include "timeline/spanstyle.h"

#include <algorithm>
#include <cmath>

#include <QLineF>
#include <QList>
#include <QPainter>

namespace bd::app {

using timeline::SpanKind;

namespace {

constexpr double hatchStep = 8;

// Cut to the rectangle by hand: an SVG has no clipping, and this is quicker.
QList<QLineF> hatching(const QRectF &rect, bool mirrored)
{
    QList<QLineF> lines;
    const auto steps = std::lround(std::ceil(rect.right() / hatchStep));
    for (auto step = std::lround(std::floor((rect.left() - rect.height()) / hatchStep)); step < steps; ++step) {
        const double x = static_cast<double>(step) * hatchStep;
        const double from = std::max(x, rect.left());
        const double to = std::min(x + rect.height(), rect.right());
        if (to > from) {
            const double rise = from - x;
            const double end = to - x;
            lines += mirrored ? QLineF(from, rect.top() + rise, to, rect.top() + end)
                              : QLineF(from, rect.bottom() - rise, to, rect.bottom() - end);
        }
    }
    return lines;
}

SpanStyle solid(const QColor &ground, const QColor &word)
{
    return {ground, word, {}, false, false};
}

SpanStyle hatched(const QColor &ground, const QColor &word, bool mirrored = false)
{
    return {ground, word, mixed(ground, word, 0.38), true, mirrored};
}

} // namespace

SpanStyle styleOf(SpanKind kind, const Theme &theme)
{
    switch (kind) {
    case SpanKind::Waiting: return hatched(theme.waitingGround, theme.waiting);
    case SpanKind::Recovering: return hatched(theme.waitingGround, theme.waiting, true);
    case SpanKind::Restarting: return hatched(theme.problemGround, theme.problem);
    case SpanKind::Starting: return solid(theme.starting, theme.onColor);
    case SpanKind::Ready:
    case SpanKind::Finished: return solid(theme.good, theme.onColor);
    case SpanKind::Failed: return solid(theme.problem, theme.onColor);
    case SpanKind::Creating:
    case SpanKind::Stopping: break;
    }
    return solid(theme.neutral, theme.text);
}

void paintBar(QPainter &painter, const QRectF &rect, const SpanStyle &style, double corner)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.ground);
    const double round = std::min(corner, rect.width() / 2);
    painter.drawRoundedRect(rect, round, round);
    if (style.isHatched) {
        painter.setPen(QPen(style.line, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLines(hatching(rect.adjusted(0.5, 0, -0.5, 0), style.isMirrored));
    }
}

QColor mixed(const QColor &one, const QColor &other, double share)
{
    const auto part = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return QColor(part(one.red(), other.red()), part(one.green(), other.green()), part(one.blue(), other.blue()));
}

} // namespace bd::app
