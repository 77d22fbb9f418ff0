// Records written and read, on librdkafka's mock brokers; tests/stack has them on a real one.
#include <QtTest>

#include <thread>

#include "fakes/mockcluster.h"
#include "kafka/produce.h"
#include "kafka/records.h"

using namespace bd;
using fakes::MockCluster;
using kafka::NewRecord;
using kafka::PartitionOffsets;
using kafka::PartitionRange;
using kafka::ReadFrom;
using kafka::Record;
using kafka::RecordReader;
using kafka::RecordWriter;
using namespace std::chrono_literals;

namespace {

const Millis deadline{10'000};

NewRecord record(const char *value, int partition = 0)
{
    NewRecord made;
    made.partition = partition;
    made.value = value;
    return made;
}

std::vector<NewRecord> numbered(int count)
{
    std::vector<NewRecord> records;
    for (int i = 0; i < count; ++i)
        records.push_back(record(QByteArray::number(i).constData()));
    return records;
}

} // namespace

class TestRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<MockCluster>(1);
        m_settings.bootstrap = m_cluster->bootstrap();
    }

    void init()
    {
        m_topic = QStringLiteral("orders-%1").arg(++m_count);
        QVERIFY(!rd_kafka_mock_topic_create(m_cluster->get(), m_topic.toUtf8().constData(), 2, 1));
    }

    void rangesAreWhatIsThere_data()
    {
        QTest::addColumn<ReadFrom>("from");
        QTest::addColumn<qint64>("begin");
        using Kind = ReadFrom::Kind;
        QTest::newRow("beginning") << ReadFrom{} << qint64(100);
        QTest::newRow("newest") << ReadFrom{Kind::Newest, 5} << qint64(195);
        QTest::newRow("more than there are") << ReadFrom{Kind::Newest, 500} << qint64(100);
        QTest::newRow("offset") << ReadFrom{Kind::Offset, 0, 150} << qint64(150);
        QTest::newRow("offset that is gone") << ReadFrom{Kind::Offset, 0, 3} << qint64(100);
        QTest::newRow("offset to come") << ReadFrom{Kind::Offset, 0, 900} << qint64(200);
        QTest::newRow("end") << ReadFrom{Kind::End} << qint64(200);
        QTest::newRow("time") << ReadFrom{Kind::Time} << qint64(170);
    }

    void rangesAreWhatIsThere()
    {
        QFETCH(ReadFrom, from);
        QFETCH(qint64, begin);
        const std::vector<PartitionOffsets> offsets{{0, 100, 200}, {1, {}, 200}, {2, 7, 7}};
        const auto ranges = kafka::rangesOf(from, offsets, {{0, 170, {}}, {2, {}, {}}});
        QCOMPARE(ranges.size(), 2U); // of partition 1 nothing is known
        QCOMPARE(ranges[0], (PartitionRange{0, begin, 200}));
        QCOMPARE(ranges[1], (PartitionRange{2, 7, 7}));
    }

    void whatIsWrittenIsRead()
    {
        NewRecord full;
        full.partition = 1;
        full.key = QByteArray("k\0y", 3);
        full.value = QByteArray("\xff\xfe", 2);
        full.headers = {{"trace", "a"}, {"trace", "b"}, {"none", std::nullopt}, {"empty", ""}};
        full.time = TimePoint(1'700'000'000'123ms);
        NewRecord empty; // not null
        empty.partition = 1;
        empty.key = "";
        empty.value = "";
        NewRecord tombstone;
        tombstone.partition = 1;
        write({full, empty, tombstone});

        const auto read = readAll({{1, 0, 3}});
        QCOMPARE(read.size(), 3U);
        QCOMPARE(read[0].partition, 1);
        QCOMPARE(read[0].offset, qint64(0));
        QCOMPARE(read[0].key, full.key);
        QCOMPARE(read[0].value, full.value);
        QCOMPARE(read[0].headers, full.headers);
        QCOMPARE(read[0].time, *full.time);
        QVERIFY(read[0].timeKind == Record::Time::Created);
        QCOMPARE(read[1].key, std::optional<QByteArray>(""));
        QCOMPARE(read[1].value, std::optional<QByteArray>(""));
        QVERIFY(!read[2].key && !read[2].value);
    }

    void onlyTheRangesAreRead()
    {
        write(numbered(20));
        const auto read = readAll({{0, 5, 9}, {1, 0, 0}});
        QCOMPARE(read.size(), 4U);
        QCOMPARE(read.front().value, std::optional<QByteArray>("5"));
        QCOMPARE(read.back().value, std::optional<QByteArray>("8"));
    }

    void theSinkMayHaveEnough()
    {
        write(numbered(3000));
        auto reader = RecordReader::open(m_settings);
        QVERIFY(reader);
        qint64 seen = 0;
        const auto end = (*reader)->read(m_topic, {{0, 0, 3000}}, false, deadline,
                                         [&](std::vector<Record> &&records) {
                                             seen += static_cast<qint64>(records.size());
                                             return false;
                                         },
                                         {});
        QVERIFY(end && !end->complete);
        QCOMPARE(end->records, seen);
        QVERIFY(seen > 0 && seen <= 1000);
        // from there it goes on, with nothing twice and nothing left out
        const auto rest = readAll({{0, end->next.value(0), 3000}});
        QCOMPARE(static_cast<qint64>(rest.size()) + seen, qint64(3000));
    }

    void followingSeesWhatComes()
    {
        write(numbered(2));
        auto reader = RecordReader::open(m_settings);
        QVERIFY(reader);
        std::atomic<int> seen = 0;
        std::stop_source stop;
        Result<kafka::ReadEnd> end;
        std::jthread follower([&] {
            end = (*reader)->read(
                m_topic, {{0, 2, 2}, {1, 0, 0}}, true, deadline,
                [&](std::vector<Record> &&records) {
                    seen += static_cast<int>(records.size());
                    return true;
                },
                stop.get_token());
        });
        write({record("new"), record("other", 1)});
        QTRY_COMPARE_WITH_TIMEOUT(seen.load(), 2, 10'000);
        const auto begin = std::chrono::steady_clock::now();
        stop.request_stop();
        follower.join();
        QVERIFY(std::chrono::steady_clock::now() - begin < 1s);
        QVERIFY(!end && end.error().code == ErrorCode::Cancelled);
    }

    void aTopicThatIsNotThereIsNotMade()
    {
        auto writer = RecordWriter::open(m_settings);
        QVERIFY(writer);
        const auto outcome = (*writer)->write(QStringLiteral("nobody"), {record("x")}, deadline, {});
        QVERIFY(!outcome && outcome.error().code == ErrorCode::NotFound);
        const auto wrong = (*writer)->write(m_topic, {record("x", 7)}, deadline, {});
        QVERIFY(!wrong && wrong.error().code == ErrorCode::InvalidUse);
        auto client = kafka::Client::open(m_settings);
        QVERIFY(client);
        const auto metadata = (*client)->metadata(true, deadline, {});
        QVERIFY(metadata && !metadata->topic(u"nobody"));
    }

    void aReadOnlyConnectionWritesNothing()
    {
        m_settings.readOnly = true;
        auto writer = RecordWriter::open(m_settings);
        QVERIFY(writer);
        QVERIFY(!(*writer)->write(m_topic, {record("x")}, deadline, {}));
        m_settings.readOnly = false;
        auto client = kafka::Client::open(m_settings);
        QVERIFY(client);
        const auto metadata = (*client)->metadata(true, deadline, {});
        QVERIFY(metadata);
        const auto offsets = (*client)->offsets({*metadata->topic(m_topic)}, deadline, {});
        QVERIFY(offsets);
        QCOMPARE(offsets->value(m_topic).front().end, std::optional<qint64>(0));
    }

    void aBrokerThatGoesIsSaid()
    {
        write(numbered(1));
        auto reader = RecordReader::open(m_settings);
        QVERIFY(reader);
        rd_kafka_mock_broker_set_down(m_cluster->get(), 1);
        const auto read = (*reader)->read(m_topic, {{0, 0, 1}}, false, 500ms,
                                          [](std::vector<Record> &&) { return true; }, {});
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::Unreachable || read.error().code == ErrorCode::Timeout);
        rd_kafka_mock_broker_set_up(m_cluster->get(), 1);
    }

    void whatIsNotConfirmedSaysSo()
    {
        auto writer = RecordWriter::open(m_settings);
        QVERIFY(writer);
        QVERIFY((*writer)->write(m_topic, {record("first")}, deadline, {}));
        constexpr int produceRequest = 0; // https://kafka.apache.org/protocol.html#protocol_api_keys
        rd_kafka_mock_broker_push_request_error_rtts(m_cluster->get(), 1, produceRequest, 1, RD_KAFKA_RESP_ERR_NO_ERROR,
                                                     3000);
        const auto outcomes = (*writer)->write(m_topic, {record("late")}, 1000ms, {});
        QVERIFY(outcomes);
        QVERIFY2(outcomes->front().error.contains(QLatin1String("may be written")),
                 qPrintable(outcomes->front().error));
    }

private:
    void write(const std::vector<NewRecord> &records)
    {
        auto writer = RecordWriter::open(m_settings);
        QVERIFY(writer);
        const auto outcomes = (*writer)->write(m_topic, records, deadline, {});
        QVERIFY(outcomes);
        QCOMPARE(outcomes->size(), records.size());
        for (const kafka::RecordOutcome &outcome : *outcomes) {
            QCOMPARE(outcome.error, QString());
            QVERIFY(outcome.offset >= 0);
        }
    }

    std::vector<Record> readAll(const std::vector<PartitionRange> &ranges)
    {
        std::vector<Record> all;
        auto reader = RecordReader::open(m_settings);
        if (!reader)
            qFatal("no reader");
        const auto end = (*reader)->read(m_topic, ranges, false, deadline,
                                         [&](std::vector<Record> &&records) {
                                             std::move(records.begin(), records.end(), std::back_inserter(all));
                                             return true;
                                         },
                                         {});
        if (!end)
            qWarning("%s", qPrintable(end.error().message));
        return end && end->complete ? all : std::vector<Record>();
    }

    std::unique_ptr<MockCluster> m_cluster;
    QString m_topic;
    int m_count = 0;
    kafka::Settings m_settings;
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
