#include <QtTest>

#include "process/linesplitter.h"

using bd::process::LineSplitter;

class TestLineSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsLinesWhereverTheBytesArrive_data();
    void cutsLinesWhereverTheBytesArrive();
    void givesATooLongLineInPieces();
    void endsALineOfExactlyThePieceSizeOnce();
};

void TestLineSplitter::cutsLinesWhereverTheBytesArrive_data()
{
    QTest::addColumn<QByteArrayList>("chunks");
    QTest::addColumn<QByteArrayList>("lines");

    QTest::newRow("nothing") << QByteArrayList{} << QByteArrayList{};
    QTest::newRow("one line") << QByteArrayList{"a\n"} << QByteArrayList{"a"};
    QTest::newRow("no end") << QByteArrayList{"a\nb"} << QByteArrayList{"a", "b"};
    QTest::newRow("empty lines stay") << QByteArrayList{"\n\na\n"} << QByteArrayList{"", "", "a"};
    QTest::newRow("in the middle") << QByteArrayList{"he", "ll", "o\nwor", "ld\n"} << QByteArrayList{"hello", "world"};
    QTest::newRow("end alone") << QByteArrayList{"a", "\n"} << QByteArrayList{"a"};
    QTest::newRow("carriage return") << QByteArrayList{"a\r", "\nb\r\n"} << QByteArrayList{"a", "b"};
    QTest::newRow("inner carriage return stays") << QByteArrayList{"a\rb\n"} << QByteArrayList{"a\rb"};
    QTest::newRow("zero byte") << QByteArrayList{QByteArray("a\0b\n", 4)} << QByteArrayList{QByteArray("a\0b", 3)};
}

void TestLineSplitter::cutsLinesWhereverTheBytesArrive()
{
    QFETCH(QByteArrayList, chunks);
    QFETCH(QByteArrayList, lines);
    QByteArrayList got;
    const auto sink = [&got](const QByteArray &line) { got += line; };
    LineSplitter splitter;
    for (const QByteArray &chunk : chunks)
        splitter.feed(chunk, sink);
    splitter.finish(sink);
    QCOMPARE(got, lines);
}

void TestLineSplitter::givesATooLongLineInPieces()
{
    QList<qsizetype> sizes;
    const auto sink = [&sizes](const QByteArray &line) { sizes += line.size(); };
    LineSplitter splitter;
    for (int chunk = 0; chunk < 25; ++chunk)
        splitter.feed(QByteArray(100'000, 'x'), sink);
    splitter.feed("\nshort\n", sink);
    const QList<qsizetype> expected{LineSplitter::maxLine, LineSplitter::maxLine, 2'500'000 - 2 * LineSplitter::maxLine,
                                    5};
    QCOMPARE(sizes, expected);
}

void TestLineSplitter::endsALineOfExactlyThePieceSizeOnce()
{
    QList<qsizetype> sizes;
    const auto sink = [&sizes](const QByteArray &line) { sizes += line.size(); };
    LineSplitter splitter;
    splitter.feed(QByteArray(LineSplitter::maxLine, 'x') + "\n\n", sink);
    splitter.finish(sink);
    const QList<qsizetype> expected{LineSplitter::maxLine, 0};
    QCOMPARE(sizes, expected);
}

QTEST_GUILESS_MAIN(TestLineSplitter)
#include "tst_linesplitter.moc"
