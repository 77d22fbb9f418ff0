#include "timeline/timelinegeometry.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace bd::app {

using timeline::Span;
using timeline::SpanKind;
using timeline::Timeline;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineGeometry)
};

constexpr double hitRadius = 8;
constexpr double leastBar = 2; // a span that is shorter than a pixel is still seen

double asDouble(Micros duration)
{
    return static_cast<double>(duration.count());
}

Micros micros(double count)
{
    return Micros(std::llround(count));
}

// 1, 2 or 5 times a power of ten under a minute; 1-2-5-10-… minutes and hours above.
double niceStep(double least)
{
    constexpr double minute = 60e6;
    const double unit = least > 30e6 ? minute : 1;
    const double power = std::pow(10, std::floor(std::log10(least / unit)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        const double step = factor * power * unit;
        if (step >= least * 0.999 && (unit > 1 || step <= 30e6)) {
            return std::max(step, unit);
        }
    }
    return minute;
}

QString tickText(Micros at, double step)
{
    if (at.count() == 0) {
        return Tr::tr("0 s");
    }
    if (step >= 60e6) {
        return Tr::tr("%1 min").arg(at.count() / 60'000'000);
    }
    const int decimals = step >= 1e6 ? 0 : static_cast<int>(std::ceil(-std::log10(step / 1e6) - 1e-9));
    return Tr::tr("%1 s").arg(QLocale().toString(asDouble(at) / 1e6, 'f', decimals));
}

} // namespace

Micros TimelineGeometry::wholeOf(const Timeline &timeline)
{
    constexpr Micros least{100'000};
    const Micros length = std::max<Micros>(timeline.to - timeline.from, least);
    if (!timeline.running) {
        return micros(asDouble(length) * 1.03);
    }
    // In steps, so that the scale of a live picture stands still for a while.
    double grown = 2e6;
    while (grown < asDouble(length) * 1.05) {
        grown *= 1.25;
    }
    return micros(grown);
}

double TimelineGeometry::xOf(TimePoint at) const
{
    return left + asDouble(at - begin - offset) / asDouble(length) * width;
}

TimePoint TimelineGeometry::timeAt(double x) const
{
    return begin + offset + micros((x - left) / width * asDouble(length));
}

QRectF TimelineGeometry::plot() const
{
    return QRectF(left, rulerHeight, width, height() - rulerHeight);
}

QRectF TimelineGeometry::laneRect(int lane) const
{
    return QRectF(0, barTop(lane) - 6, totalWidth(), laneHeight());
}

QRectF TimelineGeometry::barRect(int lane, TimePoint from, TimePoint to) const
{
    const double x = xOf(from);
    return QRectF(x, barTop(lane), std::max(xOf(to) - x, leastBar), barHeight);
}

QRectF TimelineGeometry::spanRect(int lane, const Span &span, const Timeline &timeline) const
{
    QRectF rect = barRect(lane, span.from, endOf(span, timeline));
    if (span.kind == SpanKind::Finished) {
        rect.setWidth(std::max<double>(rect.width(), capWidth));
    }
    return rect;
}

QRectF TimelineGeometry::ghostRect(int lane, TimePoint from, TimePoint to) const
{
    QRectF rect = barRect(lane, from, to);
    rect.moveTop(rect.bottom() + 4);
    rect.setHeight(ghostHeight);
    return rect;
}

QPointF TimelineGeometry::markPoint(int lane, TimePoint at) const
{
    return QPointF(xOf(at), barTop(lane) + barHeight + 8 + (compared ? ghostHeight + 4 : 0));
}

int TimelineGeometry::laneAt(double y) const
{
    const int lane = static_cast<int>(std::floor((y - (top - 6)) / laneHeight()));
    return lane >= 0 && lane < lanes ? lane : -1;
}

TimelineItem TimelineGeometry::itemAt(QPointF at, const Timeline &timeline) const
{
    const int lane = laneAt(at.y());
    if (lane < 0 || static_cast<std::size_t>(lane) >= timeline.lanes.size()) {
        return {};
    }
    const timeline::Lane &row = timeline.lanes[static_cast<std::size_t>(lane)];
    TimelineItem found{at.x() < left ? TimelineItem::Kind::Lane : TimelineItem::Kind::None, lane, -1};
    double nearest = hitRadius;
    for (std::size_t index = 0; index < row.marks.size() && at.x() >= left - hitRadius; ++index) {
        const QPointF away = markPoint(lane, row.marks[index].at) - at;
        if (const double distance = std::hypot(away.x(), away.y()); distance < nearest) {
            nearest = distance;
            found = {TimelineItem::Kind::Mark, lane, static_cast<int>(index)};
        }
    }
    // A later span lies over an earlier one's last pixels.
    for (std::size_t index = row.spans.size(); index-- > 0 && found.kind == TimelineItem::Kind::None;) {
        if (spanRect(lane, row.spans[index], timeline).contains(at)) {
            found = {TimelineItem::Kind::Span, lane, static_cast<int>(index)};
        }
    }
    return found.kind == TimelineItem::Kind::None ? TimelineItem{} : found;
}

QRectF TimelineGeometry::rectOf(const TimelineItem &item, const Timeline &timeline) const
{
    if (item.isNone() || item.lane < 0 || static_cast<std::size_t>(item.lane) >= timeline.lanes.size()) {
        return {};
    }
    const timeline::Lane &row = timeline.lanes[static_cast<std::size_t>(item.lane)];
    const auto index = static_cast<std::size_t>(item.index);
    if (item.kind == TimelineItem::Kind::Lane) {
        return QRectF(names, barTop(item.lane), left - names - 10, barHeight);
    }
    if (item.kind == TimelineItem::Kind::Span && index < row.spans.size()) {
        return spanRect(item.lane, row.spans[index], timeline);
    }
    if (item.kind == TimelineItem::Kind::Mark && index < row.marks.size()) {
        const QPointF point = markPoint(item.lane, row.marks[index].at);
        return QRectF(point.x() - markRadius, point.y() - markRadius, 2 * markRadius, 2 * markRadius);
    }
    return {};
}

std::vector<Tick> TimelineGeometry::ticks(double least) const
{
    const double step = niceStep(std::max(1.0, asDouble(length) / width * least));
    std::vector<Tick> result;
    const auto last = std::llround(std::floor(asDouble(offset + length) / step));
    for (auto count = std::llround(std::ceil(asDouble(offset) / step)); count <= last; ++count) {
        const double at = static_cast<double>(count) * step;
        result.push_back({xOf(begin + micros(at)), micros(at), tickText(micros(at), step)});
    }
    return result;
}

TimelineGeometry TimelineGeometry::zoomed(double factor, double x) const
{
    TimelineGeometry next = *this;
    const double share = std::clamp((x - left) / width, 0.0, 1.0);
    const double wanted = asDouble(length) / std::max(factor, 1e-6);
    next.length = std::clamp(micros(std::min(wanted, asDouble(whole))), std::min(shortest, whole), whole);
    return next.withOffset(offset + micros(share * asDouble(length)) - micros(share * asDouble(next.length)));
}

TimelineGeometry TimelineGeometry::panned(double pixels) const
{
    return withOffset(offset + micros(pixels / width * asDouble(length)));
}

TimelineGeometry TimelineGeometry::fitted() const
{
    TimelineGeometry next = *this;
    next.length = whole;
    return next.withOffset(Micros(0));
}

TimelineGeometry TimelineGeometry::showing(TimePoint from, TimePoint to) const
{
    const Micros first = from - begin;
    const Micros last = std::min<Micros>(to - begin, first + length);
    if (first < offset) {
        return withOffset(first);
    }
    return last > offset + length ? withOffset(last - length) : *this;
}

TimelineGeometry TimelineGeometry::withOffset(Micros newOffset) const
{
    TimelineGeometry next = *this;
    next.offset = std::clamp(newOffset, Micros(0), std::max(Micros(0), whole - length));
    return next;
}

} // namespace bd::app
