#include "audit/auditwords.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>

#include "audit/words.h"
#include "base/text.h"
#include "common/words.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(AuditWords)
};

} // namespace

QStringList shortNames(const QStringList &paths)
{
    QStringList names;
    for (const QString &path : paths) {
        names += plainText(QFileInfo(path).fileName(), 100);
    }
    return names;
}

StatePill::Shape shapeOf(audit::Status status)
{
    switch (status) {
    case audit::Status::Ok: return StatePill::Shape::Done;
    case audit::Status::Problem: return StatePill::Shape::Missing;
    case audit::Status::Advice: return StatePill::Shape::Working;
    case audit::Status::NotApplicable:
    case audit::Status::Unknown: break;
    }
    return StatePill::Shape::Idle;
}

QString foundText(const audit::Finding &finding)
{
    return plainText(redacted(finding.found), 300);
}

QString countText(int problems)
{
    return problems == 0 ? Tr::tr("no problem") : Tr::tr("%Ln problem(s)", nullptr, problems);
}

QString placeText(const audit::Place &place)
{
    if (place.file.isEmpty()) {
        return {};
    }
    const QString name = plainText(QFileInfo(place.file).fileName(), 100);
    return place.line > 0 ? Tr::tr("%1, line %2").arg(name).arg(place.line) : name;
}

QString changesText(const audit::Finding &finding)
{
    QStringList lines;
    for (const audit::Change &change : finding.changes) {
        lines += audit::changeText(change);
    }
    return lines.join(QLatin1Char('\n'));
}

int problemCount(const audit::Audit &audit)
{
    return static_cast<int>(std::ranges::count(audit.findings, audit::Status::Problem, &audit::Finding::status));
}

std::optional<Finding> overviewFinding(const AuditFacts &facts)
{
    const int problems = problemCount(facts.audit);
    if (problems == 0) {
        return {};
    }
    const audit::Finding &worst = facts.audit.findings.front();
    const QString where = worst.service.isEmpty() ? placeText(worst.place) : plainText(worst.service, 100);
    return Finding{.edge = Card::Edge::Waiting,
                   .title = Tr::tr("%Ln setting(s) of the compose file will bring the next crash, or hide it", nullptr,
                                   problems),
                   .text = Tr::tr("%1: %2. The worst: %3 of %4 (%5).")
                               .arg(placeText({worst.place.file, 0}),
                                    audit::scoreText(audit::scoreOf(facts.audit.findings)), audit::titleOf(worst.rule),
                                    where, foundText(worst)),
                   .raw = {},
                   .accept = Tr::tr("See and mend them"),
                   .dismissible = false,
                   .verb = {QStringLiteral("audit")}};
}

QStringList staleServices(const audit::Fix &fix, const QStringList &running)
{
    QStringList stale = audit::consequencesOf(fix.changes).madeAnew;
    stale.removeIf([&](const QString &service) { return !running.contains(service); });
    return stale;
}

Finding appliedFinding(const audit::Fix &fix, const QStringList &kept, const QStringList &stale, bool carries)
{
    QStringList written;
    for (const audit::EditedFile &file : fix.written.files) {
        written += file.path;
    }
    audit::Consequences come = audit::consequencesOf(fix.changes);
    QStringList sentences;
    if (!kept.isEmpty()) {
        sentences += Tr::tr("The old file is kept as %1.").arg(listText(shortNames(kept)));
    }
    if (!stale.isEmpty()) {
        sentences += Tr::tr("What is there is still as the old file said: %1 must be made anew.").arg(listText(stale));
    }
    if (carries && !stale.isEmpty()) {
        come.moved.clear(); // by the button
        sentences += Tr::tr("Their data goes along into the new volumes, as this button makes them anew.");
    }
    sentences += audit::sentencesOf(come);
    const QString names = plainText(listText(stale), 60);
    const QString accept = carries ? Tr::tr("Make them anew, with their data") : Tr::tr("Make %1 anew").arg(names);
    return {.edge = stale.isEmpty() ? Card::Edge::Accent : Card::Edge::Waiting,
            .title = Tr::tr("%1 is written").arg(listText(shortNames(written))),
            .text = plainText(sentences.join(QLatin1Char(' ')), 1000),
            .raw = {},
            .accept = stale.isEmpty() ? QString() : accept,
            .dismissible = true};
}

QString fixTitle(const audit::Fix &fix)
{
    const auto &files = fix.written.files;
    return files.size() == 1 ? Tr::tr("Change %1").arg(shortNames({files.front().path}).front())
                             : Tr::tr("Change %Ln file(s)", nullptr, static_cast<int>(files.size()));
}

QString fixSentence(const audit::Fix &fix)
{
    return Tr::tr("Now %1 of %2 settings are right; with it, %3 of %4.")
        .arg(audit::scoreOf(fix.before.findings).right)
        .arg(audit::scoreOf(fix.before.findings).all)
        .arg(audit::scoreOf(fix.after.findings).right)
        .arg(audit::scoreOf(fix.after.findings).all);
}

} // namespace bd::app
