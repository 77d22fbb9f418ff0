// Looking into a volume: what is read of it, and that no more is copied than is looked at.
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "fakes/tarrunner.h"
#include "snapshot/browse.h"

using namespace bd;
using namespace bd::snapshot;
using fakes::TarRunner;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// What the real tar makes of these files, by name and content.
QByteArray tarOf(const QList<std::pair<QString, QByteArray>> &files)
{
    QTemporaryDir folder;
    QStringList arguments{s("-C"), folder.path(), s("-cf"), s("-")};
    for (const auto &[name, content] : files) {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        arguments += name;
    }
    QProcess tar;
    tar.start(s("tar"), arguments);
    return tar.waitForFinished() && tar.exitCode() == 0 ? tar.readAllStandardOutput() : QByteArray();
}

// The header alone of a file that says that it is so large.
QByteArray headerOf(const char *name, qint64 bytes)
{
    QByteArray header = tarOf({{s(name), {}}}).first(512);
    header.replace(124, 12, QByteArray::number(bytes, 8).rightJustified(11, '0') + ' ');
    header.replace(148, 8, "        ");
    quint32 sum = 0;
    for (const char byte : header)
        sum += static_cast<unsigned char>(byte);
    header.replace(148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + '\0' + ' ');
    if (header.size() != 512)
        qFatal("no header of a tar");
    return header;
}

const VolumePlace place{s("c1"), s("/var/lib/kafka/data")};

} // namespace

class TestBrowse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsListed()
    {
        const engine::Engine engine(std::make_shared<TarRunner>(
            tarOf({{s("data/meta.properties"), "version=0\n"}, {s("data/orders-0/0.log"), QByteArray(70'000, 'x')}}),
            0));
        const auto files = filesIn(engine, place, {}, {});
        QVERIFY2(files, files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->size(), size_t(2));
        QCOMPARE((*files)[1].path, QByteArray("data/orders-0/0.log"));
        QCOMPARE((*files)[1].size, qint64(70'000));
    }

    void ofALargeFileTheBeginningIsCopied()
    {
        constexpr qint64 large = qint64(7) << 30;
        const auto runner = std::make_shared<TarRunner>(headerOf("0.log", large) + "the first bytes", large);
        const engine::Engine engine(runner);
        const auto beginning = beginningOf(engine, place, s("orders-0/0.log"), 16, {});
        QVERIFY2(beginning, beginning ? "" : qPrintable(beginning.error().message));
        QVERIFY(beginning->startsWith("the first bytes"));
        QVERIFY2(runner->taken() < (16 << 20), qPrintable(QString::number(runner->taken())));
    }

    // What the engine says counts, however whole the beginning looks.
    void aCopyThatFailsIsNoListing()
    {
        const auto runner = std::make_shared<TarRunner>(tarOf({{s("data/a"), "1"}}).first(1024), 0);
        runner->failAtTheEnd({ErrorCode::Failed, s("no such container"), {}, {}});
        const auto files = filesIn(engine::Engine(runner), place, {}, {});
        QVERIFY(!files);
        QVERIFY2(files.error().message.contains(s("no such container")), qPrintable(files.error().message));
        const engine::Engine cut(
            std::make_shared<TarRunner>(tarOf({{s("data/a"), QByteArray(9000, 'x')}}).first(2000), 0));
        QVERIFY(!filesIn(cut, place, {}, {}));
    }

    void pathsStayInTheVolume()
    {
        const auto runner = std::make_shared<TarRunner>(QByteArray(), 0);
        for (const char *path : {"../etc/passwd", "/etc/passwd", "a/../../b"}) {
            const auto beginning = beginningOf(engine::Engine(runner), place, s(path), 16, {});
            QVERIFY2(!beginning && beginning.error().code == ErrorCode::InvalidUse, path);
        }
        QCOMPARE(runner->taken(), qint64(0));
    }

    void itCanBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const engine::Engine engine(std::make_shared<TarRunner>(headerOf("0.log", qint64(7) << 30), qint64(7) << 30));
        QVERIFY(filesIn(engine, place, {}, stop.get_token()).error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestBrowse)
#include "tst_browse.moc"
