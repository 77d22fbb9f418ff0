// Bytes as text.
#include <QtTest>

#include "decode/decode.h"
#include "decode/indented.h"

using namespace bd;
using decode::Decoded;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace

class TestDecode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data()
    {
        QTest::addColumn<QString>("decoder");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("by");
        const auto row = [](const char *name, const char *decoder, const QByteArray &bytes, const QString &text,
                            const char *by) {
            QTest::newRow(name) << QString::fromLatin1(decoder) << bytes << text << QString::fromLatin1(by);
        };
        row("auto: object", "auto", "{\"b\": 1, \"a\": 12345678901234567890}",
            QStringLiteral("{\"b\": 1, \"a\": 12345678901234567890}"), "json");
        row("auto: in one line", "auto", "[\n 1\n]\n", QStringLiteral("[1]"), "json");
        row("auto: as it stands otherwise", "auto", "{\n \"z \\\" y\" : [1.50,\t123456789012345678901 ],\n\"a\":0}",
            QStringLiteral("{\"z \\\" y\":[1.50,123456789012345678901],\"a\":0}"), "json");
        row("auto: broken object is text", "auto", "{\"a\": ", QStringLiteral("{\"a\": "), "text");
        row("auto: a number alone is text", "auto", "42", QStringLiteral("42"), "text");
        row("auto: text", "auto", "gr\xc3\xbc\xc3\x9f dich\n", QStringLiteral("gr\u00fc\u00df dich\n"), "text");
        row("auto: emoji", "auto", "\xf0\x9f\x98\x80", QString::fromUtf8("\xf0\x9f\x98\x80"), "text");
        row("auto: empty", "auto", "", QString(), "text");
        row("auto: no UTF-8", "auto", hex("ff00"), QStringLiteral("ff 00"), "hex");
        row("auto: a number in bytes", "auto", hex("00000007"), QStringLiteral("00 00 00 07"), "hex");
        row("text with escapes", "text", "\x1b[31m", QStringLiteral("\x1b[31m"), "text");
        row("json: a word", "json", " true ", QStringLiteral("true"), "json");
        row("json: text", "json", "\"x\"", QStringLiteral("\"x\""), "json");
        row("hex", "hex", "A", QStringLiteral("41"), "hex");
        row("int 1", "int", hex("ff"), QStringLiteral("-1"), "int");
        row("int 2", "int", hex("0100"), QStringLiteral("256"), "int");
        row("int 4", "int", hex("80000000"), QStringLiteral("-2147483648"), "int");
        row("int 8", "int", hex("7fffffffffffffff"), QStringLiteral("9223372036854775807"), "int");
        row("float", "double", hex("40490fdb"), QStringLiteral("3.14159274"), "double");
        row("double", "double", hex("3ff0000000000000"), QStringLiteral("1"), "double");
    }

    void decodes()
    {
        QFETCH(QString, decoder);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QFETCH(QString, by);
        QCOMPARE((*decode::decoderNamed(decoder))->decode(bytes), (Decoded{text, {}, by}));
    }

    void whatCannotBeDecodedIsShownWithTheReason_data()
    {
        QTest::addColumn<QString>("decoder");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("text") << QStringLiteral("text") << hex("ff41") << QStringLiteral("ff 41");
        QTest::newRow("json that can be read")
            << QStringLiteral("json") << QByteArray("{oops") << QStringLiteral("{oops");
        QTest::newRow("json in bytes") << QStringLiteral("json") << hex("0000") << QStringLiteral("00 00");
        QTest::newRow("json of nothing") << QStringLiteral("json") << QByteArray("") << QString();
        QTest::newRow("int") << QStringLiteral("int") << hex("010203") << QStringLiteral("01 02 03");
        QTest::newRow("double") << QStringLiteral("double") << hex("01") << QStringLiteral("01");
    }

    void whatCannotBeDecodedIsShownWithTheReason()
    {
        QFETCH(QString, decoder);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        const Decoded decoded = (*decode::decoderNamed(decoder))->decode(bytes);
        QCOMPARE(decoded.text, text);
        QVERIFY(!decoded.reason.isEmpty());
        QVERIFY(decoded.decoder != decoder);
    }

    void indents_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("text");
        QTest::newRow("object") << QStringLiteral("{\"a\":1,\"b\":[1, 2],\"c\":{}}")
                                << QStringLiteral("{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": {}\n}");
        QTest::newRow("marks in a text") << QStringLiteral("[\"{,:]\\\"[\"]")
                                         << QStringLiteral("[\n  \"{,:]\\\"[\"\n]");
        QTest::newRow("numbers keep their digits")
            << QStringLiteral("[12345678901234567890.10]") << QStringLiteral("[\n  12345678901234567890.10\n]");
        QTest::newRow("empty") << QStringLiteral("[ ]") << QStringLiteral("[]");
        QTest::newRow("a word") << QStringLiteral("true") << QStringLiteral("true");
        QTest::newRow("not closed") << QStringLiteral("[{") << QStringLiteral("[\n  {\n    ");
    }

    void indents()
    {
        QFETCH(QString, json);
        QTEST(decode::indented(json), "text");
        QCOMPARE(decode::indented(QString(100'000, u'['), 1000).size() < 1400, true); // bounded, however deep
    }

    void thereIsNoOther()
    {
        const auto none = decode::decoderNamed(QStringLiteral("avro"));
        QVERIFY(!none);
        QVERIFY(none.error().hint.contains(QLatin1String("json")));
    }
};

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
