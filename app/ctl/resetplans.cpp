#include "resetplans.h"

#include <QCoreApplication>
#include <QLocale>

#include "base/text.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

void addRuling(QJsonObject &json, const guard::Ruling &ruling)
{
    QJsonArray refused;
    for (const guard::Objection &one : ruling.objections)
        refused += QJsonObject{{QStringLiteral("subject"), one.subject}, {QStringLiteral("reason"), one.text}};
    json.insert(QStringLiteral("needsContextConfirmed"), ruling.verdict == guard::Ruling::Verdict::NeedsConfirmation);
    json.insert(QStringLiteral("refused"), refused);
}

void list(const Output &output, const QString &text, const QStringList &names)
{
    if (!names.isEmpty())
        output.line(text.arg(names.join(QStringLiteral(", "))));
}

QString wordOf(const reset::PlannedTopic &topic)
{
    switch (topic.way) {
    case reset::PlannedTopic::Way::Empty: return Tr::tr("is emptied");
    case reset::PlannedTopic::Way::Recreate: return Tr::tr("is made anew, as it is: it is compacted");
    case reset::PlannedTopic::Way::Delete:
        return topic.isExpected ? Tr::tr("is made anew, as it is expected") : Tr::tr("is deleted");
    }
    return {};
}

QString wordOf(const reset::PlannedGroup &group)
{
    switch (group.way) {
    case reset::PlannedGroup::Way::Rewind: return Tr::tr("goes back to the beginning");
    case reset::PlannedGroup::Way::Delete: return Tr::tr("is deleted");
    case reset::PlannedGroup::Way::Leave: return Tr::tr("is left alone: %1").arg(group.why);
    }
    return {};
}

} // namespace

QJsonObject jsonOf(const reset::FullPlan &plan, const guard::Ruling &ruling, const QMap<QString, qint64> &sizes)
{
    QJsonArray containers, volumes;
    for (const guard::PlannedContainer &one : plan.removal.containers)
        containers += QJsonObject{{QStringLiteral("name"), one.name}, {QStringLiteral("service"), one.service}};
    for (const guard::PlannedVolume &one : plan.removal.volumes)
        volumes += QJsonObject{{QStringLiteral("name"), one.name},
                               {QStringLiteral("anonymous"), one.isAnonymous},
                               {QStringLiteral("goesWithContainer"), one.goesWithContainer},
                               {QStringLiteral("bytes"),
                                sizes.contains(one.name) ? QJsonValue(sizes[one.name]) : QJsonValue()}};
    QJsonObject json{{QStringLiteral("level"), QStringLiteral("full")},
                     {QStringLiteral("project"), plan.removal.project},
                     {QStringLiteral("context"), plan.removal.context},
                     {QStringLiteral("stops"), QJsonArray::fromStringList(plan.stops)},
                     {QStringLiteral("containers"), containers},
                     {QStringLiteral("volumes"), volumes},
                     {QStringLiteral("starts"), QJsonArray::fromStringList(plan.starts)},
                     {QStringLiteral("stays"),
                      QJsonObject{{QStringLiteral("services"), QJsonArray::fromStringList(plan.services)},
                                  {QStringLiteral("volumes"), QJsonArray::fromStringList(plan.volumes)}}}};
    addRuling(json, ruling);
    return json;
}

QJsonObject jsonOf(const reset::TopicPlan &plan, const guard::Ruling &ruling)
{
    QJsonObject json = reset::toJson(plan);
    json.insert(QStringLiteral("level"), json.take(QStringLiteral("operation")));
    json.insert(QStringLiteral("containers"), QJsonArray());
    json.insert(QStringLiteral("volumes"), QJsonArray());
    addRuling(json, ruling);
    return json;
}

void tell(const Output &output, const reset::FullPlan &plan, const QMap<QString, qint64> &sizes)
{
    std::vector<QStringList> rows;
    for (const guard::PlannedContainer &one : plan.removal.containers)
        rows.push_back({Tr::tr("container"), one.name, QString()});
    for (const guard::PlannedVolume &one : plan.removal.volumes)
        rows.push_back({one.goesWithContainer ? Tr::tr("volume made for a container") : Tr::tr("volume"), one.name,
                        sizes.contains(one.name) ? dataSizeText(sizes[one.name]) : QStringLiteral("?")});
    output.table({Tr::tr("GOES"), Tr::tr("NAME"), Tr::tr("SIZE")}, rows);
    list(output, Tr::tr("Stopped and started again: %1"), plan.workers);
    list(output, Tr::tr("Started afterwards: %1"), plan.starts);
    list(output, Tr::tr("Stays: %1"), plan.services + plan.volumes);
}

void tell(const Output &output, const reset::TopicPlan &plan)
{
    std::vector<QStringList> rows;
    for (const reset::PlannedTopic &one : plan.topics)
        rows.push_back({Tr::tr("topic"), one.name,
                        one.records ? QStringLiteral("≈ ") + QLocale().toString(*one.records) : QStringLiteral("?"),
                        wordOf(one)});
    for (const reset::PlannedGroup &one : plan.groups)
        rows.push_back({Tr::tr("group"), one.id, QString(), wordOf(one)});
    output.table({Tr::tr("GOES"), Tr::tr("NAME"), Tr::tr("RECORDS"), Tr::tr("WHAT")}, rows);
    list(output, Tr::tr("Stopped and started again: %1"), plan.stops);
    list(output, Tr::tr("Runs afterwards: %1"), plan.inits);
    list(output, Tr::tr("Stays: %1"), plan.stays);
}

void tell(const Output &output, const guard::Ruling &ruling, const QString &context)
{
    for (const guard::Objection &one : ruling.objections)
        output.note(Tr::tr("Refused: %1").arg(one.text));
    if (ruling.verdict == guard::Ruling::Verdict::NeedsConfirmation)
        output.note(Tr::tr("The context must be confirmed, too: --confirm-remote %1").arg(context));
}

} // namespace bd::ctl
