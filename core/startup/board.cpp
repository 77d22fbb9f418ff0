#include "startup/board.h"

namespace bd::startup {

namespace {

std::optional<Board::Gate> decided(compose::Condition condition, Phase phase, bool everStarted)
{
    if (condition == compose::Condition::Started && everStarted)
        return Board::Gate::Open;
    if (phase == Phase::Failed)
        return Board::Gate::Shut;
    switch (condition) {
    case compose::Condition::Started: return {};
    case compose::Condition::Healthy:
        return phase == Phase::Ready || phase == Phase::Completed ? std::optional(Board::Gate::Open) : std::nullopt;
    case compose::Condition::CompletedSuccessfully:
        return phase == Phase::Completed ? std::optional(Board::Gate::Open) : std::nullopt;
    }
    return {};
}

} // namespace

void Board::set(const QString &service, Phase phase)
{
    const std::lock_guard lock(m_mutex);
    m_phases[service] = phase;
    if (phase == Phase::Started || phase == Phase::Ready || phase == Phase::Completed)
        m_everStarted.insert(service);
    m_changed.notify_all();
}

Phase Board::phase(const QString &service) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_phases.find(service);
    return found == m_phases.end() ? Phase::Pending : found->second;
}

Board::Gate Board::waitFor(const compose::Gate &gate, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    std::optional<Gate> result;
    m_changed.wait(lock, stop, [&] {
        result = decided(gate.condition, m_phases[gate.service], m_everStarted.contains(gate.service));
        return result.has_value();
    });
    return result.value_or(Gate::Cancelled);
}

void Board::processStarted(const QString &service, TimePoint at)
{
    const std::lock_guard lock(m_mutex);
    ++m_processes[service].starts;
    m_running[service] = at;
    m_changed.notify_all();
}

void Board::processEnded(const QString &service, int exitCode, bool oomKilled, TimePoint at)
{
    const std::lock_guard lock(m_mutex);
    Process &process = m_processes[service];
    ++process.ends;
    process.exitCode = exitCode;
    process.oomKilled = oomKilled;
    process.endedAt = at;
    const auto running = m_running.find(service);
    process.startedAt = running == m_running.end() ? std::nullopt : std::optional(running->second);
    m_changed.notify_all();
}

Board::Process Board::process(const QString &service) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_processes.find(service);
    return found == m_processes.end() ? Process{} : found->second;
}

bool Board::waitForEnd(const QString &service, int ends, Millis atMost, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, stop, atMost, [&] { return m_processes[service].ends > ends; });
}

} // namespace bd::startup
