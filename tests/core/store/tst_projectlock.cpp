#include <QtTest>

#include <csignal>

#include <unistd.h>

#include <QProcess>
#include <QTemporaryDir>

#include "store/projectlock.h"
#include "store/store.h"

using namespace bd;

namespace {

const QString Key = QStringLiteral("engine-1/kc-backend");

// This program again, as the other process: takes the lock, says so, and holds it until it is killed.
int holdLock(const QString &key)
{
    const auto lock = store::ProjectLock::acquire(key, QStringLiteral("brokerdeckctl"), QStringLiteral("start"));
    puts(lock ? "held" : "refused");
    fflush(stdout);
    return lock ? pause() : 1;
}

bool startHolder(QProcess &process, const QString &key)
{
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--hold-lock"), key});
    while (!process.canReadLine()) {
        if (!process.waitForReadyRead(10'000))
            return false;
    }
    return process.readLine().trimmed() == "held";
}

Result<store::ProjectLock> acquire(const QString &key = Key)
{
    return store::ProjectLock::acquire(key, QStringLiteral("brokerdeck"), QStringLiteral("stop"));
}

} // namespace

class TestProjectLock : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_dir.path())); }

    void holdsAgainstAnotherProcessAndNamesIt()
    {
        QProcess other;
        QVERIFY(startHolder(other, Key));
        const auto refused = acquire();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Locked);
        const QString message = refused.error().message;
        QVERIFY2(message.contains(QStringLiteral("brokerdeckctl start, pid %1, since ").arg(other.processId())),
                 qPrintable(message));
        QVERIFY2(QRegularExpression(QStringLiteral("since \\d\\d:\\d\\d:\\d\\d")).match(message).hasMatch(),
                 qPrintable(message));
        other.kill();
        QVERIFY(other.waitForFinished());
    }

    void isFreeAsSoonAsItsHolderIsKilled()
    {
        QProcess other;
        QVERIFY(startHolder(other, Key));
        QVERIFY(!acquire());
        QCOMPARE(::kill(pid_t(other.processId()), SIGKILL), 0);
        QVERIFY(other.waitForFinished());
        QVERIFY(acquire());
    }

    void theHolderCanBeAskedForWithoutTakingTheLock()
    {
        const QString key = QStringLiteral("engine-1/asked");
        QVERIFY(!store::ProjectLock::holder(key));
        QProcess other;
        QVERIFY(startHolder(other, key));
        const auto holder = store::ProjectLock::holder(key);
        QVERIFY(holder);
        QVERIFY2(holder->startsWith(QStringLiteral("brokerdeckctl start, pid %1, ").arg(other.processId())),
                 qPrintable(*holder));
        other.kill();
        QVERIFY(other.waitForFinished());
        QVERIFY(!store::ProjectLock::holder(key));
        QVERIFY(acquire(key)); // asking left nothing behind
    }

    void anotherProjectIsFree()
    {
        QProcess other;
        QVERIFY(startHolder(other, Key));
        QVERIFY(acquire(QStringLiteral("engine-1/other")));
        QVERIFY(acquire(QStringLiteral("engine-2/kc-backend")));
        other.kill();
        QVERIFY(other.waitForFinished());
    }

    void holdsWithinOneProcessToo()
    {
        auto first = acquire();
        QVERIFY(first);
        QCOMPARE(acquire().error().code, ErrorCode::Locked);
        first = fail(ErrorCode::Failed, {});
        QVERIFY(acquire());
    }

    void goesWithTheValueThatItIsMovedTo()
    {
        std::optional<store::ProjectLock> kept;
        {
            auto lock = acquire();
            QVERIFY(lock);
            kept.emplace(std::move(*lock));
        }
        QVERIFY(!acquire());
        kept.reset();
        QVERIFY(acquire());
    }

    // A child that outlives us (a docker command) must not keep the project locked.
    void childrenDoNotInheritIt()
    {
        QProcess child;
        {
            const auto lock = acquire();
            QVERIFY(lock);
            child.start(QStringLiteral("/bin/sleep"), {QStringLiteral("60")});
            QVERIFY(child.waitForStarted());
        }
        QVERIFY(acquire());
        child.kill();
        QVERIFY(child.waitForFinished());
    }

    void aHolderWithoutANameIsStillAHolder_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("not written yet") << QByteArray();
        QTest::newRow("half written") << QByteArray("{\"program\":\"brok");
        QTest::newRow("something else") << QByteArray("[1,2]");
    }

    void aHolderWithoutANameIsStillAHolder()
    {
        QFETCH(QByteArray, content);
        QProcess other;
        QVERIFY(startHolder(other, Key));
        const QDir directory(store::runtimeDirectory());
        for (const QString &name : directory.entryList({QStringLiteral("*.lock")}, QDir::Files)) {
            QFile file(directory.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(content);
        }
        const auto refused = acquire();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Locked);
        QVERIFY(refused.error().message.contains(QStringLiteral("another Brokerdeck")));
        other.kill();
        QVERIFY(other.waitForFinished());
    }

    void saysWhereNoLockCanBe()
    {
        qputenv("XDG_RUNTIME_DIR", "/proc/nowhere");
        QCOMPARE(acquire().error().code, ErrorCode::Io);
        initTestCase();
    }
};

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--hold-lock") == 0)
        return holdLock(QString::fromLocal8Bit(argv[2]));
    QCoreApplication app(argc, argv);
    TestProjectLock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_projectlock.moc"
