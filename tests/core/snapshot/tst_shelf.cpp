// Manifests as JSON and back, and the folders that snapshots lie in.
#include <QtTest>

#include "snapshot/shelf.h"

using namespace bd;
using namespace bd::snapshot;
using namespace std::chrono_literals;

namespace {

const TimePoint noon = *fromIso(u"2026-11-26T12:00:00Z");

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Manifest sample()
{
    Manifest manifest;
    manifest.name = s("before the migration");
    manifest.project = s("kc-backend");
    manifest.takenAt = noon;
    manifest.reason = Manifest::Reason::BeforeReset;
    manifest.isKept = true;
    manifest.context = s("default");
    manifest.engineId = s("E");
    manifest.engine = s("Docker 26.1.5");
    manifest.clusterId = s("abc");
    manifest.brokerIds = {s("1")};
    manifest.services[s("kafka")] = {s("cp-kafka:7.9.1"), s("h")};
    ArchivedVolume volume;
    volume.volume = s("kc-backend_kafka_data");
    volume.holds = compose::DataPath::Kind::KafkaData;
    volume.service = s("kafka");
    volume.destination = s("/var/lib/kafka/data");
    volume.driver = s("local");
    volume.labels = {{s("com.docker.compose.project"), s("kc-backend")}};
    volume.file = s("1-kafka-data.tar.zst");
    volume.bytes = 96'000;
    volume.sha256 = QByteArray(64, 'a');
    volume.contentBytes = 412'000;
    volume.files = 40;
    manifest.volumes = {volume};
    return manifest;
}

Manifest ofRecords()
{
    Manifest manifest = sample();
    manifest.volumes.clear();
    manifest.topics = {{s("orders"),
                        3,
                        1,
                        {{s("cleanup.policy"), s("compact")}},
                        {10, 0, 4},
                        s("1-orders.jsonl.zst"),
                        900,
                        QByteArray(64, 'b')}};
    manifest.groups = {{s("billing"), {{s("orders"), 0, 7}, {s("orders"), 2, 0}}}};
    return manifest;
}

} // namespace

class TestShelf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manifestsReadBack()
    {
        for (const Manifest &manifest : {sample(), ofRecords()}) {
            const auto back = manifestIn(toJson(manifest));
            QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
            QVERIFY(*back == manifest);
        }
        QCOMPARE(ofRecords().records(), 14);
        QVERIFY(ofRecords().isOfRecords() && !sample().isOfRecords());
    }

    void whatIsNoManifestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        const auto row = [](const char *name, const char *from, const char *to) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to);
        };
        row("no JSON", "{", "");
        row("not ours", "brokerdeckSnapshot", "somethingElse");
        row("newer", "\"brokerdeckSnapshot\": 1", "\"brokerdeckSnapshot\": 2");
        row("no time", "2026-11-26T12:00:00.000000Z", "yesterday");
        row("a file elsewhere", "1-kafka-data.tar.zst", "../../etc/passwd");
        row("an absolute file", "1-kafka-data.tar.zst", "/etc/passwd");
        row("a hidden file", "1-kafka-data.tar.zst", ".bashrc");
        row("a relative destination", "/var/lib/kafka/data", "data");
        row("no checksum", "aaaaaaaa", "");
        row("a negative size", "96000", "-1");
    }

    void whatIsNoManifestIsRefused()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray text = toJson(sample());
        QVERIFY(text.contains(from));
        text.replace(from, to);
        QVERIFY(!manifestIn(text));
    }

    void keepsThemInOrder()
    {
        QTemporaryDir root;
        Shelf shelf(s("kc-backend"), root.path());
        const auto add = [&](TimePoint at, const char *name) {
            const auto folder = shelf.begin(at);
            Manifest manifest = sample();
            manifest.takenAt = at;
            manifest.name = s(name);
            return folder ? shelf.finish(*folder, manifest) : tl::unexpected(folder.error());
        };
        const auto first = add(noon, "first"), second = add(noon + 1h, "second"), twin = add(noon, "twin");
        QVERIFY(first && second && twin);
        QCOMPARE(first->id, s("20261126-120000"));
        QCOMPARE(twin->id, s("20261126-120000-2"));
        const auto listing = shelf.list();
        QCOMPARE(listing.snapshots.size(), size_t(3));
        QCOMPARE(listing.snapshots.front().name, s("second"));
        QCOMPARE(shelf.find(s("latest"))->name, s("second"));
        QCOMPARE(shelf.find(s("first"))->id, first->id);
        QCOMPARE(shelf.find(twin->id)->name, s("twin"));
        QVERIFY(!shelf.find(s("none")));
        QVERIFY(!shelf.find(s("../kc-backend/20261126-120000")));

        QVERIFY(shelf.rename(first->id, s("  golden  state ")));
        QCOMPARE(shelf.find(first->id)->name, s("golden state"));
        QVERIFY(!shelf.rename(first->id, s(" ")));
        QVERIFY(shelf.remove(second->id));
        QVERIFY(!shelf.remove(second->id));
        QVERIFY(!shelf.remove(s("..")));
        QCOMPARE(shelf.list().snapshots.size(), size_t(2));
        QVERIFY(QDir(root.path()).exists());
    }

    void whatIsNotWholeIsNoSnapshot()
    {
        QTemporaryDir root;
        Shelf shelf(s("kc-backend"), root.path());
        const auto folder = shelf.begin(noon);
        QVERIFY(folder);
        QCOMPARE(shelf.list().snapshots.size(), size_t(0)); // as after a kill
        const auto next = shelf.begin(noon + 1s);
        QVERIFY(next && !QDir(*folder).exists()); // what was left is gone
        shelf.giveUp(*next);
        QVERIFY(!QDir(*next).exists());
        shelf.giveUp(root.path()); // nothing of ours
        QVERIFY(QDir(root.path()).exists());

        QVERIFY(QDir().mkpath(shelf.directoryOf(s("20261126-130000"))));
        const auto listing = shelf.list();
        QCOMPARE(listing.broken.size(), size_t(1));
        QCOMPARE(listing.broken.front().id, s("20261126-130000"));
    }

    void projectsAreApart()
    {
        QTemporaryDir root;
        QVERIFY(Shelf(s("a"), root.path()).directory() != Shelf(s("b"), root.path()).directory());
        const QString odd = Shelf(s("../x"), root.path()).directory();
        QVERIFY(odd.startsWith(root.path()) && !odd.contains(QLatin1String("..")));
        QVERIFY(Shelf(s("a"), root.path()).bytesAvailable() > 0);
    }

    void oldOnesGoUnlessTheyAreKept()
    {
        Manifest kept = sample(), old = sample(), young = sample();
        old.isKept = false;
        young.isKept = false;
        young.takenAt = noon + 48h;
        const auto gone = outdated({kept, old, young}, 3, noon + 96h);
        QCOMPARE(gone.size(), size_t(1));
        QVERIFY(gone.front() == old);
        QVERIFY(outdated({kept, old, young}, 0, noon + 9600h).empty());
        QVERIFY(outdated({old}, 3, noon + 96h).empty()); // the only way back
        QVERIFY(outdated({}, 3, noon).empty());
        Manifest elsewhere = old;
        elsewhere.engineId = s("another"); // the only way back there
        QVERIFY(outdated({elsewhere, young}, 3, noon + 96h).empty());
    }
};

QTEST_GUILESS_MAIN(TestShelf)
#include "tst_shelf.moc"
