#include "troubleshootverb.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "base/text.h"
#include "diagnose/diagnosisjson.h"
#include "exitcode.h"
#include "resolve.h"
#include "runbook/runbook.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using runbook::Outcome;
using runbook::Runbook;

QJsonObject jsonOf(const Outcome &outcome)
{
    QJsonArray checks, mends;
    for (const runbook::Looked &one : outcome.looked)
        checks += QJsonObject{{QStringLiteral("question"), one.stage.question},
                              {QStringLiteral("status"),
                               one.seen ? QJsonValue(verify::toString(one.seen->status)) : QJsonValue()},
                              {QStringLiteral("seen"), one.seen ? QJsonValue(redacted(one.seen->text)) : QJsonValue()},
                              {QStringLiteral("command"), one.stage.command},
                              {QStringLiteral("depth"), one.depth}};
    for (const diagnose::Step &step : outcome.mends)
        mends += QJsonObject{{QStringLiteral("text"), step.text}, {QStringLiteral("action"), step.action}};
    QJsonObject json = diagnose::toJson(outcome.found, {});
    json.remove(QStringLiteral("alarms"));
    json.insert(QStringLiteral("symptom"), outcome.id);
    json.insert(QStringLiteral("title"), outcome.title);
    json.insert(QStringLiteral("checks"), checks);
    json.insert(QStringLiteral("conclusion"), redacted(outcome.conclusion));
    json.insert(QStringLiteral("mends"), mends);
    return json;
}

int list(Output &output, const std::vector<Runbook> &runbooks)
{
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const Runbook &one : runbooks) {
        json += QJsonObject{{QStringLiteral("symptom"), one.id}, {QStringLiteral("title"), one.title}};
        rows.push_back({one.id, one.title});
    }
    if (output.json())
        output.document({{QStringLiteral("symptoms"), json}});
    else
        output.table({Tr::tr("SYMPTOM"), Tr::tr("WHAT PEOPLE SAY")}, rows);
    return Well;
}

Result<int> run(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
                const std::stop_token &stop)
{
    const auto runbooks = runbook::readRunbooks(QStringLiteral(":/runbooks"));
    if (!runbooks)
        return tl::unexpected(runbooks.error());
    const QString symptom = options.arguments.value(0);
    if (symptom.isEmpty())
        return list(output, *runbooks);
    const auto found = std::ranges::find(*runbooks, symptom, &Runbook::id);
    if (found == runbooks->end())
        return fail(ErrorCode::InvalidUse, Tr::tr("There is no symptom «%1»").arg(symptom),
                    Tr::tr("«brokerdeckctl troubleshoot» lists them."));
    const auto project = resolveProject(*engine, options, stop);
    const auto outcome = project ? runbook::run(engine, *project, *found, stop) : tl::unexpected(project.error());
    if (!outcome)
        return tl::unexpected(outcome.error());
    if (output.json())
        output.document(jsonOf(*outcome));
    else
        output.line(runbook::toMarkdown(*outcome, project->name).trimmed());
    return !outcome->failed.empty() || outcome->isUnsure || !outcome->found.empty() ? ProblemFound : Well;
}

} // namespace

int runTroubleshoot(const std::shared_ptr<const engine::Engine> &engine, const Options &options, Output &output,
                    std::stop_token stop)
{
    const auto code = run(engine, options, output, stop);
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
