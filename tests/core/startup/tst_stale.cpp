// A stale registration is told from the broker's own words, and its countdown neither skips nor stretches the wait.
#include <QtTest>

#include "startup/stale.h"

using namespace bd;
using namespace std::chrono_literals;

namespace {

compose::Service withEnvironment(std::initializer_list<std::pair<QString, QString>> variables)
{
    compose::Service service;
    for (const auto &[name, value] : variables)
        service.environment.insert(name, value);
    return service;
}

QStringList fixture(const QString &name)
{
    QFile file(QStringLiteral(BD_SOURCE_DIR "/tests/fixtures/logs/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(QLatin1Char('\n')) : QStringList();
}

} // namespace

class TestStale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsKnownFromTheLog_data()
    {
        QTest::addColumn<QStringList>("lines");
        QTest::addColumn<int>("broker");
        QTest::addColumn<QString>("owner");
        QTest::newRow("3.x")
            << QStringList{QStringLiteral(
                               "[2026-11-23 14:00:00,000] INFO Creating /brokers/ids/1 (is it secure? false) (kafka.zk.KafkaZkClient)"),
                           QStringLiteral(
                               "[2026-11-23 14:00:00,001] ERROR Error while creating ephemeral at /brokers/ids/1, node already exists and owner '72058233562251264' does not match current session '72058233562251265' (kafka.zk.KafkaZkClient$CheckedEphemeral)"),
                           QStringLiteral(
                               "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists")}
            << 1 << QStringLiteral("72058233562251264");
        QTest::newRow("exception with path") << QStringList{QStringLiteral(
            "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists for /brokers/ids/3")}
                                             << 3 << QString();
        QTest::newRow("older") << QStringList{QStringLiteral(
            "java.lang.RuntimeException: A broker is already registered on the path /brokers/ids/0. This probably indicates that you either have configured a brokerid that is already in use")}
                               << 0 << QString();
        QTest::newRow("chroot") << QStringList{QStringLiteral(
            "ERROR Error while creating ephemeral at /dev/kafka/brokers/ids/12, node already exists and owner '0x10000a' does not match")}
                                << 12 << QStringLiteral("0x10000a");
    }

    void itIsKnownFromTheLog()
    {
        QFETCH(QStringList, lines);
        QFETCH(int, broker);
        QFETCH(QString, owner);
        const auto stale = startup::staleRegistration(lines);
        QVERIFY(stale);
        QCOMPARE(stale->brokerId, broker);
        QCOMPARE(stale->owner, owner);
        QVERIFY(!stale->line.isEmpty());
    }

    void otherTroubleIsNot_data()
    {
        QTest::addColumn<QStringList>("lines");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("healthy registration") << QStringList{QStringLiteral(
            "INFO Registered broker 1 at path /brokers/ids/1 with addresses: PLAINTEXT://kafka:9092 (kafka.zk.KafkaZkClient)")};
        QTest::newRow("another node exists") << QStringList{
            QStringLiteral("KeeperException$NodeExistsException: KeeperErrorCode = NodeExists for /config/topics/a")};
        QTest::newRow("cluster id") << QStringList{QStringLiteral(
            "kafka.common.InconsistentClusterIdException: The Cluster ID a doesn't match stored clusterId Some(b)")};
    }

    void otherTroubleIsNot()
    {
        QFETCH(QStringList, lines);
        QVERIFY(!startup::staleRegistration(lines));
    }

    void realLogsOfTheLab()
    {
        const QStringList crash = fixture(QStringLiteral("kafka-3.9.1-nodeexists.log"));
        QVERIFY(!crash.isEmpty());
        QCOMPARE(startup::staleRegistration(crash).value_or(startup::StaleRegistration{}).brokerId, 1);
        const QStringList healthy = fixture(QStringLiteral("kafka-3.9.1-healthy-start.log"));
        QVERIFY(!healthy.isEmpty());
        QVERIFY(!startup::staleRegistration(healthy));
    }

    void timeoutIsClampedToTicks()
    {
        const auto zoo = withEnvironment({{QStringLiteral("ZOOKEEPER_TICK_TIME"), QStringLiteral("2000")}});
        QCOMPARE(startup::sessionTimeout(withEnvironment({}), &zoo), Millis(18'000));
        const auto quick = withEnvironment(
            {{QStringLiteral("KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS"), QStringLiteral("100")}});
        QCOMPARE(startup::sessionTimeout(quick, &zoo), Millis(4'000));
        const auto slow = withEnvironment(
            {{QStringLiteral("KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS"), QStringLiteral("900000")}});
        QCOMPARE(startup::sessionTimeout(slow, &zoo), Millis(40'000));
        QCOMPARE(startup::sessionTimeout(withEnvironment({}), nullptr), Millis(18'000));
    }

    void expiryCountsFromTheLaterOfBothAndStaysInBounds()
    {
        const TimePoint now(Micros(1'000'000'000));
        QCOMPARE(startup::expiry(now - 5s, now - 60s, 18s, 2s, now), now + 15s);
        QCOMPARE(startup::expiry(now - 60s, now - 3s, 18s, 2s, now), now + 17s);
        QCOMPARE(startup::expiry({}, {}, 18s, 2s, now), now + 20s);
        QCOMPARE(startup::expiry(now - 1h, now - 1h, 18s, 2s, now),
                 now + 1s);                                               // due by now: a tick's half for the clean-up
        QCOMPARE(startup::expiry(now + 1h, {}, 18s, 2s, now), now + 20s); // a clock that is off
    }
};

QTEST_GUILESS_MAIN(TestStale)
#include "tst_stale.moc"
