#include "timeline/lanefold.h"

#include <algorithm>

#include "timeline/words.h"

namespace bd::timeline {

namespace {

QString orWord(const QString &text, SpanKind kind)
{
    return text.isEmpty() ? spanWord(kind) : text;
}

bool staysAfterTheRun(SpanKind kind)
{
    return kind == SpanKind::Ready || kind == SpanKind::Failed || kind == SpanKind::Restarting;
}

} // namespace

LaneFold::LaneFold(LaneInfo info, bool oneShot) : m_oneShot(oneShot)
{
    m_lane.info = std::move(info);
}

void LaneFold::take(const Event &event, TimePoint at)
{
    switch (event.kind) {
    case EventKind::Pulling:
    case EventKind::Creating: open(SpanKind::Creating, at, orWord(event.text, SpanKind::Creating)); break;
    case EventKind::Created:
        if (isOpen(SpanKind::Creating))
            close(at);
        break;
    case EventKind::Waiting: takeWaiting(event, at); break;
    case EventKind::GateOpen: takeGateOpen(event, at); break;
    case EventKind::Starting:
    case EventKind::Started: takeStarted(event, at); break;
    case EventKind::Probe:
        if (event.probe)
            mark(Mark::Kind::Probe, at, event, event.probe->summary);
        break;
    case EventKind::Ready:
        m_shut.clear();
        open(SpanKind::Ready, at, orWord(event.text, SpanKind::Ready));
        m_lane.readyAt = m_lane.readyAt.value_or(at);
        break;
    case EventKind::Unhealthy: open(SpanKind::Failed, at, orWord(event.text, SpanKind::Failed)); break;
    case EventKind::Exited: takeExited(event, at); break;
    case EventKind::Restarting: takeRestarting(event, at); break;
    case EventKind::Stopping: open(SpanKind::Stopping, at, orWord(event.text, SpanKind::Stopping)); break;
    case EventKind::Stopped:
        m_stopped = true;
        close(at);
        break;
    case EventKind::Recovering:
        m_until = event.until;
        open(SpanKind::Recovering, at, orWord(event.text, SpanKind::Recovering));
        break;
    case EventKind::Note: mark(Mark::Kind::Note, at, event, event.text); break;
    case EventKind::Problem: takeProblem(event, at); break;
    case EventKind::RunStarted:
    case EventKind::Step:
    case EventKind::RunFinished: break;
    }
}

void LaneFold::takeWaiting(const Event &event, TimePoint at)
{
    const QString text = event.on.isEmpty() && !event.text.isEmpty() ? event.text : gateText(event.on, event.condition);
    if (std::ranges::find(m_shut, event.on, &Shut::on) == m_shut.end())
        m_shut.push_back({event.on, text});
    if (!isOpen(SpanKind::Waiting))
        open(SpanKind::Waiting, at, m_shut.front().text);
}

void LaneFold::takeGateOpen(const Event &event, TimePoint at)
{
    std::erase_if(m_shut, [&](const Shut &shut) { return shut.on == event.on; });
    if (!isOpen(SpanKind::Waiting))
        return;
    if (m_shut.empty())
        close(at);
    else
        open(SpanKind::Waiting, at, m_shut.front().text);
}

void LaneFold::takeStarted(const Event &event, TimePoint at)
{
    const bool engineSays = event.kind == EventKind::Started;
    const bool late = engineSays && m_awaitsStarted && isOpen(SpanKind::Ready);
    m_awaitsStarted = !engineSays;
    if (late)
        return;
    m_shut.clear();
    m_stopped = false;
    if (engineSays && isOpen(SpanKind::Failed) && m_lane.spans.back().from < at) {
        m_lane.spans.back().kind = SpanKind::Restarting;
        m_restartCounted = true;
        ++m_lane.restarts;
    }
    open(SpanKind::Starting, at, orWord(event.text, SpanKind::Starting));
}

void LaneFold::takeExited(const Event &event, TimePoint at)
{
    const QString text = exitText(event.exitCode, event.oomKilled);
    mark(Mark::Kind::Exit, at, event, text);
    m_awaitsStarted = false;
    if (m_stopped || isOpen(SpanKind::Stopping) || isOpen(SpanKind::Recovering))
        return;
    if (!m_oneShot || event.exitCode != 0) {
        open(SpanKind::Failed, at, text);
        return;
    }
    close(at);
    m_lane.spans.push_back({SpanKind::Finished, at, at, text});
    m_lane.readyAt = m_lane.readyAt.value_or(at);
}

void LaneFold::takeRestarting(const Event &event, TimePoint at)
{
    const bool runsAgain = m_restartCounted && (isOpen(SpanKind::Starting) || isOpen(SpanKind::Ready));
    m_restartCounted = false;
    if (runsAgain || isOpen(SpanKind::Restarting))
        return;
    ++m_lane.restarts;
    open(SpanKind::Restarting, at, orWord(event.text, SpanKind::Restarting));
}

void LaneFold::takeProblem(const Event &event, TimePoint at)
{
    const QString text = event.error ? event.error->message : event.text;
    mark(Mark::Kind::Problem, at, event, text);
    const Span *last = lastSpan(m_lane);
    const bool over = last && last->kind == SpanKind::Finished;
    if (!over && !isOpen(SpanKind::Ready) && !isOpen(SpanKind::Failed))
        open(SpanKind::Failed, at, orWord(text, SpanKind::Failed));
}

void LaneFold::mark(Mark::Kind kind, TimePoint at, const Event &event, const QString &text)
{
    m_lane.marks.push_back({kind, at, text, event.probe, event.exitCode});
}

bool LaneFold::hasOpen() const
{
    return !m_lane.spans.empty() && !m_lane.spans.back().to;
}

bool LaneFold::isOpen(SpanKind kind) const
{
    return hasOpen() && m_lane.spans.back().kind == kind;
}

void LaneFold::open(SpanKind kind, TimePoint at, const QString &text)
{
    const bool goesOn = isOpen(kind) && (kind != SpanKind::Waiting || m_lane.spans.back().text == text);
    if (goesOn)
        return;
    close(at);
    m_lane.spans.push_back({kind, at, {}, text});
}

void LaneFold::close(TimePoint at)
{
    if (!hasOpen())
        return;
    if (m_lane.spans.back().from == at)
        m_lane.spans.pop_back();
    else
        m_lane.spans.back().to = at;
}

Lane LaneFold::finish(std::optional<TimePoint> closedAt)
{
    if (closedAt && hasOpen() && !staysAfterTheRun(m_lane.spans.back().kind))
        close(*closedAt);
    return std::move(m_lane);
}

std::optional<TimePoint> LaneFold::until() const
{
    return isOpen(SpanKind::Recovering) ? m_until : std::nullopt;
}

} // namespace bd::timeline
