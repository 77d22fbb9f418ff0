// What the commands of health checks ask.
#include <QTest>

#include "compose/healthtest.h"

using namespace bd::compose;

Q_DECLARE_METATYPE(HealthTest)

class TestHealthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asks_data();
    void asks();
};

void TestHealthTest::asks_data()
{
    using Asks = HealthTest::Asks;
    QTest::addColumn<QString>("line");
    QTest::addColumn<HealthTest>("test");
    const auto row = [](const char *line, Asks asks, const char *word = "", const char *java = "") {
        QTest::newRow(line) << QString::fromLatin1(line)
                            << HealthTest{asks, QString::fromLatin1(word), QString::fromLatin1(java)};
    };
    row("echo ruok | nc localhost 2181 | grep imok", Asks::Word, "ruok");
    row("[ \"$(echo srvr | nc localhost 2181)\" != \"\" ]", Asks::Word, "srvr");
    row("echo ruok | nc -w 2 localhost 2181", Asks::Port); // nobody looks at the answer
    row("nc -z localhost 9092", Asks::Port);
    row("timeout 5 nc -vz kafka 9092 || exit 1", Asks::Port);
    row("bash -c ': < /dev/tcp/localhost/9092'", Asks::Port);
    row("kafka-topics --bootstrap-server localhost:9092 --list", Asks::Kafka, "", "kafka-topics");
    row("/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092", Asks::Kafka, "",
        "kafka-broker-api-versions.sh");
    row("kafka-topics.sh --zookeeper zookeeper:2181 --list", Asks::ZooKeeper, "", "kafka-topics.sh");
    row("zookeeper-shell localhost:2181 ls /", Asks::ZooKeeper, "", "zookeeper-shell");
    row("zkServer.sh status", Asks::ZooKeeper, "", "zkServer.sh");
    row("cub zk-ready localhost:2181 5", Asks::ZooKeeper, "", "cub zk-ready");
    row("cub kafka-ready -b localhost:9092 1 5", Asks::Kafka, "", "cub kafka-ready");
    row("rpk cluster health | grep -E 'Healthy:.+true' || exit 1", Asks::Kafka);
    row("kcat -b localhost:9092 -L", Asks::Kafka);
    row("exit 0", Asks::Nothing);
    row("nc -z localhost 9092 || true", Asks::Nothing);
    row("echo fine", Asks::Nothing);
    row("/check.sh", Asks::Other);
    row("curl -f http://localhost:8080/commands/ruok", Asks::Other);
}

void TestHealthTest::asks()
{
    QFETCH(const QString, line);
    QFETCH(const HealthTest, test);
    const HealthTest found = healthTestOf({QStringLiteral("CMD-SHELL"), line});
    QCOMPARE(static_cast<int>(found.asks), static_cast<int>(test.asks));
    QCOMPARE(found.word, test.word);
    QCOMPARE(found.java, test.java);
}

QTEST_GUILESS_MAIN(TestHealthTest)
#include "tst_healthtest.moc"
