#include <QtTest>

#include <thread>

#include "fakes/mockcluster.h"
#include "fakes/tcpserver.h"
#include "kafka/client.h"
#include "kafka/errors.h"

using namespace bd;
using fakes::MockCluster;
using fakes::TcpServer;
using kafka::Client;

namespace {

const Millis Deadline{5000};

QByteArray bigEndian(qint32 value)
{
    return QByteArray::fromHex(QByteArray::number(quint32(value), 16).rightJustified(8, '0'));
}

// A broker in the plain protocol that answers, and lists itself only once it is registered.
// https://kafka.apache.org/protocol.html
TcpServer::Conversation registeringBroker(const std::atomic<bool> &registered)
{
    return [&registered](int fd, const std::stop_token &) {
        const QByteArray tooNew = QByteArray::fromHex("0023"
                                                      "00000000");
        const QByteArray versions = QByteArray::fromHex("0000"
                                                        "00000002"
                                                        "0003"
                                                        "0000"
                                                        "0001"
                                                        "0012"
                                                        "0000"
                                                        "0000");
        // brokers, controller, topics
        const QByteArray nobody = QByteArray::fromHex("00000000"
                                                      "ffffffff"
                                                      "00000000");
        const QByteArray itself = QByteArray::fromHex("00000001"
                                                      "00000001"
                                                      "0001"
                                                      "6b"
                                                      "00000001"
                                                      "ffff"
                                                      "00000001"
                                                      "00000000");
        for (;;) {
            const QByteArray size = TcpServer::readExactly(fd, 4);
            const QByteArray request = TcpServer::readExactly(fd, size.toHex().toInt(nullptr, 16));
            if (request.size() < 8)
                return;
            const bool asksVersions = request.startsWith(QByteArray::fromHex("0012"));
            const bool isNew = request.sliced(2, 2) != QByteArray::fromHex("0000");
            const QByteArray body = request.sliced(4, 4)
                                    + (asksVersions ? (isNew ? tooNew : versions) : (registered ? itself : nobody));
            TcpServer::write(fd, bigEndian(qint32(body.size())) + body);
        }
    };
}

std::unique_ptr<Client> clientOf(const QString &bootstrap)
{
    return Client::open({bootstrap, {}, {}, false}).value();
}

quint16 closedPort()
{
    return TcpServer([](int, const std::stop_token &) {}).port();
}

template<typename Call>
Millis timed(Call call)
{
    const auto begin = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begin);
}

} // namespace

class TestClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsBrokersControllerAndClusterId()
    {
        MockCluster cluster(3);
        const auto metadata = clientOf(cluster.bootstrap())->metadata(false, Deadline, {});
        QVERIFY(metadata);
        QCOMPARE(metadata->brokers.size(), size_t(3));
        QVERIFY(metadata->broker(1) && metadata->broker(2) && metadata->broker(3));
        QVERIFY(!metadata->broker(4));
        QCOMPARE(metadata->broker(1)->host, QStringLiteral("127.0.0.1"));
        QVERIFY(metadata->broker(1)->port > 0);
        QVERIFY(metadata->controllerId >= 0);
        QVERIFY(!metadata->clusterId.isEmpty());
        QVERIFY(metadata->topics.empty());
        QVERIFY(metadata->duration > Micros(0));
    }

    void listsTopicsWhenAsked()
    {
        MockCluster cluster(3);
        rd_kafka_mock_topic_create(cluster.get(), "purchase-created", 3, 3);
        rd_kafka_mock_topic_create(cluster.get(), "__consumer_offsets", 1, 1);
        const auto client = clientOf(cluster.bootstrap());
        const auto metadata = client->metadata(true, Deadline, {});
        QVERIFY(metadata);
        const kafka::Topic *topic = metadata->topic(u"purchase-created");
        QVERIFY(topic);
        QVERIFY(!topic->isInternal());
        QCOMPARE(topic->partitions.size(), size_t(3));
        QCOMPARE(topic->partitions[0].replicas.size(), size_t(3));
        QCOMPARE(topic->partitions[0].inSync.size(), size_t(3));
        QVERIFY(topic->partitions[0].leader > 0);
        QVERIFY(metadata->topic(u"__consumer_offsets")->isInternal());
        QVERIFY(!metadata->topic(u"purchase"));
        QVERIFY(client->metadata(false, Deadline, {})->topics.empty());
    }

    void lookingCreatesNothing()
    {
        MockCluster cluster(1);
        const auto client = clientOf(cluster.bootstrap());
        QVERIFY(client->metadata(true, Deadline, {}).value().topics.empty());
        QVERIFY(client->metadata(true, Deadline, {}).value().topics.empty());
    }

    // librdkafka keeps an answer without brokers to itself: it must not be taken for a cluster, nor delay the sight
    // of the broker when it registers.
    void aBrokerThatRegistersIsSeenSoon()
    {
        std::atomic<bool> registered{false};
        TcpServer server(registeringBroker(registered));
        const auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(server.port()));
        const auto early = client->metadata(false, Millis(600), {});
        QVERIFY(!early);
        QCOMPARE(early.error().code, ErrorCode::Timeout);
        registered = true;
        const auto metadata = client->metadata(false, Deadline, {});
        QVERIFY(metadata);
        QVERIFY(metadata->broker(1));
        QCOMPARE(metadata->controllerId, 1);
        QVERIFY2(metadata->duration < Micros(600'000), qPrintable(QString::number(metadata->duration.count())));
    }

    void seesABrokerSoonAfterItAnswers()
    {
        MockCluster cluster(1);
        rd_kafka_mock_broker_set_down(cluster.get(), 1);
        const auto client = clientOf(cluster.bootstrap());
        QVERIFY(!client->metadata(false, Millis(300), {}));
        std::vector<Millis> waits;
        for (int round = 0; round < 5; ++round) {
            std::chrono::steady_clock::time_point up;
            std::jthread starter([&] {
                std::this_thread::sleep_for(Millis(200 + 7 * round));
                up = std::chrono::steady_clock::now();
                rd_kafka_mock_broker_set_up(cluster.get(), 1);
            });
            QVERIFY(client->metadata(false, Deadline, {}));
            const auto seen = std::chrono::steady_clock::now();
            starter.join();
            waits.push_back(std::chrono::duration_cast<Millis>(seen - up));
            rd_kafka_mock_broker_set_down(cluster.get(), 1);
            QTRY_VERIFY(!client->metadata(false, Millis(50), {}));
        }
        std::sort(waits.begin(), waits.end());
        QVERIFY2(waits[2] < Millis(100), qPrintable(QString::number(waits[2].count())));
    }

    void aTimeoutIsNeverNoTopics()
    {
        MockCluster cluster(1);
        rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 3000);
        rd_kafka_mock_topic_create(cluster.get(), "t", 1, 1);
        Result<kafka::Metadata> late;
        const auto client = clientOf(cluster.bootstrap());
        const Millis taken = timed([&] { late = client->metadata(true, Millis(300), {}); });
        QVERIFY(!late);
        QVERIFY(taken < Millis(1000));
    }

    // Slices must not starve a broker that takes longer than the first of them.
    void waitsForASlowBroker()
    {
        MockCluster cluster(1);
        rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 300);
        QVERIFY(clientOf(cluster.bootstrap())->metadata(false, Deadline, {}));
    }

    void whoAcceptsAndKeepsSilentIsATimeout()
    {
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        const auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(server.port()));
        const auto late = client->metadata(true, Millis(300), {});
        QVERIFY(!late);
        QVERIFY(late.error().code == ErrorCode::Timeout || late.error().code == ErrorCode::Unreachable);
    }

    void saysThatTheConnectionIsRefused()
    {
        const QString address = QStringLiteral("127.0.0.1:%1").arg(closedPort());
        const auto client = clientOf(address);
        Result<kafka::Metadata> refused;
        const Millis taken = timed([&] { refused = client->metadata(false, Millis(300), {}); });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unreachable);
        QCOMPARE(client->lastError(), QStringLiteral("connection refused"));
        QVERIFY2(refused.error().message.contains(address)
                     && refused.error().message.contains(QStringLiteral("refused")),
                 qPrintable(refused.error().message));
        QVERIFY2(refused.error().detail.contains(QStringLiteral("Connection refused")),
                 qPrintable(refused.error().detail));
        QVERIFY(taken >= Millis(290) && taken < Millis(600));
    }

    void saysThatTheConnectionIsClosedAtOnce()
    {
        TcpServer server([](int fd, const std::stop_token &) { TcpServer::reset(fd); });
        const auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(server.port()));
        QVERIFY(!client->metadata(false, Millis(300), {}));
        QCOMPARE(client->lastError(), QStringLiteral("the connection is accepted and closed at once"));
        QVERIFY2(server.connections() < 60, "the reconnects spin");
    }

    void stopsSoon_data()
    {
        QTest::addColumn<bool>("silent");
        QTest::newRow("nothing listens") << false;
        QTest::newRow("accepts and keeps silent") << true;
    }

    void stopsSoon()
    {
        QFETCH(bool, silent);
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        const auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(silent ? server.port() : closedPort()));
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(Millis(100));
            stop.request_stop();
        });
        Result<kafka::Metadata> stopped;
        const Millis taken = timed([&] { stopped = client->metadata(false, Millis(60'000), stop.get_token()); });
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY2(taken < Millis(400), qPrintable(QString::number(taken.count())));
    }

    void closesSoon_data() { stopsSoon_data(); }
    void closesSoon()
    {
        QFETCH(bool, silent);
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(silent ? server.port() : closedPort()));
        QVERIFY(!client->metadata(false, Millis(100), {}));
        const Millis taken = timed([&] { client.reset(); });
        QVERIFY2(taken < Millis(500), qPrintable(QString::number(taken.count())));
    }

    // kafka:9092 is a name that only the stack knows; the map leads both the bootstrap and every advertised address.
    void anInsideAddressIsLedToItsPublishedPort()
    {
        MockCluster cluster(1);
        const QString published = cluster.bootstrap();
        const auto client = Client::open(
            {QStringLiteral("kafka.invalid:29092"), {}, {{QStringLiteral("kafka.invalid:29092"), published}}, false});
        QVERIFY(client);
        const auto metadata = (*client)->metadata(false, Deadline, {});
        QVERIFY(metadata);
        QVERIFY(metadata->broker(1));
    }

    void anIPv6AddressIsLedToo()
    {
        MockCluster cluster(1);
        const auto client = Client::open({QStringLiteral("[fe80::dead]:29092"),
                                          {},
                                          {{QStringLiteral("[fe80::dead]:29092"), cluster.bootstrap()}},
                                          false});
        QVERIFY((*client)->metadata(false, Deadline, {}));
    }

    void anAdvertisedAddressIsLedElsewhere()
    {
        MockCluster cluster(1);
        const QString advertised = cluster.bootstrap();
        TcpServer elsewhere([](int fd, const std::stop_token &) { TcpServer::reset(fd); });
        const auto client = Client::open(
            {advertised, {}, {{advertised, QStringLiteral("127.0.0.1:%1").arg(elsewhere.port())}}, false});
        QVERIFY(!(*client)->metadata(false, Millis(200), {}));
        QVERIFY(elsewhere.connections() > 0);
    }

    void anInsideAddressWithoutAMapIsNotKnown()
    {
        const auto client = clientOf(QStringLiteral("kafka.invalid:29092"));
        QVERIFY(!client->metadata(false, Millis(2000), {}));
        QCOMPARE(client->lastError(), QStringLiteral("the host name is not known here"));
    }

    void refusesWrongProperties_data()
    {
        QTest::addColumn<QString>("bootstrap");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        const QString local = QStringLiteral("127.0.0.1:9");
        QTest::newRow("no such property") << local << QStringLiteral("no.such") << QStringLiteral("1")
                                          << QStringLiteral("No such configuration property");
        QTest::newRow("no such value") << local << QStringLiteral("security.protocol") << QStringLiteral("PLAIN")
                                       << QStringLiteral("Invalid value");
        QTest::newRow("no address") << QString() << QStringLiteral("client.id") << QStringLiteral("x") << QString();
    }

    void refusesWrongProperties()
    {
        QFETCH(QString, bootstrap);
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, said);
        const auto refused = Client::open({bootstrap, {{name, value}}, {}, false});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidUse);
        QVERIFY2(refused.error().detail.contains(said), qPrintable(refused.error().detail));
    }

    void aReadOnlyClientCreatesNothing()
    {
        MockCluster cluster(1);
        const auto client = Client::open({cluster.bootstrap(), {}, {}, true}).value();
        const auto refused = client->createTopics({{QStringLiteral("t"), 1, 1, {}}}, Deadline, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidUse);
        QVERIFY(refused.error().message.contains(QStringLiteral("read-only")));
        QVERIFY(client->metadata(true, Deadline, {})->topics.empty());
    }

    void creatingWithNobodyThereIsAnErrorAndCanBeStopped()
    {
        const auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(closedPort()));
        const std::vector<kafka::NewTopic> topics{{QStringLiteral("t"), 1, 1, {}}};
        const auto failed = client->createTopics(topics, Millis(300), {});
        QVERIFY(!failed);
        QVERIFY(failed.error().code == ErrorCode::Timeout || failed.error().code == ErrorCode::Unreachable);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(client->createTopics(topics, Deadline, stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void putsLibrdkafkasWordsShortly_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *words, const char *reason) {
            QTest::newRow(reason) << QString::fromUtf8(words) << QString::fromUtf8(reason);
        };
        row("127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)",
            "connection refused");
        row("kafka:9092/bootstrap: Failed to resolve 'kafka:9092': Name or service not known (after 3ms in state CONNECT)",
            "the host name is not known here");
        row("127.0.0.1:9092/1: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol "
            "configuration (connecting to a SSL listener?) (after 0ms in state APIVERSION_QUERY)",
            "the connection is accepted and closed at once");
        row("127.0.0.1:9092/bootstrap: 2 request(s) timed out: disconnect (after 10001ms in state APIVERSION_QUERY)",
            "the connection is taken, but it gave no answer in time");
        row("something else \x1b[31mred", "something else red");
    }

    void putsLibrdkafkasWordsShortly()
    {
        QFETCH(QString, words);
        QFETCH(QString, reason);
        QCOMPARE(kafka::shortReason(words), reason);
    }
};

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
