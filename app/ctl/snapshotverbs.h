// The verb snapshot.
#pragma once

#include "engine/engine.h"
#include "options.h"
#include "output.h"
#include "snapshot/shelf.h"
#include "startup/recorded.h"

namespace bd::ctl {

// Gives the exit code.
int runSnapshot(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
                std::stop_token stop);

// After an operation that took one: deletes those whose days are over, and says so.
void retireSnapshots(snapshot::Shelf &shelf, const QString &engineId, const QString &project, Output &output);

} // namespace bd::ctl
