// What a service is doing now, in one sentence that somebody new to Kafka understands. Pure.
#pragma once

#include "stack/state.h"

namespace bd::stack {

// Fills `now` and `waitsFor` of one status; `state` holds all the others.
void describe(ServiceStatus &status, const StackState &state, const Facts &facts, TimePoint now);

// «2 s ago», «4 min ago»
QString ago(TimePoint then, TimePoint now);

// «exit 1», «exit 137 (killed)», «exit 137 (out of memory)», «exit 143 (stopped)»
QString exitWord(int exitCode, bool oomKilled);

// The line that most likely says why: the last one with an error's or exception's look, else the last unless it is a
// calm one (INFO); then empty.
QString tellingLine(const QStringList &lines);

// «3.9.1» of the line that a broker writes when it has started: «… Kafka version: 3.9.1 (…AppInfoParser)». Empty where
// no line says it. The last one counts: clients inside the broker write it too, and all of one version.
QString kafkaVersion(const QStringList &lines);

} // namespace bd::stack
