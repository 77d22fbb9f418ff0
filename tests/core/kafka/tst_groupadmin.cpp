// Consumer groups of brokers that do not answer, or not all: what a real one says is in tests/ctl/program_test.py.
#include <QtTest>

#include <thread>
#include <tuple>

#include "fakes/mockcluster.h"
#include "fakes/tcpserver.h"
#include "kafka/groupwork.h"

// librdkafka 2.0.2 loses one of its queues where brokers fail to list their groups.
extern "C" const char *__lsan_default_suppressions(); // NOLINT(bugprone-reserved-identifier): the sanitizer's own name
const char *__lsan_default_suppressions()             // NOLINT(bugprone-reserved-identifier)
{
    return "leak:librdkafka.so\n"; // it has no symbols: its functions bear no names
}

using namespace bd;
using fakes::MockCluster;
using fakes::TcpServer;
using kafka::Client;

namespace {

const Millis Deadline{5000};
const Millis Soon{300};
const QString billing = QStringLiteral("billing");

std::unique_ptr<Client> clientOf(const QString &bootstrap, bool readOnly = false)
{
    return Client::open({bootstrap, {}, {}, readOnly}).value();
}

// Everything that asks about groups, each with the Error it ends with; nothing: it ended without.
std::vector<std::pair<const char *, std::optional<Error>>> everyQuestion(Client &client, Millis deadline,
                                                                         std::stop_token stop = {})
{
    const auto errorOf = [](const auto &result) {
        return result ? std::nullopt : std::optional<Error>(result.error());
    };
    return {{"list", errorOf(client.groups(deadline, stop))},
            {"describe", errorOf(client.describeGroups({billing}, deadline, stop))},
            {"committed", errorOf(client.committedOffsets({billing}, deadline, stop).value(billing))},
            {"look", errorOf(kafka::lookAtGroups(client, {billing}, {}, deadline, stop))},
            {"preview", errorOf(kafka::previewReset(client, {billing, {}, {}, {}}, deadline, stop))}};
}

std::vector<std::pair<const char *, std::optional<Error>>> everyChange(Client &client, Millis deadline,
                                                                       std::stop_token stop = {})
{
    const auto errorOf = [](const auto &result) {
        return result ? std::nullopt : std::optional<Error>(result.error());
    };
    const kafka::TopicPartition at{QStringLiteral("orders"), 0};
    return {{"alter", errorOf(client.alterGroupOffsets(billing, {{at, 3}}, deadline, stop))},
            {"delete offsets", errorOf(client.deleteGroupOffsets(billing, {at}, deadline, stop))},
            {"delete", errorOf(client.deleteGroups({billing}, deadline, stop))}};
}

} // namespace

class TestGroupAdmin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // librdkafka then says: no error, no groups, one broker that did not answer.
    void aBrokerThatIsDownIsNeverNoGroups_data()
    {
        QTest::addColumn<bool>("silent");
        QTest::newRow("nothing listens") << false;
        QTest::newRow("accepts and keeps silent") << true;
    }

    void aBrokerThatIsDownIsNeverNoGroups()
    {
        QFETCH(bool, silent);
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        const QString closed = QStringLiteral("127.0.0.1:1");
        const auto client = clientOf(silent ? QStringLiteral("127.0.0.1:%1").arg(server.port()) : closed);
        for (const auto &[name, error] : everyQuestion(*client, Soon)) {
            QVERIFY2(error, name);
            QVERIFY2(error->code == ErrorCode::Timeout || error->code == ErrorCode::Unreachable, name);
        }
        for (const auto &[name, error] : everyChange(*client, Soon))
            QVERIFY2(error && error->code != ErrorCode::Cancelled, name);
    }

    void aBrokerThatGoesAwayIsNeverNoGroups()
    {
        MockCluster cluster(1);
        const auto client = clientOf(cluster.bootstrap());
        QVERIFY(client->metadata(false, Deadline, {}));
        rd_kafka_mock_broker_set_down(cluster.get(), 1);
        for (const auto &[name, error] : everyQuestion(*client, Soon))
            QVERIFY2(error, name);
    }

    // librdkafka's mock brokers know no ListGroups: an answer, and not one that says that there are none.
    void aBrokerThatCannotListIsNeverNoGroups()
    {
        MockCluster cluster(1);
        const auto client = clientOf(cluster.bootstrap());
        QVERIFY(client->metadata(false, Deadline, {}));
        const auto groups = client->groups(Millis(1000), {});
        QVERIFY(!groups);
        QVERIFY(!groups.error().message.isEmpty());
    }

    // As in the first seconds of a cluster, while connections to its other brokers come up.
    void aCoordinatorThatIsNotThereYetIsWaitedFor()
    {
        constexpr int16_t findCoordinator = 10;
        constexpr auto notYet = RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE;
        MockCluster cluster(3);
        rd_kafka_mock_push_request_errors(cluster.get(), findCoordinator, 3, notYet, notYet, notYet);
        const auto client = clientOf(cluster.bootstrap());
        const std::jthread lists([&] { std::ignore = client->groups(Millis(1000), {}); });
        const auto committed = client->committedOffsets({billing}, Deadline, {}).value(billing);
        QVERIFY2(committed, committed ? "" : qPrintable(committed.error().message));
        QVERIFY(committed->empty());
    }

    void stopsSoon()
    {
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        const auto client = clientOf(QStringLiteral("127.0.0.1:%1").arg(server.port()));
        std::stop_source stop;
        stop.request_stop();
        QElapsedTimer timer;
        timer.start();
        for (const auto &[name, error] : everyQuestion(*client, Millis(60'000), stop.get_token()))
            QVERIFY2(error && error->code == ErrorCode::Cancelled, name);
        for (const auto &[name, error] : everyChange(*client, Millis(60'000), stop.get_token()))
            QVERIFY2(error && error->code == ErrorCode::Cancelled, name);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void aReadOnlyConnectionChangesNothing()
    {
        const auto client = clientOf(QStringLiteral("127.0.0.1:1"), true);
        for (const auto &[name, error] : everyChange(*client, Deadline)) {
            QVERIFY2(error && error->code == ErrorCode::InvalidUse, name);
            QVERIFY2(error->message.contains(QStringLiteral("read-only")), name);
        }
    }

    void nothingToChangeAsksNobody()
    {
        const auto client = clientOf(QStringLiteral("127.0.0.1:1"));
        QVERIFY(kafka::applyReset(*client, {billing, {}}, Soon, {}));
        QVERIFY(client->describeGroups({}, Soon, {}).value().empty());
        QVERIFY(client->committedOffsets({}, Soon, {}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestGroupAdmin)
#include "tst_groupadmin.moc"
