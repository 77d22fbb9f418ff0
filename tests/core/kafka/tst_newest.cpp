// When the newest record was written, on librdkafka's mock brokers.
#include <QtTest>

#include "fakes/mockcluster.h"
#include "kafka/newest.h"
#include "kafka/produce.h"

using namespace bd;
using fakes::MockCluster;
using kafka::Client;
using kafka::NewRecord;

namespace {

const Millis deadline{10'000};

NewRecord record(int partition, TimePoint time)
{
    NewRecord made;
    made.partition = partition;
    made.value = "x";
    made.time = time;
    return made;
}

} // namespace

class TestNewest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestOfAllPartitions()
    {
        using namespace std::chrono_literals;
        const MockCluster cluster(1);
        QVERIFY(!rd_kafka_mock_topic_create(cluster.get(), "orders", 3, 1));
        kafka::Settings settings;
        settings.bootstrap = cluster.bootstrap();
        const auto client = Client::open(settings);
        QVERIFY(client);
        const auto newest = [&]() -> Result<std::optional<TimePoint>> {
            const auto metadata = (*client)->metadata(true, deadline, {});
            if (!metadata)
                return tl::unexpected(metadata.error());
            const auto offsets = (*client)->offsets(metadata->topics, deadline, {});
            if (!offsets)
                return tl::unexpected(offsets.error());
            return kafka::newestTimes(settings, *offsets, deadline, {}).map([](const kafka::NewestTimes &times) {
                return times.value(QStringLiteral("orders"));
            });
        };
        const auto nothing = newest();
        QVERIFY2(nothing, qPrintable(nothing ? QString() : nothing.error().message));
        QVERIFY(!*nothing); // not a time-out: it is empty

        const TimePoint now(std::chrono::floor<Millis>(Clock::system().now().time_since_epoch()));
        const auto writer = kafka::RecordWriter::open(settings);
        QVERIFY(writer);
        QVERIFY(
            (*writer)->write(QStringLiteral("orders"),
                             {record(0, now - 60s), record(2, now - 3s), record(2, now - 10s), record(0, now - 20s)},
                             deadline, {}));
        const auto found = newest();
        QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
        QVERIFY(*found);
        QVERIFY(**found == now - 3s); // the last but one of its partition
    }

    void ofManyTopicsAsFarAsTheTimeGoes()
    {
        using namespace std::chrono_literals;
        const MockCluster cluster(1);
        kafka::Settings settings;
        settings.bootstrap = cluster.bootstrap();
        const auto client = Client::open(settings);
        const auto writer = kafka::RecordWriter::open(settings);
        QVERIFY(client && writer);
        const TimePoint now(std::chrono::floor<Millis>(Clock::system().now().time_since_epoch()));
        const int count = 60;
        for (int at = 0; at < count; ++at) {
            const QString topic = QStringLiteral("t%1").arg(at);
            QVERIFY(!rd_kafka_mock_topic_create(cluster.get(), qPrintable(topic), 2, 1));
            if (at % 2)
                QVERIFY((*writer)->write(topic, {record(1, now - std::chrono::seconds(at))}, deadline, {}));
        }
        const auto metadata = (*client)->metadata(true, deadline, {});
        QVERIFY(metadata);
        const auto offsets = (*client)->offsets(metadata->topics, deadline, {});
        QVERIFY(offsets);
        const auto times = kafka::newestTimes(settings, *offsets, deadline, {});
        QVERIFY(times);
        QCOMPARE(times->size(), count);
        for (int at = 0; at < count; ++at) {
            const auto time = times->value(QStringLiteral("t%1").arg(at));
            QCOMPARE(time.has_value(), at % 2 == 1);
            QVERIFY(!time || *time == now - std::chrono::seconds(at));
        }
        const auto none = kafka::newestTimes(settings, *offsets, Millis(0), {});
        QVERIFY(none && none->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNewest)
#include "tst_newest.moc"
