#include "timeline/timelinepainter.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>

#include "base/text.h"
#include "timeline/spanstyle.h"
#include "timeline/words.h"

namespace bd::app {

using timeline::Arrow;
using timeline::Lane;
using timeline::Mark;
using timeline::Phase;
using timeline::Span;
using timeline::SpanKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelinePainter)
};

constexpr double corner = 3;
constexpr double inset = 7; // of the text in a bar
constexpr double leastText = 22;
constexpr qsizetype leastLetters = 6;

QFont nameFont()
{
    QFont font = textFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont barFont()
{
    QFont font = smallFont();
    font.setWeight(QFont::Medium);
    return font;
}

void paintTick(QPainter &painter, QPointF centre, double size, const QColor &color)
{
    painter.setPen(QPen(color, 1.8 * size, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{centre + QPointF(-4, 0.5) * size, centre + QPointF(-1.2, 3.3) * size,
                                   centre + QPointF(4.2, -3.2) * size});
}

// Thousands of the same small circle: stroked once, then copied; but an SVG keeps them as circles.
class ProbeStamp
{
public:
    void paint(QPainter &painter, QPointF at, bool passed, const Theme &theme)
    {
        if (painter.paintEngine()->type() != QPaintEngine::Raster) {
            paintProbe(painter, at, passed, theme);
            return;
        }
        QImage &image = m_images[passed ? 1 : 0];
        const double scale = painter.device()->devicePixelRatioF();
        if (image.isNull()) {
            image = drawn(passed, theme, scale);
        }
        const QPointF place = at - QPointF(side / 2.0, side / 2.0);
        painter.drawImage(QPointF(std::round(place.x() * scale), std::round(place.y() * scale)) / scale, image);
    }

private:
    static constexpr int side = 12;

    static QImage drawn(bool passed, const Theme &theme, double scale)
    {
        QImage image(QSize(side, side) * scale, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(scale);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paintProbe(painter, QPointF(side / 2.0, side / 2.0), passed, theme);
        return image;
    }

    QImage m_images[2];
};

class Picture
{
public:
    Picture(QPainter &painter, const TimelinePicture &what, const QRectF &exposed)
        : p(painter), w(what), g(what.geometry), t(what.theme), m_exposed(exposed), m_plot(what.geometry.plot())
    {}

    void paint()
    {
        p.setRenderHint(QPainter::Antialiasing);
        paintGrid();
        for (int lane = 0; lane < g.lanes; ++lane) {
            if (g.laneRect(lane).intersects(m_exposed)) {
                paintLane(lane);
            }
        }
        paintArrows(false);
        paintArrows(true);
        for (int lane = 0; lane < g.lanes; ++lane) {
            if (g.laneRect(lane).intersects(m_exposed)) {
                paintMarks(lane);
            }
        }
        paintNow();
        paintRuler();
        paintHover();
        paintRing();
    }

private:
    const Lane &row(int lane) const { return w.timeline.lanes[static_cast<std::size_t>(lane)]; }

    // The part of a bar that is inside the times; empty: none of it.
    QRectF visible(QRectF rect) const
    {
        const double from = std::max(rect.left(), m_plot.left());
        const double to = std::min(rect.right(), m_plot.right());
        rect.setLeft(from);
        rect.setRight(std::max(from, to));
        return rect;
    }

    bool isInPlot(double x) const { return x >= m_plot.left() - 0.5 && x <= m_plot.right() + 0.5; }

    void paintGrid()
    {
        for (const Tick &tick : g.ticks()) {
            p.fillRect(QRectF(std::round(tick.x), g.rulerHeight, 1, g.height() - g.rulerHeight),
                       mixed(t.surface, t.border, 0.85));
        }
    }

    void paintRuler()
    {
        if (w.rulerTop > 0) {
            p.fillRect(QRectF(0, w.rulerTop, g.totalWidth(), g.rulerHeight), t.surface);
        }
        p.setFont(smallFont());
        p.setPen(t.muted);
        for (const Tick &tick : g.ticks()) {
            p.drawText(QRectF(tick.x - 60, w.rulerTop + 4, 120, 24), Qt::AlignCenter, tick.text);
        }
        p.drawText(QRectF(m_plot.right(), w.rulerTop + 4, g.right, 24), Qt::AlignVCenter | Qt::AlignRight,
                   w.comparison ? Tr::tr("ready, compared")
                                : Tr::tr("ready", "heading of the times at which each was ready"));
    }

    void paintLane(int lane)
    {
        p.setFont(nameFont());
        p.setPen(t.text);
        const QRectF label(g.names, g.barTop(lane), g.left - g.names - 14, g.barHeight);
        drawElided(label, plainText(row(lane).info.service, 200), Qt::ElideMiddle);
        if (w.other) {
            paintGhosts(lane);
        }
        for (const Span &span : row(lane).spans) {
            paintSpan(lane, span);
        }
        paintPath(lane);
        paintTime(lane);
    }

    void drawElided(const QRectF &rect, const QString &text, Qt::TextElideMode mode)
    {
        p.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                   QFontMetricsF(p.font()).elidedText(text, mode, rect.width()));
    }

    void paintSpan(int lane, const Span &span)
    {
        const QRectF whole = g.spanRect(lane, span, w.timeline);
        QRectF rect = visible(whole);
        if (rect.width() <= 0 || !rect.intersects(m_exposed)) {
            return;
        }
        if (rect.width() > 3) {
            rect.setRight(rect.right() - 1); // between one bar and the next
        }
        const SpanStyle style = styleOf(span.kind, t);
        paintBar(p, rect, style, corner);
        if (span.kind == SpanKind::Finished) {
            paintTick(p, rect.center(), 1, style.word);
        } else if (rect.width() >= leastText) {
            paintWords(rect, span, style);
        }
    }

    QString textOf(const Span &span) const
    {
        if (span.kind == SpanKind::Recovering && w.timeline.until && !span.to) {
            const auto left = std::chrono::ceil<std::chrono::seconds>(*w.timeline.until - w.timeline.to);
            return Tr::tr("%n second(s) left", nullptr, static_cast<int>(std::max<qint64>(0, left.count())));
        }
        return firstLine(span.text);
    }

    // The whole text, else the kind's word, else as much of the text as makes sense.
    QString fitting(const Span &span, double width) const
    {
        const QFontMetricsF metrics(barFont());
        const QString text = textOf(span);
        const QString word = timeline::spanWord(span.kind);
        for (const QString &whole : {text, word}) {
            if (metrics.horizontalAdvance(whole) <= width) {
                return whole;
            }
        }
        const QString shown = metrics.elidedText(text, Qt::ElideRight, width);
        return shown.size() > leastLetters ? shown : QString();
    }

    void paintWords(const QRectF &rect, const Span &span, const SpanStyle &style)
    {
        p.setFont(barFont());
        const QRectF room = rect.adjusted(inset, 0, -4, 0);
        const QString shown = fitting(span, room.width());
        if (shown.isEmpty()) {
            return;
        }
        if (style.isHatched) { // words are read on the plain ground
            const double width = QFontMetricsF(p.font()).horizontalAdvance(shown);
            p.fillRect(QRectF(rect.left() + 1, rect.top(), width + inset + 5, rect.height()), style.ground);
        }
        p.setPen(style.word);
        p.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    }

    void paintGhosts(int lane)
    {
        const Lane *twin = laneOf(*w.other, row(lane).info.service);
        for (const Span &span : twin ? twin->spans : std::vector<Span>()) {
            QRectF rect = g.ghostRect(lane, span.from, endOf(span, *w.other));
            if (span.kind == SpanKind::Finished) {
                rect.setWidth(g.capWidth);
            }
            rect = visible(rect);
            if (rect.width() <= 0) {
                continue;
            }
            const SpanStyle style = styleOf(span.kind, t);
            p.setBrush(Qt::NoBrush);
            p.setPen(QPen(style.isHatched ? mixed(style.ground, style.line, 0.6) : style.ground, 1,
                          style.isHatched ? Qt::DotLine : Qt::SolidLine));
            p.drawRoundedRect(rect.adjusted(0.5, 0.5, -1.5, -0.5), 2, 2);
        }
    }

    // The critical path: a line under what the time went to, from gate to gate.
    void paintPath(int lane)
    {
        for (const Phase &phase : w.timeline.phases) {
            if (phase.service != row(lane).info.service) {
                continue;
            }
            const QRectF bar = visible(g.barRect(lane, phase.from, phase.to));
            if (bar.width() > 0) {
                p.fillRect(QRectF(bar.left(), bar.bottom() + 1, bar.width(), g.pathHeight), t.accent);
            }
        }
    }

    void paintTime(int lane)
    {
        QString text;
        QColor color = t.muted;
        const timeline::LaneDelta *delta = deltaOf(lane);
        if (delta) {
            const bool worth = delta->ready && std::chrono::abs(*delta->ready) >= std::chrono::milliseconds(50);
            text = delta->ready ? timeline::deltaText(*delta->ready) : onlyHere(*delta);
            color = !worth ? t.muted : delta->ready->count() < 0 ? t.good : t.waiting;
        } else if (row(lane).readyAt) {
            text = timeline::durationText(*row(lane).readyAt - w.timeline.from);
        }
        p.setFont(smallFont());
        p.setPen(color);
        p.drawText(QRectF(m_plot.right() + 8, g.barTop(lane), g.right - 8, g.barHeight),
                   Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, text);
    }

    const timeline::LaneDelta *deltaOf(int lane) const
    {
        const auto index = static_cast<std::size_t>(lane);
        return w.comparison && index < w.comparison->lanes.size() ? &w.comparison->lanes[index] : nullptr;
    }

    static QString onlyHere(const timeline::LaneDelta &delta)
    {
        return delta.in == timeline::LaneDelta::In::OnlyThis ? Tr::tr("not in the other") : QString();
    }

    void paintMarks(int lane)
    {
        const std::vector<Mark> &marks = row(lane).marks;
        const Mark *drawn = nullptr;
        for (std::size_t index = 0; index < marks.size(); ++index) {
            const Mark &mark = marks[index];
            const QPointF at = g.markPoint(lane, mark.at);
            const bool hidden = (drawn && isHiddenBy(*drawn, mark))
                                || (index + 1 < marks.size() && isExplainedBy(mark, marks[index + 1]));
            if (isInPlot(at.x()) && !hidden) {
                paintMark(at, mark);
                drawn = &mark;
            }
        }
    }

    bool isNear(const Mark &one, const Mark &other) const
    {
        return std::abs(g.xOf(one.at) - g.xOf(other.at)) < g.markRadius * 1.5;
    }

    // An end and the problem that it is: one sign.
    bool isExplainedBy(const Mark &mark, const Mark &next) const
    {
        return mark.kind == Mark::Kind::Exit && next.kind == Mark::Kind::Problem && isNear(mark, next);
    }

    // A check that fails as the one before did, a few pixels on, adds nothing but ink.
    bool isHiddenBy(const Mark &before, const Mark &mark) const
    {
        const bool same = before.probe && mark.probe && before.probe->passed == mark.probe->passed;
        return same && isNear(before, mark);
    }

    void paintMark(QPointF at, const Mark &mark)
    {
        switch (mark.kind) {
        case Mark::Kind::Probe: m_stamp.paint(p, at, mark.probe && mark.probe->passed, t); return;
        case Mark::Kind::Exit:
            if (mark.exitCode == 0) {
                paintProbe(p, at, true, t);
                return;
            }
            p.setPen(QPen(t.problem, 1.8, Qt::SolidLine, Qt::RoundCap));
            p.drawLine(at + QPointF(-3, -3), at + QPointF(3, 3));
            p.drawLine(at + QPointF(3, -3), at + QPointF(-3, 3));
            return;
        case Mark::Kind::Problem:
            p.setPen(Qt::NoPen);
            p.setBrush(t.problem);
            p.drawPolygon(QPolygonF{at + QPointF(0, -4.5), at + QPointF(4.5, 3.5), at + QPointF(-4.5, 3.5)});
            return;
        case Mark::Kind::Note:
            p.setPen(Qt::NoPen);
            p.setBrush(t.muted);
            p.drawRect(QRectF(at.x() - 2, at.y() - 2, 4, 4));
            return;
        }
    }

    int laneIndex(const QString &service) const
    {
        const auto lane = std::ranges::find(w.timeline.lanes, service,
                                            [](const Lane &each) { return each.info.service; });
        return lane == w.timeline.lanes.end() ? -1 : static_cast<int>(lane - w.timeline.lanes.begin());
    }

    void paintArrows(bool critical)
    {
        for (const Arrow &arrow : w.timeline.arrows) {
            const int from = laneIndex(arrow.from);
            const int to = laneIndex(arrow.to);
            const double x = g.xOf(arrow.at);
            if (arrow.critical == critical && from >= 0 && to >= 0 && isInPlot(x)) {
                paintArrow(x, from, to, critical);
            }
        }
    }

    void paintArrow(double x, int from, int to, bool critical)
    {
        const bool down = to > from;
        const double start = g.barTop(from) + (down ? g.barHeight + 1 : 0);
        const double end = g.barTop(to) + (down ? -0.5 : g.barHeight + 0.5);
        const double head = down ? -4 : 4;
        const QColor color = critical ? t.accent : mixed(t.surface, t.accent, 0.55);
        const double wide = critical ? 2 : 1;
        const double above = std::max(std::min(start, end), m_exposed.top() - 1);
        const double below = std::min(std::max(start, end), m_exposed.bottom() + 1);
        if (below > above) { // a rectangle on whole pixels: sharp, and many times quicker than a line
            p.fillRect(QRectF(std::round(x - wide / 2), above, wide, below - above), color);
        }
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(color, critical ? 1.8 : 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.drawPolyline(QPolygonF{QPointF(x - 4, end + head), QPointF(x, end), QPointF(x + 4, end + head)});
    }

    void paintNow()
    {
        const double x = g.xOf(w.timeline.to);
        if (!w.timeline.running || !isInPlot(x)) {
            return;
        }
        p.setPen(QPen(t.accent, 1, Qt::DashLine));
        p.drawLine(QPointF(x, g.rulerHeight + 4), QPointF(x, g.height()));
    }

    void paintHover()
    {
        if (!w.hover || !isInPlot(*w.hover)) {
            return;
        }
        const double x = std::round(*w.hover) + 0.5;
        p.setPen(QPen(t.muted, 1));
        p.drawLine(QPointF(x, w.rulerTop + g.rulerHeight - 2), QPointF(x, g.height()));
        paintFlag(x, timeline::offsetText(g.timeAt(*w.hover) - w.timeline.from));
    }

    void paintFlag(double x, const QString &text)
    {
        p.setFont(barFont());
        const double width = QFontMetricsF(p.font()).horizontalAdvance(text) + 12;
        const double from = std::clamp(x - width / 2, 0.0, g.totalWidth() - width);
        const QRectF flag(from, w.rulerTop + 7, width, 18);
        p.setPen(Qt::NoPen);
        p.setBrush(t.text);
        p.drawRoundedRect(flag, 4, 4);
        p.setPen(t.surface);
        p.drawText(flag, Qt::AlignCenter, text);
    }

    void paintRing()
    {
        const auto ring = [this](const TimelineItem &item, double away, double width, const QColor &color) {
            const QRectF whole = g.rectOf(item, w.timeline);
            const QRectF rect = item.kind == TimelineItem::Kind::Lane ? whole : visible(whole);
            if (rect.isEmpty()) {
                return;
            }
            const double round = item.kind == TimelineItem::Kind::Mark ? g.markRadius + away : corner + away;
            p.setBrush(Qt::NoBrush);
            p.setPen(QPen(color, width));
            p.drawRoundedRect(rect.adjusted(-away, -away, away, away), round, round);
        };
        ring(w.selected, 2, 1.5, t.text);
        ring(w.focused, 3, 2, t.accent);
    }

    QPainter &p;
    const TimelinePicture &w;
    const TimelineGeometry &g;
    const Theme &t;
    QRectF m_exposed;
    QRectF m_plot;
    ProbeStamp m_stamp;
};

} // namespace

void paintTimeline(QPainter &painter, const TimelinePicture &picture, const QRectF &exposed)
{
    painter.save();
    Picture(painter, picture, exposed).paint();
    painter.restore();
}

void paintSwatch(QPainter &painter, const QRectF &rect, SpanKind kind, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const SpanStyle style = styleOf(kind, theme);
    paintBar(painter, rect, style, 2);
    if (kind == SpanKind::Finished) {
        paintTick(painter, rect.center(), 0.75, style.word);
    }
    painter.restore();
}

void paintProbe(QPainter &painter, QPointF at, bool passed, const Theme &theme)
{
    constexpr double radius = TimelineGeometry::markRadius;
    painter.setPen(passed ? QPen(Qt::NoPen) : QPen(theme.problem, 1.5));
    painter.setBrush(passed ? theme.good : theme.surface);
    const double r = passed ? radius : radius - 0.6;
    painter.drawEllipse(at, r, r);
}

double labelWidth(const timeline::Timeline &timeline, double available)
{
    const QFontMetricsF metrics(nameFont());
    double widest = 0;
    for (const Lane &lane : timeline.lanes) {
        widest = std::max(widest, metrics.horizontalAdvance(plainText(lane.info.service, 200)));
    }
    return std::clamp(widest + 34, 130.0, std::max(130.0, std::min(260.0, available / 4)));
}

double timesWidth(bool compared)
{
    return compared ? 104 : 60;
}

} // namespace bd::app
