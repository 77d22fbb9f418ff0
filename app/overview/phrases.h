// The sentences of the overview that depend on more than one value. Pure.
#pragma once

#include "common/dialogs.h"
#include "compose/project.h"
#include "stack/state.h"

namespace bd::app {

// The pill beside the project's name: «4 of 5 services are up».
QString upSentence(const stack::StackState &state);

// What the primary button of a problem says: «Create trainer-allocated (3 partitions)». Empty: no mend.
QString mendText(const stack::Problem &problem, const stack::StackState &state);

// What does the same on the command line; empty where there is no mend.
QStringList mendVerb(const stack::Problem &problem);

// Before a restart: which running services it will disturb. `service` empty: the whole stack.
Question restartQuestion(const compose::Project &project, const stack::StackState &state, const QString &service);

} // namespace bd::app
