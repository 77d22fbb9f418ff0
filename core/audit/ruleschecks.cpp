// zk-healthcheck, kafka-healthcheck.
#include <QRegularExpression>

#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/healthtest.h"
#include "reach/listeners.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::HealthTest;
using compose::Role;
using compose::Service;
using yaml::Node;
using Asks = HealthTest::Asks;

constexpr quint16 usualPort = 9092;

// What a kind of server should have.
struct Wanted {
    int startPeriod = 0; // seconds
    int retries = 0;
    Status forJava = Status::Problem; // for a JVM too often
    Node (*test)(const Subject &, const Service &);
    // What is wrong with asking that; empty: nothing.
    QString (*wrong)(const Service &, const HealthTest &);
};

Node zooKeeperTest(const Subject &, const Service &service)
{
    const quint16 port = reach::zookeeperPort(service, {});
    return Node::string(QStringLiteral("echo srvr | nc localhost %1 | grep Mode").arg(port));
}

Node kafkaTest(const Subject &subject, const Service &service)
{
    if (service.flavour == Flavour::Redpanda)
        return Node::string(QStringLiteral("rpk cluster health | grep -E 'Healthy:.+true'"));
    const auto listeners = reach::clientListeners(service, {});
    const quint16 port = listeners.empty() ? usualPort : listeners.front().port;
    QString host = listeners.empty() ? QString() : listeners.front().boundHost;
    if (host.isEmpty() || isElsewhere(subject, service, host))
        host = QStringLiteral("localhost");
    return Node::string(QStringLiteral("bash -c ': < /dev/tcp/%1/%2'").arg(host).arg(port));
}

QString wrongForZooKeeper(const Service &, const HealthTest &test)
{
    return test.asks == Asks::Port ? Tr::tr("asks for an open port only: %1") : QString();
}

QString wrongForKafka(const Service &service, const HealthTest &test)
{
    if (test.asks == Asks::Word || test.asks == Asks::ZooKeeper)
        return Tr::tr("asks ZooKeeper, and passes with no broker at all: %1");
    if (service.flavour == Flavour::ApacheKafkaNative && !test.java.isEmpty())
        return Tr::tr("asks by a tool that this image does not have: %1");
    return {};
}

Node wholeCheck(const Subject &subject, const Service &service, const Wanted &wanted)
{
    const auto entry = [](const char *key, const Node &value) {
        return yaml::Entry{Node::string(QLatin1String(key)), value};
    };
    return Node::mapping({entry("test", wanted.test(subject, service)), entry("interval", duration(10)),
                          entry("timeout", duration(5)), entry("retries", Node::raw(QString::number(wanted.retries))),
                          entry("start_period", duration(wanted.startPeriod))});
}

int secondsOf(Millis time)
{
    return static_cast<int>(time.count() / 1000);
}

// Neither speaks HTTP at its port. An address with a path or another port may be something else's: ZooKeeper's AdminServer, an
// exporter; and what a variable says is not known.
bool asksInHttp(const Service &service, const QString &words)
{
    static const QRegularExpression asks(QStringLiteral("\\b(?:curl|wget)\\b")),
        path(QStringLiteral("(?:\\w|\\])(?::\\d+)?/\\w")), port(QStringLiteral(":(\\d+)"));
    const QString addresses = QString(words).remove(QLatin1String("http://")).remove(QLatin1String("https://"));
    const auto asked = asks.match(addresses);
    if (!asked.hasMatch() || addresses.contains(QLatin1Char('$')) || addresses.contains(QLatin1String("telnet:"))
        || path.match(addresses, asked.capturedEnd()).hasMatch())
        return false;
    const auto named = port.match(addresses, asked.capturedEnd());
    const int number = named.captured(1).toInt();
    const bool isPublished = std::ranges::any_of(service.ports, [number](const compose::PortSpec &one) {
        return one.containerPort == number;
    });
    return !named.hasMatch() || isPublished || number == (service.role == Role::ZooKeeper ? 2181 : 9092);
}

// Where its clients come in; empty: that is not certain.
QList<quint16> portsOf(const Subject &subject, const Service &service)
{
    if (service.role == Role::ZooKeeper) {
        const auto port = service.flavour == Flavour::Unknown ? std::nullopt : clientPortOf(subject, service);
        return port ? QList{static_cast<quint16>(*port)} : QList<quint16>();
    }
    const Setting listeners = kafkaSetting(subject, service, QStringLiteral("listeners"));
    const Setting advertised = kafkaSetting(subject, service, QStringLiteral("advertised.listeners"));
    const bool isTaken = service.flavour == Flavour::ConfluentKafka
                         && advertised.isSet(); // in place of what is not set
    if (subject.sources.mounted.contains(service.name) || (!listeners.isSet() && !isTaken))
        return {};
    QList<quint16> ports;
    for (const reach::Listener &one : reach::clientListeners(service, {}))
        ports += one.port;
    return ports;
}

// A port that is certain, is none of its own, and that no setting of something else mentions: JMX, an exporter, a controller.
bool asksAside(const Subject &subject, const Service &service, const HealthTest &test)
{
    const bool isServers = service.role == Role::ZooKeeper ? test.asks == Asks::Word || test.asks == Asks::ZooKeeper
                                                           : test.asks == Asks::Kafka;
    if ((!isServers && test.asks != Asks::Port) || test.port == 0)
        return false;
    const auto ports = portsOf(subject, service);
    if (ports.isEmpty() || ports.contains(test.port))
        return false;
    const QRegularExpression number(QStringLiteral("\\b%1\\b").arg(test.port));
    const QStringList names = service.environment.keys();
    return std::ranges::none_of(names, [&](const QString &name) {
        return !name.endsWith(QLatin1String("ADVERTISED_LISTENERS"))
               && number.match(service.environment[name]).hasMatch();
    });
}

// One that is there, and on.
Finding judged(const Subject &subject, const Service &service, const Wanted &wanted, const Frame &frame,
               const Place &place)
{
    const engine::HealthCheck &check = *service.healthCheck;
    const HealthTest test = compose::healthTestOf(check.test);
    const QString said = plainText(check.test.mid(1).join(QLatin1Char(' ')), 200);
    const QString key = QStringLiteral("healthcheck");
    const std::vector<Change> another{setValue(service, {key, QStringLiteral("test")}, wanted.test(subject, service))};
    if (test.asks == Asks::Nothing)
        return frame(service, Status::Problem, Tr::tr("passes whatever happens: %1").arg(said), place, another);
    if (const QString wrong = wanted.wrong(service, test); !wrong.isEmpty())
        return frame(service, Status::Problem, wrong.arg(said), place, another);
    if (test.asks == Asks::Other && asksInHttp(service, said))
        return frame(service, Status::Problem, Tr::tr("asks in HTTP, which nothing here speaks: %1").arg(said), place,
                     another);
    if (asksAside(subject, service, test))
        return frame(service, Status::Problem,
                     Tr::tr("asks at port %1, where nothing listens: %2").arg(test.port).arg(said), place, another);
    const bool isOthers = test.asks == Asks::Kafka && service.role == Role::ZooKeeper;
    if (test.asks == Asks::Other || isOthers)
        return frame(service, Status::Unknown, Tr::tr("a check of its own: %1").arg(said), place);
    if (!test.java.isEmpty() && check.interval < compose::javaOften)
        return frame(service, wanted.forJava,
                     Tr::tr("starts a JVM every %Ln s: %1", nullptr, secondsOf(check.interval)).arg(test.java), place,
                     another);
    if (check.startPeriod < std::chrono::seconds(wanted.startPeriod))
        return frame(service, Status::Advice,
                     Tr::tr("%1, with a start period of %Ln s", nullptr, secondsOf(check.startPeriod)).arg(said), place,
                     {setValue(service, {key, QStringLiteral("start_period")}, duration(wanted.startPeriod))});
    return frame(service, Status::Ok, said, place);
}

void each(const Subject &subject, Findings &findings, Role role, const Wanted &wanted, const Frame &frame)
{
    const QString key = QStringLiteral("healthcheck");
    for (const Service *service : servicesOf(subject, role)) {
        const Place place = serviceKey(subject, *service, key);
        if (service->healthCheck && service->healthCheck->enabled()) {
            findings.push_back(judged(subject, *service, wanted, frame, place));
            continue;
        }
        const bool mayHaveOne = !service->healthCheck && service->flavour == Flavour::Unknown;
        findings.push_back(frame(*service, mayHaveOne ? Status::Unknown : Status::Problem,
                                 mayHaveOne             ? Tr::tr("none in the file; the image may have one of its own")
                                 : service->healthCheck ? Tr::tr("switched off")
                                                        : Tr::tr("no health check"),
                                 place, {setValue(*service, {key}, wholeCheck(subject, *service, wanted))}));
    }
}

} // namespace

void judgeZooKeeperCheck(const Subject &subject, Findings &findings)
{
    each(subject, findings, Role::ZooKeeper, {30, 5, Status::Advice, zooKeeperTest, wrongForZooKeeper},
         {QStringLiteral("zk-healthcheck"), Tr::tr("a health check by ruok or srvr, with a start period of 30 s"),
          Tr::tr("Kafka can wait for a ZooKeeper that answers, not for one that merely runs. Without a check Kafka "
                 "starts too early, and fails.")});
}

void judgeKafkaCheck(const Subject &subject, Findings &findings)
{
    each(subject, findings, Role::Broker, {60, 10, Status::Problem, kafkaTest, wrongForKafka},
         {QStringLiteral("kafka-healthcheck"), Tr::tr("a cheap health check with a start period of 60 s"),
          Tr::tr("What needs Kafka can wait for a broker that answers. Kafka’s own tools start a JVM for each check, "
                 "which is slow, and can take the memory that the broker needs.")});
}

} // namespace bd::audit
