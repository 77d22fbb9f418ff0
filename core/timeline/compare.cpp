#include "timeline/compare.h"

#include <algorithm>
#include <iterator>

#include <QCoreApplication>

#include "timeline/words.h"

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineCompare)
};

constexpr Micros sameWithin{50'000}; // what «0.0 s» would stand for

std::optional<Micros> sinceBegin(const std::optional<TimePoint> &at, const Timeline &timeline)
{
    return at ? std::optional<Micros>(*at - timeline.from) : std::nullopt;
}

std::optional<Micros> difference(std::optional<Micros> here, std::optional<Micros> other)
{
    return here && other ? std::optional(*here - *other) : std::nullopt;
}

std::optional<TimePoint> workBegan(const Lane &lane)
{
    const auto span = std::ranges::find(lane.spans, SpanKind::Starting, &Span::kind);
    return span == lane.spans.end() ? std::nullopt : std::optional(span->from);
}

bool isWorthSaying(const LaneDelta &delta)
{
    return delta.ready && std::chrono::abs(*delta.ready) >= sameWithin;
}

} // namespace

Comparison compare(const Timeline &here, const Timeline &other)
{
    Comparison result;
    for (const Lane &lane : here.lanes) {
        LaneDelta delta{lane.info.service, LaneDelta::In::OnlyThis, {}, {}};
        if (const Lane *twin = laneOf(other, lane.info.service)) {
            delta.in = LaneDelta::In::Both;
            delta.workBegan = difference(sinceBegin(workBegan(lane), here), sinceBegin(workBegan(*twin), other));
            delta.ready = difference(sinceBegin(lane.readyAt, here), sinceBegin(twin->readyAt, other));
        }
        result.lanes.push_back(delta);
    }
    for (const Lane &lane : other.lanes) {
        if (!laneOf(here, lane.info.service))
            result.lanes.push_back({lane.info.service, LaneDelta::In::OnlyOther, {}, {}});
    }
    result.ready = difference(sinceBegin(here.readyAt, here), sinceBegin(other.readyAt, other));
    return result;
}

Timeline movedTo(Timeline timeline, TimePoint from)
{
    const auto by = from - timeline.from;
    const auto move = [by](std::optional<TimePoint> &at) {
        if (at)
            *at += by;
    };
    timeline.from += by;
    timeline.to += by;
    move(timeline.until);
    move(timeline.readyAt);
    for (Lane &lane : timeline.lanes) {
        move(lane.readyAt);
        for (Span &span : lane.spans) {
            span.from += by;
            move(span.to);
        }
        for (Mark &mark : lane.marks)
            mark.at += by;
    }
    for (Mark &mark : timeline.marks)
        mark.at += by;
    for (Arrow &arrow : timeline.arrows)
        arrow.at += by;
    for (Phase &phase : timeline.phases) {
        phase.from += by;
        phase.to += by;
    }
    return timeline;
}

QString deltaText(Micros delta)
{
    if (std::chrono::abs(delta) < sameWithin)
        return Tr::tr("the same");
    return delta.count() < 0 ? Tr::tr("%1 sooner").arg(secondsText(delta)) : Tr::tr("%1 later").arg(secondsText(delta));
}

QString comparisonText(const Comparison &comparison)
{
    std::vector<LaneDelta> told;
    std::ranges::copy_if(comparison.lanes, std::back_inserter(told), isWorthSaying);
    std::ranges::stable_sort(told, std::greater(),
                             [](const LaneDelta &delta) { return std::chrono::abs(*delta.ready); });
    QStringList parts;
    for (std::size_t at = 0; at < std::min<std::size_t>(told.size(), 3); ++at)
        parts += Tr::tr("%1 %2", "service, sooner or later").arg(told[at].service, deltaText(*told[at].ready));
    const QString list = parts.join(QStringLiteral(", "));
    if (!comparison.ready)
        return list;
    const QString whole = deltaText(*comparison.ready);
    return list.isEmpty() ? whole : Tr::tr("%1 (%2)", "in all, service by service").arg(whole, list);
}

} // namespace bd::timeline
