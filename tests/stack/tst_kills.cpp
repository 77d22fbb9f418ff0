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

enum class Way { GoesOn, Restores, IsLeft }; // out of it
const char *const wayNames[]{"goes on", "restores", "is left"};

struct Place {
    int line;
    Way way;
};

// With all kills, every way out of it after each line but the last, with which it has ended.
std::vector<Place> places(int lines, const std::vector<Place> &few)
{
    if (!allKills())
        return few;
    std::vector<Place> all;
    for (int line = 1; line < lines; ++line) {
        for (const Way way : {Way::GoesOn, Way::Restores, Way::IsLeft})
            all.push_back({line, way});
    }
    return all;
}

void addRow(const Place &place, const QString &level = {})
{
    QTest::newRow(qPrintable(s("%1 line %2, %3").arg(level).arg(place.line).arg(s(wayNames[int(place.way)]))))
        << place.line << int(place.way) << level;
}

void addColumns()
{
    QTest::addColumn<int>("killAt");
    QTest::addColumn<int>("way");
    QTest::addColumn<QString>("level");
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
        addColumns();
        for (const Place &place :
             places(resetLines, {{4, Way::Restores}, {volumesBegun, Way::IsLeft}, {11, Way::GoesOn}}))
            addRow(place);
    }

    void aKilledReset()
    {
        QFETCH(int, killAt);
        QFETCH(int, way);
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
        if (Way(way) == Way::IsLeft)
            isLeft(standing, before);
        else if (Way(way) == Way::Restores && !standing.snapshot.isEmpty())
            restores(standing.snapshot, before);
        else
            goesOn();
    }

    void aKilledRestore_data()
    {
        addColumns();
        for (const Place &place : places(restoreLines, {{15, Way::GoesOn}, {18, Way::IsLeft}}))
            addRow(place);
    }

    void aKilledRestore()
    {
        QFETCH(int, killAt);
        QFETCH(int, way);
        const QByteArray before = refill();
        snapshot::Shelf shelf = m_lab->shelf();
        const auto taken = snapshot::recordedTake(*m_lab->stack.engine, m_lab->project, {}, shelf, m_lab->recorder, {});
        QVERIFY2(taken, taken ? "" : said(taken.error()));
        m_lab->produce(s(topic), 1, "later:than the snapshot\n");
        const QByteArray later = m_lab->records(s(topic));
        QVERIFY(runVictim(*m_lab, "restore", killAt, taken->id) == Victim::Killed);
        const reset::Standing standing = standingNow();
        QCOMPARE(standing.snapshot, taken->id);
        if (Way(way) == Way::GoesOn) {
            const auto done = reset::goOn(*m_lab->stack.engine, m_lab->project, {}, m_lab->surroundings,
                                          m_lab->recorder, {});
            QVERIFY2(done, done ? "" : said(done.error()) + m_lab->events.toUtf8());
        } else {
            if (Way(way) == Way::IsLeft)
                isLeftToBeRestored(standing, later);
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
        addColumns();
        for (const Place &place : places(topicLines, {{9, Way::IsLeft}}))
            addRow(place, s("empty"));
        for (const Place &place : places(topicLines, {{8, Way::GoesOn}}))
            addRow(place, s("recreate"));
    }

    void aKilledResetOfTopics()
    {
        QFETCH(QString, level);
        QFETCH(int, killAt);
        QFETCH(int, way);
        refill();
        const QByteArray before = m_lab->contents(s(topic));
        QVERIFY(runVictim(*m_lab, level.toUtf8().constData(), killAt) == Victim::Killed);
        const reset::Standing standing = standingNow();
        QVERIFY(!standing.text.isEmpty() && !standing.meaning.isEmpty());
        if (Way(way) == Way::IsLeft) {
            abandons();
            if (!standing.hasRemoved)
                QCOMPARE(m_lab->contents(s(topic)), before);
            QVERIFY(runVictim(*m_lab, level.toUtf8().constData(), 0) == Victim::Finished);
            isEmptyAndWhole();
            return;
        }
        if (standing.snapshot.isEmpty() || Way(way) == Way::GoesOn) {
            goesOn();
            return;
        }
        const auto manifest = m_lab->shelf().find(standing.snapshot);
        QVERIFY(manifest);
        recordsCameBack(*manifest, before);
    }

    void aKilledRestoreOfRecords_data()
    {
        addColumns();
        for (const Place &place : places(recordLines, {{7, Way::Restores}}))
            addRow(place);
    }

    void aKilledRestoreOfRecords()
    {
        QFETCH(int, killAt);
        QFETCH(int, way);
        refill();
        const QByteArray before = m_lab->contents(s(topic));
        snapshot::Shelf shelf = m_lab->shelf();
        const auto taken = reset::recordedArchive(*m_lab->stack.engine, m_lab->project, {}, {}, shelf, m_lab->recorder,
                                                  {});
        QVERIFY2(taken, taken ? "" : said(taken.error()));
        m_lab->produce(s(topic), 1, "later:than the snapshot\n");
        QVERIFY(runVictim(*m_lab, "records", killAt, taken->id) == Victim::Killed);
        const reset::Standing standing = standingNow();
        QCOMPARE(standing.snapshot, taken->id);
        QVERIFY(standing.missingTopics); // the broker was up, and told
        if (Way(way) == Way::GoesOn) {
            const auto done = reset::goOn(*m_lab->stack.engine, m_lab->project, {}, m_lab->surroundings,
                                          m_lab->recorder, {});
            QVERIFY2(done, done ? "" : said(done.error()) + m_lab->events.toUtf8());
            QVERIFY(!*reset::pendingJournal(m_lab->journal()));
            QCOMPARE(m_lab->contents(s(topic)), before);
        } else {
            if (Way(way) == Way::IsLeft)
                abandons();
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
        return pending && *pending ? reset::standingNow(**pending, m_lab->project, m_lab->state(), {})
                                   : reset::Standing();
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

    void abandons()
    {
        QVERIFY(reset::abandon(stack::lockKey(m_lab->state().id, m_lab->project.name), m_lab->surroundings.journals,
                               s("test")));
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
    }

    // Left as it is: nothing was touched, or it was said what is missing.
    void isLeftToBeRestored(const reset::Standing &standing, const QByteArray &later)
    {
        abandons();
        if (standing.hasRemoved) {
            QVERIFY2(standing.meaning.contains(s("deleted")), standing.meaning.toUtf8());
            return;
        }
        QVERIFY(startup::start(*m_lab->stack.engine, m_lab->project, {}, [](const timeline::Event &) {},
                               Clock::system(), {}));
        QTRY_COMPARE_WITH_TIMEOUT(m_lab->records(s(topic)), later, 10'000);
    }

    // Left as it is: what that means was said, and another reset makes it whole.
    void isLeft(const reset::Standing &standing, const QByteArray &before)
    {
        abandons();
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
