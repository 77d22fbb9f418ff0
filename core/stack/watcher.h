// Keeps a StackState true: subscribes to the engine's events of one project, reconciles by inspect, and probes
// ZooKeeper and the broker often while things move and seldom while they are calm. Also records starts that
// somebody else makes (`docker compose up` in a terminal) as runs of their own.
//
// Owns its threads; callbacks come on them, one at a time. Destroying it stops and joins (at most about 100 ms).
#pragma once

#include <functional>
#include <memory>

#include "compose/project.h"
#include "engine/engine.h"
#include "stack/state.h"

namespace bd::stack {

class Watcher
{
public:
    struct Callbacks {
        std::function<void(const StackState &)> changed;    // every time it is different
        std::function<void(const timeline::Run &)> seenRun; // a start made elsewhere, as it goes and when it ends
    };
    Watcher(std::shared_ptr<const engine::Engine> engine, compose::Project project, Callbacks callbacks,
            Clock clock = Clock::system());
    ~Watcher();

    StackState state() const;
    void refresh();                              // look now: after an action, or when the window comes back
    void setOperation(const QString &operation); // ours is going on; its run is not recorded as seen elsewhere
    // A runner's probe result, so that what it saw is on screen without asking twice.
    void feed(const QString &service, const timeline::ProbeResult &result);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace bd::stack
