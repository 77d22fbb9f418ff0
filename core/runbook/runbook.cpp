#include "runbook/runbook.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "diagnose/knowledge.h"
#include "verify/burdens.h"
#include "verify/symptoms.h"

namespace bd::runbook {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Runbook)
};

using diagnose::Diagnosis;
using diagnose::Step;
using verify::Check;

QString fenced(const QString &text)
{
    QString plain = redacted(plainText(text, 4000)).trimmed();
    plain.replace(QLatin1Char('`'), QLatin1Char('\''));
    return QStringLiteral("```\n%1\n```").arg(plain);
}

QString plain(const QString &text) // of one line or several, for a chat
{
    return redacted(plainText(text, 2000));
}

QString asItem(const Step &step, size_t number)
{
    const QString line = QStringLiteral("%1. %2").arg(number).arg(plain(step.text));
    return step.command.isEmpty() ? line : line + QStringLiteral(" `%1`").arg(plain(step.command));
}

void add(QStringList &lines, const Diagnosis &one)
{
    const QString service = one.service.isEmpty() ? QString() : one.service + QStringLiteral(": ");
    lines += {QStringLiteral("### %1%2").arg(service, plain(one.title)), QString(), plain(one.cause), QString()};
    QStringList evidence;
    for (const diagnose::Evidence &line : one.evidence)
        evidence += line.text;
    if (!evidence.isEmpty())
        lines += {fenced(evidence.join(QLatin1Char('\n'))), QString()};
    for (size_t at = 0; at < one.steps.size(); ++at)
        lines += asItem(one.steps[at], at + 1);
    lines += QString();
}

// Where nothing fails: what is so then, unless something could not be told, or is not here at all.
QString otherwiseOf(const Runbook &runbook, const Outcome &outcome)
{
    if (outcome.isUnsure)
        return Tr::tr("Nothing has failed, but not everything could be told.");
    const auto isNotHere = [](const Looked &one) {
        return one.seen && one.seen->status == Check::Status::NotApplicable;
    };
    return isNotHere(outcome.looked.front()) ? outcome.looked.front().seen->text : runbook.otherwise;
}

// Whether it came to something that is no part of the checklist.
bool asksMore(const Outcome &outcome)
{
    return std::ranges::any_of(outcome.looked,
                               [](const Looked &one) { return one.stage.check && verify::isBurden(*one.stage.check); });
}

void ask(const std::vector<Stage> &stages, int depth, const std::vector<Check> &checks, Outcome &outcome)
{
    for (const Stage &stage : stages) {
        Looked looked{stage, {}, depth};
        const auto check = stage.check ? std::ranges::find(checks, *stage.check, &Check::what) : checks.end();
        if (check != checks.end())
            looked.seen = *check;
        outcome.looked.push_back(looked);
        outcome.isUnsure |= looked.seen && looked.seen->status == Check::Status::Unknown;
        if (looked.seen && looked.seen->status == Check::Status::Failed) {
            outcome.failed.push_back(outcome.looked.size() - 1);
            ask(stage.why, depth + 1, checks, outcome);
            return;
        }
    }
}

// The last reason's mends come first: what it led to can be mended then, or at least be looked at.
void concludeFailed(Outcome &outcome)
{
    const auto textOf = [&](size_t at) { return outcome.looked[at].seen->text; };
    outcome.conclusion = Tr::tr("It ends here: %1").arg(textOf(outcome.failed.front()));
    for (size_t why = 1; why < outcome.failed.size(); ++why)
        outcome.conclusion += QStringLiteral(". ") + Tr::tr("That may be why: %1").arg(textOf(outcome.failed[why]));
    for (auto at = outcome.failed.rbegin(); at != outcome.failed.rend(); ++at)
        std::ranges::copy(outcome.looked[*at].stage.mends, std::back_inserter(outcome.mends));
}

} // namespace

Outcome follow(const Runbook &runbook, const std::vector<Check> &checks, const std::vector<Diagnosis> &found)
{
    Outcome outcome;
    outcome.id = runbook.id;
    outcome.title = runbook.title;
    outcome.found = found;
    ask(runbook.stages, 0, checks, outcome);
    if (!found.empty()) {
        outcome.conclusion = Tr::tr("What is wrong is known:");
    } else if (!outcome.failed.empty()) {
        concludeFailed(outcome);
    } else {
        outcome.conclusion = otherwiseOf(runbook, outcome);
        outcome.mends = {{Tr::tr("Show others what there is."), QStringLiteral("bundle"), {}}};
    }
    outcome.isUnsure &= outcome.failed.empty();
    return outcome;
}

QString wordOf(const Looked &one)
{
    if (!one.seen)
        return Tr::tr("for you to see");
    switch (one.seen->status) {
    case Check::Status::Passed: return Tr::tr("yes");
    case Check::Status::Failed: return Tr::tr("no");
    case Check::Status::Unknown: return Tr::tr("cannot be told");
    case Check::Status::NotApplicable: return Tr::tr("not here");
    }
    return {};
}

QString toMarkdown(const Outcome &outcome, const QString &project)
{
    QStringList lines{QStringLiteral("## %1: %2").arg(project, outcome.title), QString(),
                      Tr::tr("| question | answer | seen |"), QStringLiteral("| --- | --- | --- |")};
    for (const Looked &one : outcome.looked) {
        QString seen = one.seen ? redacted(firstLine(one.seen->text, 400)) : QString();
        seen.replace(QLatin1Char('|'), QLatin1String("\\|"));
        const QString branch = QStringLiteral("↳ ").repeated(one.depth);
        lines += QStringLiteral("| %1%2 | %3 | %4 |").arg(branch, one.stage.question, wordOf(one), seen);
    }
    lines += {QString(), plain(outcome.conclusion), QString()};
    for (const Diagnosis &one : outcome.found)
        add(lines, one);
    for (size_t at = 0; at < outcome.mends.size(); ++at)
        lines += asItem(outcome.mends[at], at + 1);
    return lines.join(QLatin1Char('\n')).trimmed() + QLatin1Char('\n');
}

Result<Outcome> run(const std::shared_ptr<const engine::Engine> &engine, const compose::Project &project,
                    const Runbook &runbook, std::stop_token stop)
{
    constexpr Millis patience{3'000};
    const auto knowledge = diagnose::readKnowledge(QStringLiteral(":/diagnoses"));
    auto checks = knowledge ? verify::verify(engine, project, patience, stop) : tl::unexpected(knowledge.error());
    const auto seen = checks ? verify::symptomsOf(*engine, project, *knowledge, {}, stop)
                             : tl::unexpected(checks.error());
    if (!seen)
        return tl::unexpected(seen.error());
    const auto found = diagnose::diagnose(*knowledge, seen->stack);
    Outcome outcome = follow(runbook, *checks, found);
    if (!asksMore(outcome))
        return outcome;
    return verify::lookAtBurdens(*engine, project, stop).map([&](const std::vector<Check> &more) {
        checks->insert(checks->end(), more.begin(), more.end());
        return follow(runbook, *checks, found);
    });
}

} // namespace bd::runbook
