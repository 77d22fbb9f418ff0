// An operation with everything around it: takes the project's lock, records the run in the history as it goes, and
// hands each event on. What panel and command line both call.
#pragma once

#include "base/clock.h"
#include "startup/runner.h"

namespace bd::startup {

struct Recorder {
    QString origin;                                   // panel, brokerdeckctl
    QString historyFile;                              // empty: the user's own
    std::function<void(const timeline::Run &)> began; // with id and lanes, before the first event; may be empty
    EventSink sink;
    Clock clock = Clock::system();
};

Result<StartReport> recordedStart(const engine::Engine &, const compose::Project &, const StartOptions &,
                                  const Recorder &, std::stop_token);
Result<> recordedStop(const engine::Engine &, const compose::Project &, const QStringList &services, const Recorder &,
                      std::stop_token);
Result<> recordedRestart(const engine::Engine &, const compose::Project &, const QString &service, const StartOptions &,
                         const Recorder &, std::stop_token);

} // namespace bd::startup
