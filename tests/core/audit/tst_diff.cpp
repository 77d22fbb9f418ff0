// What an edit changes, line by line; compared with what `diff -u` says of it.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "audit/diff.h"

using namespace bd;
using namespace bd::audit;

class TestDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asPatchReadsIt_data();
    void asPatchReadsIt();
    void numbersAndGaps();
};

void TestDiff::asPatchReadsIt_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QByteArray lines;
    for (int i = 0; i < 40; ++i)
        lines += "line " + QByteArray::number(i) + '\n';
    const auto without = [&lines](const QByteArray &one) { return QByteArray(lines).replace(one, {}); };
    QTest::newRow("one line added") << lines << QByteArray(lines).replace("line 20\n", "line 20\nmore\n");
    QTest::newRow("one line gone") << lines << without("line 20\n");
    QTest::newRow("first and last") << lines << QByteArray("new\n" + without("line 39\n"));
    QTest::newRow("far apart") << lines
                               << QByteArray(lines).replace("line 2\n", "two\n").replace("line 33\n", "a\nb\n");
    QTest::newRow("near each other") << lines
                                     << QByteArray(lines).replace("line 10\n", "a\n").replace("line 15\n", "b\n");
    QTest::newRow("all of it") << lines << QByteArray("other\n");
}

// The diff turns the old text into the new one.
void TestDiff::asPatchReadsIt()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("compose.yaml")));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(before);
    file.close();
    QProcess patch;
    patch.setWorkingDirectory(folder.path());
    patch.start(QStringLiteral("patch"), {QStringLiteral("-p0"), QStringLiteral("--fuzz=0")});
    patch.write(unifiedDiff({file.fileName(), before, after, false}, QStringLiteral("compose.yaml")).toUtf8());
    patch.closeWriteChannel();
    QVERIFY(patch.waitForFinished());
    QCOMPARE(patch.exitCode(), 0);
    QVERIFY(file.open(QFile::ReadOnly));
    QCOMPARE(file.readAll(), after);
}

void TestDiff::numbersAndGaps()
{
    using Kind = DiffLine::Kind;
    const auto lines = diffOf("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", "A\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
    QCOMPARE(lines.front(), (DiffLine{Kind::Removed, QStringLiteral("a"), 1, 0}));
    QCOMPARE(lines[1], (DiffLine{Kind::Added, QStringLiteral("A"), 0, 1}));
    QCOMPARE(lines[5].kind, Kind::Gap);
    QCOMPARE(lines.back(), (DiffLine{Kind::Added, QStringLiteral("k"), 0, 11}));
    QVERIFY(diffOf("a\n", "a\n").empty());
}

QTEST_GUILESS_MAIN(TestDiff)
#include "tst_diff.moc"
