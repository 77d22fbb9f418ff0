// Where the branches of a start or stop tell one another how far their services are. Thread-safe.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>

#include "base/clock.h"
#include "compose/project.h"

namespace bd::startup {

enum class Phase { Pending, Started, Ready, Completed, Failed };

class Board
{
public:
    void set(const QString &service, Phase phase);
    Phase phase(const QString &service) const;

    enum class Gate { Open, Shut /* never opens: the other failed */, Cancelled };
    // Blocks until the gate opens or surely never will.
    Gate waitFor(const compose::Gate &gate, std::stop_token stop);

    // What the engine's events say of a service's process, counted so that a quick end between two looks is not lost.
    struct Process {
        int starts = 0;
        int ends = 0;
        int exitCode = 0;
        bool oomKilled = false;
        TimePoint endedAt{};
        std::optional<TimePoint> startedAt = {}; // of the process that ended last; nothing: that was not seen
    };
    void processStarted(const QString &service, TimePoint at);
    void processEnded(const QString &service, int exitCode, bool oomKilled, TimePoint at);
    Process process(const QString &service) const;

    // Until the process has ended more than `ends` times, the time is over, or stop: true for an end.
    bool waitForEnd(const QString &service, int ends, Millis atMost, std::stop_token stop);

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<QString, Phase> m_phases;
    std::set<QString> m_everStarted; // a gate for a start stays open, whatever became of it
    std::map<QString, TimePoint> m_running;
    std::map<QString, Process> m_processes;
};

} // namespace bd::startup
