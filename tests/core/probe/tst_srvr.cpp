#include <QtTest>

#include "probe/srvr.h"

using namespace bd;

class TestSrvr : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("connections"); // -1: not said
        QTest::addColumn<QString>("zxid");
        QTest::newRow("3.8.4 standalone")
            << QByteArray(
                   "Zookeeper version: 3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ecc436c, built on 2024-02-12 22:16 UTC\n"
                   "Latency min/avg/max: 0/2.2353/27\nReceived: 69\nSent: 70\nConnections: 2\nOutstanding: 0\n"
                   "Zxid: 0x1d\nMode: standalone\nNode count: 28\n")
            << QStringLiteral("standalone") << QStringLiteral("3.8.4") << 2 << QStringLiteral("0x1d");
        QTest::newRow("3.4 leader") << QByteArray(
            "Zookeeper version: 3.4.14-4c25d480e66aadd371de8bd2fd8da255ac140bcf, built on 03/06/2019 16:18 GMT\n"
            "Latency min/avg/max: 0/0/0\nConnections: 11\nZxid: 0x100000000\nMode: leader\n")
                                    << QStringLiteral("leader") << QStringLiteral("3.4.14") << 11
                                    << QStringLiteral("0x100000000");
        QTest::newRow("carriage returns") << QByteArray("Mode: follower\r\nConnections: 1\r\n")
                                          << QStringLiteral("follower") << QString() << 1 << QString();
        QTest::newRow("not serving") << QByteArray("This ZooKeeper instance is not currently serving requests\n")
                                     << QString() << QString() << -1 << QString();
        QTest::newRow("cut off") << QByteArray("Zookeeper version: 3.8.4-9316, built on\nLatency min/avg/m")
                                 << QString() << QStringLiteral("3.8.4") << -1 << QString();
        QTest::newRow("rubbish") << QByteArrayLiteral("HTTP/1.1 400 Bad Request\r\n\0\xff:\n:\n") << QString()
                                 << QString() << -1 << QString();
        QTest::newRow("escapes in the mode") << QByteArray("Mode: \x1b[31mstandalone\x1b[0m\n")
                                             << QStringLiteral("standalone") << QString() << -1 << QString();
        QTest::newRow("no number") << QByteArray("Connections: many\nMode: standalone\n")
                                   << QStringLiteral("standalone") << QString() << -1 << QString();
    }

    void parses()
    {
        QFETCH(QByteArray, reply);
        QFETCH(QString, mode);
        QFETCH(QString, version);
        QFETCH(int, connections);
        QFETCH(QString, zxid);
        const probe::Srvr srvr = probe::parseSrvr(reply);
        QCOMPARE(srvr.mode, mode);
        QCOMPARE(srvr.version, version);
        QCOMPARE(srvr.connections.value_or(-1), connections);
        QCOMPARE(srvr.zxid, zxid);
    }

    void factsHoldOnlyWhatWasSaid()
    {
        QVERIFY(probe::parseSrvr("nothing").facts().isEmpty());
        const QJsonObject expected{{QStringLiteral("mode"), QStringLiteral("standalone")},
                                   {QStringLiteral("connections"), 0}};
        QCOMPARE(probe::parseSrvr("Mode: standalone\nConnections: 0\n").facts(), expected);
    }

    void knowsARefusalByTheWhitelist()
    {
        QVERIFY(probe::isNotWhitelisted("srvr is not executed because it is not in the whitelist.\n"));
        QVERIFY(!probe::isNotWhitelisted("Mode: standalone\n"));
    }
};

QTEST_GUILESS_MAIN(TestSrvr)
#include "tst_srvr.moc"
