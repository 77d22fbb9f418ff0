// What a broker says of itself, and what is said where it does not.
#include <QtTest>

#include "fakes/mockcluster.h"
#include "fakes/tcpserver.h"
#include "net/net.h"
#include "probe/brokerfacts.h"

using namespace bd;
using fakes::MockCluster;
using fakes::TcpServer;

namespace {

constexpr Millis Deadline{3000};

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

kafka::Broker at(quint16 port)
{
    return {1, s("127.0.0.1"), port};
}

// Answers with these bytes, whatever it is asked; its own size and the request's correlation id before them.
TcpServer::Conversation answering(std::vector<QByteArray> bodies)
{
    return [bodies = std::move(bodies), asked = std::size_t(0)](int fd, const std::stop_token &) mutable {
        const QByteArray size = TcpServer::readExactly(fd, 4);
        const QByteArray request = TcpServer::readExactly(fd, size.toHex().toInt(nullptr, 16));
        const QByteArray answer = request.sliced(4, 4) + bodies.at(std::min(asked++, bodies.size() - 1));
        TcpServer::write(fd, QByteArray(3, '\0') + char(answer.size()) + answer);
    };
}

const QByteArray tooNew = QByteArray::fromHex("002300000000");
const QByteArray old = QByteArray::fromHex("000000000001"
                                           "00010000000b");

} // namespace

class TestBrokerFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void librdkafkasOwnBrokerSaysWhatItCanDo()
    {
        const MockCluster cluster(1);
        const auto address = net::Address::parse(cluster.bootstrap());
        const auto versions = probe::apiVersions({}, at(address->port), Deadline, {});
        QVERIFY2(versions, qPrintable(versions ? QString() : versions.error().message));
        QVERIFY(versions->api(3) && versions->api(18));
    }

    void anOldBrokerIsAskedOnceMore()
    {
        TcpServer server(answering({tooNew, old}));
        const auto versions = probe::apiVersions({}, at(server.port()), Deadline, {});
        QVERIFY2(versions, qPrintable(versions ? QString() : versions.error().message));
        QCOMPARE(versions->api(1)->most, 11);
        QCOMPARE(server.connections(), 2);
    }

    void anInsideAddressIsAskedAtItsPublishedPort()
    {
        TcpServer server(answering({tooNew, old}));
        kafka::Settings settings;
        settings.addressMap.insert(s("kafka:29092"), s("127.0.0.1:%1").arg(server.port()));
        QVERIFY(probe::apiVersions(settings, {1, s("kafka"), 29092}, Deadline, {}));
        QCOMPARE(server.connections(), 2);
    }

    void whatIsEncryptedIsNotAsked()
    {
        TcpServer server([](int, const std::stop_token &) {});
        kafka::Settings settings;
        settings.properties.insert(s("security.protocol"), s("SASL_SSL"));
        const auto versions = probe::apiVersions(settings, at(server.port()), Deadline, {});
        QVERIFY(!versions);
        QCOMPARE(versions.error().code, ErrorCode::InvalidUse);
        QCOMPARE(server.connections(), 0);
    }

    void silenceIsATimeout()
    {
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        const auto versions = probe::apiVersions({}, at(server.port()), Millis(200), {});
        QVERIFY(!versions);
        QCOMPARE(versions.error().code, ErrorCode::Timeout);
    }

    void theKindIsKnownWithoutSettings()
    {
        probe::BrokerFacts facts;
        QVERIFY(probe::clusterKind(facts) == kafka::ClusterKind::Unknown);
        facts.versions = kafka::ApiVersions{{{kafka::quorumApi, 0, 0}}, {}};
        QVERIFY(probe::clusterKind(facts) == kafka::ClusterKind::KRaft);
        facts.config = {{s("zookeeper.connect"), s("zookeeper:2181")}};
        QVERIFY(probe::clusterKind(facts) == kafka::ClusterKind::ZooKeeper); // settings know better
    }

    void oneHalfIsWorthHavingWithoutTheOther()
    {
        const MockCluster cluster(1); // knows no DescribeConfigs
        kafka::Settings settings;
        settings.bootstrap = cluster.bootstrap();
        auto client = kafka::Client::open(settings);
        QVERIFY(client);
        const auto metadata = (*client)->metadata(false, Deadline, {});
        QVERIFY(metadata);
        const auto facts = probe::brokerFacts(**client, settings, metadata->brokers.front(), Millis(1000), {});
        QVERIFY(facts.configError && facts.config.empty());
        QVERIFY2(facts.versions, qPrintable(facts.versionsError ? facts.versionsError->message : QString()));
    }
};

QTEST_GUILESS_MAIN(TestBrokerFacts)
#include "tst_brokerfacts.moc"
