// Archives against the system's own tar and sha256sum: written, read back, cut off, and with a bit turned round.
#include <sys/stat.h>

#include <QtTest>

#include "snapshot/volumecopy.h"

using namespace bd;
using namespace bd::snapshot;

namespace {

QByteArray run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    process.waitForFinished(30'000);
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

Result<ArchiveWriter::Written> write(const QString &path, const QByteArray &tar)
{
    const auto writer = ArchiveWriter::open(path);
    if (!writer)
        return tl::unexpected(writer.error());
    for (qsizetype at = 0; at < tar.size(); at += 10'000) {
        if (auto added = (*writer)->add(tar.sliced(at, qMin<qsizetype>(10'000, tar.size() - at))); !added)
            return tl::unexpected(added.error());
    }
    return (*writer)->finish();
}

} // namespace

class TestArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const QDir root(m_folder.path());
        QVERIFY(root.mkpath(QStringLiteral("data/orders-0")));
        writeFile(QStringLiteral("data/meta.properties"), "#\nversion=0\nbroker.id=1\ncluster.id=abc\n");
        writeFile(QStringLiteral("data/orders-0/0.log"), QByteArray(300'000, 'x'));
        writeFile(QStringLiteral("data/empty"), {});
        QFile sparse(m_folder.filePath(QStringLiteral("data/orders-0/0.index")));
        QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize(10 << 20));
        QVERIFY(QFile::link(QStringLiteral("meta.properties"), m_folder.filePath(QStringLiteral("data/link"))));
        ::chmod(qPrintable(m_folder.filePath(QStringLiteral("data/empty"))), 0640);
        m_tar = run(QStringLiteral("tar"), {QStringLiteral("--numeric-owner"), QStringLiteral("-C"), m_folder.path(),
                                            QStringLiteral("-cf"), QStringLiteral("-"), QStringLiteral("data")});
        QVERIFY(m_tar.size() > 10 << 20);
        m_archive = m_folder.filePath(QStringLiteral("it")) + archiveSuffix();
        const auto written = write(m_archive, m_tar);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        m_written = *written;
    }

    void isWhatOtherProgramsReadToo()
    {
        QCOMPARE(m_written.bytes, QFileInfo(m_archive).size());
        QVERIFY(m_written.bytes < 100'000); // the index is nothing but zeros
        QCOMPARE(run(QStringLiteral("sha256sum"), {m_archive}).left(64), m_written.sha256);
        QCOMPARE(*sha256Of(m_archive, {}), m_written.sha256);
        const QByteArray names = run(QStringLiteral("tar"), {QStringLiteral("-tf"), m_archive});
        QVERIFY2(names.contains("data/orders-0/0.log"), names.constData());
    }

    void readsBackWhatWasThere()
    {
        const auto content = readArchive(m_archive, {});
        QVERIFY2(content, content ? "" : qPrintable(content.error().detail));
        QMap<QByteArray, TarEntry> entries;
        for (const TarEntry &entry : content->entries)
            entries[entry.path] = entry;
        QCOMPARE(entries.size(), 7);
        const TarEntry log = entries["data/orders-0/0.log"];
        QCOMPARE(log.size, 300'000);
        QCOMPARE(log.sha256, QCryptographicHash::hash(QByteArray(300'000, 'x'), QCryptographicHash::Sha256));
        QCOMPARE(entries["data/orders-0/0.index"].size, 10 << 20);
        QCOMPARE(entries["data/orders-0/0.index"].sha256,
                 QCryptographicHash::hash(QByteArray(10 << 20, '\0'), QCryptographicHash::Sha256));
        QCOMPARE(entries["data/empty"].mode, 0640);
        QCOMPARE(entries["data/link"].target, QByteArray("meta.properties"));
        QVERIFY(entries["data/link"].kind == TarEntry::Kind::Symlink);
        QVERIFY(mayBeUnpacked(content->entries));
        QCOMPARE(contentBytes(content->entries), 300'000 + (10 << 20) + m_properties.size());
        QCOMPARE(content->brokerProperties[QStringLiteral("cluster.id")], QStringLiteral("abc"));
        QCOMPARE(content->brokerProperties[QStringLiteral("broker.id")], QStringLiteral("1"));
    }

    void givesTheTarAgain()
    {
        const auto source = ArchiveSource::open(m_archive);
        QVERIFY(source);
        QByteArray all;
        while (true) {
            const auto bytes = (*source)->next();
            QVERIFY(bytes);
            if (bytes->isEmpty())
                break;
            all += *bytes;
        }
        QVERIFY(all == m_tar);
    }

    void aTurnedBitIsFound()
    {
        QFile original(m_archive);
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray bytes = original.readAll();
        const QString path = m_folder.filePath(QStringLiteral("turned"));
        for (qsizetype at = 0; at < bytes.size(); at += bytes.size() / 40 + 1) {
            QByteArray turned = bytes;
            turned[at] = char(turned[at] ^ 0x10);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(turned) == turned.size());
            file.close();
            ArchivedVolume expected;
            expected.destination = QStringLiteral("/var/lib/kafka/data");
            expected.sha256 = m_written.sha256;
            QVERIFY(checked(m_archive, expected, {}));
            QVERIFY(checked(path, expected, {}).error().code == ErrorCode::Failed);
        }
    }

    void aCutOffOneIsNoArchive()
    {
        QFile original(m_archive);
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray bytes = original.readAll();
        const QString path = m_folder.filePath(QStringLiteral("cut"));
        for (const qsizetype length : {qsizetype(0), qsizetype(10), bytes.size() / 2, bytes.size() - 1}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes.first(length)) == length);
            file.close();
            const auto content = readArchive(path, {});
            QVERIFY2(!content || content->entries.empty(), qPrintable(QString::number(length)));
        }
    }

    void aTarThatIsCutOffIsFound()
    {
        const QString path = m_folder.filePath(QStringLiteral("half")) + archiveSuffix();
        QVERIFY(write(path, m_tar.first(m_tar.size() / 2)));
        const auto content = readArchive(path, {});
        QVERIFY(!content);
        QVERIFY(content.error().code == ErrorCode::Parse);
    }

    void aFullDiskIsSaid()
    {
        const auto writer = ArchiveWriter::open(QStringLiteral("/dev/full"));
        QVERIFY(writer);
        Result<> added;
        for (int i = 0; i < 100 && added; ++i) {
            QByteArray noise(100'000, Qt::Uninitialized);
            QRandomGenerator::global()->fillRange(reinterpret_cast<quint32 *>(noise.data()), noise.size() / 4);
            added = (*writer)->add(noise);
        }
        QVERIFY(!added);
        QVERIFY(added.error().code == ErrorCode::Io);
        QVERIFY2(added.error().message.contains(QLatin1String("room")), qPrintable(added.error().message));
    }

    void nothingIsAnArchiveToo()
    {
        const QString path = m_folder.filePath(QStringLiteral("nothing")) + archiveSuffix();
        QVERIFY(write(path, {}));
        const auto source = ArchiveSource::open(path);
        QVERIFY2(source, source ? "" : qPrintable(source.error().detail));
        const auto bytes = (*source)->next();
        QVERIFY(bytes && bytes->isEmpty());
    }

    void canBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(readArchive(m_archive, stop.get_token()).error().code == ErrorCode::Cancelled);
        QVERIFY(sha256Of(m_archive, stop.get_token()).error().code == ErrorCode::Cancelled);
    }

private:
    void writeFile(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        if (name.endsWith(QLatin1String("properties")))
            m_properties = bytes;
    }

    QTemporaryDir m_folder;
    QByteArray m_tar;
    QByteArray m_properties;
    QString m_archive;
    ArchiveWriter::Written m_written;
};

QTEST_GUILESS_MAIN(TestArchive)
#include "tst_archive.moc"
