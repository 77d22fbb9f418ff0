// Snapshots in one file, as they are handed on: what arrives is what was given, and nothing else is let in.
#include <sys/stat.h>

#include <QtTest>

#include "snapshot/exchange.h"

using namespace bd;
using namespace bd::snapshot;

namespace {

const TimePoint noon = *fromIso(u"2026-11-26T12:00:00Z");
const TimePoint later = *fromIso(u"2026-11-27T08:30:00Z");

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

QByteArray run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    return process.exitCode() == 0 ? process.readAllStandardOutput() : "failed: " + process.readAllStandardError();
}

} // namespace

class TestExchange : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Shelf> m_mine, m_theirs;
    std::optional<store::ProjectLock> m_lock;
    const QByteArray m_orders = QByteArray(700'000, 'o'), m_payments = "payments";

    QString path(const char *name) const { return m_folder->filePath(s(name)); }

    static ArchivedTopic topicOf(const char *name, const QByteArray &bytes)
    {
        ArchivedTopic topic;
        topic.topic = s(name);
        topic.records = {3};
        topic.file = s(name) + s(".jsonl.zst");
        topic.bytes = bytes.size();
        topic.sha256 = hashOf(bytes);
        return topic;
    }

    Manifest sample() const
    {
        Manifest manifest;
        manifest.name = s("golden");
        manifest.project = s("kc-backend");
        manifest.takenAt = noon;
        manifest.engineId = s("E");
        manifest.topics = {topicOf("orders", m_orders), topicOf("payments", m_payments)};
        return manifest;
    }

    // That lies on my shelf.
    Manifest taken()
    {
        const auto folder = m_mine->begin(noon);
        writeFile(*folder + s("/orders.jsonl.zst"), m_orders);
        writeFile(*folder + s("/payments.jsonl.zst"), m_payments);
        return *m_mine->finish(*folder, sample());
    }

    // A tar of these files in their order, as somebody may make it by hand.
    QString tarOf(const Manifest &manifest, const QStringList &files)
    {
        QDir(path("hand")).removeRecursively();
        QDir(m_folder->path()).mkpath(s("hand"));
        writeFile(path("hand/manifest.json"), toJson(manifest));
        writeFile(path("hand/orders.jsonl.zst"), m_orders);
        writeFile(path("hand/payments.jsonl.zst"), m_payments);
        writeFile(path("hand/other"), "other");
        QFile::link(s("/etc/passwd"), path("hand/link"));
        run(s("tar"), QStringList{s("-C"), path("hand"), s("-cf"), path("hand.tar")} + files);
        return path("hand.tar");
    }

    Result<Imported> import(const QString &file) { return importSnapshot(file, *m_theirs, *m_lock, later, {}); }

    // Not a trace of it: no snapshot, and nothing unfinished.
    bool nothingIsThere() const { return QDir(m_theirs->directory()).isEmpty(); }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", QDir::tempPath().toUtf8()); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_mine = std::make_unique<Shelf>(s("kc-backend"), path("mine"));
        m_theirs = std::make_unique<Shelf>(s("kc-backend"), path("theirs"));
        auto lock = store::ProjectLock::acquire(m_folder->path(), s("test"), s("import"));
        QVERIFY(lock);
        m_lock = std::move(*lock);
    }

    void cleanup() { m_lock.reset(); }

    void arrivesAsItWasGiven()
    {
        const Manifest mine = taken();
        QVERIFY(exportSnapshot(mine, *m_mine, path("it.tar"), {}));
        QCOMPARE(run(s("tar"), {s("-tf"), path("it.tar")}), "manifest.json\norders.jsonl.zst\npayments.jsonl.zst\n");
        QCOMPARE(run(s("tar"), {s("-xOf"), path("it.tar"), s("orders.jsonl.zst")}), m_orders);

        const auto imported = import(path("it.tar"));
        QVERIFY2(imported, imported ? "" : qPrintable(imported.error().message + imported.error().detail));
        QVERIFY(!imported->wasThere);
        Manifest expected = mine;
        expected.id = s("20261127-083000");
        expected.isKept = true;
        QVERIFY(imported->manifest == expected);
        const auto listing = m_theirs->list();
        QCOMPARE(listing.snapshots.size(), size_t(1));
        QVERIFY(listing.snapshots.front() == expected && listing.broken.empty());
        QCOMPARE(bytesOf(m_theirs->directoryOf(expected.id) + s("/orders.jsonl.zst")), m_orders);
        QCOMPARE(bytesOf(m_theirs->directoryOf(expected.id) + s("/payments.jsonl.zst")), m_payments);
        struct stat found {};
        QCOMPARE(::stat(qPrintable(m_theirs->directoryOf(expected.id)), &found), 0);
        QCOMPARE(found.st_mode & 0777, 0700U);
    }

    void theSameTwiceIsOne()
    {
        QVERIFY(exportSnapshot(taken(), *m_mine, path("it.tar"), {}));
        const auto first = import(path("it.tar"));
        QVERIFY(first);
        QVERIFY(m_theirs->rename(first->manifest.id, s("called otherwise")));
        const auto second = import(path("it.tar"));
        QVERIFY(second && second->wasThere);
        QCOMPARE(second->manifest.id, first->manifest.id);
        QCOMPARE(m_theirs->list().snapshots.size(), size_t(1));
    }

    void whatIsDamagedIsNotExported()
    {
        const Manifest mine = taken();
        writeFile(m_mine->directoryOf(mine.id) + s("/payments.jsonl.zst"), "PAYMENTS");
        writeFile(path("it.tar"), "an older one");
        const auto exported = exportSnapshot(mine, *m_mine, path("it.tar"), {});
        QVERIFY(!exported);
        QCOMPARE(exported.error().code, ErrorCode::Failed);
        QCOMPARE(bytesOf(path("it.tar")), "an older one"); // and nothing half written beside
        QCOMPARE(QDir(m_folder->path()).entryList({s("it.tar*")}, QDir::Files).size(), 1);
    }

    void whereItCannotBeWrittenItSaysSo()
    {
        const auto exported = exportSnapshot(taken(), *m_mine, path("no such folder/it.tar"), {});
        QVERIFY(!exported);
        QCOMPARE(exported.error().code, ErrorCode::Io);
        QVERIFY(QDir(m_folder->path()).mkpath(s("a folder")));
        QCOMPARE(exportSnapshot(m_mine->list().snapshots.front(), *m_mine, path("a folder"), {}).error().code,
                 ErrorCode::Io);
        QCOMPARE(::mkfifo(qPrintable(path("a pipe")), 0600), 0);
        QCOMPARE(exportSnapshot(m_mine->list().snapshots.front(), *m_mine, path("a pipe"), {}).error().code,
                 ErrorCode::Io);
        QVERIFY(QFileInfo(path("a pipe")).exists() && !QFileInfo(path("a pipe")).isFile());
    }

    void aStopLeavesNothing()
    {
        const Manifest mine = taken();
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(exportSnapshot(mine, *m_mine, path("it.tar"), stop.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(path("it.tar")));
        QVERIFY(exportSnapshot(mine, *m_mine, path("it.tar"), {}));
        QCOMPARE(importSnapshot(path("it.tar"), *m_theirs, *m_lock, later, stop.get_token()).error().code,
                 ErrorCode::Cancelled);
        QVERIFY(nothingIsThere());
    }

    // Cut off anywhere, or with a bit turned: never a snapshot that is not whole.
    void damageIsFound()
    {
        QVERIFY(exportSnapshot(taken(), *m_mine, path("it.tar"), {}));
        const QByteArray whole = bytesOf(path("it.tar"));
        for (qsizetype length = 0; length < whole.size() - 1536; length += 29'989) { // its end is zeros
            writeFile(path("cut.tar"), whole.first(length));
            QVERIFY2(!import(path("cut.tar")), qPrintable(QString::number(length)));
            QVERIFY(nothingIsThere());
        }
        const qsizetype content = whole.indexOf(m_orders.first(1000));
        for (const qsizetype at : {qsizetype(10), content + 5, content + 600'000, whole.indexOf("payments", content)}) {
            QByteArray turned = whole;
            turned[at] = char(turned[at] ^ 0x10);
            writeFile(path("turned.tar"), turned);
            QVERIFY2(!import(path("turned.tar")), qPrintable(QString::number(at)));
            QVERIFY(nothingIsThere());
        }
    }

    void onlyWhatTheManifestNamesIsLetIn_data()
    {
        QTest::addColumn<QStringList>("files");
        const QString manifest = s("manifest.json"), orders = s("orders.jsonl.zst"), payments = s("payments.jsonl.zst");
        QTest::newRow("one is missing") << QStringList{manifest, orders};
        QTest::newRow("one too many") << QStringList{manifest, orders, payments, s("other")};
        QTest::newRow("twice") << QStringList{manifest, orders, s("--add-file=") + orders, payments};
        QTest::newRow("a link instead") << QStringList{manifest, payments, s("--transform=s/^link$/orders.jsonl.zst/"),
                                                       s("link")};
        QTest::newRow("a folder") << QStringList{manifest, s("--transform=s/^orders/up\\/orders/"), orders, payments};
        QTest::newRow("out of the folder")
            << QStringList{manifest, s("-P"), s("--transform=s/^orders/..\\/orders/"), orders, payments};
        QTest::newRow("the manifest does not come first") << QStringList{orders, manifest, payments};
        QTest::newRow("no manifest") << QStringList{orders, payments};
    }

    void onlyWhatTheManifestNamesIsLetIn()
    {
        QFETCH(QStringList, files);
        const auto imported = import(tarOf(sample(), files));
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, ErrorCode::Parse);
        QVERIFY(nothingIsThere());
        QVERIFY(!QFile::exists(path("theirs/orders.jsonl.zst")));
    }

    void aManifestThatIsBentIsRefused()
    {
        const QStringList files{s("manifest.json"), s("orders.jsonl.zst"), s("payments.jsonl.zst")};
        QVERIFY(import(tarOf(sample(), files))); // as it is by hand
        QVERIFY(m_theirs->remove(m_theirs->list().snapshots.front().id));
        for (const QString &name : {s("../orders.jsonl.zst"), s("/etc/cron.d/x"), s("manifest.json"), s(".."), s(""),
                                    s("payments.jsonl.zst")}) {
            Manifest bent = sample();
            bent.topics.front().file = name;
            QVERIFY2(!import(tarOf(bent, files)), qPrintable(name));
            QVERIFY2(nothingIsThere(), qPrintable(name));
        }
        Manifest larger = sample();
        larger.topics.front().bytes = qint64(1) << 60;
        const auto noRoom = import(tarOf(larger, files));
        QVERIFY(!noRoom);
        QCOMPARE(noRoom.error().code, ErrorCode::Io);
        Manifest other = sample();
        other.topics.front().bytes = 5;
        QVERIFY(!import(tarOf(other, files)));
        writeFile(path("no.tar"), "no tar at all");
        QCOMPARE(import(path("no.tar")).error().code, ErrorCode::Parse);
        QCOMPARE(import(path("nowhere.tar")).error().code, ErrorCode::NotFound);
        QVERIFY(nothingIsThere());
    }

    void theirWordsAreOnlyWords()
    {
        Manifest odd = sample();
        odd.name = s("gold\x1b[31men\n<b>x</b>");
        odd.context = s("de\x1b]0;fault\x07");
        const auto imported = import(tarOf(odd, {s("manifest.json"), s("orders.jsonl.zst"), s("payments.jsonl.zst")}));
        QVERIFY(imported);
        QVERIFY2(!imported->manifest.name.contains(QChar(0x1b)) && !imported->manifest.name.contains(u'\n'),
                 qPrintable(imported->manifest.name));
        QVERIFY(!imported->manifest.context.contains(QChar(0x1b)));
    }

    void itsFileHasAnOrdinaryName()
    {
        Manifest odd = sample();
        odd.name = s("../before: the/migration ü");
        QCOMPARE(exportNameOf(odd), s("kc-backend-before-the-migration-ü-2026-11-26.snapshot.tar"));
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
