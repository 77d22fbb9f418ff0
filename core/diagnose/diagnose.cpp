#include "diagnose/diagnose.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>
#include <re2/re2.h>

#include "base/text.h"

namespace bd::diagnose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

constexpr qsizetype mostText = 1000;

Evidence said(const QString &text)
{
    return {0, plainText(text, mostText)};
}

// A sign that holds, with what shows it; nothing: it does not.
struct Shown {
    std::vector<Evidence> evidence;
    QMap<QString, QString> values;
    bool isVerified = false;
};

// As the engine's inspect says it.
QString endOf(const Symptoms &symptoms)
{
    const QString code = QStringLiteral("ExitCode: %1").arg(*symptoms.exitCode);
    return symptoms.oomKilled ? code + QStringLiteral(", OOMKilled: true") : code;
}

// Whether one of the texts, none of which is of a log, has the pattern; without a pattern it is so.
bool isSaid(const QString &pattern, const QStringList &texts, Shown &shown)
{
    if (pattern.isEmpty())
        return true;
    if (std::ranges::all_of(texts, &QString::isEmpty)) // as with nearly every service: nothing to compile it for
        return false;
    const re2::RE2 compiled(pattern.toStdString(), re2::RE2::Quiet);
    const auto text = std::ranges::find_if(texts, [&](const QString &one) {
        return !one.isEmpty() && re2::RE2::PartialMatch(one.toStdString(), compiled);
    });
    if (text == texts.end())
        return false;
    shown.evidence.push_back(said(*text));
    shown.values.insert(valuesIn(pattern, *text));
    return true;
}

std::optional<Shown> shownBy(const Sign &sign, const Symptoms &symptoms, const Hit *hit, bool endsWhenReady)
{
    Shown shown;
    shown.isVerified = !sign.seen.isEmpty();
    if (!sign.log.isEmpty()) {
        if (!hit || (endsWhenReady && hit->isBeforeReady))
            return {};
        shown.evidence = hit->lines;
        shown.values = hit->values;
    }
    const bool allIsSaid = isSaid(sign.health, {symptoms.health}, shown) && isSaid(sign.engine, symptoms.engine, shown)
                           && isSaid(sign.probe, symptoms.probes, shown);
    if (!allIsSaid)
        return {};
    if (!sign.exitCodes.isEmpty() && (!symptoms.exitCode || !sign.exitCodes.contains(*symptoms.exitCode)))
        return {};
    if (sign.oomKilled && *sign.oomKilled != symptoms.oomKilled)
        return {};
    if (shown.evidence.empty() && symptoms.exitCode)
        shown.evidence.push_back(said(endOf(symptoms)));
    return shown;
}

QString filled(QString text, const QMap<QString, QString> &values)
{
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        text.replace(QLatin1Char('{') + it.key() + QLatin1Char('}'), it.value());
    return text;
}

// What is typed has to be right: a service that has no name here is for people to put in.
Step filled(Step step, const QMap<QString, QString> &values, const QString &service)
{
    step.text = filled(std::move(step.text), values);
    step.command.replace(QLatin1String("{service}"), service.isEmpty() ? QStringLiteral("SERVICE") : service);
    step.command = filled(std::move(step.command), values);
    return step;
}

bool hasWords(const Sign &sign)
{
    return !sign.log.isEmpty() || !sign.health.isEmpty() || !sign.engine.isEmpty() || !sign.probe.isEmpty();
}

std::optional<Diagnosis> diagnosed(const Failure &failure, size_t at, const Symptoms &symptoms)
{
    // Of whom nothing is known, words may tell; how it ended tells the same of anybody.
    const auto isAbout = [&](const Sign &sign) {
        const QList<compose::Role> &roles = sign.about.isEmpty() ? failure.about : sign.about;
        return roles.isEmpty() || (symptoms.role ? roles.contains(*symptoms.role) : hasWords(sign));
    };
    for (size_t number = 0; number < failure.signs.size(); ++number) {
        if (!isAbout(failure.signs[number]))
            continue;
        const auto hit = std::ranges::find_if(symptoms.hits,
                                              [&](const Hit &one) { return one.failure == at && one.sign == number; });
        const auto shown = shownBy(failure.signs[number], symptoms, hit == symptoms.hits.end() ? nullptr : &*hit,
                                   failure.until == Failure::Until::Ready);
        if (!shown)
            continue;
        QMap<QString, QString> values = shown->values;
        values.insert(QStringLiteral("service"), symptoms.service.isEmpty() ? Tr::tr("the service") : symptoms.service);
        Diagnosis diagnosis;
        diagnosis.id = failure.id;
        diagnosis.service = symptoms.service;
        diagnosis.title = filled(failure.title, values);
        diagnosis.cause = filled(failure.cause, values);
        diagnosis.evidence = shown->evidence;
        diagnosis.values = shown->values;
        diagnosis.isVerified = shown->isVerified;
        for (const Step &step : failure.proof)
            diagnosis.proof.push_back(filled(step, values, symptoms.service));
        for (const Step &step : failure.steps)
            diagnosis.steps.push_back(filled(step, values, symptoms.service));
        if (failure.lastResort)
            diagnosis.lastResort = filled(*failure.lastResort, values, symptoms.service);
        diagnosis.reading = failure.reading;
        return diagnosis;
    }
    return {};
}

std::vector<Diagnosis> ofOne(const Knowledge &knowledge, const Symptoms &symptoms)
{
    std::vector<Diagnosis> found;
    for (size_t at = 0; at < knowledge.failures.size(); ++at) {
        if (auto one = diagnosed(knowledge.failures[at], at, symptoms))
            found.push_back(std::move(*one));
    }
    std::set<QString> explained;
    for (const Diagnosis &one : found) {
        for (const QString &id : knowledge.failure(one.id)->rather)
            explained.insert(id);
    }
    std::erase_if(found, [&](const Diagnosis &one) { return explained.contains(one.id); });
    const auto isGeneric = [&](const Diagnosis &one) { return knowledge.failure(one.id)->isGeneric; };
    if (!std::ranges::all_of(found, isGeneric))
        std::erase_if(found, isGeneric);
    return found;
}

// All that a service needs, and what these need.
std::set<QString> neededBy(const QString &service, const std::vector<Symptoms> &stack)
{
    std::set<QString> all;
    QStringList open{service};
    while (!open.isEmpty()) {
        const auto found = std::ranges::find(stack, open.takeLast(), &Symptoms::service);
        if (found == stack.end())
            continue;
        for (const QString &need : found->needs) {
            if (all.insert(need).second)
                open += need;
        }
    }
    return all;
}

// The cause that this one comes of, itself or by way of another consequence of it; none: it is a cause.
Diagnosis *causeOf(const Failure &failure, const Diagnosis &diagnosis, std::vector<Diagnosis> &causes,
                   const std::vector<Symptoms> &stack)
{
    const std::set<QString> needed = neededBy(diagnosis.service, stack);
    const auto mayBeIt = [&](const Diagnosis &other) {
        const auto of = std::ranges::find(stack, other.service, &Symptoms::service);
        const bool comesOf = other.id == diagnosis.id // both tell of the same
                             || (of != stack.end() && of->role && failure.follows.contains(*of->role));
        return other.service != diagnosis.service && comesOf && needed.contains(other.service);
    };
    const auto found = std::ranges::find_if(causes, [&](const Diagnosis &cause) {
        return mayBeIt(cause) || std::ranges::any_of(cause.consequences, mayBeIt);
    });
    return found == causes.end() ? nullptr : &*found;
}

} // namespace

std::vector<Diagnosis> diagnose(const Knowledge &knowledge, const std::vector<Symptoms> &stack)
{
    // Who is needed comes first, so that its diagnosis is there when something comes of it.
    std::vector<const Symptoms *> order;
    order.reserve(stack.size());
    for (const Symptoms &one : stack)
        order.push_back(&one);
    std::ranges::stable_sort(order, {}, [&](const Symptoms *one) { return neededBy(one->service, stack).size(); });
    std::vector<Diagnosis> causes;
    for (const Symptoms *one : order) {
        for (Diagnosis &found : ofOne(knowledge, *one)) {
            Diagnosis *cause = causeOf(*knowledge.failure(found.id), found, causes, stack);
            (cause ? cause->consequences : causes).push_back(std::move(found));
        }
    }
    return causes;
}

} // namespace bd::diagnose
