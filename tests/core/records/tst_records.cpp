// Records as text: the filter over it, the lines of JSON, the search through a topic.
#include <QtTest>

#include "decode/framed.h"
#include "fakes/httpserver.h"
#include "fakes/mockcluster.h"
#include "kafka/produce.h"
#include "records/jsonline.h"
#include "records/search.h"

using namespace bd;
using records::DecodedRecord;
using records::Filter;
using Where = records::Filter::Where;

namespace {

const records::Decoders automatic = *records::decodersNamed(QStringLiteral("auto"), QStringLiteral("auto"));

kafka::Record raw(std::optional<QByteArray> key, std::optional<QByteArray> value)
{
    kafka::Record record;
    record.key = std::move(key);
    record.value = std::move(value);
    return record;
}

decode::Schemas schemas()
{
    return {{1, {*decode::decoderOf({QStringLiteral("AVRO"), "\"long\"", {}}), {}}},
            {2, {*decode::decoderOf({QStringLiteral("JSON"), "{}", {}}), {}}}};
}

} // namespace

class TestRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filters()
    {
        kafka::Record record = raw("Order-7", "{\"state\":\"failed\"}");
        record.headers = {{"trace", "abc"}, {"gone", std::nullopt}};
        const DecodedRecord one = records::decoded(record, automatic);
        QVERIFY(Filter().takes(one));
        QVERIFY(Filter::text(QStringLiteral("order-7"))->takes(one));
        QVERIFY(Filter::text(QStringLiteral("FAILED"), Where::Value)->takes(one));
        QVERIFY(!Filter::text(QStringLiteral("failed"), Where::Key)->takes(one));
        QVERIFY(Filter::text(QStringLiteral("gone"), Where::Headers)->takes(one));
        QVERIFY(Filter::text(QStringLiteral("ABC"))->takes(one));
        QVERIFY(!Filter::text(QStringLiteral("order.7"))->takes(one)); // a text, no pattern
        QVERIFY(Filter::regex(QStringLiteral("^Order.\\d$"), Where::Key)->takes(one));
        QVERIFY(!Filter::regex(QStringLiteral("^order"), Where::Key)->takes(one));
        QVERIFY(!Filter::text(QStringLiteral("x"))->takes(records::decoded(raw({}, {}), automatic)));
        QVERIFY(Filter::path(QStringLiteral("$.state == 'failed'"))->takes(one));
        QVERIFY(!Filter::path(QStringLiteral("$.state == 'failed'"), Where::Key)->takes(one));
        QVERIFY(!Filter::path(QStringLiteral("!$.gone"), Where::Key)->takes(one)); // it is no JSON
        QVERIFY(!Filter::path(QStringLiteral("$"))->takes(records::decoded(raw({}, {}), automatic)));
        QVERIFY(Filter::path(QStringLiteral("$ == 7"))->takes(records::decoded(raw("7", {}), automatic)));
        QVERIFY(Filter::path(QStringLiteral(" "))->isOpen() && !Filter::path(QStringLiteral("$"))->isOpen());
        const auto noPath = Filter::path(QStringLiteral("state"));
        QVERIFY(!noPath && noPath.error().code == ErrorCode::InvalidUse && !noPath.error().hint.isEmpty());
        const auto wrong = Filter::regex(QStringLiteral("a(b"));
        QVERIFY(!wrong && wrong.error().code == ErrorCode::InvalidUse && !wrong.error().hint.isEmpty());
    }

    void linesReadBackAsTheSameRecord_data()
    {
        QTest::addColumn<kafka::Record>("record");
        QTest::newRow("text") << raw("k", "v\nw\t\"x\"");
        QTest::newRow("json") << raw("{\"id\":1}", "[1, 2]");
        QTest::newRow("json with blanks and line breaks") << raw("{\"id\": 1}\n", "[\n 1,\n 2\n]\n");
        QTest::newRow("null key, tombstone") << raw({}, {});
        QTest::newRow("empty is not null") << raw("", "");
        QTest::newRow("bytes") << raw(QByteArray::fromHex("00ff"), QByteArray::fromHex("deadbeef"));
        kafka::Record headers = raw("k", "v");
        headers.headers = {
            {"a", "1"}, {"a", "2"}, {"none", std::nullopt}, {"empty", ""}, {"bytes", QByteArray::fromHex("ff00")}};
        headers.timeKind = kafka::Record::Time::Created;
        headers.time = TimePoint(Millis(1'700'000'000'123));
        QTest::newRow("headers and time") << headers;
        QTest::newRow("avro, json by schema")
            << raw(QByteArray::fromHex("000000000110"), QByteArray::fromHex("0000000002") + "{}");
        QTest::newRow("a frame whose schema nobody has") << raw({}, QByteArray::fromHex("000000000910"));
    }

    void linesReadBackAsTheSameRecord()
    {
        QFETCH(kafka::Record, record);
        const records::Decoders decoders = records::knowing(automatic, schemas());
        const QByteArray line = QJsonDocument(records::toJson(records::decoded(record, decoders))).toJson();
        const auto read = records::fromJson(line);
        QVERIFY2(read, line.constData());
        QCOMPARE(read->key, record.key);
        QCOMPARE(read->value, record.value);
        QCOMPARE(read->headers, record.headers);
        QCOMPARE(read->time, record.timeKind == kafka::Record::Time::None ? std::nullopt : std::optional(record.time));
        QVERIFY(!read->partition);
    }

    void whatASchemaMadeIsInTheLine()
    {
        const auto decoders = records::knowing(automatic, schemas());
        const QJsonObject line = records::toJson(
            records::decoded(raw({}, QByteArray::fromHex("000000000110")), decoders));
        QCOMPARE(line.value(QStringLiteral("value")), QJsonValue(QStringLiteral("8")));
        QCOMPARE(line.value(QStringLiteral("valueFormat")), QJsonValue(QStringLiteral("avro")));
        QCOMPARE(line.value(QStringLiteral("valueBytes")), QJsonValue(QStringLiteral("00 00 00 00 01 10")));
        QCOMPARE(line.value(QStringLiteral("valueSchemaId")), QJsonValue(1));
        QCOMPARE(line.value(QStringLiteral("valueSchemaName")), QJsonValue(QStringLiteral("long")));
        const auto number = *records::decodersNamed(QStringLiteral("auto"), QStringLiteral("int"));
        const auto read = records::fromJson(
            QJsonDocument(records::toJson(records::decoded(raw({}, QByteArray::fromHex("0007")), number))).toJson());
        QVERIFY(read);
        QCOMPARE(read->value, std::optional(QByteArray::fromHex("0007")));
    }

    void schemasAreNeededByTheirNumbers()
    {
        const std::vector<kafka::Record> batch{raw(QByteArray::fromHex("0000000003"),
                                                   QByteArray::fromHex("0000000001ff")),
                                               raw({}, QByteArray::fromHex("0000000001")), raw("x", {})};
        QCOMPARE(records::schemaIdsIn(batch, automatic), (QSet<quint32>{1, 3}));
        const auto values = *records::decodersNamed(QStringLiteral("hex"), QStringLiteral("registry"));
        QCOMPARE(records::schemaIdsIn(batch, values), (QSet<quint32>{1}));
    }

    void otherLinesAreRefused()
    {
        for (const char *line : {"", "[]", "7", "{\"key\":7}", "{\"value\":{}}", "{\"headers\":[{}]}",
                                 "{\"value\":\"7\",\"valueFormat\":\"int\"}", "{}", "{\"id\":1}", "{\"key\":\"a\"}",
                                 "{\"error\":{},\"value\":\"x\"}", "{\"value\":\"0g\",\"valueFormat\":\"hex\"}",
                                 "{\"value\":\"x\",\"time\":\"soon\"}", "{\"headers\":[{}],\"value\":null}"})
            QVERIFY2(!records::fromJson(line), line);
        const auto tombstone = records::fromJson("{\"key\":\"a\",\"value\":null}");
        QVERIFY(tombstone && tombstone->key && !tombstone->value);
    }

    void searches()
    {
        fakes::MockCluster cluster(1);
        QVERIFY(!rd_kafka_mock_topic_create(cluster.get(), "orders", 2, 1));
        kafka::Settings settings;
        settings.bootstrap = cluster.bootstrap();
        auto writer = kafka::RecordWriter::open(settings);
        QVERIFY(writer);
        std::vector<kafka::NewRecord> written;
        for (int i = 0; i < 3000; ++i) {
            kafka::NewRecord record;
            record.partition = i % 2;
            record.value = "number " + QByteArray::number(i);
            written.push_back(record);
        }
        QVERIFY((*writer)->write(QStringLiteral("orders"), written, Millis(10'000), {}));

        records::SearchPlan plan;
        plan.topic = QStringLiteral("orders");
        plan.decoders = automatic;
        plan.filter = *Filter::text(QStringLiteral("99"));
        QStringList found;
        records::SearchProgress last;
        const auto sink = [&](std::vector<DecodedRecord> &&taken, const records::SearchProgress &progress) {
            for (const DecodedRecord &one : taken)
                found += one.value->text;
            last = progress;
            return true;
        };
        auto end = records::search(settings, plan, sink, {});
        QVERIFY(end);
        QCOMPARE(*end, (records::SearchProgress{3000, 3000, found.size(), true, {}}));
        QCOMPARE(found.size(), 57); // counted by hand: 99, x99, 99x, xx99 …
        QCOMPARE(last.taken, found.size());

        found.clear();
        plan.most = 5;
        plan.partitions = {1};
        end = records::search(settings, plan, sink, {});
        QVERIFY(end);
        QCOMPARE(found.size(), 5);
        QCOMPARE(end->all, qint64(1500));

        found.clear();
        plan.filter = {}; // all of one batch
        plan.most = 3;
        QVERIFY(records::search(settings, plan, sink, {}));
        QCOMPARE(found,
                 (QStringList{QStringLiteral("number 1"), QStringLiteral("number 3"), QStringLiteral("number 5")}));

        // the value's schema is asked for once, and unknown bytes are still found
        fakes::HttpServer server;
        server.put("/schemas/ids/7", {200, R"({"schema":"\u0022string\u0022"})", {}});
        kafka::NewRecord framed;
        framed.partition = 0;
        framed.value = QByteArray::fromHex("0000000007") + "\x0a" + "hello";
        QVERIFY((*writer)->write(QStringLiteral("orders"), {framed, framed, framed}, Millis(10'000), {}));
        found.clear();
        plan.partitions = {};
        plan.most = 0;
        plan.filter = *Filter::path(QStringLiteral("$ == 'hello'"));
        plan.registry = std::make_shared<registry::Client>(*registry::settingsOf(server.url()));
        QVERIFY(records::search(settings, plan, sink, {}));
        QCOMPARE(found, QStringList(3, QStringLiteral("\"hello\"")));
        QCOMPARE(server.requests().size(), 1);

        plan.partitions = {7};
        QCOMPARE(records::search(settings, plan, sink, {}).error().code, ErrorCode::NotFound);
        plan.topic = QStringLiteral("nobody");
        QCOMPARE(records::search(settings, plan, sink, {}).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
