// Bytes framed for a Schema Registry, by what is known of the schemas.
#include <QtTest>

#include "decode/framed.h"

using namespace bd;
using decode::Decoded;
using decode::KnownSchema;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

KnownSchema schema(const char *kind, const QByteArray &text)
{
    const auto decoder = decode::decoderOf({QLatin1String(kind), text, {}});
    return {decoder ? *decoder : nullptr, decoder ? QString() : decoder.error().message};
}

decode::Schemas schemas()
{
    return {{1, schema("AVRO", R"({"type":"record","name":"a.Order","fields":[{"name":"id","type":"long"}]})")},
            {2, schema("JSON", R"({"type":"object"})")},
            {3, schema("PROTOBUF", "syntax = \"proto3\";")},
            {4, {{}, QStringLiteral("the Schema Registry has no schema 4")}},
            {5, schema("XML", "<x/>")}};
}

} // namespace

class TestFramed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void schemaIds()
    {
        QCOMPARE(decode::schemaIdOf(hex("0000000001")), std::optional<quint32>(1));
        QCOMPARE(decode::schemaIdOf(hex("00ffffffff41")), std::optional<quint32>(0xffffffff));
        for (const char *other : {"", "00", "00000000", "0100000001", "7b7d7b7d7b7d"})
            QVERIFY2(!decode::schemaIdOf(hex(other)), other);
    }

    void decodes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Decoded>("registry");
        QTest::addColumn<Decoded>("automatic");
        const auto row = [](const char *name, const QByteArray &bytes, const Decoded &registry,
                            const Decoded &automatic) { QTest::newRow(name) << bytes << registry << automatic; };
        const auto same = [&](const char *name, const QByteArray &bytes, const Decoded &decoded) {
            row(name, bytes, decoded, decoded);
        };
        const QString hexId = QStringLiteral("hex"), order = QStringLiteral("a.Order");
        const auto shown = [](const QByteArray &bytes) { return decode::hexText(bytes); };

        same("Avro", hex("000000000110"), {QStringLiteral("{\"id\":8}"), {}, QStringLiteral("avro"), {}, 1, order});
        same("JSON", hex("0000000002") + "{\"a\": 1}",
             {QStringLiteral("{\"a\": 1}"), {}, QStringLiteral("json-schema"), {}, 2, {}});
        const QByteArray wrong = hex("00000000011000");
        same("bytes that do not fit", wrong,
             {shown(wrong),
              QStringLiteral("the bytes do not fit the schema a.Order: 1 byte(s) are left behind the value"),
              hexId,
              {},
              1,
              order});
        const QByteArray protobuf = hex("00000000030008");
        same("Protobuf", protobuf, {shown(protobuf), QStringLiteral("Protobuf is not decoded"), hexId, {}, 3, {}});
        const QByteArray xml = hex("00000000053c");
        same("another kind", xml, {shown(xml), QStringLiteral("schemas of kind XML are not known"), hexId, {}, 5, {}});
        const QByteArray unknown = hex("000000000410");
        const QString missing = QStringLiteral("the Schema Registry has no schema 4");
        row("schema that is not to be had", unknown, {shown(unknown), missing, hexId, {}, 4, {}},
            {shown(unknown), {}, hexId, missing, {}, {}});
        const QByteArray strange = hex("000000000910");
        row("schema that nobody asked for", strange,
            {shown(strange), QStringLiteral("no Schema Registry is set for schema 9"), hexId, {}, 9, {}},
            {shown(strange), {}, hexId});
        const QString noFrame = QStringLiteral("it does not begin with a zero byte and the number of a schema");
        row("text", "hello", {shown("hello"), noFrame, hexId}, {QStringLiteral("hello"), {}, QStringLiteral("text")});
        row("nothing", "", {QString(), noFrame, hexId}, {QString(), {}, QStringLiteral("text")});
    }

    void decodes()
    {
        QFETCH(QByteArray, bytes);
        const auto check = [&](const char *name, const Decoded &expected) {
            const Decoded decoded = (*decode::decoderNamed(QLatin1String(name)))->knowing(schemas())->decode(bytes);
            QCOMPARE(decoded.text, expected.text);
            QCOMPARE(decoded.reason, expected.reason);
            QCOMPARE(decoded.note, expected.note);
            QCOMPARE(decoded, expected);
        };
        QFETCH(Decoded, registry);
        QFETCH(Decoded, automatic);
        check("registry", registry);
        check("auto", automatic);
    }

    void jsonThatIsNoneIsShownWithTheReason()
    {
        const QByteArray bytes = hex("0000000002") + "{oops";
        const Decoded decoded = decode::registryDecoder(schemas())->decode(bytes);
        QCOMPARE(decoded.text, decode::hexText(bytes));
        QVERIFY(decoded.reason.contains(QLatin1String("JSON")));
    }

    void schemasThatAreWrongAreRefused()
    {
        const auto wrong = decode::decoderOf({QStringLiteral("AVRO"), "{", {}});
        QVERIFY(!wrong && wrong.error().code == ErrorCode::Parse);
        const auto referring = decode::decoderOf(
            {QStringLiteral("AVRO"),
             "\"a.B\"",
             {{QStringLiteral("a.B"), R"({"type":"enum","name":"a.B","symbols":["X"]})"}}});
        QVERIFY(referring);
        QCOMPARE((*referring)->decode(hex("00")).text, QStringLiteral("\"X\""));
    }

    void othersNeedNoSchemas()
    {
        for (const QString &id : decode::decoderIds()) {
            const bool needs = id == QLatin1String("auto") || id == QLatin1String("registry");
            QCOMPARE((*decode::decoderNamed(id))->knowing({}) != nullptr, needs);
        }
    }
};

QTEST_GUILESS_MAIN(TestFramed)
#include "tst_framed.moc"
