#include <QtTest>

#include <csignal>
#include <thread>

#include <unistd.h>

#include <QProcess>
#include <QSqlDatabase>
#include <QTemporaryDir>

#include "store/database.h"

using namespace bd;

namespace {

const QStringList First{QStringLiteral("CREATE TABLE runs (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")};
const QStringList Second =
    First + QStringList{QStringLiteral("CREATE TABLE events (run INTEGER NOT NULL REFERENCES runs (id), text TEXT)")};
const QString InsertRun = QStringLiteral("INSERT INTO runs (name) VALUES (?)");
const QString CountRuns = QStringLiteral("SELECT count(*) FROM runs");

int runs(const store::Database &database)
{
    return database.select(CountRuns).value().value(0).value(0).toInt();
}

// This program again: writes rows until it is killed in the middle.
int writeForEver(const QString &file)
{
    const auto database = store::Database::open(file, First);
    if (!database)
        return 1;
    for (int i = 0;; ++i) {
        if (!(*database)->insert(InsertRun, {i}))
            return 1;
        if (i == 20) {
            puts("twenty");
            fflush(stdout);
        }
    }
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    int m_files = 0;
    QString newFile() { return m_dir.filePath(QStringLiteral("%1/runs.sqlite").arg(++m_files)); }

private Q_SLOTS:
    void keepsWhatWasWritten()
    {
        const QString file = newFile();
        {
            const auto database = store::Database::open(file, First).value();
            QCOMPARE(database->insert(InsertRun, {QStringLiteral("a 'quoted' ü")}).value(), 1);
            QCOMPARE(database->insert(InsertRun, {QStringLiteral("b")}).value(), 2);
        }
        const auto database = store::Database::open(file, First).value();
        const auto rows = database->select(QStringLiteral("SELECT id, name, NULL FROM runs WHERE id = ?"), {1}).value();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].size(), 3);
        QCOMPARE(rows[0][1].toString(), QStringLiteral("a 'quoted' ü"));
        QVERIFY(rows[0][2].isNull());
    }

    void migratesAnOlderFileAndKeepsItsRows()
    {
        const QString file = newFile();
        {
            const auto database = store::Database::open(file, First).value();
            QVERIFY(database->insert(InsertRun, {QStringLiteral("a")}));
        }
        const auto database = store::Database::open(file, Second).value();
        QCOMPARE(runs(*database), 1);
        QVERIFY(database->execute(QStringLiteral("INSERT INTO events VALUES (1, 'x')")));
    }

    void aFailedMigrationLeavesTheFileAsItWas()
    {
        const QString file = newFile();
        const QStringList broken = First + QStringList{QStringLiteral("CREATE TABL oops (x)")};
        QVERIFY(!store::Database::open(file, broken));
        const auto database = store::Database::open(file, Second);
        QVERIFY(database);
        QVERIFY((*database)->execute(QStringLiteral("SELECT * FROM events")));
    }

    void refusesAFileOfANewerBrokerdeck()
    {
        const QString file = newFile();
        QVERIFY(store::Database::open(file, Second));
        const auto refused = store::Database::open(file, First);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Failed);
        QVERIFY(refused.error().message.contains(QStringLiteral("newer Brokerdeck")));
        QVERIFY(store::Database::open(file, Second));
    }

    void saysThatAFileIsDamaged_data()
    {
        QTest::addColumn<int>("keep"); // bytes of the real file
        QTest::addColumn<QByteArray>("then");
        QTest::newRow("not a database") << 0 << QByteArray(4096, 'x');
        QTest::newRow("cut in the middle of a page") << 5000 << QByteArray();
        QTest::newRow("cut after its first page") << 4096 << QByteArray();
        QTest::newRow("first page overwritten after the header") << 100 << QByteArray(20'000, '\xee');
    }

    void saysThatAFileIsDamaged()
    {
        QFETCH(int, keep);
        QFETCH(QByteArray, then);
        const QString file = newFile();
        {
            const auto database = store::Database::open(file, First).value();
            for (int i = 0; i < 2000; ++i)
                QVERIFY(database->insert(InsertRun, {QString(20, QLatin1Char('r'))}));
        }
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        QVERIFY(damaged.resize(keep) && damaged.seek(keep));
        damaged.write(then);
        damaged.close();
        const auto refused = store::Database::open(file, First);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Io);
        QVERIFY2(refused.error().message.contains(QStringLiteral("is damaged")), qPrintable(refused.error().message));
    }

    // What a power cut leaves of a write-ahead log: a tail that is half a frame is dropped, the rest is kept.
    void aCutLogLosesOnlyItsTail()
    {
        const QString file = newFile();
        QTemporaryDir crash;
        const QString copy = crash.filePath(QStringLiteral("runs.sqlite"));
        const auto database = store::Database::open(file, First).value();
        for (int i = 0; i < 10; ++i)
            QVERIFY(database->insert(InsertRun, {i}));
        QVERIFY(QFile::copy(file, copy));
        QVERIFY(QFile::copy(file + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
        QFile log(copy + QStringLiteral("-wal"));
        QVERIFY(log.resize(log.size() - 100));

        const auto after = store::Database::open(copy, First);
        QVERIFY(after);
        QCOMPARE(runs(**after), 9);
    }

    void aKilledWriterLosesNothingThatItWasToldIsWritten()
    {
        const QString file = newFile();
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), file});
        QVERIFY(writer.waitForReadyRead(20'000));
        QCOMPARE(::kill(pid_t(writer.processId()), SIGKILL), 0);
        QVERIFY(writer.waitForFinished());
        const auto database = store::Database::open(file, First);
        QVERIFY(database);
        QVERIFY(runs(**database) >= 21);
    }

    void aTransactionIsAllOrNothing()
    {
        const auto database = store::Database::open(newFile(), First).value();
        const auto undone = database->transaction([&]() -> Result<> {
            (void)database->insert(InsertRun, {QStringLiteral("a")});
            return fail(ErrorCode::Failed, QStringLiteral("changed my mind"));
        });
        QCOMPARE(undone.error().message, QStringLiteral("changed my mind"));
        QCOMPARE(runs(*database), 0);
        QVERIFY(database->transaction(
            [&]() -> Result<> { return database->insert(InsertRun, {QStringLiteral("a")}).map([](qint64) {}); }));
        QCOMPARE(runs(*database), 1);
    }

    void foreignKeysAreChecked()
    {
        const auto database = store::Database::open(newFile(), Second).value();
        QVERIFY(!database->execute(QStringLiteral("INSERT INTO events VALUES (7, 'x')")));
    }

    void wrongSqlIsAnErrorWithSqlitesWords()
    {
        const auto database = store::Database::open(newFile(), First).value();
        const auto refused = database->select(QStringLiteral("SELECT x FROM nowhere"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Failed);
        QVERIFY2(refused.error().detail.contains(QStringLiteral("nowhere")), qPrintable(refused.error().detail));
    }

    // Panel and command line write at the same time, from the first migration on.
    void writersWaitForOneAnother()
    {
        const QString file = newFile();
        std::atomic<int> failures{0};
        const auto work = [&] {
            const auto database = store::Database::open(file, Second);
            if (!database) {
                ++failures;
                return;
            }
            for (int i = 0; i < 50; ++i)
                failures += (*database)->insert(InsertRun, {i}).has_value() ? 0 : 1;
        };
        {
            std::jthread one(work);
            std::jthread two(work);
            std::jthread three(work);
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(runs(*store::Database::open(file, Second).value()), 150);
    }

    void noConnectionIsLeftBehind()
    {
        const QStringList before = QSqlDatabase::connectionNames();
        QVERIFY(store::Database::open(newFile(), First));
        QVERIFY(!store::Database::open(m_dir.path(), First)); // a folder
        QCOMPARE(QSqlDatabase::connectionNames(), before);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--write") == 0)
        return writeForEver(QString::fromLocal8Bit(argv[2]));
    TestDatabase test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_database.moc"
