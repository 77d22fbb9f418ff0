// zk-four-letter-words, zk-limits, zk-autopurge.
#include <algorithm>

#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/healthtest.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Role;
using compose::Service;

const QString words = QStringLiteral("4lw.commands.whitelist");

// What an image allows where nothing is said.
std::optional<QStringList> allowedByDefault(const Service &service)
{
    const auto version = Version::in(tagOf(service.image));
    switch (service.flavour) {
    case Flavour::ConfluentZooKeeper:
        return version && isBefore(*version, Version{5, 4, 0}) ? QStringList{QStringLiteral("*")}
                                                               : QStringList{QStringLiteral("srvr")};
    case Flavour::ZooKeeper:
        return version && isBefore(*version, Version{3, 5, 3}) ? QStringList{QStringLiteral("*")}
                                                               : QStringList{QStringLiteral("srvr")};
    case Flavour::BitnamiZooKeeper: return QStringList{QStringLiteral("srvr"), QStringLiteral("mntr")};
    default: return {};
    }
}

QStringList listOf(const QString &value)
{
    QStringList all;
    for (const QString &one : value.split(QLatin1Char(','), Qt::SkipEmptyParts))
        all += one.trimmed();
    return all;
}

std::vector<Change> allowing(const Subject &subject, const Service &service, const Setting &setting,
                             const QStringList &list)
{
    const QString text = list.join(QLatin1Char(','));
    if (service.flavour != Flavour::ConfluentZooKeeper)
        return {setVariable(service, zookeeperVariableFor(service, words), text)};
    const QString name = QStringLiteral("KAFKA_OPTS");
    const QString option = QStringLiteral("-Dzookeeper.%1=").arg(words);
    // As the file has it, its variables not filled in.
    const auto written = subject.sources.written(service.name, {QStringLiteral("environment"), name});
    QString options = written ? written->text : service.environment.value(name);
    if (options.startsWith(name + QLatin1Char('=')))
        options = options.sliced(name.size() + 1);
    if (setting.from == Setting::From::Option)
        return {setVariable(service, name, QString(options).replace(option + setting.value, option + text))};
    return {setVariable(service, name, options.isEmpty() ? option + text : options + QLatin1Char(' ') + option + text)};
}

Finding wordsOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const QString word = service.healthCheck && service.healthCheck->enabled()
                             ? compose::healthTestOf(service.healthCheck->test).word
                             : QString();
    const Setting setting = zookeeperSetting(subject, service, words);
    if (word.isEmpty())
        return frame(service, Status::NotApplicable, Tr::tr("no check that uses one"), setting.place);
    const auto byDefault = allowedByDefault(service);
    if (setting.isUnknown() || (!setting.isSet() && !byDefault))
        return frame(service, Status::Unknown,
                     Tr::tr("the check asks %1; what this image allows is not known").arg(word), setting.place);
    const QStringList allowed = setting.isSet() ? listOf(setting.value) : *byDefault;
    if (allowed.contains(word) || allowed.contains(QLatin1String("*")))
        return frame(service, Status::Ok, Tr::tr("%1 is allowed").arg(word), setting.place);
    const bool isInFile = setting.isFiles;
    return frame(service, Status::Problem,
                 Tr::tr("the check asks %1, and only %2 is allowed")
                     .arg(word, plainText(allowed.join(QLatin1String(", ")), 200)),
                 setting.place,
                 isInFile ? std::vector<Change>() : allowing(subject, service, setting, allowed + QStringList{word}));
}

struct Wanted {
    const char *property;
    const char *value;
};

// Of each that is not set: what to set it to.
std::vector<Change> filling(const Service &service, const std::vector<Wanted> &missing)
{
    std::vector<Change> changes;
    for (const Wanted &one : missing) {
        if (const QString name = zookeeperVariableFor(service, QLatin1String(one.property)); !name.isEmpty())
            changes.push_back(setVariable(service, name, QLatin1String(one.value)));
    }
    return changes;
}

Finding limitsOf(const Subject &subject, const Service &service, const Frame &frame)
{
    std::vector<Wanted> missing;
    QStringList said, open;
    bool isFiles = false;
    Place place;
    for (const Wanted &one : {Wanted{"tickTime", "2000"}, Wanted{"initLimit", "10"}, Wanted{"syncLimit", "5"},
                              Wanted{"maxClientCnxns", "60"}}) {
        const QString name = QLatin1String(one.property);
        const Setting setting = zookeeperSetting(subject, service, name);
        if (setting.isUnknown())
            return frame(service, Status::Unknown, Tr::tr("what this image is told cannot be read"), setting.place);
        isFiles = isFiles || setting.isFiles;
        if (setting.isSet()) {
            said += QStringLiteral("%1 %2").arg(name, plainText(setting.value, 40));
        } else {
            missing.push_back(one);
            open += name;
        }
        if (place.file.isEmpty() || setting.isSet())
            place = setting.place;
    }
    if (missing.empty())
        return frame(service, Status::Ok, said.join(QLatin1String(", ")), place);
    return frame(service, Status::Advice, Tr::tr("not set: %1").arg(open.join(QLatin1String(", "))), place,
                 isFiles ? std::vector<Change>() : filling(service, missing));
}

Finding purgeOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const Setting interval = zookeeperSetting(subject, service, QStringLiteral("autopurge.purgeInterval"));
    const Setting kept = zookeeperSetting(subject, service, QStringLiteral("autopurge.snapRetainCount"));
    if (interval.isUnknown())
        return frame(service, Status::Unknown, Tr::tr("what this image is told cannot be read"), interval.place);
    if (interval.value.toInt() > 0)
        return frame(service, Status::Ok, Tr::tr("every %Ln hour(s)", nullptr, interval.value.toInt()), interval.place);
    std::vector<Wanted> missing{{"autopurge.purgeInterval", "1"}};
    if (!kept.isSet())
        missing.push_back({"autopurge.snapRetainCount", "3"});
    const bool isInFile = interval.isFiles;
    return frame(service, Status::Problem, interval.isSet() ? Tr::tr("switched off") : Tr::tr("not set, which is off"),
                 interval.place, isInFile ? std::vector<Change>() : filling(service, missing));
}

template<typename Of>
void each(const Subject &subject, Findings &findings, const Frame &frame, Of of)
{
    for (const Service *service : servicesOf(subject, Role::ZooKeeper))
        findings.push_back(of(subject, *service, frame));
}

} // namespace

void judgeFourLetterWords(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("zk-four-letter-words"), Tr::tr("the word that the check asks is allowed"),
         Tr::tr(
             "ZooKeeper answers only those words that it is told to allow. To any other it says «is not executed because it is not in "
             "the whitelist», and the check never passes.")},
        wordsOf);
}

void judgeZooKeeperLimits(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("zk-limits"), Tr::tr("tick time, init and sync limits and a limit of connections are set"),
         Tr::tr(
             "Room for a slow start, and an end to reconnecting storms of one client. The tick is the clock of all that follows: a "
             "session lives 2 to 20 ticks.")},
        limitsOf);
}

void judgeAutopurge(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("zk-autopurge"), Tr::tr("old snapshots and logs are cleared every hour, but for three"),
         Tr::tr(
             "ZooKeeper keeps every snapshot and every log that it ever wrote. Its volume grows until the disk is full.")},
        purgeOf);
}

} // namespace bd::audit
