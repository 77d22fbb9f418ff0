#include "startup/eventlog.h"

namespace bd::startup {

using timeline::Event;
using timeline::EventKind;

void EventLog::add(Event event)
{
    const std::lock_guard lock(m_mutex);
    if (event.at == TimePoint{})
        event.at = m_clock.now();
    m_sink(event);
}

void EventLog::add(const QString &service, EventKind kind, const QString &text)
{
    Event event;
    event.service = service;
    event.kind = kind;
    event.text = text;
    add(std::move(event));
}

void EventLog::problem(const QString &service, const Error &error)
{
    Event event;
    event.service = service;
    event.kind = EventKind::Problem;
    event.text = error.message;
    event.error = error;
    add(std::move(event));
}

void EventLog::finish(timeline::Outcome outcome, const QString &text)
{
    Event event;
    event.kind = EventKind::RunFinished;
    event.text = text;
    event.outcome = outcome;
    add(std::move(event));
}

} // namespace bd::startup
