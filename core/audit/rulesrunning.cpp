// zk-restart, kafka-restart, kafka-stop-grace.
#include "audit/ruletools.h"
#include "base/text.h"

namespace bd::audit {

namespace {

using namespace std::chrono_literals;
using compose::Role;
using compose::Service;
using yaml::Node;

constexpr Millis shortest = 30s;  // for a clean close of a broker
constexpr Millis byDefault = 10s; // Compose's

int secondsOf(Millis time)
{
    return static_cast<int>(time.count() / 1000);
}

void judgeRestart(const Subject &subject, Findings &findings, Role role, const Frame &frame)
{
    for (const Service *service : servicesOf(subject, role)) {
        const Place place = serviceKey(subject, *service, QStringLiteral("restart"));
        const QString &restart = service->restart;
        const std::vector<Change> changes{
            setValue(*service, {QStringLiteral("restart")}, Node::string(QStringLiteral("unless-stopped")))};
        if (restart == QLatin1String("unless-stopped") || restart == QLatin1String("always"))
            findings.push_back(frame(*service, Status::Ok, restart, place));
        else if (restart.startsWith(QLatin1String("on-failure")))
            findings.push_back(frame(*service, Status::Advice, plainText(restart, 40), place, changes));
        else
            findings.push_back(frame(*service, Status::Problem,
                                     restart.isEmpty() ? Tr::tr("not set, which is «no»") : plainText(restart, 40),
                                     place, changes));
    }
}

} // namespace

void judgeZooKeeperRestart(const Subject &subject, Findings &findings)
{
    judgeRestart(subject, findings, Role::ZooKeeper,
                 {QStringLiteral("zk-restart"), QStringLiteral("restart: unless-stopped"),
                  Tr::tr(
                      "ZooKeeper comes back without a person when it has died. After a restart of the machine, too.")});
}

void judgeKafkaRestart(const Subject &subject, Findings &findings)
{
    judgeRestart(
        subject, findings, Role::Broker,
        {QStringLiteral("kafka-restart"), QStringLiteral("restart: unless-stopped"),
         Tr::tr(
             "A broker that meets its own stale registration gives up; started again, it comes up as soon as that has expired. "
             "Only the restart policy starts it again.")});
}

void judgeStopGrace(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kafka-stop-grace"), Tr::tr("stop_grace_period of 30 s or more"),
        Tr::tr(
            "Compose kills after 10 s what has not ended. A broker that was killed stays registered in ZooKeeper, and has "
            "to recover its logs: the next start fails or is slow.")};
    for (const Service *service : servicesOf(subject, Role::Broker)) {
        const Place place = serviceKey(subject, *service, QStringLiteral("stop_grace_period"));
        const Millis grace = service->stopGrace.value_or(byDefault);
        const QString said = service->stopGrace ? Tr::tr("%Ln s", nullptr, secondsOf(grace))
                                                : Tr::tr("not set, which is 10 s");
        if (grace >= shortest)
            findings.push_back(frame(*service, Status::Ok, said, place));
        else
            findings.push_back(frame(*service, Status::Problem, said, place,
                                     {setValue(*service, {QStringLiteral("stop_grace_period")}, duration(60))}));
    }
}

} // namespace bd::audit
