// From a symptom to a way out: checks that run themselves, in order, each with what was seen. The first one that fails ends it: what
// is asked in its branch may tell why, and it ends with the diagnoses of the stack, or with the mends of what failed, the last of it
// first. Data, one file a symptom in resources/runbooks. Pure.
#pragma once

#include "diagnose/diagnose.h"
#include "verify/verify.h"
#include "yaml/files.h"

namespace bd::runbook {

struct Stage {
    QString question;
    std::optional<verify::Check::What> check; // nothing: somebody has to look themselves
    QString command;                          // what a person would type to see it; empty: none
    std::vector<diagnose::Step> mends;        // where it fails, and no diagnosis says why; reversible ones first
    std::vector<Stage> why;                   // where it fails: what is asked then
    bool operator==(const Stage &) const = default;
};

struct Runbook {
    QString id;
    QString title; // the symptom, as people say it
    int order = 0; // among the others
    std::vector<Stage> stages;
    QString otherwise; // where nothing fails
    bool operator==(const Runbook &) const = default;
};

using RunbookFile = yaml::File;
Result<Runbook> parseRunbook(const RunbookFile &file); // Parse with «file:line:column: what is wrong»
// In their order and the user's language; also a folder in Qt's resources.
Result<std::vector<Runbook>> readRunbooks(const QString &folder);
void eachText(Runbook &runbook, const std::function<void(QString &)> &visit); // see diagnose::eachText()

// How it went.
struct Looked {
    Stage stage;
    std::optional<verify::Check> seen; // nothing: for a person to see
    int depth = 0;                     // in how many branches
    bool operator==(const Looked &) const = default;
};
struct Outcome {
    QString id;
    QString title;
    std::vector<Looked> looked;             // to the first that failed, and its branch
    std::vector<size_t> failed;             // of them: what has, then what may be why
    bool isUnsure = false;                  // nothing has failed, and not everything could be told
    std::vector<diagnose::Diagnosis> found; // of the stack
    std::vector<diagnose::Step> mends;      // where nothing was found: of what has failed, or how others can help
    QString conclusion;                     // a sentence
    bool operator==(const Outcome &) const = default;
};
Outcome follow(const Runbook &runbook, const std::vector<verify::Check> &checks,
               const std::vector<diagnose::Diagnosis> &found);

QString wordOf(const Looked &one); // yes, no, cannot be told …

// To be pasted where people help each other; secrets are masked.
QString toMarkdown(const Outcome &outcome, const QString &project);

// Looks at the stack and follows it. Blocks for seconds: worker threads only. An Error where the engine does not answer.
Result<Outcome> run(const std::shared_ptr<const engine::Engine> &engine, const compose::Project &project,
                    const Runbook &runbook, std::stop_token stop);

} // namespace bd::runbook
