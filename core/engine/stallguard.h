// Ends what makes no progress: its token asks for a stop as soon as nobody has said «touch» for so long, or as the caller's own does.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

#include "base/clock.h"

namespace bd::engine {

class StallGuard
{
public:
    StallGuard(Millis limit, const std::stop_token &stop);

    std::stop_token token() const { return m_stop.get_token(); }
    void touch() { m_touched = Steady::now().time_since_epoch().count(); } // from any thread
    bool hasStalled() const { return m_hasStalled; }

private:
    using Steady = std::chrono::steady_clock;
    void watch(Millis limit, const std::stop_token &end);

    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_forwarded;
    std::atomic<Steady::rep> m_touched{Steady::now().time_since_epoch().count()};
    std::atomic<bool> m_hasStalled = false;
    std::jthread m_watching;
};

} // namespace bd::engine
