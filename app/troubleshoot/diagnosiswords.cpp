#include "troubleshoot/diagnosiswords.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>

#include "base/text.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Troubleshoot)
};

using diagnose::Diagnosis;
using diagnose::Evidence;
using diagnose::Step;

bool isAbout(const Diagnosis &diagnosis, const QString &service)
{
    return diagnosis.service == service
           || std::ranges::any_of(diagnosis.consequences, [&](const Diagnosis &one) { return isAbout(one, service); });
}

bool changesTheStack(const Step &step)
{
    static const QStringList changing{QStringLiteral("start"),   QStringLiteral("start-stack"),
                                      QStringLiteral("restart"), QStringLiteral("wait-and-start"),
                                      QStringLiteral("pull"),    QStringLiteral("create-topics")};
    return changing.contains(step.action);
}

} // namespace

bool DiagnosisFacts::explains(const QString &service) const
{
    return std::ranges::any_of(found, [&](const Diagnosis &one) { return isAbout(one, service); });
}

QString titleOf(const Diagnosis &diagnosis)
{
    const QString title = plainText(diagnosis.title, 300), service = plainText(diagnosis.service, 100);
    const bool namesIt = service.isEmpty() || title.startsWith(service + QLatin1Char(' '));
    return namesIt ? title : Tr::tr("%1: %2", "a service and what is wrong with it").arg(service, title);
}

QString evidenceText(const std::vector<Evidence> &evidence)
{
    QStringList lines;
    for (const Evidence &one : evidence) {
        const QString text = redacted(plainText(one.text, 1000));
        lines += one.line > 0 ? Tr::tr("line %1: %2", "of a log").arg(one.line).arg(text) : text;
    }
    return lines.join(u'\n');
}

QString alarmText(const DiagnosisFacts &facts)
{
    QStringList lines;
    for (auto it = facts.alarms.cbegin(); it != facts.alarms.cend(); ++it) {
        for (const Evidence &one : *it) {
            lines += QStringLiteral("%1 | %2").arg(plainText(it.key(), 100), redacted(plainText(one.text, 1000)));
        }
    }
    return lines.join(u'\n');
}

QString actionText(const Step &step, const QString &service)
{
    const std::map<QString, QString> texts{
        {QStringLiteral("start"), Tr::tr("Start %1").arg(service)},
        {QStringLiteral("start-stack"), Tr::tr("Start the stack")},
        {QStringLiteral("pull"), Tr::tr("Start %1").arg(service)}, // which fetches what is missing
        {QStringLiteral("restart"), Tr::tr("Restart %1…").arg(service)},
        {QStringLiteral("stop"), Tr::tr("Stop %1").arg(service)},
        {QStringLiteral("wait-and-start"), Tr::tr("Wait, then start %1").arg(service)},
        {QStringLiteral("create-topics"), Tr::tr("Make the missing topics")},
        {QStringLiteral("open-brokers"), Tr::tr("Show the brokers")},
        {QStringLiteral("open-volumes"), Tr::tr("Show the volumes")},
        {QStringLiteral("open-topics"), Tr::tr("Show the topics")},
        {QStringLiteral("open-logs"), service.isEmpty() ? Tr::tr("Show the logs") : Tr::tr("Show its log")},
        {QStringLiteral("open-file"), Tr::tr("Open the file’s folder")},
        {QStringLiteral("mend-file"), Tr::tr("Mend the file…")},
        {QStringLiteral("test-connection"), Tr::tr("Verify the stack")},
        {QStringLiteral("restore"), Tr::tr("Choose a snapshot")},
        {QStringLiteral("reset"), Tr::tr("Reset…")},
        {QStringLiteral("bundle"), Tr::tr("Diagnostics bundle…")},
    };
    const auto found = texts.find(step.action);
    return found == texts.end() ? QString() : found->second;
}

QStringList actionVerb(const Step &step, const QString &service)
{
    const QStringList up = service.isEmpty() ? QStringList{QStringLiteral("up")}
                                             : QStringList{QStringLiteral("up"), service};
    const std::map<QString, QStringList> verbs{
        {QStringLiteral("start"), up},
        {QStringLiteral("wait-and-start"), up},
        {QStringLiteral("pull"), up},
        {QStringLiteral("start-stack"), {QStringLiteral("up")}},
        {QStringLiteral("restart"), {QStringLiteral("restart"), service}},
        {QStringLiteral("stop"), {QStringLiteral("stop"), service}},
        {QStringLiteral("create-topics"), {QStringLiteral("topics"), QStringLiteral("create")}},
        {QStringLiteral("test-connection"), {QStringLiteral("verify")}},
        {QStringLiteral("mend-file"), QStringList{QStringLiteral("audit"), QStringLiteral("--fix")} + step.rules},
    };
    const auto found = verbs.find(step.action);
    return found == verbs.end() ? QStringList() : found->second;
}

const Step *mendOf(const Diagnosis &diagnosis)
{
    const bool mends = !diagnosis.steps.empty() && changesTheStack(diagnosis.steps.front());
    return mends ? &diagnosis.steps.front() : nullptr;
}

Finding findingOf(const Diagnosis &diagnosis)
{
    QString text = plainText(diagnosis.cause, 2000);
    QStringList others;
    for (const Diagnosis &one : diagnosis.consequences) {
        others += plainText(one.service, 100);
    }
    others.removeDuplicates();
    if (!others.isEmpty()) {
        text += u'\n' + Tr::tr("That is why %1 cannot work, either.").arg(others.join(QStringLiteral(", ")));
    }
    const Step *mend = mendOf(diagnosis);
    return {.edge = Card::Edge::Problem,
            .title = titleOf(diagnosis),
            .text = text,
            .raw = evidenceText(diagnosis.evidence),
            .accept = mend ? actionText(*mend, plainText(diagnosis.service, 60)) : Tr::tr("What helps…"),
            .dismissible = false,
            .verb = mend ? actionVerb(*mend, diagnosis.service) : QStringList()};
}

} // namespace bd::app
