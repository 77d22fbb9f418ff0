// Where the branches of one operation append what happens, one at a time.
#pragma once

#include <mutex>

#include "startup/runner.h"

namespace bd::startup {

class EventLog
{
public:
    EventLog(EventSink sink, Clock clock) : m_sink(std::move(sink)), m_clock(std::move(clock)) {}

    void add(timeline::Event event); // `at` unset: now
    void add(const QString &service, timeline::EventKind kind, const QString &text = {});
    void problem(const QString &service, const Error &error);
    void finish(timeline::Outcome outcome, const QString &text);

    const Clock &clock() const { return m_clock; }

private:
    std::mutex m_mutex;
    EventSink m_sink;
    Clock m_clock;
};

// The outcome that an operation's result stands for.
template<typename T>
timeline::Outcome outcomeOf(const Result<T> &result)
{
    if (result)
        return timeline::Outcome::Done;
    return result.error().code == ErrorCode::Cancelled ? timeline::Outcome::Cancelled : timeline::Outcome::Failed;
}

} // namespace bd::startup
