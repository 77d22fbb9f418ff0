// A start that somebody else makes (`docker compose up` in a terminal), told from how the state changes. Pure.
#pragma once

#include <optional>

#include "stack/state.h"
#include "timeline/event.h"

namespace bd::stack {

// What happened between two states, as events of a run, in the order of time.
std::vector<timeline::Event> eventsBetween(const StackState &before, const StackState &after);

// | what is seen                                          | the run                                    |
// | a service's process began, and nobody of ours acts    | begins                                     |
// | the engine's restart policy starts one again          | none begins                                |
// | every service is up, over or never started, for 1 s   | ends: Done, or Failed where one is in trouble |
// | a service whose engine's restart policy is at work    | goes on, at most 10 minutes                |
// | an operation of ours begins                           | ends as it stands                          |
class SeenRun
{
public:
    // The run as it now is, where it changed; nothing: no start is going on.
    std::optional<timeline::Run> observe(const StackState &before, const StackState &after, bool oursActs,
                                         const compose::Project &project);
    bool isGoingOn() const { return m_run.has_value(); }

private:
    std::optional<timeline::Run> finish(TimePoint now, bool trouble);

    std::optional<timeline::Run> m_run;
    std::optional<TimePoint> m_settledAt;
    TimePoint m_oursUntil{}; // when ours was last seen to act
};

std::vector<timeline::LaneInfo> lanesOf(const compose::Project &project);

} // namespace bd::stack
