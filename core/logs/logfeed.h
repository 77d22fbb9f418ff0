// What the containers of a project write, as it comes: all of them side by side, also those that are made or started later.
#pragma once

#include <functional>
#include <stop_token>

#include "engine/engine.h"

namespace bd::logs {

struct Fed {
    QString service;
    TimePoint at{};
    QString text;
};

struct FeedWish {
    QStringList services; // empty: all
    // | LastStart | what each wrote since its process was started last |
    // | Time      | since then                                         |
    // | All       | all that the engine has                            |
    enum class Since { LastStart, Time, All };
    Since since = Since::LastStart;
    TimePoint time{};
};

// From where a container's log is wanted; nothing: from its beginning. Pure.
std::optional<TimePoint> beginOf(const engine::Container &container, const FeedWish &wish);

// Blocks until `stop` is requested: a worker thread of its own. `sink`: called from several threads, one at a time. An engine
// that does not answer is asked again.
void follow(const engine::Engine &engine, const QString &project, const FeedWish &wish,
            const std::function<void(const Fed &line)> &sink, std::stop_token stop);

} // namespace bd::logs
