// Which archives may be unpacked, and what differs between two.
#include <QtTest>

#include "snapshot/tarentry.h"

using namespace bd;
using namespace bd::snapshot;
using Kind = TarEntry::Kind;

namespace {

TarEntry entry(const char *path, Kind kind = Kind::File, const char *target = "")
{
    TarEntry made;
    made.path = path;
    made.kind = kind;
    made.target = target;
    made.mode = kind == Kind::Directory ? 0755 : 0644;
    made.sha256 = kind == Kind::File ? "hash" : "";
    return made;
}

std::vector<TarEntry> volume(std::vector<TarEntry> more = {})
{
    std::vector<TarEntry> entries{entry("data/", Kind::Directory), entry("data/orders-0/", Kind::Directory),
                                  entry("data/orders-0/0.log")};
    entries.insert(entries.end(), more.begin(), more.end());
    return entries;
}

} // namespace

class TestTarEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatAVolumeHas()
    {
        QVERIFY(mayBeUnpacked(volume()));
        QVERIFY(mayBeUnpacked(volume({entry("data/./a"), entry("data/link", Kind::Symlink, "orders-0/0.log"),
                                      entry("data/orders-0/up", Kind::Symlink, "../link"),
                                      entry("data/same", Kind::Hardlink, "data/orders-0/0.log")})));
    }

    void refusesWhatWouldLeaveIt_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("target");
        const auto row = [](const char *name, const char *path, Kind kind = Kind::File, const char *target = "") {
            QTest::newRow(name) << QByteArray(path) << int(kind) << QByteArray(target);
        };
        row("absolute", "/etc/passwd");
        row("dots", "data/../../etc/passwd");
        row("dots that stay", "data/a/../b");
        row("dots alone", "..");
        row("empty", "");
        row("another root", "other/file");
        row("a link out", "data/link", Kind::Symlink, "../../etc/passwd");
        row("a link beside", "data/link", Kind::Symlink, "../other");
        row("an absolute link", "data/link", Kind::Symlink, "/etc/passwd");
        row("an empty link", "data/link", Kind::Symlink, "");
        row("a hard link to what is not there", "data/link", Kind::Hardlink, "data/none");
        row("a hard link out", "data/link", Kind::Hardlink, "/etc/passwd");
        row("a hard link up", "data/link", Kind::Hardlink, "data/../../etc/passwd");
        row("a device", "data/null", Kind::Other);
    }

    void refusesWhatWouldLeaveIt()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, kind);
        QFETCH(QByteArray, target);
        const auto may = mayBeUnpacked(volume({entry(path.constData(), Kind(kind), target.constData())}));
        QVERIFY(!may);
        QVERIFY(may.error().code == ErrorCode::Failed);
    }

    void refusesWhatLiesBehindALink()
    {
        QVERIFY(!mayBeUnpacked(volume({entry("data/link", Kind::Symlink, "orders-0"), entry("data/link/file")})));
    }

    void refusesALinkThroughALink()
    {
        QVERIFY(!mayBeUnpacked(
            volume({entry("data/a", Kind::Symlink, "orders-0"), entry("data/b", Kind::Symlink, "a/../../data/x")})));
    }

    void saysWhatDiffers()
    {
        const auto archived = volume();
        QCOMPARE(differences(archived, archived), QStringList());
        auto there = archived;
        there[2].sha256 = "other";
        QCOMPARE(differences(archived, there).size(), 1);
        there = archived;
        there[2].owner = 1000;
        QVERIFY(differences(archived, there).first().contains(QLatin1String("owner")));
        there = archived;
        there[2].mode = 0600;
        QCOMPARE(differences(archived, there).size(), 1);
        there = archived;
        there[2].modifiedAt = 7;
        QCOMPARE(differences(archived, there).size(), 1);
        there = archived;
        there[0].modifiedAt = 7; // a directory's: unpacking changes it
        QCOMPARE(differences(archived, there), QStringList());
        there = archived;
        there.pop_back();
        QVERIFY(differences(archived, there).first().contains(QLatin1String("missing")));
        there = volume({entry("data/more")});
        QVERIFY(differences(archived, there).first().contains(QLatin1String("data/more")));
        QCOMPARE(differences(volume(), {}, 2).size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestTarEntry)
#include "tst_tarentry.moc"
