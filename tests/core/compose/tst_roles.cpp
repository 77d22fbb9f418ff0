// Roles and flavours of services as they stand in compose files that people really have.
#include <QTest>

#include "compose/role.h"

using namespace bd;
using namespace bd::compose;

namespace {

QMap<QString, QString> environment(const QString &pairs)
{
    QMap<QString, QString> result;
    for (const QString &pair : pairs.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        result.insert(pair.section(QLatin1Char('='), 0, 0), pair.section(QLatin1Char('='), 1));
    return result;
}

// The service in question beside a ZooKeeper, a broker, an init service and a database.
std::vector<Service> surroundings()
{
    Service zookeeper;
    zookeeper.name = QStringLiteral("zookeeper");
    zookeeper.image = QStringLiteral("confluentinc/cp-zookeeper:7.5.0");
    Service kafka;
    kafka.name = QStringLiteral("kafka");
    kafka.image = QStringLiteral("confluentinc/cp-kafka:7.5.0");
    kafka.containerName = QStringLiteral("team-kafka");
    kafka.environment = environment(QStringLiteral("KAFKA_ADVERTISED_LISTENERS=A://kafka:29092,B://broker.local:9093"));
    Service init;
    init.name = QStringLiteral("topics-init");
    init.image = kafka.image;
    init.command = QStringList{QStringLiteral("kafka-topics"), QStringLiteral("--create")};
    Service database;
    database.name = QStringLiteral("db");
    database.image = QStringLiteral("postgres:15");
    return {zookeeper, kafka, init, database};
}

struct Case {
    const char *title;
    const char *name;
    const char *image;
    const char *environment; // blank-separated
    const char *command;     // words separated by «|»
    const char *waitsFor;    // one name
    const char *restart;
    bool isAwaited; // somebody waits for its end
    const char *role;
};

const Case cases[] = {
    {"cp-kafka", "broker", "confluentinc/cp-kafka:7.9.1", "KAFKA_BROKER_ID=1", "", "zookeeper", "", false, "broker"},
    {"cp-server", "broker", "confluentinc/cp-server:7.3.2", "", "", "zookeeper", "", false, "broker"},
    {"enterprise", "kafka1", "confluentinc/cp-enterprise-kafka:5.5.1", "", "", "", "", false, "broker"},
    {"confluent-local", "k", "confluentinc/confluent-local:7.6.0", "", "", "", "", false, "broker"},
    {"lab", "kafka2", "brokerdeck-lab/cp-kafka:3.9.1-b2ddfbf9", "", "", "", "", false, "broker"},
    {"registry and digest", "k", "reg.corp:5000/hub/confluentinc/cp-kafka:7@sha256:ab12", "", "", "", "", false,
     "broker"},
    {"cp-zookeeper", "zk", "confluentinc/cp-zookeeper", "", "", "", "", false, "zookeeper"},
    {"official zookeeper", "zoo1", "zookeeper:3.8", "ZOO_MY_ID=1", "", "", "", false, "zookeeper"},
    {"bitnami zookeeper", "zk", "bitnami/zookeeper:latest", "ALLOW_ANONYMOUS_LOGIN=yes", "", "", "", false,
     "zookeeper"},
    {"wurstmeister zookeeper", "zk", "wurstmeister/zookeeper", "", "", "", "", false, "zookeeper"},
    {"wurstmeister", "k", "wurstmeister/kafka:2.12-2.5.0", "", "start-kafka.sh", "", "", false, "broker"},
    {"bitnami", "k", "docker.io/bitnami/kafka:3.4", "KAFKA_CFG_NODE_ID=0", "", "", "", false, "broker"},
    {"bitnami as it runs", "k", "bitnami/kafka:3.4", "",
     "/opt/bitnami/scripts/kafka/entrypoint.sh|/opt/bitnami/scripts/kafka/run.sh", "", "", false, "broker"},
    {"apache", "k", "apache/kafka:3.7.0", "", "", "", "", false, "broker"},
    {"apache as it runs", "k", "apache/kafka:3.7.0", "", "/__cacert_entrypoint.sh|/etc/kafka/docker/run", "", "", false,
     "broker"},
    {"apache native", "k", "apache/kafka-native:3.8.0", "", "", "", "", false, "broker"},
    {"debezium", "k", "quay.io/debezium/kafka:2.1", "ZOOKEEPER_CONNECT=zookeeper:2181", "", "zookeeper", "", false,
     "broker"},
    {"redpanda", "rp", "docker.redpanda.com/redpandadata/redpanda:v23.3.5", "", "redpanda|start|--smp|1", "", "", false,
     "broker"},
    {"vectorized", "rp", "vectorized/redpanda", "", "redpanda start --overprovisioned", "", "", false, "broker"},
    {"all in one", "k", "landoop/fast-data-dev:latest", "ADV_HOST=127.0.0.1", "", "", "", false, "broker"},
    {"spotify", "k", "spotify/kafka", "ADVERTISED_HOST=localhost", "", "", "", false, "broker"},
    {"own image, broker's settings", "streams", "acme/streaming:4",
     "KAFKA_ADVERTISED_LISTENERS=P://x:9092 KAFKA_BROKER_ID=1", "", "", "", false, "broker"},
    {"own image, ZooKeeper's settings", "coordination", "acme/zk:4", "ZOO_MY_ID=1", "", "", "", false, "zookeeper"},
    {"server started by hand", "k", "acme/java:17", "", "bin/kafka-server-start.sh|config/server.properties", "", "",
     false, "broker"},
    {"ZooKeeper started by hand", "z", "acme/java:17", "", "sh|-c|bin/zookeeper-server-start.sh config/z.properties",
     "", "", false, "zookeeper"},
    {"starts, then makes topics", "k", "confluentinc/cp-kafka:7", "KAFKA_BROKER_ID=1",
     "sh|-c|/etc/confluent/docker/run & kafka-topics --create --topic a; wait", "zookeeper", "", false, "broker"},
    {"patched start script", "k", "confluentinc/cp-kafka:7", "KAFKA_NODE_ID=1",
     "bash|-c|if [ ! -f /tmp/u.sh ]; then exit 1; else /tmp/u.sh && /etc/confluent/docker/run; fi", "", "", false,
     "broker"},
    {"own start script", "k", "confluentinc/cp-kafka:7", "KAFKA_ADVERTISED_LISTENERS=P://k:9092", "/scripts/go.sh",
     "zookeeper", "", false, "broker"},
    {"second broker", "kafka-2", "confluentinc/cp-kafka:7", "KAFKA_ADVERTISED_LISTENERS=P://kafka-2:9092", "", "kafka",
     "", false, "broker"},
    {"controller only", "c1", "apache/kafka:3.8.0", "KAFKA_PROCESS_ROLES=controller", "", "", "", false, "other"},

    {"kafka-topics in argv", "mk", "confluentinc/cp-kafka:7", "",
     "kafka-topics|--bootstrap-server|kafka:29092|--create|--topic|a", "kafka", "", false, "init"},
    {"kafka-topics in a shell", "kafka-setup", "confluentinc/cp-kafka:7", "",
     "bash|-c|cub kafka-ready -b kafka:29092 1 40 && kafka-topics --create --topic a", "kafka", "", false, "init"},
    {"kafka-topics by path", "t", "bitnami/kafka:3", "",
     "/bin/bash|-c|/opt/bitnami/kafka/bin/kafka-topics.sh --create --topic a", "kafka", "no", false, "init"},
    {"rpk", "t", "redpandadata/redpanda:v23", "", "rpk|topic|create|a|--brokers|kafka:9092", "kafka", "", false,
     "init"},
    {"named init with a script", "kafka-init", "confluentinc/cp-kafka:7", "", "/scripts/create.sh", "kafka", "no",
     false, "init"},
    {"named init-kafka", "init-kafka", "bitnami/kafka:3", "", "bash|/create-topics.sh", "kafka", "", false, "init"},
    {"broker's settings by an anchor", "kafka-init", "confluentinc/cp-kafka:7",
     "KAFKA_ADVERTISED_LISTENERS=P://kafka:9092", "/scripts/create.sh", "kafka", "on-failure", false, "init"},
    {"one-shot that is awaited", "acl", "acme/tool:1", "", "java|-jar|acl.jar", "kafka", "on-failure:5", true, "init"},
    {"named like init, built", "create-topics", "", "", "", "kafka", "", false, "init"},
    {"migration of a database", "migrate", "flyway/flyway", "", "migrate", "db", "no", true, "other"},

    {"console consumer", "w", "confluentinc/cp-kafka:7", "",
     "kafka-console-consumer|--bootstrap-server|kafka:29092|--topic|a", "kafka", "", false, "worker"},
    {"console consumer in a shell", "w", "brokerdeck-lab/cp-kafka:3.9.1-x", "GROUP=g",
     "bash|-c|exec kafka-console-consumer --bootstrap-server kafka:29092 --group g", "topics-init", "unless-stopped",
     false, "worker"},
    {"app behind the broker", "app", "acme/app", "", "", "kafka", "always", false, "worker"},
    {"app behind the init service", "app", "acme/app", "", "", "topics-init", "", false, "worker"},
    {"app that names the broker", "app", "acme/app", "SPRING_KAFKA_BOOTSTRAP_SERVERS=kafka:29092", "", "", "", false,
     "worker"},
    {"app that names the container", "app", "acme/app", "BROKERS=team-kafka:29092", "", "", "", false, "worker"},
    {"app that names the advertised host", "app", "acme/app", "X=broker.local:9093", "", "", "", false, "worker"},
    {"app that names it without a port", "app", "acme/app", "KAFKA_HOST=kafka", "", "", "", false, "worker"},
    {"app that names it in its command", "app", "acme/app", "", "app|--brokers=kafka:29092", "", "", false, "worker"},
    {"schema registry", "schema-registry", "confluentinc/cp-schema-registry:7",
     "SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS=PLAINTEXT://kafka:29092", "", "kafka", "", false, "worker"},
    {"connect", "connect", "confluentinc/cp-kafka-connect:7", "CONNECT_BOOTSTRAP_SERVERS=kafka:29092",
     "bash|-c|confluent-hub install x && /etc/confluent/docker/run", "kafka", "", false, "worker"},
    {"debezium connect", "connect", "debezium/connect:2.1", "BOOTSTRAP_SERVERS=kafka:29092", "", "", "", false,
     "worker"},
    {"kafka-ui", "kafka-ui", "provectuslabs/kafka-ui:latest", "KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS=kafka:29092", "", "",
     "", false, "worker"},
    {"kafdrop", "kafdrop", "obsidiandynamics/kafdrop", "KAFKA_BROKERCONNECT=kafka:29092", "", "kafka", "", false,
     "worker"},
    {"exporter", "kafka-exporter", "danielqsj/kafka-exporter", "", "--kafka.server=kafka:29092", "", "", false,
     "worker"},
    {"app that waits with kafka-topics", "app", "acme/app", "",
     "sh|-c|until kafka-topics --bootstrap-server kafka:29092 --list; do sleep 1; done; ./app", "kafka", "always",
     false, "worker"},
    {"a shell to work in", "cli", "confluentinc/cp-kafka:7", "", "tail -f /dev/null", "kafka", "", false, "worker"},

    {"zoonavigator", "zoonavigator", "elkozmon/zoonavigator", "HTTP_PORT=9000", "", "zookeeper", "", false, "other"},
    {"database", "postgres", "postgres:15", "POSTGRES_PASSWORD=x", "", "", "", false, "other"},
    {"word that is the broker's name", "api", "acme/api", "EVENT_BUS=kafka", "", "", "", false, "other"},
    {"another host of that name", "api", "acme/api", "URL=https://docs.kafka:9092x MIRROR=my-kafka:9092", "", "", "",
     false, "other"},
    {"front end behind an app", "web", "nginx", "", "", "db", "", false, "other"},
};

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

} // namespace

class TestRoles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsImages_data();
    void knowsImages();
    void tellsRoles_data();
    void tellsRoles();
    void keepsRolesSetByHand();
    void takesFlavoursFromVariablesWhereTheImageIsUnknown();
    void roundTripsNames();
};

void TestRoles::knowsImages_data()
{
    QTest::addColumn<QString>("image");
    QTest::addColumn<int>("flavour");
    const auto row = [](const char *image, Flavour flavour) {
        QTest::newRow(image) << QString::fromUtf8(image) << static_cast<int>(flavour);
    };
    row("confluentinc/cp-kafka:7.9.1", Flavour::ConfluentKafka);
    row("brokerdeck-lab/cp-kafka:3.9.1-b2ddfbf9", Flavour::ConfluentKafka);
    row("brokerdeck-lab/cp-zookeeper:3.9.1-b2ddfbf9", Flavour::ConfluentZooKeeper);
    row("localhost:5000/cp-zookeeper", Flavour::ConfluentZooKeeper);
    row("zookeeper", Flavour::ZooKeeper);
    row("zookeeper:3.9.2@sha256:00ff", Flavour::ZooKeeper);
    row("docker.io/library/zookeeper:3.8", Flavour::ZooKeeper);
    row("localhost/zookeeper:3.8", Flavour::ZooKeeper);
    row("registry.corp:5000/zookeeper", Flavour::ZooKeeper);
    row("bitnamilegacy/zookeeper:3.8", Flavour::BitnamiZooKeeper);
    row("ghcr.io/mirror/bitnami/kafka:3.6", Flavour::BitnamiKafka);
    row("apache/kafka:4.0.0", Flavour::ApacheKafka);
    row("docker.io/apache/kafka-native:3.8.0", Flavour::ApacheKafkaNative);
    row("wurstmeister/kafka", Flavour::Wurstmeister);
    row("docker.redpanda.com/redpandadata/redpanda:latest", Flavour::Redpanda);
    row("redpandadata/console", Flavour::Unknown);
    row("provectuslabs/kafka-ui", Flavour::Unknown);
    row("confluentinc/cp-kafka-connect:7", Flavour::Unknown);
    row("quay.io/debezium/zookeeper:2.1", Flavour::Unknown);
    row("", Flavour::Unknown);
    row("::://@@", Flavour::Unknown);
}

void TestRoles::knowsImages()
{
    QFETCH(QString, image);
    QFETCH(int, flavour);
    QCOMPARE(static_cast<int>(kindOfImage(image).flavour), flavour);
}

void TestRoles::tellsRoles_data()
{
    QTest::addColumn<int>("index");
    for (int index = 0; index < static_cast<int>(std::size(cases)); ++index)
        QTest::newRow(cases[index].title) << index;
}

void TestRoles::tellsRoles()
{
    QFETCH(int, index);
    const Case &one = cases[index];
    Service service;
    service.name = QLatin1String(one.name);
    service.image = QLatin1String(one.image);
    service.isBuilt = service.image.isEmpty();
    service.environment = environment(QLatin1String(one.environment));
    service.command = words(one.command);
    service.restart = QLatin1String(one.restart);
    if (*one.waitsFor)
        service.gates.push_back({QLatin1String(one.waitsFor), Condition::Started, true});
    std::vector<Service> services = surroundings();
    if (one.isAwaited) {
        services.back().gates.push_back({service.name, Condition::CompletedSuccessfully, true});
        std::erase_if(service.gates, [](const Gate &gate) { return gate.service == QLatin1String("db"); });
    }
    std::erase_if(services, [&service](const Service &other) { return other.name == service.name; });
    services.push_back(service);
    assignRoles(services);
    QCOMPARE(toString(services.back().role), QLatin1String(one.role));
}

void TestRoles::keepsRolesSetByHand()
{
    std::vector<Service> services = surroundings();
    services[1].role = Role::Other; // the broker
    services[1].roleByHand = true;
    services[3].role = Role::Init; // the database
    services[3].roleByHand = true;
    Service app;
    app.name = QStringLiteral("app");
    app.gates = {{QStringLiteral("db"), Condition::Healthy, true}};
    services.push_back(app);
    assignRoles(services);
    QCOMPARE(toString(services[1].role), QStringLiteral("other"));
    QCOMPARE(toString(services[3].role), QStringLiteral("init"));
    QCOMPARE(toString(services[4].role), QStringLiteral("worker")); // it waits for what is init by hand
    QVERIFY(services[1].flavour == Flavour::ConfluentKafka);
}

void TestRoles::takesFlavoursFromVariablesWhereTheImageIsUnknown()
{
    const auto flavour = [](const char *image, const char *pairs) {
        Service service;
        service.name = QStringLiteral("s");
        service.image = QLatin1String(image);
        service.environment = environment(QLatin1String(pairs));
        std::vector<Service> services{service};
        assignRoles(services);
        return services.front().flavour;
    };
    QVERIFY(flavour("acme/kafka", "KAFKA_CFG_NODE_ID=0 KAFKA_CFG_PROCESS_ROLES=broker") == Flavour::BitnamiKafka);
    QVERIFY(flavour("acme/zookeeper", "ZOOKEEPER_CLIENT_PORT=2181") == Flavour::ConfluentZooKeeper);
    QVERIFY(flavour("acme/zookeeper", "ZOO_MY_ID=1") == Flavour::ZooKeeper);
    QVERIFY(flavour("acme/zookeeper", "ZOO_PORT_NUMBER=2181") == Flavour::BitnamiZooKeeper);
    QVERIFY(flavour("acme/kafka", "KAFKA_BROKER_ID=1") == Flavour::Unknown);
}

void TestRoles::roundTripsNames()
{
    for (const Role role : {Role::ZooKeeper, Role::Broker, Role::Init, Role::Worker, Role::Other})
        QVERIFY(roleFrom(toString(role)) == role);
    for (const Condition condition : {Condition::Started, Condition::Healthy, Condition::CompletedSuccessfully})
        QVERIFY(conditionFrom(toString(condition)) == condition);
    QVERIFY(!roleFrom(u"Broker") && !conditionFrom(u""));
}

QTEST_APPLESS_MAIN(TestRoles)
#include "tst_roles.moc"
