#include <algorithm>

#include <QHash>

#include "timeline/criticalpath.h"
#include "timeline/lanefold.h"
#include "timeline/words.h"

namespace bd::timeline {

namespace {

using EventList = std::vector<const Event *>;

// By time, and each event once however often it was told.
EventList inOrder(const Run &run)
{
    EventList events;
    events.reserve(run.events.size());
    for (const Event &event : run.events)
        events.push_back(&event);
    std::ranges::stable_sort(events, {}, [](const Event *event) { return event->at; });
    EventList once;
    once.reserve(events.size());
    for (const Event *event : events) {
        bool told = false;
        for (auto other = once.rbegin(); other != once.rend() && (*other)->at == event->at && !told; ++other)
            told = **other == *event;
        if (!told)
            once.push_back(event);
    }
    return once;
}

std::optional<TimePoint> endOfRun(const Run &run, const EventList &events)
{
    if (run.finishedAt)
        return run.finishedAt;
    const auto finished = std::ranges::find(events, EventKind::RunFinished, &Event::kind);
    return finished == events.end() ? std::nullopt : std::optional((*finished)->at);
}

std::optional<Outcome> outcomeOf(const Run &run, const EventList &events)
{
    if (run.outcome)
        return run.outcome;
    const auto finished = std::ranges::find(events, EventKind::RunFinished, &Event::kind);
    return finished == events.end() ? std::nullopt : (*finished)->outcome;
}

// Everything that runs once and is done: init services, what others want finished, and what has no role in the stack.
bool isOneShot(const LaneInfo &lane, const std::vector<LaneInfo> &all)
{
    if (lane.role == compose::Role::Init || lane.role == compose::Role::Other)
        return true;
    return std::ranges::any_of(all, [&](const LaneInfo &other) {
        return std::ranges::any_of(other.gates, [&](const compose::Gate &gate) {
            return gate.service == lane.service && gate.condition == compose::Condition::CompletedSuccessfully;
        });
    });
}

// The run's own lanes, and one for each service that only events name.
std::vector<LaneInfo> lanesOf(const Run &run, const EventList &events)
{
    std::vector<LaneInfo> lanes;
    QHash<QString, bool> known;
    const auto add = [&](const LaneInfo &lane) {
        if (!lane.service.isEmpty() && !known.contains(lane.service)) {
            known.insert(lane.service, true);
            lanes.push_back(lane);
        }
    };
    std::ranges::for_each(run.lanes, add);
    for (const Event *event : events)
        add({event->service, compose::Role::Other, {}});
    return lanes;
}

class Fold
{
public:
    Fold(const Run &run, const EventList &events) : m_events(events)
    {
        m_timeline.kind = run.kind;
        const bool dated = run.startedAt != TimePoint{};
        m_timeline.from = dated || events.empty() ? run.startedAt : events.front()->at;
        const std::vector<LaneInfo> lanes = lanesOf(run, events);
        for (const LaneInfo &lane : lanes) {
            m_byName.insert(lane.service, m_lanes.size());
            m_lanes.emplace_back(lane, isOneShot(lane, lanes));
        }
    }

    enum class End { Running, Over, BrokenOff };

    Timeline make(TimePoint to, End end)
    {
        const bool isOver = end == End::Over;
        m_timeline.running = end == End::Running;
        m_timeline.brokenOff = end == End::BrokenOff;
        m_timeline.to = std::max(m_timeline.from, to);
        for (const Event *event : m_events)
            take(*event, std::max(event->at, m_timeline.from));
        for (LaneFold &lane : m_lanes) {
            if (const auto until = lane.until(); until && m_timeline.running)
                m_timeline.until = std::max(until, m_timeline.until);
            m_timeline.lanes.push_back(lane.finish(isOver ? std::optional(m_timeline.to) : std::nullopt));
        }
        traceCriticalPath(m_timeline, m_steps);
        return std::move(m_timeline);
    }

private:
    void take(const Event &event, TimePoint at)
    {
        const auto lane = m_byName.constFind(event.service);
        if (lane == m_byName.constEnd()) {
            takeWhole(event, at);
            return;
        }
        if (event.kind == EventKind::GateOpen)
            addArrow(event, at);
        m_lanes[*lane].take(event, at);
    }

    void addArrow(const Event &event, TimePoint at)
    {
        const Arrow arrow{event.on, event.service, at, false};
        const bool drawable = m_byName.contains(event.on) && event.on != event.service;
        if (drawable && std::ranges::find(m_timeline.arrows, arrow) == m_timeline.arrows.end())
            m_timeline.arrows.push_back(arrow);
    }

    void takeWhole(const Event &event, TimePoint at)
    {
        const QString text = event.error ? event.error->message : event.text;
        if (event.kind == EventKind::Step) {
            m_steps.push_back({at, event.text});
            m_timeline.step = event.text;
        } else if (event.kind == EventKind::Problem) {
            m_timeline.marks.push_back({Mark::Kind::Problem, at, text, {}, {}});
        } else if (event.kind == EventKind::Note) {
            m_timeline.marks.push_back({Mark::Kind::Note, at, text, {}, {}});
        } else if (event.kind == EventKind::Probe && event.probe) {
            m_timeline.marks.push_back({Mark::Kind::Probe, at, event.probe->summary, event.probe, {}});
        }
    }

    const EventList &m_events;
    Timeline m_timeline;
    std::vector<LaneFold> m_lanes;
    QHash<QString, std::size_t> m_byName;
    std::vector<Step> m_steps;
};

TimePoint lastMoment(const EventList &events)
{
    return events.empty() ? TimePoint{} : events.back()->at;
}

} // namespace

Timeline fold(const Run &run, TimePoint now)
{
    const EventList events = inOrder(run);
    const auto end = endOfRun(run, events);
    const TimePoint to = std::max(end.value_or(now), lastMoment(events));
    Timeline timeline = Fold(run, events).make(to, end ? Fold::End::Over : Fold::End::Running);
    timeline.outcome = outcomeOf(run, events);
    return timeline;
}

Timeline foldBrokenOff(const Run &run)
{
    const EventList events = inOrder(run);
    if (endOfRun(run, events))
        return fold(run, lastMoment(events));
    return Fold(run, events).make(lastMoment(events), Fold::End::BrokenOff);
}

TimePoint endOf(const Span &span, const Timeline &timeline)
{
    return std::max(span.to.value_or(timeline.to), span.from);
}

const Lane *laneOf(const Timeline &timeline, QStringView service)
{
    const auto lane = std::ranges::find_if(timeline.lanes,
                                           [&](const Lane &each) { return each.info.service == service; });
    return lane == timeline.lanes.end() ? nullptr : &*lane;
}

const Span *lastSpan(const Lane &lane)
{
    return lane.spans.empty() ? nullptr : &lane.spans.back();
}

} // namespace bd::timeline
