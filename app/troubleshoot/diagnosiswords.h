// Diagnoses and their steps in words, for cards and buttons.
#pragma once

#include "common/findingcard.h"
#include "troubleshoot/diagnosisfacts.h"

namespace bd::app {

QString titleOf(const diagnose::Diagnosis &diagnosis);                 // «kafka: …»
QString evidenceText(const std::vector<diagnose::Evidence> &evidence); // a line each, secrets masked
QString alarmText(const DiagnosisFacts &facts);                        // of every service in trouble

// What the button of a step says, «Start kafka»; empty: there is nothing that we do for it.
QString actionText(const diagnose::Step &step, const QString &service);
// What does the same on the command line; empty: nothing.
QStringList actionVerb(const diagnose::Step &step, const QString &service);
// The first of the safe steps, where it is one that mends the stack; nothing: somebody has to look or decide first.
const diagnose::Step *mendOf(const diagnose::Diagnosis &diagnosis);

// Above the services: what happened, its proof, and the safe way out or the way to read on.
Finding findingOf(const diagnose::Diagnosis &diagnosis);

} // namespace bd::app
