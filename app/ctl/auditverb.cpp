#include "auditverb.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>

#include "audit/diff.h"
#include "audit/fixer.h"
#include "audit/words.h"
#include "auditlive/auditlive.h"
#include "base/text.h"
#include "exitcode.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using audit::Finding;
using audit::Status;

QString shortName(const QString &path)
{
    const QString relative = QDir::current().relativeFilePath(path);
    return relative.startsWith(QLatin1String("../..")) ? path : relative;
}

QJsonObject jsonOf(const Finding &finding)
{
    return {{QStringLiteral("rule"), finding.rule},
            {QStringLiteral("service"), finding.service},
            {QStringLiteral("status"), toString(finding.status)},
            {QStringLiteral("found"), redacted(finding.found)},
            {QStringLiteral("expected"), finding.expected},
            {QStringLiteral("why"), finding.why},
            {QStringLiteral("file"), finding.place.file},
            {QStringLiteral("line"), finding.place.line > 0 ? QJsonValue(finding.place.line) : QJsonValue()},
            {QStringLiteral("fixable"), finding.isFixable()}};
}

QString scoreLine(const std::vector<Finding> &findings)
{
    return audit::scoreText(audit::scoreOf(findings));
}

QJsonObject jsonOf(const audit::Audit &audit)
{
    QJsonArray findings;
    for (const Finding &one : audit.findings)
        findings += jsonOf(one);
    const audit::Score score = audit::scoreOf(audit.findings);
    return {{QStringLiteral("project"), audit.project.name},
            {QStringLiteral("right"), score.right},
            {QStringLiteral("settings"), score.all},
            {QStringLiteral("findings"), findings}};
}

bool hasProblem(const std::vector<Finding> &findings)
{
    return std::ranges::any_of(findings, [](const Finding &one) { return one.status == Status::Problem; });
}

void print(Output &output, const audit::Audit &audit)
{
    output.line(scoreLine(audit.findings));
    for (const Finding &one : audit.findings) {
        if (!isWrong(one))
            continue;
        const QString place = one.place.line > 0
                                  ? QStringLiteral("%1:%2").arg(shortName(one.place.file)).arg(one.place.line)
                                  : shortName(one.place.file);
        output.line({});
        const QString word = audit::statusText(one.status);
        output.line(QStringLiteral("%1  %2  %3  (%4)")
                        .arg(one.status == Status::Problem ? word.toUpper() : word, one.rule, one.service, place)
                        .simplified());
        output.line(QStringLiteral("    ") + Tr::tr("found: %1").arg(redacted(one.found)));
        output.line(QStringLiteral("    ") + Tr::tr("wanted: %1").arg(one.expected));
        output.line(QStringLiteral("    ") + one.why);
    }
    if (std::ranges::any_of(audit.findings, audit::canMend)) {
        output.line({});
        output.line(Tr::tr("«audit --fix» shows what would mend them in the file, «audit --fix --apply» writes it."));
    }
}

Result<> checkRules(const QStringList &names)
{
    for (const QString &name : names) {
        const bool isKnown = std::ranges::any_of(audit::rules(), [&](const audit::Rule &rule) {
            return name == QLatin1String(rule.id);
        });
        if (!isKnown)
            return fail(ErrorCode::InvalidUse, Tr::tr("There is no rule «%1»").arg(name),
                        Tr::tr("«brokerdeckctl audit --json» names them."));
    }
    return {};
}

QJsonObject jsonOf(const audit::Fix &fix, const QStringList &kept)
{
    QJsonArray files, left;
    for (const audit::EditedFile &file : fix.written.files)
        files += QJsonObject{{QStringLiteral("file"), file.path},
                             {QStringLiteral("new"), file.isNew},
                             {QStringLiteral("diff"), audit::unifiedDiff(file, shortName(file.path))}};
    for (const audit::NotWritten &one : fix.written.left)
        left += QJsonObject{{QStringLiteral("service"), one.change.service}, {QStringLiteral("why"), one.why.message}};
    QJsonObject json = jsonOf(fix.after);
    json.insert(QStringLiteral("edits"), files);
    json.insert(QStringLiteral("notWritten"), left);
    json.insert(QStringLiteral("kept"), QJsonArray::fromStringList(kept));
    return json;
}

Result<int> fix(const engine::Engine &engine, const audit::Audit &found, const Options &options, Output &output,
                const std::stop_token &stop)
{
    const QStringList &rules = options.arguments;
    if (const auto known = checkRules(rules); !known)
        return tl::unexpected(known.error());
    const auto prepared = audit::prepare(
        engine, found, [&](const Finding &one) { return rules.isEmpty() || rules.contains(one.rule); }, stop);
    if (!prepared)
        return tl::unexpected(prepared.error());
    const bool writes = options.apply && !prepared->written.files.empty();
    const auto kept = writes ? audit::apply(*prepared, Clock::system().now()) : Result<QStringList>(QStringList());
    if (!kept)
        return tl::unexpected(kept.error());
    const int code = hasProblem(prepared->after.findings) ? ProblemFound : Well;
    if (output.json()) {
        output.document(jsonOf(*prepared, *kept));
        return code;
    }
    if (prepared->written.files.empty())
        output.line(Tr::tr("There is nothing to write."));
    for (const audit::EditedFile &file : prepared->written.files) {
        if (!options.apply || options.diff)
            output.line(audit::unifiedDiff(file, shortName(file.path)).trimmed());
    }
    for (const audit::NotWritten &one : prepared->written.left)
        output.note(QStringLiteral("%1: %2").arg(one.change.service, one.why.message));
    for (const QString &sentence : audit::sentencesOf(audit::consequencesOf(prepared->changes)))
        output.note(sentence);
    for (const Finding &one : prepared->after.findings) {
        if (isWrong(one) && (rules.isEmpty() || rules.contains(one.rule)))
            output.note(
                Tr::tr("%1 %2 is left, to be mended by hand: %3").arg(one.rule, one.service, redacted(one.found)));
    }
    for (const QString &name : *kept)
        output.line(Tr::tr("Written; the old file is kept as %1").arg(shortName(name)));
    const bool isWritten = writes || prepared->written.files.empty();
    output.line(isWritten ? scoreLine(prepared->after.findings)
                          : Tr::tr("With it, %1.").arg(scoreLine(prepared->after.findings)));
    return code;
}

// With what runs, where an engine answers: it is not needed.
Result<audit::Audit> look(const engine::Engine &engine, const engine::ComposeCall &call, const std::stop_token &stop)
{
    return audit::look(engine, call, stop).map([&](audit::Audit found) {
        auto live = auditlive::look(engine, found.project, stop);
        const bool runs = live && !live->containers.empty();
        return runs ? audit::withLive(std::move(found), std::make_shared<const audit::Live>(std::move(*live))) : found;
    });
}

Result<int> run(const engine::Engine &engine, const Options &options, Output &output, const std::stop_token &stop)
{
    if (!options.fix && (options.apply || options.diff || !options.arguments.isEmpty()))
        return fail(ErrorCode::InvalidUse, Tr::tr("--apply, --diff and rules belong to --fix"),
                    Tr::tr("«brokerdeckctl --help» shows how it is used."));
    const auto call = resolveCall(engine, options, stop);
    const auto found = call ? look(engine, *call, stop) : tl::unexpected(call.error());
    if (!found)
        return tl::unexpected(found.error());
    if (options.undo) {
        const auto files = audit::undo(found->project);
        if (!files)
            return tl::unexpected(files.error());
        if (output.json())
            output.document({{QStringLiteral("restored"), QJsonArray::fromStringList(*files)}});
        for (const QString &file : output.json() ? QStringList() : *files)
            output.line(Tr::tr("%1 is as it was").arg(shortName(file)));
        return Well;
    }
    if (options.fix)
        return fix(engine, *found, options, output, stop);
    if (output.json())
        output.document(jsonOf(*found));
    else
        print(output, *found);
    return hasProblem(found->findings) ? ProblemFound : Well;
}

} // namespace

int runAudit(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = run(engine, options, output, stop);
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
