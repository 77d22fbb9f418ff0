#include "engine/stallguard.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace bd::engine {

StallGuard::StallGuard(Millis limit, const std::stop_token &stop)
    : m_forwarded(stop, [source = m_stop]() mutable { source.request_stop(); }),
      m_watching([this, limit](const std::stop_token &end) { watch(limit, end); })
{}

void StallGuard::watch(Millis limit, const std::stop_token &end)
{
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock(mutex);
    while (!end.stop_requested()) {
        const auto idle = Steady::now() - Steady::time_point(Steady::duration(m_touched.load()));
        if (idle >= limit) {
            m_hasStalled = true;
            m_stop.request_stop();
            return;
        }
        ended.wait_for(lock, end, limit - idle, [] { return false; });
    }
}

} // namespace bd::engine
