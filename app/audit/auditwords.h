// How the panel says what the audit has found. Pure.
#pragma once

#include <optional>

#include "audit/auditfacts.h"
#include "common/findingcard.h"
#include "common/statepill.h"

namespace bd::app {

StatePill::Shape shapeOf(audit::Status status);
QString foundText(const audit::Finding &finding);   // what is there, secrets masked
QString countText(int problems);                    // 3 problems; nothing is wrong
QString placeText(const audit::Place &place);       // compose.yaml, line 12
QString changesText(const audit::Finding &finding); // what would be written, a line each
int problemCount(const audit::Audit &audit);

// What the overview says; nothing: there is no problem.
std::optional<Finding> overviewFinding(const AuditFacts &facts);

// What was written, and what it asks for now. `stale`: staleServices().
// `carries`: their data would be left behind, and can be carried along.
Finding appliedFinding(const audit::Fix &fix, const QStringList &kept, const QStringList &stale, bool carries);
QStringList staleServices(const audit::Fix &fix, const QStringList &running); // that run as the old files said
QStringList shortNames(const QStringList &paths);                             // of files, without their folders
QString fixTitle(const audit::Fix &fix);                                      // Change compose.yaml
QString fixSentence(const audit::Fix &fix);                                   // With it, 22 of 22 settings are right.

} // namespace bd::app
