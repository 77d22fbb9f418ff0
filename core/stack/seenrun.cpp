#include "stack/seenrun.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::stack {

using timeline::Event;
using timeline::EventKind;
using timeline::Outcome;
using timeline::Run;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(SeenRun)
};

constexpr std::chrono::seconds settleTime{1};
constexpr std::chrono::minutes longest{10};

Event eventOf(const ServiceStatus &service, EventKind kind, TimePoint at)
{
    Event event;
    event.at = at;
    event.service = service.service;
    event.kind = kind;
    event.text = service.now;
    return event;
}

bool hasProcess(ServiceState state)
{
    return state == ServiceState::Starting || state == ServiceState::Healthy || state == ServiceState::Running
           || state == ServiceState::Unhealthy || state == ServiceState::Paused;
}

bool isOver(ServiceState state)
{
    return state == ServiceState::Finished || state == ServiceState::Exited || state == ServiceState::Stopped;
}

bool beganAnew(const ServiceStatus &before, const ServiceStatus &after)
{
    return hasProcess(after.state) && after.since
           && (!hasProcess(before.state) || before.since != after.since || before.containerId != after.containerId);
}

void appendBetween(std::vector<Event> &events, const ServiceStatus &before, const ServiceStatus &after, TimePoint now)
{
    if (before.state == ServiceState::Missing && after.state != ServiceState::Missing)
        events.push_back(eventOf(after, EventKind::Created, after.since.value_or(now)));
    if (!after.waitsFor.isEmpty() && before.waitsFor != after.waitsFor) {
        Event waiting = eventOf(after, EventKind::Waiting, now);
        waiting.on = after.waitsFor;
        events.push_back(waiting);
    }
    if (beganAnew(before, after)) {
        if (!before.waitsFor.isEmpty()) {
            Event open = eventOf(after, EventKind::GateOpen, *after.since);
            open.on = before.waitsFor;
            events.push_back(open);
        }
        events.push_back(eventOf(after, EventKind::Started, *after.since));
    }
    const bool staysUp = isUp(before.state) && isUp(after.state) && !beganAnew(before, after);
    if (after.lastProbe && before.lastProbe != after.lastProbe && !staysUp) {
        Event probe = eventOf(after, EventKind::Probe, after.lastProbe->startedAt + after.lastProbe->duration);
        probe.text = after.lastProbe->summary;
        probe.probe = after.lastProbe;
        events.push_back(probe);
    }
    if (isUp(after.state) && (!isUp(before.state) || beganAnew(before, after)))
        events.push_back(eventOf(after, EventKind::Ready, now));
    if (after.state == ServiceState::Unhealthy && before.state != after.state)
        events.push_back(eventOf(after, EventKind::Unhealthy, now));
    if (after.state == ServiceState::Restarting && before.state != after.state)
        events.push_back(eventOf(after, EventKind::Restarting, now));
    if (isOver(after.state) && (before.state != after.state || before.since != after.since)) {
        Event ended = eventOf(after, after.state == ServiceState::Stopped ? EventKind::Stopped : EventKind::Exited,
                              after.since.value_or(now));
        ended.exitCode = after.exitCode;
        ended.oomKilled = after.oomKilled;
        events.push_back(ended);
    }
}

bool isSettled(const StackState &state)
{
    return std::ranges::none_of(state.services, [](const ServiceStatus &service) {
        return service.state == ServiceState::Starting || service.state == ServiceState::Restarting
               || !service.waitsFor.isEmpty();
    });
}

bool hasTrouble(const StackState &state)
{
    return std::ranges::any_of(state.services, [](const ServiceStatus &s) { return isTrouble(s.state); });
}

// What is in trouble goes on being probed: that alone is no movement.
bool moves(const std::vector<Event> &events)
{
    return std::ranges::any_of(events, [](const Event &event) { return event.kind != EventKind::Probe; });
}

// Somebody starts something: not the engine's restart policy, nor the last of ours that is seen only now.
bool somebodyStarts(const StackState &before, const StackState &after, TimePoint oursUntil)
{
    return std::ranges::any_of(after.services, [&](const ServiceStatus &now) {
        const ServiceStatus *known = before.service(now.service);
        const ServiceStatus was = known ? *known : ServiceStatus{};
        const bool byPolicy = was.containerId == now.containerId && now.restarts > was.restarts;
        return beganAnew(was, now) && !byPolicy && *now.since > oursUntil + settleTime;
    });
}

} // namespace

std::vector<timeline::LaneInfo> lanesOf(const compose::Project &project)
{
    std::vector<timeline::LaneInfo> lanes;
    for (const compose::Service &service : project.services)
        lanes.push_back({service.name, service.role, service.gates});
    return lanes;
}

std::vector<Event> eventsBetween(const StackState &before, const StackState &after)
{
    std::vector<Event> events;
    for (const ServiceStatus &service : after.services) {
        const ServiceStatus *was = before.service(service.service);
        appendBetween(events, was ? *was : ServiceStatus{}, service, after.asOf);
    }
    std::ranges::stable_sort(events, {}, &Event::at);
    return events;
}

std::optional<Run> SeenRun::observe(const StackState &before, const StackState &after, bool oursActs,
                                    const compose::Project &project)
{
    if (oursActs) {
        m_oursUntil = after.asOf;
        return m_run ? finish(after.asOf, hasTrouble(after)) : std::nullopt;
    }
    std::vector<Event> events = eventsBetween(before, after);
    if (!m_run) {
        if (!somebodyStarts(before, after, m_oursUntil))
            return {};
        m_run = Run{};
        m_run->project = project.name;
        m_run->context = after.context.name;
        m_run->kind = timeline::RunKind::Seen;
        m_run->origin = QStringLiteral("elsewhere");
        m_run->startedAt = events.front().at;
        m_run->lanes = lanesOf(project);
        Event begin;
        begin.at = m_run->startedAt;
        begin.kind = EventKind::RunStarted;
        begin.text = Tr::tr("Start of %1, made outside Brokerdeck").arg(project.name);
        m_run->events.push_back(begin);
    }
    const bool staysSettled = m_settledAt && !moves(events) && isSettled(after);
    if (staysSettled)
        events.clear(); // probes of what has come to rest belong to no start
    m_run->events.insert(m_run->events.end(), events.begin(), events.end());
    if (moves(events) || !isSettled(after))
        m_settledAt.reset();
    else if (!m_settledAt)
        m_settledAt = after.asOf;
    const bool calm = m_settledAt && after.asOf - *m_settledAt >= settleTime;
    if (calm || after.asOf - m_run->startedAt >= longest)
        return finish(m_settledAt.value_or(after.asOf), hasTrouble(after));
    return events.empty() ? std::nullopt : m_run;
}

std::optional<Run> SeenRun::finish(TimePoint now, bool trouble)
{
    Event end;
    end.at = std::max(now, m_run->events.back().at);
    end.kind = EventKind::RunFinished;
    end.outcome = trouble ? Outcome::Failed : Outcome::Done;
    m_run->events.push_back(end);
    m_run->finishedAt = end.at;
    // What nothing was done with is no part of this start: a start of one service is none of the stack.
    std::erase_if(m_run->lanes, [this](const timeline::LaneInfo &lane) {
        return std::ranges::find(m_run->events, lane.service, &Event::service) == m_run->events.end();
    });
    m_run->outcome = end.outcome;
    std::optional<Run> run = std::move(m_run);
    m_run.reset();
    m_settledAt.reset();
    return run;
}

} // namespace bd::stack
