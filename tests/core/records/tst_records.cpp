// Records as text: the filter over it, the lines of JSON, the search through a topic.
#include <QtTest>

#include "decode/framed.h"
#include "fakes/httpserver.h"
#include "fakes/mockcluster.h"
#include "kafka/produce.h"
#include "records/deadletter.h"
#include "records/jsonline.h"
#include "records/readfrom.h"
#include "records/recordfile.h"
#include "records/recordtemplate.h"
#include "records/search.h"

using namespace bd;
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
        const auto takes = [](const Result<Filter> &filter, const kafka::Record &one) {
            return filter->takes(one, automatic);
        };
        QVERIFY(takes(Filter(), record));
        QVERIFY(takes(Filter::text(QStringLiteral("order-7")), record));
        QVERIFY(takes(Filter::text(QStringLiteral("FAILED"), Where::Value), record));
        QVERIFY(!takes(Filter::text(QStringLiteral("failed"), Where::Key), record));
        QVERIFY(takes(Filter::text(QStringLiteral("gone"), Where::Headers), record));
        QVERIFY(takes(Filter::text(QStringLiteral("ABC")), record));
        QVERIFY(!takes(Filter::text(QStringLiteral("order.7")), record)); // a text, no pattern
        QVERIFY(takes(Filter::regex(QStringLiteral("^Order.\\d$"), Where::Key), record));
        QVERIFY(!takes(Filter::regex(QStringLiteral("^order"), Where::Key), record));
        QVERIFY(!takes(Filter::text(QStringLiteral("x")), raw({}, {})));
        QVERIFY(takes(Filter::path(QStringLiteral("$.state == 'failed'")), record));
        QVERIFY(!takes(Filter::path(QStringLiteral("$.state == 'failed'"), Where::Key), record));
        QVERIFY(!takes(Filter::path(QStringLiteral("!$.gone"), Where::Key), record)); // it is no JSON
        QVERIFY(!takes(Filter::path(QStringLiteral("$")), raw({}, {})));
        QVERIFY(takes(Filter::path(QStringLiteral("$ == 7")), raw("7", {})));
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

    void pagesCoverAllAndMeetNowhere()
    {
        using kafka::PartitionRange;
        const std::vector<PartitionRange> rest{{0, 0, 10}, {1, 5, 7}, {0, 20, 26}};
        QCOMPARE(records::nextPage(rest, true, 4), (std::vector<PartitionRange>{{0, 22, 26}, {1, 5, 7}}));
        QCOMPARE(records::nextPage(rest, false, 4), (std::vector<PartitionRange>{{0, 0, 4}, {1, 5, 7}}));
        QCOMPARE(records::nextPage(rest, false, 0), (std::vector<PartitionRange>{{0, 0, 10}, {1, 5, 7}}));
        QCOMPARE(records::without(rest, {{0, 22, 26}, {1, 5, 7}}),
                 (std::vector<PartitionRange>{{0, 0, 10}, {0, 20, 22}}));
        QCOMPARE(records::without({{0, 0, 10}}, {{0, 3, 4}}), (std::vector<PartitionRange>{{0, 0, 3}, {0, 4, 10}}));
        QVERIFY(records::without({{0, 0, 10}}, {{0, 0, 10}}).empty());
        QVERIFY(records::without({{0, 5, 5}}, {}).empty());
        QCOMPARE(records::without({{0, 0, 10}}, {{1, 0, 10}}), (std::vector<PartitionRange>{{0, 0, 10}}));
    }

    void readsFromWhereOneSays()
    {
        using Kind = kafka::ReadFrom::Kind;
        const TimePoint now = TimePoint(Millis(1'700'000'000'000));
        const auto read = [now](const char *text) { return records::readFrom(QString::fromUtf8(text), now); };
        QCOMPARE(read("beginning")->kind, Kind::Beginning);
        QCOMPARE(read("end")->kind, Kind::End);
        QVERIFY(read(" 1204 ")->kind == Kind::Offset && read(" 1204 ")->offset == 1204);
        QVERIFY(read("10m")->time == now - std::chrono::minutes(10));
        QVERIFY(read("2d")->time == now - std::chrono::hours(48));
        QVERIFY(read("2023-11-14T22:13:20Z")->time == now);
        QVERIFY(read("2023-11-14T23:13:20+01:00")->time == now);
        const QDateTime local(QDate(2023, 11, 14), QTime(22, 13, 20, 500));
        QVERIFY(read("2023-11-14 22:13:20.500")->time == TimePoint(Millis(local.toMSecsSinceEpoch())));
        QVERIFY(read("2023-11-14 22:13")->kind == Kind::Time && read("2023-11-14")->kind == Kind::Time);
        QCOMPARE(records::localTimeText(read("2023-11-14 22:13:20.500")->time),
                 QStringLiteral("2023-11-14 22:13:20.500"));
        QCOMPARE(records::inUtc(QStringLiteral(" 2023-11-14 22:13:20.500")),
                 QStringLiteral("2023-11-14T22:13:20.500000Z"));
        QVERIFY(records::readFrom(records::inUtc(QStringLiteral("2023-11-14 22:13:20")), now)->time == now);
        for (const char *text : {"1204", "10m", "soon", "2023-11-14T22:13:20+01:00"})
            QCOMPARE(records::inUtc(QString::fromLatin1(text)), QString::fromLatin1(text));
        for (const char *text :
             {"", "-1", "soon", "10 m", "10y", "2023-13-01", "2023-11-14 25:00", "99999999999999999999"})
            QVERIFY2(!read(text), text);
    }

    void fillsTemplates()
    {
        const records::TemplateValues values{7, TimePoint(Millis(1'700'000'000'123)), 42};
        const auto fill = [&](const char *text) { return records::filled(QString::fromUtf8(text), values); };
        QCOMPARE(fill("order ${n} at ${time} (${ms})"),
                 QStringLiteral("order 7 at 2023-11-14T22:13:20.123Z (1700000000123)"));
        QCOMPARE(fill("$${n} ${unknown} $n ${random:1}"), QStringLiteral("${n} ${unknown} $n ${random:1}"));
        QCOMPARE(fill("${random:5:5}"), QStringLiteral("5"));
        QCOMPARE(fill("${random:1:1000000}"), fill("${random:1:1000000}")); // the same seed
        const int between = fill("${random:-3:3}").toInt();
        QVERIFY(between >= -3 && between <= 3);
        const QString uuids = fill("${uuid} ${uuid}");
        QVERIFY(QUuid::fromString(uuids.left(36)).version() == QUuid::Random);
        QVERIFY(uuids.left(36) != uuids.right(36));
        QVERIFY(records::hasVariables(QStringLiteral("a ${n}")) && !records::hasVariables(QStringLiteral("a {n}")));
    }

    void knowsDeadLetters()
    {
        kafka::Record spring = raw("k", "v");
        QVERIFY(!records::deadLetterOf(spring));
        spring.headers = {{"trace", "1"},
                          {"kafka_dlt-original-topic", "orders"},
                          {"kafka_dlt-original-partition", QByteArray::fromHex("00000002")},
                          {"kafka_dlt-original-offset", QByteArray::fromHex("0000000000000100")},
                          {"kafka_dlt-exception-message", "no such\x1b[31m customer"},
                          {"kafka_dlt-exception-stacktrace", "at …"}};
        const auto letter = records::deadLetterOf(spring);
        QVERIFY(letter);
        QCOMPARE(letter->topic, QStringLiteral("orders"));
        QCOMPARE(letter->partition, 2);
        QCOMPARE(letter->offset, 256);
        QVERIFY(letter->reason.startsWith(QStringLiteral("no such")) && !letter->reason.contains(QChar(0x1b)));
        const auto left = records::withoutFailure(spring);
        QCOMPARE(left.size(), size_t(1));
        QCOMPARE(left.front().first, QByteArray("trace"));
        kafka::Record connect = raw("k", "v");
        connect.headers = {{"__connect.errors.topic", "in"}, {"__connect.errors.partition", "3"}};
        QCOMPARE(records::deadLetterOf(connect)->partition, 3);
        connect.headers = {{"original-topic", std::nullopt}};
        QVERIFY(!records::deadLetterOf(connect));
    }

    void filesReadBack_data()
    {
        QTest::addColumn<records::FileFormat>("format");
        QTest::newRow("JSON Lines") << records::FileFormat::JsonLines;
        QTest::newRow("CSV") << records::FileFormat::Csv;
    }

    void filesReadBack()
    {
        QFETCH(records::FileFormat, format);
        std::vector<kafka::Record> all{raw("k", "v"),
                                       raw({}, "a,\"b\"\n;c\r\n"),
                                       raw("", ""),
                                       raw("=cmd()", "'quoted"),
                                       raw("null", {}),
                                       raw(QByteArray::fromHex("ff00"), QByteArray::fromHex("00000000")),
                                       raw("{\"a\": 1}", "[1,\n2]"),
                                       raw({}, QByteArray::fromHex("000000000110"))}; // Avro
        all[0].headers = {{"a", "1,2"}, {"b", std::nullopt}, {"c", QByteArray::fromHex("ff")}};
        all[0].timeKind = kafka::Record::Time::Created;
        all[0].time = TimePoint(Millis(1'700'000'000'123));
        QByteArray bytes = records::fileHead(format);
        for (const kafka::Record &record : all)
            bytes += records::fileRecord(record, records::knowing(automatic, schemas()), format);
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        records::RecordFile file(buffer, format);
        for (const kafka::Record &record : all) {
            const auto read = file.next();
            QVERIFY2(read, read ? "" : qPrintable(read.error().message));
            QVERIFY(*read);
            QCOMPARE((*read)->key, record.key);
            QCOMPARE((*read)->value, record.value);
            QCOMPARE((*read)->headers, record.headers);
        }
        QVERIFY(!*file.next());
    }

    void wrongFilesSayWhere()
    {
        const auto errorOf = [](QByteArray bytes, records::FileFormat format) {
            QBuffer buffer(&bytes);
            buffer.open(QIODevice::ReadOnly);
            records::RecordFile file(buffer, format);
            for (;;) {
                const auto read = file.next();
                if (!read)
                    return read.error().message;
                if (!*read)
                    return QString();
            }
        };
        using Format = records::FileFormat;
        QVERIFY(errorOf("{\"value\":\"a\"}\n\n{\"value\":7}\n", Format::JsonLines).contains(QLatin1String("Record 2")));
        QVERIFY(errorOf("key\nx\n", Format::Csv).contains(QStringLiteral("«value»")));
        QVERIFY(errorOf("value\n\"x\n", Format::Csv).contains(QLatin1String("quote")));
        QVERIFY(errorOf("key,value\na,b\nc\n", Format::Csv).contains(QLatin1String("Record 2: it has 1 cells")));
        QVERIFY(errorOf("value,valueFormat\n0g,hex\n", Format::Csv).contains(QLatin1String("hex")));
        QCOMPARE(errorOf("a\nb\n\n", Format::Raw), QString());
        QCOMPARE(errorOf("", Format::Csv).isEmpty(), false);
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
            record.time = TimePoint(Millis(1'700'000'000'000 + i));
            written.push_back(record);
        }
        QVERIFY((*writer)->write(QStringLiteral("orders"), written, Millis(10'000), {}));

        records::SearchPlan plan;
        plan.topic = QStringLiteral("orders");
        plan.decoders = automatic;
        plan.filter = Filter::text(QStringLiteral("99"));
        QStringList found;
        records::SearchProgress last;
        const auto sink = [&](std::vector<kafka::Record> &&taken, const records::Decoders &decoders,
                              const records::SearchProgress &progress) {
            for (const kafka::Record &one : taken)
                found += records::decoded(one, decoders).value->text;
            last = progress;
            return true;
        };
        auto end = records::search(settings, plan, sink, {});
        QVERIFY(end);
        QCOMPARE(*end, (records::SearchProgress{3000, 3000, found.size(), {}, {{0, 1500}, {1, 1500}}, {}}));
        QVERIFY(end->isComplete());
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

        // Newest first, in pages, and on from where it left off: each record once, whatever the page.
        plan = {};
        plan.topic = QStringLiteral("orders");
        plan.decoders = automatic;
        plan.backward = true;
        plan.most = 100;
        found.clear();
        end = records::search(settings, plan, sink, {});
        QVERIFY(end && !end->isComplete());
        QVERIFY(found.size() >= 100 && found.contains(QStringLiteral("number 2999")));
        QVERIFY(!found.contains(QStringLiteral("number 0")));
        QCOMPARE(end->ends, (QMap<int, qint64>{{0, 1500}, {1, 1500}}));
        while (!end->rest.empty()) {
            plan.rest = end->rest;
            end = records::search(settings, plan, sink, {});
            QVERIFY(end);
        }
        QCOMPARE(found.size(), 3000);
        QCOMPARE(QSet<QString>(found.begin(), found.end()).size(), 3000);

        // A search that is stopped in the middle goes on without missing or seeing one twice.
        plan.rest.clear();
        plan.backward = false;
        plan.most = 0;
        found.clear();
        const auto stopping = [&](std::vector<kafka::Record> &&taken, const records::Decoders &decoders,
                                  const records::SearchProgress &progress) {
            sink(std::move(taken), decoders, progress);
            return found.size() < 700;
        };
        end = records::search(settings, plan, stopping, {});
        QVERIFY(end && !end->rest.empty() && found.size() < 3000);
        plan.rest = end->rest;
        QVERIFY(records::search(settings, plan, sink, {}));
        QCOMPARE(found.size(), 3000);
        QCOMPARE(QSet<QString>(found.begin(), found.end()).size(), 3000);

        plan.rest.clear();

        // the value's schema is asked for once, and unknown bytes are still found
        fakes::HttpServer server;
        server.put("/schemas/ids/7", {200, R"({"schema":"\u0022string\u0022"})", {}});
        kafka::NewRecord framed;
        framed.partition = 0;
        framed.value = QByteArray::fromHex("0000000007") + "\x0a" + "hello";
        QVERIFY((*writer)->write(QStringLiteral("orders"), {framed, framed, framed}, Millis(10'000), {}));
        found.clear();
        plan.partitions = {};
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
