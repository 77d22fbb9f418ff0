// Resets and restores killed by SIGKILL before and after their journal's steps, in turn: whoever comes next goes on, restores
// or leaves it, and never calls half a set fine. A few of the places here; all of them, and a full disk, with
// BROKERDECK_ALL_KILLS.
#include <unistd.h>

#include <QtTest>

#include "reset/standing.h"
#include "resetlab.h"

using namespace bd;
using bd::test::LabStack;
using bd::test::ResetLab;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const char *topic = "purchase-created";

bool allKills()
{
    return qEnvironmentVariableIsSet("BROKERDECK_ALL_KILLS");
}

QByteArray said(const Error &error)
{
    return (error.message + u' ' + error.detail).toUtf8();
}

enum class Victim { Killed, Finished, Failed };

Victim runVictim(const ResetLab &lab, const char *what, int killAt, const QString &snapshot = QStringLiteral("-"))
{
    QStringList arguments{s(what),  QString::number(killAt),     lab.root.path(), lab.stack.name,
                          snapshot, lab.stack.call.files.first()};
    for (auto it = lab.stack.call.environment.cbegin(); it != lab.stack.call.environment.cend(); ++it)
        arguments += it.key() + u'=' + it.value();
    QProcess victim;
    victim.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    victim.setStandardInputFile(QProcess::nullDevice());
    victim.start(s(BD_BIN_DIR "/bd-reset-victim"), arguments);
    victim.waitForFinished(180'000);
    if (victim.exitStatus() == QProcess::CrashExit)
        return Victim::Killed;
    return victim.exitCode() == 0 ? Victim::Finished : Victim::Failed;
}

// A full reset's journal: head; two lines for stop, snapshot, containers, volumes and start each; end. A restore's stages,
// checks and fills in between.
constexpr int resetLines = 12;
constexpr int restoreLines = 22;
// Of the smaller levels: head; a pair for snapshot, ready, empty, delete, create and groups; end. Of a restore of records: head; a
// pair for each of four topics and for groups; end.
constexpr int topicLines = 14;
constexpr int recordLines = 12;
constexpr int volumesBegun = 8; // the line of a full reset's journal

// After each line but the last, with which it has ended.
QList<int> places(int lines)
{
    QList<int> all;
    for (int at = 1; at < lines; ++at)
        all += at;
    return all;
}

} // namespace

class TestKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        m_lab = std::make_unique<ResetLab>(s("tests/stacks/natively"));
        QVERIFY(m_lab->start());
    }

    void cleanupTestCase() { m_lab.reset(); }

    void aKilledReset_data()
    {
        QTest::addColumn<int>("killAt");
        for (const int at : allKills() ? places(resetLines) : QList<int>{4, 6, 8, 10})
            QTest::newRow(qPrintable(s("line %1").arg(at))) << at;
    }

    void aKilledReset()
    {
        QFETCH(int, killAt);
        const QByteArray before = refill();
        QVERIFY(before.count('\n') == 3);
        QVERIFY(runVictim(*m_lab, "full", killAt) == Victim::Killed);
        if (killAt == volumesBegun) // as where the engine had come as far as that
            LabStack::docker({s("volume"), s("rm"), m_lab->stack.name + s("_kafka_data")});
        const reset::Standing standing = standingNow();
        QVERIFY(!standing.text.isEmpty() && !standing.meaning.isEmpty());
        QVERIFY(!reset::recordedFull(*m_lab->stack.engine, m_lab->project,
                                     reset::planFull(m_lab->project, m_lab->state()), {}, {}, m_lab->surroundings,
                                     m_lab->recorder, {})); // first this one
        switch (killAt % 3) {
        case 0: goesOn(); break;
        case 1: standing.snapshot.isEmpty() ? goesOn() : restores(standing.snapshot, before); break;
        default: isLeft(standing, before); break;
        }
    }

    void aKilledRestore_data()
    {
        QTest::addColumn<int>("killAt");
        for (const int at : allKills() ? places(restoreLines) : QList<int>{8, 15})
            QTest::newRow(qPrintable(s("line %1").arg(at))) << at;
    }

    void aKilledRestore()
    {
        QFETCH(int, killAt);
        const QByteArray before = refill();
        snapshot::Shelf shelf = m_lab->shelf();
        const auto taken = snapshot::recordedTake(*m_lab->stack.engine, m_lab->project, {}, shelf, m_lab->recorder, {});
        QVERIFY2(taken, taken ? "" : said(taken.error()));
        m_lab->produce(s(topic), 1, "later:than the snapshot\n");
        QVERIFY(runVictim(*m_lab, "restore", killAt, taken->id) == Victim::Killed);
        const reset::Standing standing = standingNow();
        QCOMPARE(standing.snapshot, taken->id);
        if (killAt % 2 == 0) {
            const auto done = reset::goOn(*m_lab->stack.engine, m_lab->project, {}, m_lab->surroundings,
                                          m_lab->recorder, {});
            QVERIFY2(done, done ? "" : said(done.error()) + m_lab->events.toUtf8());
        } else {
            restores(taken->id, before);
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_lab->records(s(topic)), before, 10'000);
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
        QVERIFY(LabStack::docker({s("volume"), s("ls"), s("-q"), s("--filter"), s("label=io.brokerdeck.holder")})
                    .isEmpty());
        QVERIFY(shelf.remove(taken->id));
    }

    void aKilledResetOfTopics_data()
    {
        QTest::addColumn<QString>("level");
        QTest::addColumn<int>("killAt");
        for (const char *level : {"empty", "recreate"}) {
            for (const int at : allKills() ? places(topicLines) : QList<int>{3, 8})
                QTest::newRow(qPrintable(s("%1, line %2").arg(s(level)).arg(at))) << s(level) << at;
        }
    }

    void aKilledResetOfTopics()
    {
        QFETCH(QString, level);
        QFETCH(int, killAt);
        refill();
        const QByteArray before = m_lab->contents(s(topic));
        QVERIFY(runVictim(*m_lab, level.toUtf8().constData(), killAt) == Victim::Killed);
        const reset::Standing standing = standingNow();
        QVERIFY(!standing.text.isEmpty() && !standing.meaning.isEmpty());
        if (standing.snapshot.isEmpty() || killAt % 2 == 0) {
            goesOn();
            return;
        }
        const auto manifest = m_lab->shelf().find(standing.snapshot);
        QVERIFY(manifest);
        recordsCameBack(*manifest, before);
    }

    void aKilledRestoreOfRecords_data()
    {
        QTest::addColumn<int>("killAt");
        for (const int at : allKills() ? places(recordLines) : QList<int>{2, 7})
            QTest::newRow(qPrintable(s("line %1").arg(at))) << at;
    }

    void aKilledRestoreOfRecords()
    {
        QFETCH(int, killAt);
        refill();
        const QByteArray before = m_lab->contents(s(topic));
        snapshot::Shelf shelf = m_lab->shelf();
        const auto taken = reset::recordedArchive(*m_lab->stack.engine, m_lab->project, {}, {}, shelf, m_lab->recorder,
                                                  {});
        QVERIFY2(taken, taken ? "" : said(taken.error()));
        m_lab->produce(s(topic), 1, "later:than the snapshot\n");
        QVERIFY(runVictim(*m_lab, "records", killAt, taken->id) == Victim::Killed);
        QCOMPARE(standingNow().snapshot, taken->id);
        if (killAt % 2 == 0) {
            const auto done = reset::goOn(*m_lab->stack.engine, m_lab->project, {}, m_lab->surroundings,
                                          m_lab->recorder, {});
            QVERIFY2(done, done ? "" : said(done.error()) + m_lab->events.toUtf8());
            QVERIFY(!*reset::pendingJournal(m_lab->journal()));
            QCOMPARE(m_lab->contents(s(topic)), before);
        } else {
            recordsCameBack(*taken, before);
        }
        QVERIFY(shelf.remove(taken->id));
    }

    void aKilledResumption()
    {
        refill();
        QVERIFY(runVictim(*m_lab, "full", volumesBegun) == Victim::Killed);
        QVERIFY(runVictim(*m_lab, "resume", 3) == Victim::Killed);
        goesOn();
    }

    void aFullDiskDuringTheSnapshot()
    {
        if (!allKills() || ::geteuid() != 0)
            QSKIP("with all kills, as root");
        const QByteArray before = refill();
        const QString small = m_lab->root.filePath(s("small"));
        QVERIFY(QDir().mkpath(small));
        if (QProcess::execute(s("mount"), {s("-t"), s("tmpfs"), s("-o"), s("size=16k"), s("tmpfs"), small}) != 0)
            QSKIP("nothing can be mounted here");
        reset::Surroundings surroundings = m_lab->surroundings;
        surroundings.snapshots = small;
        const auto full = reset::recordedFull(*m_lab->stack.engine, m_lab->project,
                                              reset::planFull(m_lab->project, m_lab->state()), {}, {}, surroundings,
                                              m_lab->recorder, {});
        const bool isFull = !full && full.error().message.contains(s("room"));
        QStringList left;
        for (QDirIterator found(small, QDir::Files, QDirIterator::Subdirectories); found.hasNext();)
            left += found.next();
        QProcess::execute(s("umount"), {small});
        QVERIFY2(isFull, full ? "it took a snapshot" : said(full.error()));
        QVERIFY(left.isEmpty());
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
        QTRY_COMPARE_WITH_TIMEOUT(m_lab->records(s(topic)), before, 10'000);
    }

private:
    QByteArray refill()
    {
        if (m_lab->records(s(topic)).isEmpty())
            m_lab->produce(s(topic), 0, "a:1\nb:2\nc:3\n");
        return m_lab->records(s(topic));
    }

    reset::Standing standingNow() const
    {
        const auto pending = reset::pendingJournal(m_lab->journal());
        return pending && *pending ? reset::standingOf(**pending, m_lab->state()) : reset::Standing();
    }

    void goesOn()
    {
        const auto done = reset::goOn(*m_lab->stack.engine, m_lab->project, {}, m_lab->surroundings, m_lab->recorder,
                                      {});
        QVERIFY2(done, done ? "" : said(done.error()) + m_lab->events.toUtf8());
        isEmptyAndWhole();
    }

    void isEmptyAndWhole()
    {
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
        QVERIFY(m_lab->records(s(topic)).isEmpty());
        QVERIFY(m_lab->stack.topics().contains(s(topic)));
        QCOMPARE(m_lab->volumeTimes().count('\n'), 3);
    }

    void restores(const QString &id, const QByteArray &before)
    {
        const auto manifest = m_lab->shelf().find(id);
        QVERIFY(manifest);
        const auto back = reset::recordedRestore(*m_lab->stack.engine, m_lab->project,
                                                 reset::planRestore(m_lab->project, m_lab->state(), *manifest), {}, {},
                                                 m_lab->surroundings, m_lab->recorder, {});
        QVERIFY2(back, back ? "" : said(back.error()) + m_lab->events.toUtf8());
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
        QTRY_COMPARE_WITH_TIMEOUT(m_lab->records(s(topic)), before, 10'000);
    }

    void recordsCameBack(const snapshot::Manifest &manifest, const QByteArray &before)
    {
        const auto cluster = reset::clusterOf(*m_lab->stack.engine, m_lab->project, {});
        const auto facts = cluster ? reset::lookAtTopics(*cluster->client, m_lab->project, m_lab->state(), {})
                                   : tl::unexpected(cluster.error());
        QVERIFY(facts);
        const auto back = reset::recordedRecordRestore(*m_lab->stack.engine, m_lab->project,
                                                       reset::planRecordRestore(m_lab->project, m_lab->state(),
                                                                                manifest, *facts),
                                                       {}, {}, m_lab->surroundings, m_lab->recorder, {});
        QVERIFY2(back, back ? "" : said(back.error()) + m_lab->events.toUtf8());
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
        QCOMPARE(m_lab->contents(s(topic)), before);
    }

    // Left as it is: what that means was said, and another reset makes it whole.
    void isLeft(const reset::Standing &standing, const QByteArray &before)
    {
        QVERIFY(reset::abandon(stack::lockKey(m_lab->state().id, m_lab->project.name), m_lab->surroundings.journals,
                               s("test")));
        const qsizetype volumes = m_lab->volumeTimes().count('\n');
        if (!standing.hasRemoved) {
            QCOMPARE(volumes, 3);
            QVERIFY(startup::start(*m_lab->stack.engine, m_lab->project, {}, [](const timeline::Event &) {},
                                   Clock::system(), {}));
            QTRY_COMPARE_WITH_TIMEOUT(m_lab->records(s(topic)), before, 10'000);
            return;
        }
        QVERIFY(standing.progress.begun != s("volumes") || volumes == 2);
        if (volumes > 0 && volumes < 3)
            QVERIFY2(standing.meaning.contains(s("half a set")), standing.meaning.toUtf8());
        const auto again = reset::recordedFull(*m_lab->stack.engine, m_lab->project,
                                               reset::planFull(m_lab->project, m_lab->state()), {}, {},
                                               m_lab->surroundings, m_lab->recorder, {});
        QVERIFY2(again, again ? "" : said(again.error()) + m_lab->events.toUtf8());
        isEmptyAndWhole();
    }

    std::unique_ptr<ResetLab> m_lab;
};

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
