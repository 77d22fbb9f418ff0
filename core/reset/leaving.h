// Before groups are changed: their members leave, and stay away until it is done. Blocks: worker threads only.
#pragma once

#include "kafka/client.h"
#include "reset/resetjournal.h"
#include "startup/eventlog.h"

namespace bd::reset {

struct Leaving {
    const engine::Engine &engine;
    const compose::Project &project;
    kafka::Client &client;
    Steps &steps;
    startup::EventLog &log;
    // Members that went without a word are counted for a session, 45 s by default; one that went while it waited for another
    // such to be given up, for two.
    Millis patience{120'000};
};

// Stops `services`, as the step «stop» of the journal or once more, then waits until nobody is a member of `groups` any more; where that takes a while, the log says for whom.
// A service of the project's that has joined one since the plan was made (it was just starting, say) is stopped, too, and
// added to `services`, as a step of its own. Members from elsewhere are waited for only where somebody was stopped:
// they may be those that Kafka still counts. Timeout naming who still is.
Result<> leave(const Leaving &with, QStringList &services, const QStringList &groups, std::stop_token stop);

// For groups that are empty and about to be changed: the same for who has joined meanwhile. Who stays is in nobody's way
// but that group's own.
Result<> leaveAgain(const Leaving &with, QStringList &services, const QStringList &groups);

// Services that were stopped, or about to be: those of the plan, and those that leave() added.
QStringList stoppedBy(const Progress &progress);
bool hasStopped(const Progress &progress); // any of them

} // namespace bd::reset
