#include <QtTest>

#include "reach/reach.h"

using namespace bd;
using compose::Flavour;
using engine::Container;
using engine::Context;
using engine::PortBinding;

namespace {

Context local()
{
    return {QStringLiteral("default"), QStringLiteral("unix:///var/run/docker.sock"), true};
}

Context remote()
{
    return {QStringLiteral("lab"), QStringLiteral("ssh://me@lab.example"), true};
}

// «127.0.0.1:19092->9092», as `docker ps` writes it; several apart by blanks.
std::vector<PortBinding> bindings(const QString &text)
{
    static const QRegularExpression form(QStringLiteral(R"(^(?:(.*):)?(\d+)->(\d+)(?:/(\w+))?$)"));
    std::vector<PortBinding> ports;
    for (const QString &one : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto match = form.match(one);
        ports.push_back({match.captured(1), match.captured(2).toUShort(), match.captured(3).toUShort(),
                         match.captured(4).isEmpty() ? QStringLiteral("tcp") : match.captured(4)});
    }
    return ports;
}

Container container(const QString &ports, const QString &environment = {}, const QString &command = {})
{
    Container made;
    made.id = QStringLiteral("0123456789abcdef0123456789abcdef");
    made.name = QStringLiteral("proj-kafka-1");
    made.ports = bindings(ports);
    made.environment = environment.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    made.command = command.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    made.addresses = {{QStringLiteral("proj_default"), QStringLiteral("172.18.0.3")}};
    return made;
}

compose::Service service(Flavour flavour)
{
    compose::Service made;
    made.name = QStringLiteral("kafka");
    made.flavour = flavour;
    return made;
}

QString mapText(const QMap<QString, QString> &map)
{
    QStringList lines;
    for (auto it = map.begin(); it != map.end(); ++it)
        lines += it.key() + QStringLiteral("=") + it.value();
    return lines.join(QLatin1Char(' '));
}

} // namespace

class TestReach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void schemaRegistry_data()
    {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *image, const char *ports, const char *environment, const char *url) {
            QTest::newRow(image) << QString::fromLatin1(image) << QString::fromLatin1(ports)
                                 << QString::fromLatin1(environment) << QString::fromLatin1(url);
        };
        row("confluentinc/cp-schema-registry:7.9.1", "127.0.0.1:18081->8081", "", "http://127.0.0.1:18081");
        row("mirror:5000/x/cp-schema-registry", "8085->8085", "SCHEMA_REGISTRY_LISTENERS=http://0.0.0.0:8085",
            "http://127.0.0.1:8085");
        row("bitnami/schema-registry@sha256:00", "8081->8081",
            "SCHEMA_REGISTRY_LISTENERS=https://0.0.0.0:8081,http://x:1", "https://127.0.0.1:8081");
        row("ghcr.io/aiven-open/karapace:4", "8081->8081", "", "http://127.0.0.1:8081");
        row("apicurio/apicurio-registry:3.0.9", "1->8080", "", "http://127.0.0.1:1/apis/ccompat/v7");
        row("confluentinc/cp-schema-registry:1", "", "", "");
        row("confluentinc/cp-kafka:7.9.1", "8081->8081", "", "");
    }

    void schemaRegistry()
    {
        QFETCH(QString, image);
        QFETCH(QString, ports);
        QFETCH(QString, environment);
        compose::Service made = service(Flavour::Unknown);
        made.image = image;
        const auto url = reach::schemaRegistry(made, container(ports, environment), local());
        QTEST(url ? url->toString() : QString(), "url");
    }

    void zookeeper_data()
    {
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<bool>("isRemote");
        QTest::addColumn<QString>("address"); // empty: not reached
        const auto row = [](const char *name, const char *ports, const char *environment, bool isRemote,
                            const char *address) {
            QTest::newRow(name) << QString::fromLatin1(ports) << QString::fromLatin1(environment) << isRemote
                                << QString::fromLatin1(address);
        };
        row("on every interface", "0.0.0.0:2181->2181 :::2181->2181", "", false, "127.0.0.1:2181");
        row("no host ip", "2181->2181", "", false, "127.0.0.1:2181");
        row("IPv6 named first", ":::2181->2181 0.0.0.0:12181->2181", "", false, "127.0.0.1:12181");
        row("IPv6 alone", "::1:2181->2181", "", false, "[::1]:2181");
        row("on loopback", "127.0.0.1:22181->2181", "", false, "127.0.0.1:22181");
        row("on one interface", "192.168.1.5:2181->2181", "", false, "192.168.1.5:2181");
        row("Confluent's port", "0.0.0.0:2181->32181", "ZOOKEEPER_CLIENT_PORT=32181", false, "127.0.0.1:2181");
        row("Bitnami's port", "0.0.0.0:2181->3181", "ZOO_PORT_NUMBER=3181", false, "127.0.0.1:2181");
        row("another port only", "0.0.0.0:8080->8080", "", false, "");
        row("udp", "0.0.0.0:2181->2181/udp", "", false, "");
        row("not published", "", "ZOOKEEPER_CLIENT_PORT=2181", false, "");
        row("remote, every interface", "0.0.0.0:2181->2181", "", true, "lab.example:2181");
        row("remote, its loopback", "127.0.0.1:2181->2181", "", true, "");
    }

    void zookeeper()
    {
        QFETCH(QString, ports);
        QFETCH(QString, environment);
        QFETCH(bool, isRemote);
        QFETCH(QString, address);
        const auto found = reach::zookeeper(service(Flavour::ConfluentZooKeeper), container(ports, environment),
                                            isRemote ? remote() : local());
        QCOMPARE(found ? found->text() : QString(), address);
    }

    void aVariableOfTheFileCountsWhereTheContainerHasNone()
    {
        auto fromFile = service(Flavour::ConfluentZooKeeper);
        fromFile.environment[QStringLiteral("ZOOKEEPER_CLIENT_PORT")] = QStringLiteral("32181");
        QCOMPARE(reach::zookeeper(fromFile, container(QStringLiteral("2181->32181")), local())->port, quint16(2181));
    }

    void broker_data()
    {
        QTest::addColumn<Flavour>("flavour");
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("bootstrap"); // empty: not reached
        QTest::addColumn<QString>("map");
        QTest::addColumn<QString>("advertised");
        QTest::addColumn<int>("id"); // -1: not known
        QTest::addColumn<bool>("mapped");
        const auto row = [](const char *name, Flavour flavour, const char *ports, const char *environment,
                            const char *bootstrap, const char *map, const char *advertised, int id, bool mapped) {
            QTest::newRow(name) << flavour << QString::fromLatin1(ports) << QString::fromLatin1(environment)
                                << QString::fromLatin1(bootstrap) << QString::fromLatin1(map)
                                << QString::fromLatin1(advertised) << id << mapped;
        };
        row("the reference stack: inside and outside", Flavour::ConfluentKafka, "127.0.0.1:9092->9092",
            "KAFKA_BROKER_ID=1\nKAFKA_ZOOKEEPER_CONNECT=zookeeper:2181\n"
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT\n"
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:29092,PLAINTEXT_HOST://localhost:9092",
            "127.0.0.1:9092", "localhost:9092=127.0.0.1:9092", "PLAINTEXT kafka:29092,PLAINTEXT_HOST localhost:9092", 1,
            false);
        row("one listener under an inside name", Flavour::ConfluentKafka, "0.0.0.0:9092->9092 :::9092->9092",
            "KAFKA_BROKER_ID=1\nKAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092", "127.0.0.1:9092",
            "kafka:9092=127.0.0.1:9092", "PLAINTEXT kafka:9092", 1, true);
        row("localhost at a host port that is another one", Flavour::ConfluentKafka, "0.0.0.0:19092->9092",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092", "127.0.0.1:19092",
            "localhost:9092=127.0.0.1:19092", "PLAINTEXT localhost:9092", -1, true);
        row("localhost at a host port that the engine chose", Flavour::ConfluentKafka, "0.0.0.0:49153->9092",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:29092,HOST://localhost:9092\n"
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT",
            "127.0.0.1:49153", "localhost:9092=127.0.0.1:49153", "PLAINTEXT kafka:29092,HOST localhost:9092", -1, true);
        row("both published, the outside one is for us", Flavour::ConfluentKafka, "29092->29092 9092->9092",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://broker:29092,PLAINTEXT_HOST://localhost:9092\n"
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT",
            "127.0.0.1:9092", "broker:29092=127.0.0.1:29092 localhost:9092=127.0.0.1:9092",
            "PLAINTEXT broker:29092,PLAINTEXT_HOST localhost:9092", -1, false);
        row("KRaft with a controller listener", Flavour::ApacheKafka, "9092->9092 9093->9093",
            "KAFKA_NODE_ID=1\nKAFKA_PROCESS_ROLES=broker,controller\nKAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER\n"
            "KAFKA_LISTENERS=PLAINTEXT://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093\n"
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092",
            "127.0.0.1:9092", "localhost:9092=127.0.0.1:9092", "PLAINTEXT localhost:9092", 1, false);
        row("only the controller's port is published", Flavour::ApacheKafka, "9093->9093",
            "KAFKA_NODE_ID=1\nKAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER\n"
            "KAFKA_LISTENERS=PLAINTEXT://:9092,CONTROLLER://:9093",
            "", "", "", 1, false);
        row("a controller without a broker", Flavour::ApacheKafka, "9093->9093",
            "KAFKA_NODE_ID=1\nKAFKA_PROCESS_ROLES=controller\nKAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER\n"
            "KAFKA_LISTENERS=CONTROLLER://:9093",
            "", "", "", 1, false);
        row("apache/kafka as it comes", Flavour::ApacheKafka, "9092->9092", "", "127.0.0.1:9092",
            "localhost:9092=127.0.0.1:9092", "PLAINTEXT localhost:9092", -1, false);
        row("Bitnami's names", Flavour::BitnamiKafka, "9094->9094",
            "KAFKA_CFG_NODE_ID=0\nKAFKA_CFG_PROCESS_ROLES=controller,broker\n"
            "KAFKA_CFG_LISTENERS=PLAINTEXT://:9092,CONTROLLER://:9093,EXTERNAL://:9094\n"
            "KAFKA_CFG_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092,EXTERNAL://localhost:9094\n"
            "KAFKA_CFG_LISTENER_SECURITY_PROTOCOL_MAP=CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT,PLAINTEXT:PLAINTEXT\n"
            "KAFKA_CFG_CONTROLLER_LISTENER_NAMES=CONTROLLER",
            "127.0.0.1:9094", "localhost:9094=127.0.0.1:9094", "PLAINTEXT kafka:9092,EXTERNAL localhost:9094", 0,
            false);
        row("Bitnami's prefix wins over the plain one", Flavour::BitnamiKafka, "9092->9092",
            "KAFKA_BROKER_ID=7\nKAFKA_CFG_BROKER_ID=8\nKAFKA_CFG_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:9092",
            "127.0.0.1:9092", "", "PLAINTEXT 127.0.0.1:9092", 8, false);
        row("wurstmeister's host name", Flavour::Wurstmeister, "9092->9092",
            "KAFKA_ADVERTISED_HOST_NAME=kafka\nKAFKA_ZOOKEEPER_CONNECT=zookeeper:2181", "127.0.0.1:9092",
            "kafka:9092=127.0.0.1:9092", "PLAINTEXT kafka:9092", -1, true);
        row("wurstmeister's host name and port", Flavour::Wurstmeister, "29092->9092",
            "KAFKA_ADVERTISED_HOST_NAME=127.0.0.1\nKAFKA_ADVERTISED_PORT=29092", "127.0.0.1:29092", "",
            "PLAINTEXT 127.0.0.1:29092", -1, false);
        row("nothing advertised: the container's own names", Flavour::Unknown, "9092->9092",
            "KAFKA_LISTENERS=PLAINTEXT://:9092", "127.0.0.1:9092",
            "0123456789ab:9092=127.0.0.1:9092 kafka:9092=127.0.0.1:9092 proj-kafka-1:9092=127.0.0.1:9092", "", -1,
            true);
        row("the machine's own address", Flavour::ConfluentKafka, "9092->9092",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://192.168.1.20:9092", "127.0.0.1:9092",
            "192.168.1.20:9092=127.0.0.1:9092", "PLAINTEXT 192.168.1.20:9092", -1, false);
        row("the container's address", Flavour::ConfluentKafka, "9092->9092",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://172.18.0.3:9092", "127.0.0.1:9092",
            "172.18.0.3:9092=127.0.0.1:9092", "PLAINTEXT 172.18.0.3:9092", -1, true);
        row("no port is published", Flavour::ConfluentKafka, "",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092", "", "", "", -1, false);
        row("only another port is published", Flavour::ConfluentKafka, "9101->9101",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092", "", "", "", -1, false);
        row("ids that are generated", Flavour::ConfluentKafka, "9092->9092",
            "KAFKA_BROKER_ID=-1\nKAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092", "127.0.0.1:9092",
            "localhost:9092=127.0.0.1:9092", "PLAINTEXT localhost:9092", -1, false);
        row("blanks, lower case and rubbish in the list", Flavour::ConfluentKafka, "9092->9092",
            "KAFKA_ADVERTISED_LISTENERS= inside://kafka:29092 , oops, OUTSIDE://localhost:9092 ,X://h:0\n"
            "KAFKA_LISTENERS=INSIDE://:29092,OUTSIDE://:9092",
            "127.0.0.1:9092", "localhost:9092=127.0.0.1:9092", "INSIDE kafka:29092,OUTSIDE localhost:9092", -1, false);
    }

    void broker()
    {
        QFETCH(Flavour, flavour);
        QFETCH(QString, ports);
        QFETCH(QString, environment);
        QFETCH(QString, bootstrap);
        QFETCH(QString, map);
        QFETCH(QString, advertised);
        QFETCH(int, id);
        QFETCH(bool, mapped);
        const auto access = reach::broker(service(flavour), container(ports, environment), local());
        QCOMPARE(access.has_value(), !bootstrap.isEmpty());
        if (!access)
            return;
        QCOMPARE(access->settings.bootstrap, bootstrap);
        QCOMPARE(mapText(access->settings.addressMap), map);
        QVERIFY(access->settings.properties.isEmpty());
        QCOMPARE(access->advertised.join(QLatin1Char(',')), advertised);
        QCOMPARE(access->brokerId.value_or(-1), id);
        QCOMPARE(access->mapped, mapped);
    }

    void clearTextIsChosenWhereThereIsOne()
    {
        const auto access = reach::broker(
            service(Flavour::ConfluentKafka),
            container(QStringLiteral("9093->9093 9092->9092"),
                      QStringLiteral("KAFKA_ADVERTISED_LISTENERS=SECURE://localhost:9093,PLAIN://kafka:9092\n"
                                     "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=SECURE:SASL_SSL,PLAIN:PLAINTEXT")),
            local());
        QVERIFY(access);
        QCOMPARE(access->settings.bootstrap, QStringLiteral("127.0.0.1:9092"));
        QVERIFY(access->settings.properties.isEmpty());
        QVERIFY(!access->mapped);
    }

    void withoutClearTextTheProtocolIsSet_data()
    {
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("protocol");
        QTest::newRow("by map") << QStringLiteral("KAFKA_ADVERTISED_LISTENERS=SECURE://localhost:9093\n"
                                                  "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=SECURE:SASL_SSL")
                                << QStringLiteral("sasl_ssl");
        QTest::newRow("by name") << QStringLiteral("KAFKA_ADVERTISED_LISTENERS=SSL://localhost:9093")
                                 << QStringLiteral("ssl");
    }

    void withoutClearTextTheProtocolIsSet()
    {
        QFETCH(QString, environment);
        QFETCH(QString, protocol);
        const auto access = reach::broker(service(Flavour::ConfluentKafka),
                                          container(QStringLiteral("9093->9093"), environment), local());
        QVERIFY(access);
        QCOMPARE(access->settings.bootstrap, QStringLiteral("127.0.0.1:9093"));
        QCOMPARE(access->settings.properties.value(QStringLiteral("security.protocol")), protocol);
    }

    void theMachinesOwnNameWorksAsItStands()
    {
        const QString host = QSysInfo::machineHostName();
        const auto access =
            reach::broker(service(Flavour::ConfluentKafka),
                          container(QStringLiteral("9092->9092"),
                                    QStringLiteral("KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://%1:9092").arg(host)),
                          local());
        QVERIFY(access);
        QVERIFY(!access->mapped);
    }

    void redpandaIsReadFromItsFlags_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("apart") << QStringLiteral(
            "redpanda start --node-id 3 --kafka-addr internal://0.0.0.0:9092,external://0.0.0.0:19092 "
            "--advertise-kafka-addr internal://redpanda:9092,external://localhost:19092");
        QTest::newRow("with =") << QStringLiteral(
            "redpanda start --node-id=3 --kafka-addr=internal://0.0.0.0:9092,external://0.0.0.0:19092 "
            "--advertise-kafka-addr=internal://redpanda:9092,external://localhost:19092");
    }

    void redpandaIsReadFromItsFlags()
    {
        QFETCH(QString, command);
        const auto access = reach::broker(service(Flavour::Redpanda),
                                          container(QStringLiteral("19092->19092"), {}, command), local());
        QVERIFY(access);
        QCOMPARE(access->settings.bootstrap, QStringLiteral("127.0.0.1:19092"));
        QCOMPARE(access->brokerId.value_or(-1), 3);
        QVERIFY(!access->mapped);
    }

    void onARemoteEngineLoopbackIsTheWrongMachine()
    {
        const QString environment = QStringLiteral("KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092");
        const auto open = reach::broker(service(Flavour::ConfluentKafka),
                                        container(QStringLiteral("0.0.0.0:9092->9092"), environment), remote());
        QVERIFY(open);
        QCOMPARE(open->settings.bootstrap, QStringLiteral("lab.example:9092"));
        QCOMPARE(mapText(open->settings.addressMap), QStringLiteral("localhost:9092=lab.example:9092"));
        QVERIFY(open->mapped);
        QVERIFY(!reach::broker(service(Flavour::ConfluentKafka),
                               container(QStringLiteral("127.0.0.1:9092->9092"), environment), remote()));
    }

    void onARemoteEngineItsOwnNameWorksAsItStands()
    {
        const auto access = reach::broker(service(Flavour::ConfluentKafka),
                                          container(QStringLiteral("0.0.0.0:9092->9092"),
                                                    QStringLiteral(
                                                        "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://lab.example:9092")),
                                          remote());
        QVERIFY(access);
        QVERIFY(!access->mapped);
        QVERIFY(access->settings.addressMap.isEmpty());
    }

    void publishedEndpoints()
    {
        const auto one = container(
            QStringLiteral("0.0.0.0:9092->9092 :::9092->9092 127.0.0.1:9101->9101 5000->5000/udp"));
        QCOMPARE(reach::publishedEndpoints(one, local()),
                 (QStringList{QStringLiteral("127.0.0.1:9092"), QStringLiteral("127.0.0.1:9101")}));
        QCOMPARE(reach::publishedEndpoints(one, remote()), QStringList{QStringLiteral("lab.example:9092")});
    }
};

QTEST_GUILESS_MAIN(TestReach)
#include "tst_reach.moc"
