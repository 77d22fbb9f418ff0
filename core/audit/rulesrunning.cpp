// zk-restart, kafka-restart, kafka-stop-grace, kafka-healthcheck.
#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/healthtest.h"
#include "reach/listeners.h"

namespace bd::audit {

namespace {

using namespace std::chrono_literals;
using Asks = compose::HealthTest::Asks;
using compose::Flavour;
using compose::Role;
using compose::Service;
using yaml::Node;

constexpr int startPeriod = 60;   // seconds
constexpr Millis often = 30s;     // a JVM costs a processor for one or two seconds
constexpr Millis shortest = 30s;  // for a clean close of a broker
constexpr Millis byDefault = 10s; // Compose's
constexpr quint16 usualPort = 9092;

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

Node testOf(const Service &service)
{
    if (service.flavour == Flavour::Redpanda)
        return Node::string(QStringLiteral("rpk cluster health | grep -E 'Healthy:.+true'"));
    const auto listeners = reach::clientListeners(service, {});
    const quint16 port = listeners.empty() ? usualPort : listeners.front().port;
    const QString host = listeners.empty() || listeners.front().boundHost.isEmpty() ? QStringLiteral("localhost")
                                                                                    : listeners.front().boundHost;
    return Node::string(QStringLiteral("bash -c ': < /dev/tcp/%1/%2'").arg(host).arg(port));
}

Node wholeCheck(const Service &service)
{
    const auto entry = [](const char *key, const Node &value) {
        return yaml::Entry{Node::string(QLatin1String(key)), value};
    };
    return Node::mapping({entry("test", testOf(service)), entry("interval", duration(10)),
                          entry("timeout", duration(5)), entry("retries", Node::raw(QStringLiteral("10"))),
                          entry("start_period", duration(startPeriod))});
}

Finding checkOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const Place place = serviceKey(subject, service, QStringLiteral("healthcheck"));
    const std::vector<Change> whole{setValue(service, {QStringLiteral("healthcheck")}, wholeCheck(service))};
    if (!service.healthCheck) {
        const bool mayHaveOne = service.flavour == Flavour::Unknown;
        return frame(service, mayHaveOne ? Status::Unknown : Status::Problem,
                     mayHaveOne ? Tr::tr("none in the file; the image may have one of its own")
                                : Tr::tr("no health check"),
                     place, whole);
    }
    const engine::HealthCheck &check = *service.healthCheck;
    const compose::HealthTest test = compose::healthTestOf(check.test);
    const QString said = plainText(check.test.mid(1).join(QLatin1Char(' ')), 200);
    const std::vector<Change> another{
        setValue(service, {QStringLiteral("healthcheck"), QStringLiteral("test")}, testOf(service))};
    if (!check.enabled())
        return frame(service, Status::Problem, Tr::tr("switched off"), place, whole);
    switch (test.asks) {
    case Asks::Nothing:
        return frame(service, Status::Problem, Tr::tr("passes whatever happens: %1").arg(said), place, another);
    case Asks::Word:
    case Asks::ZooKeeper:
        return frame(service, Status::Problem, Tr::tr("asks ZooKeeper, and passes with no broker at all: %1").arg(said),
                     place, another);
    case Asks::Other: return frame(service, Status::Unknown, Tr::tr("a check of its own: %1").arg(said), place);
    case Asks::Port:
    case Asks::Kafka: break;
    }
    if (!test.java.isEmpty() && check.interval < often)
        return frame(service, Status::Problem,
                     Tr::tr("starts a JVM every %Ln s: %1", nullptr, secondsOf(check.interval)).arg(test.java), place,
                     another);
    if (check.startPeriod < std::chrono::seconds(startPeriod))
        return frame(service, Status::Advice,
                     Tr::tr("%1, with a start period of %Ln s", nullptr, secondsOf(check.startPeriod)).arg(said), place,
                     {setValue(service, {QStringLiteral("healthcheck"), QStringLiteral("start_period")},
                               duration(startPeriod))});
    return frame(service, Status::Ok, said, place);
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

void judgeKafkaCheck(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kafka-healthcheck"), Tr::tr("a cheap health check with a start period of 60 s"),
        Tr::tr(
            "What needs Kafka can wait for a broker that answers. Kafka’s own tools start a JVM for each check, which is slow, "
            "and can take the memory that the broker needs.")};
    for (const Service *service : servicesOf(subject, Role::Broker))
        findings.push_back(checkOf(subject, *service, frame));
}

} // namespace bd::audit
