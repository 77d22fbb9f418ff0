#include <QtTest>

#include <sys/stat.h>

#include <QTemporaryDir>

#include "store/store.h"

using namespace bd;

class TestFiles : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString path(const char *name) const { return m_dir.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void writesAndReadsAnyBytes()
    {
        const QByteArray bytes("a\0b\r\n\xff", 6);
        QVERIFY(store::writeFile(path("bytes"), bytes));
        QCOMPARE(store::readFile(path("bytes")).value(), bytes);
    }

    void leavesNothingBesideTheFile()
    {
        QTemporaryDir alone;
        QVERIFY(store::writeFile(alone.filePath(QStringLiteral("only")), "x"));
        QCOMPARE(QDir(alone.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("only")});
    }

    void keepsTheModeOfAFileThatIsThere()
    {
        QVERIFY(store::writeFile(path("portions"), "as it was"));
        const auto broken = store::writeFileOf(path("portions"), [](const store::PortionSink &sink) {
            return sink("half").and_then([]() -> Result<> { return cancelled(); });
        });
        QVERIFY(!broken && broken.error().code == ErrorCode::Cancelled);
        QCOMPARE(store::readFile(path("portions")).value_or(QByteArray()), QByteArray("as it was"));
        QVERIFY(store::writeFile(path("mode"), "1"));
        QCOMPARE(chmod(QFile::encodeName(path("mode")).constData(), 0640), 0);
        QVERIFY(store::writeFile(path("mode"), "2"));
        struct stat info {};
        QCOMPARE(stat(QFile::encodeName(path("mode")).constData(), &info), 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0640));
        QCOMPARE(store::readFile(path("mode")).value(), QByteArray("2"));
    }

    void writesThroughALink()
    {
        QVERIFY(QDir(m_dir.path()).mkdir(QStringLiteral("real")));
        QVERIFY(store::writeFile(path("real/file"), "old"));
        QVERIFY(QFile::link(path("real/file"), path("link")));
        QVERIFY(store::writeFile(path("link"), "new"));
        QVERIFY(QFileInfo(path("link")).isSymLink());
        QCOMPARE(store::readFile(path("real/file")).value(), QByteArray("new"));
    }

    // A reader sees the old or the new bytes, never half of them, and the old file is untouched by a failed write.
    void readersNeverSeeHalfAFile()
    {
        const QByteArray one(1 << 20, 'a');
        const QByteArray two(1 << 20, 'b');
        QVERIFY(store::writeFile(path("swap"), one));
        std::atomic<bool> done{false};
        std::thread writer([&] {
            for (int i = 0; i < 20; ++i)
                (void)store::writeFile(path("swap"), i % 2 ? one : two);
            done = true;
        });
        bool torn = false;
        while (!done) {
            const auto seen = store::readFile(path("swap"));
            torn = torn || !seen || (*seen != one && *seen != two);
        }
        writer.join();
        QVERIFY(!torn);
    }

    void saysThatAFolderIsMissing()
    {
        const auto written = store::writeFile(path("missing/file"), "x");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Io);
        QVERIFY(written.error().message.contains(path("missing/file")));
    }

    void tellsMissingFromUnreadable()
    {
        QCOMPARE(store::readFile(path("nowhere")).error().code, ErrorCode::NotFound);
        QCOMPARE(store::readFile(m_dir.path()).error().code, ErrorCode::Io);
        QCOMPARE(mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
        QCOMPARE(store::readFile(path("pipe")).error().code, ErrorCode::Io);
    }

    void refusesAFileOverTheLimit()
    {
        QVERIFY(store::writeFile(path("ten"), "0123456789"));
        QCOMPARE(store::readFile(path("ten"), 10).value().size(), 10);
        QCOMPARE(store::readFile(path("ten"), 9).error().code, ErrorCode::Io);
    }

    void directoriesFollowXdg()
    {
        qputenv("XDG_DATA_HOME", QFile::encodeName(path("data")));
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(path("config")));
        QCOMPARE(store::dataDirectory(), path("data/brokerdeck"));
        QCOMPARE(store::configDirectory(), path("config/brokerdeck"));
        QVERIFY(QFileInfo(path("data/brokerdeck")).isDir());
        QVERIFY(QFileInfo(path("config/brokerdeck")).isDir());
    }

    void locksLiveInThePrivateSessionFolder()
    {
        QVERIFY(QDir(m_dir.path()).mkdir(QStringLiteral("run")));
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path("run")));
        QCOMPARE(store::runtimeDirectory(), path("run/brokerdeck"));
        struct stat info {};
        QCOMPARE(stat(QFile::encodeName(path("run/brokerdeck")).constData(), &info), 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0700));
    }

    void aFolderThatOthersCanWriteIsNoPlaceForLocks()
    {
        QVERIFY(QDir(m_dir.path()).mkpath(QStringLiteral("open/brokerdeck")));
        QCOMPARE(chmod(QFile::encodeName(path("open/brokerdeck")).constData(), 0777), 0);
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(path("open")));
        QCOMPARE(store::runtimeDirectory(), QString());
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
