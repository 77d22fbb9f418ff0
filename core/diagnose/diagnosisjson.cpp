#include "diagnose/diagnosisjson.h"

#include <QJsonArray>

#include "base/text.h"

namespace bd::diagnose {

namespace {

QJsonObject jsonOf(const Step &step)
{
    QJsonObject json{{QStringLiteral("text"), redacted(step.text)}};
    if (!step.action.isEmpty())
        json.insert(QStringLiteral("action"), step.action);
    if (!step.rules.isEmpty())
        json.insert(QStringLiteral("rules"), QJsonArray::fromStringList(step.rules));
    if (!step.command.isEmpty())
        json.insert(QStringLiteral("command"), redacted(step.command));
    return json;
}

QJsonArray jsonOf(const std::vector<Evidence> &evidence)
{
    QJsonArray json;
    for (const Evidence &one : evidence)
        json += QJsonObject{{QStringLiteral("line"), one.line > 0 ? QJsonValue(one.line) : QJsonValue()},
                            {QStringLiteral("text"), redacted(one.text)}};
    return json;
}

QJsonArray jsonOf(const std::vector<Step> &steps)
{
    QJsonArray json;
    for (const Step &step : steps)
        json += jsonOf(step);
    return json;
}

QJsonArray jsonOf(const std::vector<Diagnosis> &diagnoses)
{
    QJsonArray json;
    for (const Diagnosis &one : diagnoses)
        json += QJsonObject{{QStringLiteral("id"), one.id},
                            {QStringLiteral("service"), one.service.isEmpty() ? QJsonValue() : QJsonValue(one.service)},
                            {QStringLiteral("title"), redacted(one.title)},
                            {QStringLiteral("cause"), redacted(one.cause)},
                            {QStringLiteral("verified"), one.isVerified},
                            {QStringLiteral("evidence"), jsonOf(one.evidence)},
                            {QStringLiteral("proof"), jsonOf(one.proof)},
                            {QStringLiteral("steps"), jsonOf(one.steps)},
                            {QStringLiteral("lastResort"),
                             one.lastResort ? QJsonValue(jsonOf(*one.lastResort)) : QJsonValue()},
                            {QStringLiteral("reading"), QJsonArray::fromStringList(one.reading)},
                            {QStringLiteral("consequences"), jsonOf(one.consequences)}};
    return json;
}

} // namespace

QJsonObject toJson(const std::vector<Diagnosis> &found, const Seen &seen)
{
    QJsonObject alarms;
    for (auto it = seen.alarms.cbegin(); found.empty() && it != seen.alarms.cend(); ++it)
        alarms.insert(it.key(), jsonOf(it.value()));
    return {{QStringLiteral("diagnoses"), jsonOf(found)}, {QStringLiteral("alarms"), alarms}};
}

} // namespace bd::diagnose
