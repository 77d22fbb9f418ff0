// One service's events, in the order of time, folded into the spans and marks of its lane.
#pragma once

#include "timeline/timeline.h"

namespace bd::timeline {

// What an event does to the span that is open. «=» leaves it as it is.
// | event            | opens                                                                             |
// | Pulling, Creating | Creating; Created closes it                                                       |
// | Waiting          | Waiting, until all the gates it was said to wait for are open                     |
// | Starting, Started | Starting; = for the engine's late word of a start that is over                    |
// | Ready            | Ready                                                                             |
// | Unhealthy        | Failed                                                                            |
// | Exited           | Finished for a one-shot's exit 0, else Failed; = while it is stopped or recovers  |
// | Restarting       | Restarting; = where it runs again already: what was Failed is Restarting then     |
// | Recovering       | Recovering                                                                        |
// | Stopping         | Stopping; Stopped closes whatever is open                                         |
// | Problem          | Failed; = of what is ready, finished or failed already                            |
// | Probe, Note      | =, a mark                                                                         |
class LaneFold
{
public:
    LaneFold(LaneInfo info, bool oneShot);

    void take(const Event &event, TimePoint at);
    Lane finish(std::optional<TimePoint> closedAt); // closedAt: the run has ended; see Timeline's table
    std::optional<TimePoint> until() const;         // of the recovery that goes on

private:
    void open(SpanKind kind, TimePoint at, const QString &text);
    void close(TimePoint at);
    bool isOpen(SpanKind kind) const;
    bool hasOpen() const;
    void mark(Mark::Kind kind, TimePoint at, const Event &event, const QString &text);

    void takeWaiting(const Event &event, TimePoint at);
    void takeGateOpen(const Event &event, TimePoint at);
    void takeStarted(const Event &event, TimePoint at);
    void takeExited(const Event &event, TimePoint at);
    void takeRestarting(const Event &event, TimePoint at);
    void takeProblem(const Event &event, TimePoint at);

    struct Shut {
        QString on;
        QString text;
    };

    Lane m_lane;
    bool m_oneShot;
    bool m_stopped = false;        // an end is no failure any more
    bool m_awaitsStarted = false;  // we told the engine to start it, and it has not said «started» yet
    bool m_restartCounted = false; // the engine's «started» came before our word that it restarts
    std::vector<Shut> m_shut;
    std::optional<TimePoint> m_until;
};

} // namespace bd::timeline
