#include "timeline/criticalpath.h"

#include <algorithm>

#include <QCoreApplication>

#include "timeline/words.h"

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(CriticalPath)
};

struct Stretch { // a service's part of the path
    const Lane *lane = nullptr;
    TimePoint from{};
    TimePoint to{};
};

bool isGate(const Lane &lane, const QString &service)
{
    return std::ranges::find(lane.info.gates, service, &compose::Gate::service) != lane.info.gates.end();
}

bool isWaiting(const Lane &lane)
{
    const Span *span = lastSpan(lane);
    return span && span->kind == SpanKind::Waiting && !span->to;
}

bool isWorking(const Lane &lane)
{
    const Span *span = lastSpan(lane);
    return span && !span->to && span->kind != SpanKind::Waiting && span->kind != SpanKind::Ready;
}

// Which of the services that it waits for is not ready yet.
const Lane *shutGateOf(const Timeline &timeline, const Lane &lane)
{
    for (const compose::Gate &gate : lane.info.gates) {
        const Lane *other = laneOf(timeline, gate.service);
        if (other && !other->readyAt)
            return other;
    }
    return nullptr;
}

const Lane *waitedFor(const Timeline &timeline)
{
    const auto waiting = std::ranges::find_if(timeline.lanes, isWaiting);
    const Lane *lane = waiting == timeline.lanes.end() ? nullptr : &*waiting;
    for (std::size_t steps = 0; lane && isWaiting(*lane) && steps < timeline.lanes.size(); ++steps)
        lane = shutGateOf(timeline, *lane);
    return lane && !isWaiting(*lane) ? lane : nullptr;
}

const Lane *lastOfPath(const Timeline &timeline)
{
    if (timeline.running || timeline.brokenOff) {
        if (const Lane *lane = waitedFor(timeline))
            return lane;
    }
    const auto last = std::ranges::max_element(timeline.lanes, {}, &Lane::readyAt);
    if (last != timeline.lanes.end() && last->readyAt)
        return &*last;
    const auto working = std::ranges::find_if(timeline.lanes, isWorking);
    return working == timeline.lanes.end() ? nullptr : &*working;
}

// The gate into the lane that opened last, at or before `limit`.
Arrow *lastArrowInto(Timeline &timeline, const Lane &lane, TimePoint limit)
{
    Arrow *found = nullptr;
    for (Arrow &arrow : timeline.arrows) {
        const bool leads = arrow.to == lane.info.service && arrow.at <= limit && isGate(lane, arrow.from);
        if (leads && (!found || arrow.at > found->at))
            found = &arrow;
    }
    return found;
}

std::optional<TimePoint> firstWork(const Lane &lane)
{
    const auto span = std::ranges::find_if(lane.spans, [](const Span &each) {
        return each.kind != SpanKind::Creating && each.kind != SpanKind::Waiting;
    });
    return span == lane.spans.end() ? lane.readyAt : std::optional(span->from);
}

std::vector<Stretch> trace(Timeline &timeline, const Lane *last)
{
    std::vector<Stretch> path;
    TimePoint limit = last->readyAt.value_or(timeline.to);
    for (const Lane *lane = last; lane && path.size() < timeline.lanes.size();) {
        Arrow *arrow = lastArrowInto(timeline, *lane, limit);
        const Lane *before = arrow ? laneOf(timeline, arrow->from) : nullptr;
        const bool goesOn = before && std::ranges::find(path, before, &Stretch::lane) == path.end() && before != lane;
        const TimePoint from = goesOn ? arrow->at : std::min(firstWork(*lane).value_or(timeline.from), limit);
        path.push_back({lane, from, limit});
        limit = from;
        if (!goesOn)
            break;
        arrow->critical = true;
        lane = before;
    }
    std::ranges::reverse(path);
    return path;
}

void append(std::vector<Phase> &phases, const QString &service, const QString &text, TimePoint to, TimePoint begin,
            bool recovers = false)
{
    const TimePoint from = phases.empty() ? begin : phases.back().to;
    if (to <= from)
        return;
    if (!phases.empty() && phases.back().service == service && phases.back().text == text)
        phases.back().to = to;
    else
        phases.push_back({service, text, from, to, recovers});
}

void appendSteps(std::vector<Phase> &phases, const std::vector<Step> &steps, TimePoint from, TimePoint to)
{
    QString text = steps.empty() ? Tr::tr("preparing") : steps.front().text;
    for (const Step &step : steps) {
        append(phases, {}, text, std::min(step.at, to), from);
        text = step.text;
    }
    append(phases, {}, text, to, from);
}

QString phaseText(const Lane &lane, SpanKind kind)
{
    const bool works = kind == SpanKind::Starting && lane.info.role == compose::Role::Init;
    return Tr::tr("%1: %2", "service: what it does").arg(lane.info.service, works ? Tr::tr("at work") : spanWord(kind));
}

// Moments between two spans (the engine is told, a gate opens) count to what comes next.
void appendStretch(std::vector<Phase> &phases, const Timeline &timeline, const Stretch &stretch)
{
    SpanKind last = SpanKind::Starting;
    for (const Span &span : stretch.lane->spans) {
        const TimePoint to = std::min(endOf(span, timeline), stretch.to);
        const bool inside = span.from < stretch.to && to > stretch.from;
        if (!inside || span.kind == SpanKind::Ready || span.kind == SpanKind::Finished)
            continue;
        last = span.kind;
        append(phases, stretch.lane->info.service, phaseText(*stretch.lane, last), to, timeline.from,
               last == SpanKind::Recovering);
    }
    append(phases, stretch.lane->info.service, phaseText(*stretch.lane, last), stretch.to, timeline.from);
}

} // namespace

void traceCriticalPath(Timeline &timeline, const std::vector<Step> &steps)
{
    const Lane *last = timeline.kind == RunKind::Stop ? nullptr : lastOfPath(timeline);
    if (!last) {
        appendSteps(timeline.phases, steps, timeline.from, timeline.to);
        return;
    }
    const std::vector<Stretch> path = trace(timeline, last);
    timeline.readyAt = last->readyAt;
    appendSteps(timeline.phases, steps, timeline.from, path.front().from);
    for (const Stretch &stretch : path) {
        timeline.criticalPath += stretch.lane->info.service;
        appendStretch(timeline.phases, timeline, stretch);
    }
}

} // namespace bd::timeline
