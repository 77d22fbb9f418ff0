// Avro's binary encoding as JSON: by what fastavro wrote (tests/fixtures/avro), by hand, and by bytes that nobody wrote.
#include <QtTest>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "decode/avro.h"
#include "fakes/fixture.h"

using namespace bd;
using decode::AvroSchema;
using decode::Decoded;

namespace {

struct Case {
    QString name;
    QByteArray schema;
    std::vector<QByteArray> references;
    QByteArray bytes;
    QString json;
};

std::vector<Case> cases()
{
    std::vector<Case> all;
    for (const QByteArray &line : fakes::fixture(QStringLiteral("avro/cases.jsonl")).trimmed().split('\n')) {
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        Case one{json.value(QStringLiteral("name")).toString(),
                 json.value(QStringLiteral("schema")).toString().toUtf8(),
                 {},
                 QByteArray::fromHex(json.value(QStringLiteral("hex")).toString().toLatin1()),
                 json.value(QStringLiteral("json")).toString()};
        for (const QJsonValue reference : json.value(QStringLiteral("references")).toArray())
            one.references.push_back(reference.toString().toUtf8());
        all.push_back(one);
    }
    return all;
}

Decoded decoded(const char *schema, const QByteArray &bytes)
{
    auto parsed = decode::parseAvroSchema(schema);
    if (!parsed)
        qFatal("%s: %s", schema, qPrintable(parsed.error().message));
    return decode::avroDecoder(*parsed)->decode(bytes);
}

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

bool isJson(const QString &text)
{
    return QJsonDocument::fromJson('[' + text.toUtf8() + ']').array().size() == 1;
}

} // namespace

class TestAvro : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatAnotherLibraryWrote_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const Case &one : cases())
            QTest::newRow(qPrintable(one.name)) << number++;
        QVERIFY(number > 30);
    }

    void showsWhatAnotherLibraryWrote()
    {
        QFETCH(int, number);
        const Case one = cases().at(static_cast<size_t>(number));
        const auto schema = decode::parseAvroSchema(one.schema, one.references);
        QVERIFY2(schema, schema ? "" : qPrintable(schema.error().message));
        const Decoded decoded = decode::avroDecoder(*schema)->decode(one.bytes);
        QCOMPARE(decoded.reason, QString());
        QCOMPARE(decoded.text, one.json);
        QCOMPARE(decoded.decoder, QStringLiteral("avro"));
        QCOMPARE(decoded.schemaName, schema->name());
    }

    void namesTheSchema()
    {
        QCOMPARE(
            decode::parseAvroSchema(R"({"type":"record","name":"Order","namespace":"com.acme","fields":[]})")->name(),
            QStringLiteral("com.acme.Order"));
        QCOMPARE(decode::parseAvroSchema("\"string\"")->name(), QStringLiteral("string"));
    }

    void blocksMayGiveTheirSize()
    {
        const char *list = R"({"type":"array","items":"int"})"; // -2 items in 2 bytes, 1 item, the end
        QCOMPARE(decoded(list, hex("03040204020600")).text, QStringLiteral("[1,2,3]"));
    }

    void saysWhereTheBytesDoNotFit_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const char *schema, const char *bytes, const char *reason) {
            QTest::newRow(name) << QByteArray(schema) << hex(bytes) << QString::fromUtf8(reason);
        };
        const char *nested =
            R"({"type":"record","name":"R","fields":[{"name":"lines","type":{"type":"array","items":{"type":"record","name":"L","fields":[{"name":"price","type":"double"}]}}}]})";
        row("in a list of records", nested, "040000000000000000 00", "lines[1].price: the bytes end too early");
        row("left behind", "\"int\"", "0200", "1 byte");
        row("nothing there", "\"int\"", "", "end too early");
        row("no boolean", "\"boolean\"", "02", "neither true nor false");
        row("int of more bits", "\"int\"", "8080808010", "32 bits");
        row("number without end", "\"long\"", "ffffffffffffffffffff01", "64 bits");
        row("number of 65 bits", "\"long\"", "ffffffffffffffffff02", "64 bits");
        row("negative length", "\"string\"", "01", "length of -1");
        row("length beyond the end", "\"string\"", "feffffffffffffffff01", "end too early");
        row("no UTF-8", "\"string\"", "02ff", "UTF-8");
        row("no such symbol", R"({"type":"enum","name":"E","symbols":["A"]})", "02", "symbol number 1");
        row("negative symbol", R"({"type":"enum","name":"E","symbols":["A"]})", "01", "symbol number -1");
        row("no such branch", R"(["null","int"])", "04", "branch number 2");
        row("union of nothing", "[]", "00", "branch number 0");
        row("fixed too long", R"({"type":"fixed","name":"F","size":2147483647})", "00", "end too early");
        row("in a map", R"({"type":"map","values":"int"})", "02026b", "[\"k\"]: the bytes end too early");
        row("least count", R"({"type":"array","items":"null"})", "ffffffffffffffffff0100", "a block of");
    }

    void saysWhereTheBytesDoNotFit()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        const Decoded result = decoded(schema, bytes);
        QVERIFY2(result.reason.contains(reason), qPrintable(result.reason));
        QCOMPARE(result.text, decode::hexText(bytes));
        QCOMPARE(result.decoder, QStringLiteral("hex"));
    }

    // Confluent's Java serializer writes bytes that are the whole value without their length.
    void bytesAloneMayStandWithoutTheirLength()
    {
        QCOMPARE(decoded("\"bytes\"", hex("ff00")).text, QStringLiteral("\"ff 00\""));
    }

    void schemasThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const QByteArray &schema, const char *problem) {
            QTest::newRow(name) << schema << QString::fromUtf8(problem);
        };
        row("no JSON", "{", "JSON");
        row("nothing", "", "JSON");
        row("a number", "7", "a name, a list or an object");
        row("unknown type", "\"com.acme.Order\"", "com.acme.Order");
        row("a record needs more", "\"record\"", "record");
        row("no type", "{}", "a name, a list or an object");
        row("no name", R"({"type":"enum","symbols":[]})", "no name");
        row("twice", R"([{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":2}])", "twice");
        row("no size", R"({"type":"fixed","name":"F"})", "no size");
        row("negative size", R"({"type":"fixed","name":"F","size":-1})", "no size");
        row("too large a size", R"({"type":"fixed","name":"F","size":1e300})", "no size");
        row("a field without a type", R"({"type":"record","name":"R","fields":[{"name":"a"}]})", "a name, a list");
        row("fields that are no objects", R"({"type":"record","name":"R","fields":[7]})", "a name, a list");
        row("nested without end", QByteArray("[").repeated(100'000), "JSON");
        row("too many types", '[' + QByteArray("\"int\",").repeated(100'001) + "\"int\"]", "100000");
    }

    void schemasThatAreNone()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QString, problem);
        const auto parsed = decode::parseAvroSchema(schema);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::Parse);
        QVERIFY2(parsed.error().message.contains(problem), qPrintable(parsed.error().message));
    }

    void otherWordings()
    {
        // {"type": {"type": …}}, {"type": "Name"}, a name that is only known without a namespace
        QCOMPARE(decoded(R"({"type":{"type":"int"}})", hex("02")).text, QStringLiteral("1"));
        QCOMPARE(
            decoded(
                R"([{"type":"enum","name":"E","symbols":["A"]},{"type":"record","name":"n.R","fields":[{"name":"e","type":{"type":"E"}}]}])",
                hex("0200"))
                .text,
            QStringLiteral("{\"e\":\"A\"}"));
    }

    // Some bytes ask for more than any machine has: each is answered at once.
    void hostileBytesAreBounded_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char *name, const QByteArray &schema, const QByteArray &bytes) {
            QTest::newRow(name) << schema << bytes;
        };
        const QByteArray most = hex("feffffffffffffffff01");
        row("2^63 nulls", R"({"type":"array","items":"null"})", most);
        row("2^63 empty records", R"({"type":"array","items":{"type":"record","name":"R","fields":[]}})", most);
        row("2^63 empty fixed ones", R"({"type":"array","items":{"type":"fixed","name":"F","size":0}})", most);
        row("2^63 lists", R"({"type":"array","items":{"type":"array","items":"null"}})", most.repeated(1000));
        row("a list of a million", R"({"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]}]})",
            QByteArray(1'000'000, '\2'));
        row("a record that holds itself", R"({"type":"record","name":"N","fields":[{"name":"n","type":"N"}]})", {});
        QString doubling = QStringLiteral("'null'"); // a record of two records of two records …
        for (int i = 0; i < 60; ++i)
            doubling = QStringLiteral(
                           "{'type':'record','name':'R%1','fields':[{'name':'a','type':%2},{'name':'b','type':'%3'}]}")
                           .arg(i)
                           .arg(doubling, i ? QStringLiteral("R%1").arg(i - 1) : QStringLiteral("null"));
        doubling.replace(QLatin1Char('\''), QLatin1Char('"'));
        row("2^60 records without a byte", doubling.toUtf8(), {});
    }

    void hostileBytesAreBounded()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, bytes);
        QElapsedTimer timer;
        timer.start();
        const Decoded result = decoded(schema, bytes);
        QVERIFY(!result.reason.isEmpty());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void whatIsCutOffIsSaid()
    {
        for (const Case &one : cases()) {
            if (one.schema == "\"bytes\"")
                continue;
            const auto decoder = decode::avroDecoder(*decode::parseAvroSchema(one.schema, one.references));
            for (qsizetype size = 0; size < one.bytes.size(); ++size)
                QVERIFY2(!decoder->decode(one.bytes.first(size)).reason.isEmpty(), qPrintable(one.name));
        }
    }

    // Whatever bytes come, what is shown is JSON, or the bytes with a reason; and no more text than is bearable.
    void anyBytesAreAnswered()
    {
        QRandomGenerator random(20261125);
        int fitted = 0, all = 0;
        for (const Case &one : cases()) {
            const auto decoder = decode::avroDecoder(*decode::parseAvroSchema(one.schema, one.references));
            for (int i = 0; i < 1500; ++i) {
                QByteArray bytes = one.bytes;
                for (int n = random.bounded(4); n >= 0; --n)
                    mutate(bytes, random);
                const Decoded result = decoder->decode(bytes);
                ++all;
                fitted += result.reason.isEmpty() ? 1 : 0;
                QVERIFY(result.text.size() <= std::max<qsizetype>(1 << 21, bytes.size() * 70));
                if (result.reason.isEmpty())
                    QVERIFY2(isJson(result.text), qPrintable(result.text.left(500)));
                else
                    QCOMPARE(result.text, decode::hexText(bytes));
            }
        }
        QVERIFY(fitted > all / 100 && fitted < all); // else the bytes were not worth trying
    }

    void anySchemaIsAnswered()
    {
        QRandomGenerator random(20261125);
        int parsed = 0;
        for (const Case &one : cases()) {
            for (int i = 0; i < 500; ++i) {
                QByteArray schema = one.schema;
                for (int n = random.bounded(3); n >= 0; --n)
                    mutate(schema, random);
                if (const auto made = decode::parseAvroSchema(schema, one.references)) {
                    ++parsed;
                    decode::avroDecoder(*made)->decode(one.bytes);
                }
            }
        }
        QVERIFY(parsed > 100);
    }

private:
    static void mutate(QByteArray &bytes, QRandomGenerator &random)
    {
        const qsizetype at = bytes.isEmpty() ? 0 : random.bounded(bytes.size());
        switch (random.bounded(6)) {
        case 0: bytes.truncate(at); break;
        case 1: bytes.insert(at, static_cast<char>(random.bounded(256))); break;
        case 2: bytes.remove(at, 1); break;
        case 3: bytes.insert(at, bytes.mid(random.bounded(bytes.size() + 1), random.bounded(20))); break;
        default:
            if (!bytes.isEmpty())
                bytes[at] = static_cast<char>(random.bounded(256));
        }
    }
};

QTEST_GUILESS_MAIN(TestAvro)
#include "tst_avro.moc"
