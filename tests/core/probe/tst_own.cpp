// Our own probes of ZooKeeper and Kafka.
#include <QtTest>

#include <thread>

#include <QJsonArray>

#include "fakes/mockcluster.h"
#include "fakes/tcpserver.h"
#include "probe/probe.h"

using namespace bd;
using fakes::MockCluster;
using fakes::TcpServer;
using probe::ProbeKind;

namespace {

const Millis Deadline{2000};

net::Address addressOf(const TcpServer &server)
{
    return {QStringLiteral("127.0.0.1"), server.port()};
}

// Answers each four-letter word with what the test says; an unknown word with nothing.
TcpServer::Conversation saying(QMap<QByteArray, QByteArray> replies)
{
    return [replies = std::move(replies)](int fd, const std::stop_token &) {
        const QByteArray reply = replies.value(TcpServer::read(fd, 4));
        if (!reply.isEmpty())
            TcpServer::write(fd, reply);
    };
}

QByteArray refusal(const QByteArray &word)
{
    return word + " is not executed because it is not in the whitelist.\n";
}

reach::BrokerAccess accessTo(const QString &bootstrap, std::optional<int> id)
{
    reach::BrokerAccess access;
    access.settings.bootstrap = bootstrap;
    access.brokerId = id;
    return access;
}

} // namespace

class TestOwnProbes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void zooKeeperIsReadyWhenSrvrNamesItsMode()
    {
        TcpServer server(
            saying({{"srvr", "Zookeeper version: 3.8.4-x\nConnections: 3\nZxid: 0x1\nMode: standalone\n"}}));
        const auto before = Clock::system().now();
        const auto result = probe::zookeeper(addressOf(server))->check(Deadline, {});
        QVERIFY(result.passed);
        QVERIFY(result.kind == ProbeKind::ZooKeeper);
        QCOMPARE(result.target, QStringLiteral("srvr to 127.0.0.1:%1").arg(server.port()));
        QCOMPARE(result.summary, QStringLiteral("answers srvr, mode standalone"));
        QVERIFY(result.output.contains(QStringLiteral("Connections: 3")));
        QCOMPARE(result.facts[QLatin1String("version")].toString(), QStringLiteral("3.8.4"));
        QCOMPARE(result.facts[QLatin1String("mode")].toString(), QStringLiteral("standalone"));
        QCOMPARE(result.facts[QLatin1String("connections")].toInt(), 3);
        QVERIFY(result.startedAt >= before && result.startedAt <= Clock::system().now());
        QVERIFY(result.duration > Micros(0) && result.duration < Micros(500'000));
    }

    void zooKeeperWords_data()
    {
        QTest::addColumn<QByteArray>("srvr");
        QTest::addColumn<QByteArray>("ruok");
        QTest::addColumn<bool>("passed");
        QTest::addColumn<QString>("summary");
        QTest::newRow("does not serve yet")
            << QByteArray("This ZooKeeper instance is not currently serving requests\n") << QByteArray("imok") << false
            << QStringLiteral("does not serve requests yet");
        QTest::newRow("srvr not allowed") << refusal("srvr") << QByteArray("imok") << true
                                          << QStringLiteral("srvr, which would tell whether it serves, is not allowed");
        QTest::newRow("neither allowed") << refusal("srvr") << refusal("ruok") << true
                                         << QStringLiteral("allows neither srvr nor ruok");
        QTest::newRow("ruok without imok")
            << refusal("srvr") << QByteArray("no") << false << QStringLiteral("something else than imok");
        QTest::newRow("ruok without an answer")
            << refusal("srvr") << QByteArray() << false << QStringLiteral("closed it without an answer");
        QTest::newRow("nothing behind the published port")
            << QByteArray() << QByteArray() << false << QStringLiteral("closed it without an answer");
        QTest::newRow("something else listens") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << QByteArray() << false
                                                << QStringLiteral("does not serve requests yet");
    }

    void zooKeeperWords()
    {
        QFETCH(QByteArray, srvr);
        QFETCH(QByteArray, ruok);
        QFETCH(bool, passed);
        QFETCH(QString, summary);
        TcpServer server(saying({{"srvr", srvr}, {"ruok", ruok}}));
        const auto result = probe::zookeeper(addressOf(server))->check(Deadline, {});
        QCOMPARE(result.passed, passed);
        QVERIFY2(result.summary.contains(summary), qPrintable(result.summary));
    }

    void zooKeeperThatIsNotThereIsNotReady()
    {
        quint16 port = 0;
        {
            port = TcpServer([](int, const std::stop_token &) {}).port();
        }
        const auto result = probe::zookeeper({QStringLiteral("127.0.0.1"), port})->check(Deadline, {});
        QVERIFY(!result.passed);
        QVERIFY2(result.summary.contains(QStringLiteral("refused")), qPrintable(result.summary));
    }

    void aSilentZooKeeperKeepsToTheDeadline_data()
    {
        QTest::addColumn<bool>("firstAnswers");
        QTest::newRow("srvr") << false;
        QTest::newRow("ruok after srvr") << true;
    }

    void aSilentZooKeeperKeepsToTheDeadline()
    {
        QFETCH(bool, firstAnswers);
        TcpServer server([firstAnswers](int fd, const std::stop_token &stop) {
            if (TcpServer::read(fd, 4) == "srvr" && firstAnswers)
                TcpServer::write(fd, refusal("srvr"));
            else
                TcpServer::silence(stop);
        });
        const auto result = probe::zookeeper(addressOf(server))->check(Millis(200), {});
        QVERIFY(!result.passed);
        QVERIFY(result.duration < Micros(500'000));
    }

    void zooKeeperIsAskedOftenAtFirst()
    {
        const auto probe = probe::zookeeper({QStringLiteral("127.0.0.1"), 1});
        QCOMPARE(probe->pause(1), Millis(20));
        Millis total{0};
        int marks = 0;
        for (; total < Millis(60'000); ++marks)
            total += probe->pause(marks + 1);
        QVERIFY2(marks < 300, qPrintable(QString::number(marks)));
        QCOMPARE(probe->pause(10'000), Millis(500));
    }

    void kafkaIsReadyWhenMetadataListsTheBroker_data()
    {
        QTest::addColumn<int>("id"); // -1: any
        QTest::addColumn<bool>("passed");
        QTest::addColumn<QString>("summary");
        QTest::newRow("its id") << 1 << true << QStringLiteral("broker 1 is registered");
        QTest::newRow("any") << -1 << true << QStringLiteral("broker 1 is registered");
        QTest::newRow("another id") << 7 << false << QStringLiteral("broker 7 is not registered yet (1 broker");
    }

    void kafkaIsReadyWhenMetadataListsTheBroker()
    {
        QFETCH(int, id);
        QFETCH(bool, passed);
        QFETCH(QString, summary);
        MockCluster cluster(1);
        const auto wanted = id < 0 ? std::nullopt : std::optional(id);
        const auto result = probe::kafkaBroker(accessTo(cluster.bootstrap(), wanted))->check(Deadline, {});
        QCOMPARE(result.passed, passed);
        QVERIFY(result.kind == ProbeKind::KafkaMetadata);
        QCOMPARE(result.target, QStringLiteral("metadata from %1").arg(cluster.bootstrap()));
        QVERIFY2(result.summary.contains(summary), qPrintable(result.summary));
        QVERIFY(!result.facts[QLatin1String("clusterId")].toString().isEmpty());
        QVERIFY(result.facts.contains(QLatin1String("controllerId")));
        const QJsonObject broker = result.facts[QLatin1String("brokers")].toArray().at(0).toObject();
        QCOMPARE(broker[QLatin1String("id")].toInt(), 1);
        QCOMPARE(broker[QLatin1String("host")].toString(), QStringLiteral("127.0.0.1"));
        QVERIFY(broker[QLatin1String("port")].toInt() > 0);
    }

    // docker-proxy accepts for a container whose broker does not listen yet, and then closes.
    void anOpenPortIsNotABroker_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("summary");
        QTest::newRow("nothing listens") << 0 << QStringLiteral("not reached yet: connection refused");
        QTest::newRow("accepts and closes")
            << 1 << QStringLiteral("not reached yet: the connection is accepted and closed at once");
        QTest::newRow("accepts and keeps silent") << 2 << QString();
    }

    void anOpenPortIsNotABroker()
    {
        QFETCH(int, kind);
        QFETCH(QString, summary);
        auto server = std::make_unique<TcpServer>([kind](int fd, const std::stop_token &stop) {
            if (kind == 1)
                TcpServer::reset(fd);
            else
                TcpServer::silence(stop);
        });
        const QString bootstrap = addressOf(*server).text();
        if (kind == 0)
            server.reset();
        const auto result = probe::kafkaBroker(accessTo(bootstrap, 1))->check(Deadline, {});
        QVERIFY(!result.passed);
        QVERIFY2(result.summary.contains(summary), qPrintable(result.summary));
        QVERIFY(!result.summary.isEmpty());
        QVERIFY2(result.duration < Micros(400'000), "the timeline wants a mark a few times a second");
    }

    void aSlowBrokerIsNotGivenUpForEver()
    {
        MockCluster cluster(1);
        rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 300); // more than one check's usual wait
        const auto probe = probe::kafkaBroker(accessTo(cluster.bootstrap(), 1));
        QTRY_VERIFY_WITH_TIMEOUT(probe->check(Millis(5000), {}).passed, 10'000);
    }

    void settingsThatDoNotFitAreSaid()
    {
        auto access = accessTo(QStringLiteral("127.0.0.1:9"), 1);
        access.settings.properties[QStringLiteral("security.protocol")] = QStringLiteral("nonsense");
        const auto result = probe::kafkaBroker(access)->check(Deadline, {});
        QVERIFY(!result.passed);
        QVERIFY2(result.summary.contains(QStringLiteral("security.protocol")), qPrintable(result.summary));
    }

    void aStoppedCheckEndsSoon()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!probe::kafkaBroker(accessTo(QStringLiteral("127.0.0.1:9"), 1))
                     ->check(Millis(60'000), stop.get_token())
                     .passed);
        QVERIFY(!probe::zookeeper({QStringLiteral("127.0.0.1"), 9})->check(Millis(60'000), stop.get_token()).passed);
    }
};

QTEST_GUILESS_MAIN(TestOwnProbes)
#include "tst_own.moc"
