// What makes a stack slow, or keeps its services from Kafka, though everything runs.
#include <QtTest>

#include "verify/burdens.h"

using namespace bd;
using namespace bd::verify;
using What = Check::What;
using Status = Check::Status;

namespace {

constexpr qint64 mib = 1 << 20;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

engine::Container container(const char *service)
{
    engine::Container made;
    made.id = s(service) + s("-id");
    made.labels = {{s("com.docker.compose.project"), s("shop")}, {s("com.docker.compose.service"), s(service)}};
    return made;
}

// One broker with the listeners of the reference stack, and a worker that is told of the inner one.
Burdens shop()
{
    Burdens burdens;
    compose::Service kafka, mail;
    kafka.name = s("kafka");
    kafka.role = compose::Role::Broker;
    kafka.flavour = compose::Flavour::ConfluentKafka;
    kafka.environment = {{s("KAFKA_LISTENERS"), s("INSIDE://0.0.0.0:29092,OUTSIDE://0.0.0.0:9092")},
                         {s("KAFKA_ADVERTISED_LISTENERS"), s("INSIDE://kafka:29092,OUTSIDE://localhost:9092")},
                         {s("KAFKA_BROKER_ID"), s("1")}};
    mail.name = s("mail");
    mail.role = compose::Role::Worker;
    mail.environment = {{s("SPRING_KAFKA_BOOTSTRAP_SERVERS"), s("kafka:29092")}};
    burdens.project.name = s("shop");
    burdens.project.services = {kafka, mail};
    burdens.containers = {container("kafka"), container("mail")};
    burdens.engine.cpus = 2;
    burdens.room = 70LL << 30;
    burdens.usage = QMap<QString, engine::Usage>{{s("kafka-id"), {0.2, 600 * mib, 24'000 * mib}},
                                                 {s("mail-id"), {0.1, 150 * mib, 512 * mib}}};
    return burdens;
}

Check of(const Burdens &burdens, What what)
{
    const auto checks = checksOf(burdens);
    return *std::ranges::find(checks, what, &Check::what);
}

// Fails, and says so with these words.
bool fails(const Burdens &burdens, What what, const char *words)
{
    const Check check = of(burdens, what);
    if (check.status != Status::Failed || !check.text.contains(s(words)))
        qWarning("%s: %s", qPrintable(toString(check.status)), qPrintable(check.text));
    return check.status == Status::Failed && check.text.contains(s(words));
}

} // namespace

class TestBurdens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQuietStackHasNone()
    {
        QStringList texts;
        for (const Check &check : checksOf(shop())) {
            QVERIFY2(check.status == Status::Passed || check.what == What::HealthChecks, qPrintable(check.text));
            texts += check.text;
        }
        QVERIFY(of(shop(), What::HealthChecks).status == (Status::NotApplicable));
        QVERIFY2(texts.join(u'\n').contains(s("Of what runs, kafka takes most: 600.00 MiB of 23.44 GiB")),
                 qPrintable(texts.join(u'\n')));
        QVERIFY(texts.contains(s("mail → kafka:29092")));
    }

    void whatIsBusyOrFull()
    {
        Burdens burdens = shop();
        (*burdens.usage)[s("mail-id")] = {1.7, 500 * mib, 512 * mib};
        QVERIFY(fails(burdens, What::Processors,
                      "1.9 of 2 processors are busy with containers, 1.9 with this stack; most with mail"));
        QVERIFY(fails(burdens, What::Memory, "mail takes 500.00 MiB of the 512.00 MiB that it may have"));
        (*burdens.usage)[s("another's")] = {0, 3 * 1024 * mib, 4 * 1024 * mib};
        burdens.engine.memoryBytes = 4 * 1024 * mib;
        burdens.room = 1LL << 30;
        QVERIFY(fails(burdens, What::Room, "1.00 GiB are free"));
        burdens = shop();
        (*burdens.usage)[s("another's")] = {1.8, 3 * 1024 * mib, 4 * 1024 * mib}; // of another project
        burdens.engine.memoryBytes = 4 * 1024 * mib;
        QVERIFY(fails(burdens, What::Processors, "2.1 of 2 processors are busy with containers, 0.3 with this stack"));
        QVERIFY(fails(burdens, What::Memory, "Containers take 3.73 GiB of the 4.00 GiB that the engine has"));
        burdens = shop(); // asked where Kafka is down: what runs does not tell
        burdens.containers.front().oomKilled = true;
        burdens.containers.front().state = engine::ContainerState::Exited;
        burdens.usage->remove(s("kafka-id"));
        QVERIFY(fails(burdens, What::Memory, "kafka was killed because it had no memory left"));
    }

    void unknownIsNotZero()
    {
        Burdens burdens = shop();
        burdens.room.reset();
        burdens.usage = fail(ErrorCode::Timeout, s("The engine does not answer"));
        QVERIFY(of(burdens, What::Room).status == Status::NotApplicable);
        for (const What what : {What::Processors, What::Memory})
            QVERIFY(of(burdens, what).status == (Status::Unknown));
        QCOMPARE(of(burdens, What::Memory).text, s("The engine does not answer"));
        burdens.usage = QMap<QString, engine::Usage>();
        QVERIFY(of(burdens, What::Processors).status == (Status::Unknown));
    }

    void checksThatStartAJvm_data()
    {
        QTest::addColumn<QString>("test");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("isDear");
        QTest::newRow("topics") << "kafka-topics --bootstrap-server localhost:9092 --list" << 10 << true;
        QTest::newRow("path") << "/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server x:1" << 5 << true;
        QTest::newRow("cub") << "cub kafka-ready -b kafka:29092 1 20" << 10 << true;
        QTest::newRow("shell") << "zookeeper-shell localhost:2181 ls /" << 10 << true;
        QTest::newRow("rarely") << "kafka-topics --bootstrap-server localhost:9092 --list" << 30 << false;
        QTest::newRow("port") << "nc -z kafka-broker 9092" << 5 << false;
        QTest::newRow("ruok") << "echo ruok | nc localhost 2181 | grep imok" << 5 << false;
        QTest::newRow("negated") << "if ! kafka-topics --list; then exit 1; fi" << 5 << true;
        QTest::newRow("inner shell") << "bash -c 'kafka-topics --list'" << 5 << true;
        QTest::newRow("zkServer") << "zkServer.sh status" << 10 << true;
        QTest::newRow("process") << "pgrep -f java || exit 1" << 5 << false;
        QTest::newRow("host") << "nc -z kafka-cluster 9092" << 5 << false;
        QTest::newRow("rpk") << "rpk cluster health" << 5 << false;
    }
    void checksThatStartAJvm()
    {
        QFETCH(QString, test);
        QFETCH(int, seconds);
        QFETCH(bool, isDear);
        Burdens burdens = shop();
        engine::HealthCheck check;
        check.test = {s("CMD-SHELL"), test};
        check.interval = Millis(seconds * 1000);
        burdens.project.services.front().healthCheck = check;
        QVERIFY(of(burdens, What::HealthChecks).status == (isDear ? Status::Failed : Status::Passed));
        burdens.project.services.front().healthCheck.reset(); // the image's own counts as well
        burdens.containers.front().healthCheck = check;
        QVERIFY(of(burdens, What::HealthChecks).status == (isDear ? Status::Failed : Status::Passed));
        burdens.containers.front().healthCheck->test = {s("NONE")};
        QVERIFY(of(burdens, What::HealthChecks).status == (Status::NotApplicable));
    }

    void whatServicesAreTold()
    {
        Burdens burdens = shop();
        const auto told = [&](const char *value) {
            burdens.project.services.back().environment = {{s("KAFKA_BROKERS"), s(value)}};
        };
        told("localhost:9092");
        QVERIFY(fails(burdens, What::Addresses,
                      "mail is told localhost:9092 (KAFKA_BROKERS): in its container that is the container itself"));
        told("PLAINTEXT://kafka:9093");
        QVERIFY(fails(burdens, What::Addresses, "and kafka listens at 29092, 9092"));
        told("kafka:9092");
        QVERIFY(fails(burdens, What::Addresses, "that listener sends it on to localhost:9092"));
        told("[::1]:9092");
        QVERIFY(fails(burdens, What::Addresses, "mail is told ::1:9092"));
        told("[\"localhost:9092\"]");
        QVERIFY(fails(burdens, What::Addresses, "mail is told localhost:9092"));
        for (const char *value : {"kafka:29092", "'kafka:29092'", "SASL_PLAINTEXT://kafka:29092", "[kafka:29092]"}) {
            told(value);
            QVERIFY2(of(burdens, What::Addresses).status == Status::Passed, value);
        }
        for (const char *value : {"elsewhere.example:9092", "kafak:9092", "kafka:29092,elsewhere.example:9092"}) {
            told(value); // another name of it, or a typing mistake
            QVERIFY2(of(burdens, What::Addresses).status == Status::Unknown, value);
        }
        told("localhost:9092");
        burdens.containers.back().state = engine::ContainerState::Running; // with no address: of this machine's network
        QVERIFY(of(burdens, What::Addresses).status == Status::Unknown);
        burdens.containers.back().addresses = {{s("shop_default"), s("172.18.0.5")}};
        QVERIFY(of(burdens, What::Addresses).status == Status::Failed);
        burdens.project.services.back().environment = {{s("CELERY_BROKER_URL"), s("redis://localhost:6379/0")},
                                                       {s("BROKER_LOGIN"), s("admin:12345")},
                                                       {s("KAFKA_SERVER_PASSWORD"), s("admin:12345")},
                                                       {s("KAFKA_URL"), s("amqp://user:1234/x@localhost")}};
        QVERIFY(of(burdens, What::Addresses).status == Status::NotApplicable);
        told("kafka:29092");
        burdens.project.services.front().environment.clear(); // its listeners are in a file of its own
        QVERIFY(of(burdens, What::Addresses).status == Status::Unknown);
        burdens = shop();
        told("1");
        QVERIFY(of(burdens, What::Addresses).status == (Status::NotApplicable));
        burdens.project.services.back().command = {s("sh"), s("-c"),
                                                   s("exec consume --bootstrap-server=127.0.0.1:9092 --group g")};
        QVERIFY(fails(burdens, What::Addresses, "mail is told 127.0.0.1:9092 (--bootstrap-server)"));
        // A broker's own check of itself, and what it advertises, are nobody's address.
        burdens = shop();
        burdens.project.services.front().environment[s("KAFKA_BROKER_RACK")] = s("localhost:1");
        QVERIFY(of(burdens, What::Addresses).status == (Status::Passed));
    }
};

QTEST_GUILESS_MAIN(TestBurdens)
#include "tst_burdens.moc"
