// Journals: what is appended is there, and what was cut off is cut away.
#include <csignal>
#include <sys/resource.h>

#include <QtTest>

#include "store/journal.h"

using namespace bd;
using bd::store::Journal;

namespace {

QJsonObject line(int number)
{
    return {{QStringLiteral("n"), number}};
}

void append(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append) && file.write(bytes) == bytes.size());
}

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void growsLineByLine()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("deep/er/journal"));
        auto journal = Journal::create(path, line(1));
        QVERIFY(journal);
        QVERIFY(journal->append(line(2)));
        QCOMPARE(Journal::read(path)->size(), size_t(2)); // while it is open
        auto again = Journal::reopen(path);
        QVERIFY(again && again->append(line(3)));
        const auto lines = Journal::read(path);
        QCOMPARE(lines->size(), size_t(3));
        QVERIFY(lines->at(2) == line(3));
        QVERIFY(Journal::create(path, line(9)));
        QCOMPARE(Journal::read(path)->size(), size_t(1));
    }

    void aTornLineIsNone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("journal"));
        QVERIFY(Journal::create(path, line(1)));
        append(path, "{\"n\":2,\"half");
        QCOMPARE(Journal::read(path)->size(), size_t(1));
        auto journal = Journal::reopen(path);
        QVERIFY(journal && journal->append(line(3)));
        const auto lines = Journal::read(path);
        QVERIFY(lines);
        QCOMPARE(lines->size(), size_t(2));
        QVERIFY(lines->at(1) == line(3));
    }

    void whatIsNoJournalIsSaid()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("journal"));
        QVERIFY(Journal::read(path).error().code == ErrorCode::NotFound);
        QVERIFY(!Journal::reopen(path));
        append(path, "not json\n{\"n\":1}\n");
        QVERIFY(Journal::read(path).error().code == ErrorCode::Parse);
    }

    void aFullDiskLeavesNoHalfLine()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("journal"));
        auto journal = Journal::create(path, line(1));
        QVERIFY(journal);
        struct rlimit before {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const struct rlimit small {
            static_cast<rlim_t>(QFileInfo(path).size()) + 3, before.rlim_max
        };
        std::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto appended = journal->append(line(2));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!appended && appended.error().code == ErrorCode::Io);
        QVERIFY(journal->append(line(3))); // half a line would have spoilt it
        QCOMPARE(Journal::read(path)->size(), size_t(2));
        QVERIFY(Journal::read(path)->at(1) == line(3));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
