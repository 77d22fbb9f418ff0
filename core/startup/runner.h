// The long operations: start, stop and restart a stack in order. Plain sequential functions for a worker thread;
// they append events as things happen, and return exactly once: done, failed with an Error, or Cancelled.
#pragma once

#include <functional>
#include <stop_token>

#include "compose/project.h"
#include "engine/engine.h"
#include "startup/preflight.h"
#include "timeline/event.h"

namespace bd::startup {

using EventSink = std::function<void(const timeline::Event &)>; // called from several threads, one at a time

struct StartOptions {
    QStringList services;      // empty: all that are active; else these and what they need
    bool strictGates = false;  // wait for the engine's verdict instead of our probes
    bool createTopics = false; // make expected topics that are missing at the end
    bool allowRecreate = true; // drifted containers are stopped in reverse order and made anew
    Millis deadline{300'000};  // for each service to become ready, after its gates opened
};

struct StartReport {
    QStringList missingTopics; // expected, not there at the end; nothing could be asked: topicsKnown false
    bool topicsKnown = false;
    QStringList createdTopics;
    QStringList notReady; // services that ended or did not come up
    bool operator==(const StartReport &) const = default;
};

// preflight → subscribe to events → compose create (drift stopped in reverse first) → every service as soon as its
// gates are open, independent ones side by side → topics. Cancelling stops waiting and leaves containers as they are.
Result<StartReport> start(const engine::Engine &engine, const compose::Project &project, const StartOptions &options,
                          const EventSink &sink, const Clock &clock, std::stop_token stop);

// Reverse order, brokers before ZooKeeper; `services` empty: all.
Result<> stop(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
              const EventSink &sink, const Clock &clock, std::stop_token stop);

// One service: stop, start, wait until it is ready. compose::dependents() says whom that disturbs.
Result<> restart(const engine::Engine &engine, const compose::Project &project, const QString &service,
                 const StartOptions &options, const EventSink &sink, const Clock &clock, std::stop_token stop);

// Expected topics that are missing, made with their partitions and settings.
Result<QStringList> createMissingTopics(const engine::Engine &engine, const compose::Project &project,
                                        std::stop_token stop);

} // namespace bd::startup
