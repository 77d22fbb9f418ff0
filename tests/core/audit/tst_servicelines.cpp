// A service's own lines: changed by themselves, with everything around them as it is; and who has none of his own.
#include <QTest>

#include "audit/servicelines.h"
#include "audit/write.h"

using namespace bd;
using namespace bd::audit;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Change restartOf(const char *service)
{
    return {s(service), SetValue{{s("restart")}, yaml::Node::string(s("always"))}};
}

} // namespace

class TestServiceLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfTheirOwn()
    {
        const QByteArray text =
            "# head\r\nservices:\r\n  a: # first\r\n    image: x\r\n  # about b\r\n  b:\r\n    image: y\r\n";
        ServiceLines lines(text);
        QVERIFY(lines.hasOwn(s("a")) && lines.hasOwn(s("b")));
        QCOMPARE(lines.textFor(s("a")), QByteArray("services:\r\n  a: # first\r\n    image: x\r\n"));
        lines.putFor(s("a"), "services:\r\n  a: # first\r\n    image: other\r\n    restart: always\r\n");
        lines.putFor(s("b"), "services:\r\n  b:\r\n    image: z\r\n"); // which has moved
        QCOMPARE(lines.text(),
                 QByteArray("# head\r\nservices:\r\n  a: # first\r\n    image: other\r\n    restart: always\r\n"
                            "  # about b\r\n  b:\r\n    image: z\r\n"));
    }

    void noneOfTheirOwn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a flow") << QByteArray("services: {a: {image: x}, b: {image: y}}\n");
        QTest::newRow("a flow inside") << QByteArray("services:\n  a: {image: x}\n");
        QTest::newRow("an anchor") << QByteArray("services:\n  a: &one\n    image: x\n  b: *one\n");
        QTest::newRow("an anchor below") << QByteArray("services:\n  a:\n    image: &one x\n");
        QTest::newRow("an alias") << QByteArray("x: &one y\nservices:\n  a:\n    image: *one\n");
        QTest::newRow("a merge") << QByteArray("x: &one {restart: always}\nservices:\n  a:\n    <<: *one\n");
        QTest::newRow("services from elsewhere") << QByteArray("x: &all\n  a:\n    image: x\nservices: *all\n");
        QTest::newRow("blank lines that are kept")
            << QByteArray("services:\n  a:\n    image: |+\n      x\n\n\n  b:\n    image: y\n");
        QTest::newRow("a key without a value at the end")
            << QByteArray("services:\n  a:\n    image: x\n    networks:\n      ? default\n  b:\n    image: y\n");
        QTest::newRow("no file at all") << QByteArray("services: [\n");
    }

    void noneOfTheirOwn()
    {
        QFETCH(const QByteArray, text);
        ServiceLines lines(text);
        QVERIFY(!lines.hasOwn(s("a")));
        QCOMPARE(lines.textFor(s("a")), text);
    }

    // As one change after another in the whole text.
    void asInTheWholeText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("blocks") << QByteArray("services:\n  a:\n    image: x\n\n  # about b\n  b:\n    image: y\n");
        QTest::newRow("no end of the last line") << QByteArray("services:\n  a:\n    image: x\n  b:\n    image: y");
        QTest::newRow("a mark at the beginning")
            << QByteArray("\xef\xbb\xbfservices:\n  a:\n    image: x\n  b:\n    image: y\n");
        QTest::newRow("something below") << QByteArray(
            "services:\n    a:\n        image: x\n    b:\n        image: y\nvolumes:\n    v:\n");
        QTest::newRow("a block scalar at the end")
            << QByteArray("services:\n  a:\n    command: |\n      x\n      y\n\n  b:\n    command: >-\n      z\n\n");
        QTest::newRow("a key without a value at the end")
            << QByteArray("services:\n  a:\n    image: x\n    networks:\n      ? default\n  b:\n    image: y\n");
        QTest::newRow("an anchor") << QByteArray(
            "services:\n  a: &one\n    image: x\n  b:\n    <<: *one\n    image: y\n");
        QTest::newRow("quoted") << QByteArray("services:\n  \"a\":\n    image: x\n  'b':\n    image: y # z\n");
    }

    void asInTheWholeText()
    {
        QFETCH(const QByteArray, text);
        const std::vector<Change> changes{restartOf("a"),
                                          {s("b"), MountVolume{s("kept"), s("/data")}},
                                          restartOf("b"),
                                          {s("a"), SetVariable{s("X"), s("1")}}};
        QByteArray whole = text;
        for (const Change &change : changes) {
            const auto after = writeInPlace(whole, change);
            if (after)
                whole = *after;
        }
        const auto documents = documentsOf(s("/x/compose.yaml"), text, true);
        QVERIFY(documents);
        Sources sources;
        sources.files = *documents;
        const Written written = write(sources, changes, {});
        QCOMPARE(written.files.size(), size_t(1));
        QCOMPARE(written.files.front().after, whole);
    }

    // Found by the fuzz target: what nobody could publish is no port to be changed.
    void aPortThatIsNone()
    {
        for (const QByteArray &port : {QByteArray("1:2:3:4"), QByteArray("[a]")}) {
            const QByteArray text = "services:\n  a:\n    ports:\n      - " + port + '\n';
            QVERIFY(!writeInPlace(text, {s("a"), Publish{{}, {s("127.0.0.1"), 0, 0, s("tcp")}}}));
        }
    }
};

QTEST_APPLESS_MAIN(TestServiceLines)

#include "tst_servicelines.moc"
