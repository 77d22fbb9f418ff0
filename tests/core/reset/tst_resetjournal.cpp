// How far a reset has come, as its journal says, wherever it was broken off.
#include <QtTest>

#include "fakes/engineworld.h"
#include "reset/leaving.h"
#include "reset/removal.h"
#include "reset/resetjournal.h"
#include "reset/resetplan.h"
#include "reset/standing.h"
#include "reset/topicarchive.h"

using namespace bd;
using namespace bd::fakes;
using namespace bd::reset;

namespace {

QJsonObject headOf(const World &world, const char *operation = "full")
{
    QJsonObject head = toJson(world.plan);
    head.insert(s("operation"), s(operation));
    return head;
}

Steps::Work says(const char *word, int *times = nullptr)
{
    return [word, times]() -> Result<QJsonObject> {
        if (times)
            ++*times;
        return QJsonObject{{s("word"), s(word)}};
    };
}

} // namespace

class TestResetJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Also one that was about to be stopped as the program was killed.
    void whoJoinedMeanwhileIsStartedAgainToo()
    {
        const QJsonObject head{{s("stops"), QJsonArray{s("billing")}}};
        Progress progress;
        progress.head = head;
        QCOMPARE(stoppedBy(progress), QStringList{s("billing")});
        progress.done = {{s("stop"), {}}, {s("joined:mail"), {}}, {s("joined:billing"), {}}};
        progress.begun = s("joined:audit");
        QCOMPARE(stoppedBy(progress), QStringList({s("billing"), s("mail"), s("audit")}));
        progress.begun = s("groups");
        QCOMPARE(stoppedBy(progress), QStringList({s("billing"), s("mail")}));
    }

    void whatIsDoneIsNotDoneAgain()
    {
        const QTemporaryDir folder;
        const QString path = journalPath(s("ENGINE/shop"), folder.path());
        const World world;
        int lines = 0, times = 0;
        {
            auto steps = Steps::begin(path, headOf(world), [&] { ++lines; });
            QVERIFY(steps);
            QVERIFY(steps->step(s("stop"), says("stopped", &times)));
            QCOMPARE(lines, 3); // head, begun, done
            QVERIFY(!steps->step(s("snapshot"), [] { return Result<QJsonObject>(fail(ErrorCode::Io, {})); }));
        }
        const auto pending = pendingJournal(path);
        QVERIFY(pending && *pending);
        QCOMPARE((*pending)->begun, s("snapshot"));
        QCOMPARE((*pending)->project, s("shop"));
        QVERIFY((*pending)->operation == Operation::Full);
        auto steps = Steps::resume(path, {});
        QVERIFY(steps);
        QCOMPARE((*steps->step(s("stop"), says("again", &times)))[s("word")].toString(), s("stopped"));
        QCOMPARE(times, 1);
        QVERIFY(steps->step(s("snapshot"), says("taken")));
        QVERIFY(steps->finish(End::Done));
        QVERIFY(!*pendingJournal(path));
    }

    void nothingIsPendingWhereThereIsNoJournal()
    {
        const QTemporaryDir folder;
        QVERIFY(!*pendingJournal(journalPath(s("x"), folder.path())));
        QVERIFY(abandon(s("x"), folder.path(), s("test")).error().code == ErrorCode::NotFound);
        QVERIFY(journalPath(s("a/b"), folder.path()) != journalPath(s("a/c"), folder.path()));
    }

    void whatCannotBeReadIsPutAside()
    {
        const QTemporaryDir folder;
        const QString path = journalPath(s("x"), folder.path());
        for (const char *text :
             {"{\"brokerdeckJournal\":99}\n", "no JSON\n", "{\"brokerdeckJournal\":1,\"operation\":\"?\"}\n"}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
            file.close();
            const auto pending = pendingJournal(path);
            QVERIFY(!pending);
            QVERIFY2(pending.error().message.contains(path), qPrintable(pending.error().message));
            QVERIFY(unreadStanding(pending.error()).isUnread);
            QVERIFY(abandon(s("x"), folder.path(), s("test")));
            QVERIFY(!*pendingJournal(path));
        }
        QVERIFY(!QDir(folder.path()).entryList({s("*.unread-*")}).isEmpty()); // kept, beside
    }

    void whatTheArchiveHoldsIsWrittenDown()
    {
        const Ends ends{{s("orders"), {3, qint64(1) << 60}}, {s("empty"), {0}}};
        QCOMPARE(endsIn(toJson(s("id"), ends)), ends);
        QVERIFY(endsIn({}).isEmpty());
    }

    void removalsAreSeen()
    {
        const QTemporaryDir folder;
        const World world;
        auto steps = Steps::begin(folder.filePath(s("j")), headOf(world), {});
        QVERIFY(steps->step(s("stop"), says("")));
        QVERIFY(!anyRemoval(steps->progress()));
        (void)steps->step(s("containers"), [] { return Result<QJsonObject>(fail(ErrorCode::Io, {})); });
        QVERIFY(anyRemoval(steps->progress())); // begun: nobody knows
        World now;                              // but what there is
        QVERIFY(!hasRemoved(steps->progress(), now.state));
        QVERIFY(!standingOf(steps->progress(), now.state).hasRemoved);
        std::erase_if(now.state.volumes, [](const engine::Volume &one) { return one.name == s("shop_kafka"); });
        QVERIFY(hasRemoved(steps->progress(), now.state));
        now = World();
        std::erase_if(now.state.containers, [](const engine::Container &one) { return one.id == s("z1"); });
        QVERIFY(hasRemoved(steps->progress(), now.state));
        forgetRemoval(*steps);
        QVERIFY(!anyRemoval(steps->progress()));
        (void)steps->step(s("containers"), says("gone"));
        QVERIFY(hasRemoved(steps->progress(), World().state)); // it says that it has
        QVERIFY(steps->replan(toJson(world.plan)));
        QVERIFY(steps->isDone(s("stop")));
        QVERIFY(anyRemoval(Steps::resume(folder.filePath(s("j")), {})->progress()));
    }

    void whatIsBeingFilledIsHarmed()
    {
        const QTemporaryDir folder;
        const World world;
        auto steps = Steps::begin(folder.filePath(s("j")), headOf(world, "restore"), {});
        QVERIFY(steps->step(s("stage"), says("")) && !anyRemoval(steps->progress()));
        QVERIFY(steps->step(s("create"), says("")) && anyRemoval(steps->progress()));
        QJsonObject harmed = headOf(world, "restore");
        harmed.insert(s("harmed"), true); // it took the place of one that had deleted something
        QVERIFY(anyRemoval(Steps::begin(folder.filePath(s("k")), harmed, {})->progress()));
    }

    void aNeededSnapshotStays()
    {
        const QTemporaryDir folder;
        snapshot::Shelf shelf(s("shop"), folder.filePath(s("shelf")));
        const auto made = shelf.begin(TimePoint(Millis(1)));
        const auto manifest = shelf.finish(*made, {});
        QVERIFY(manifest);
        const QString journal = folder.filePath(s("j"));
        auto steps = Steps::begin(journal, headOf(World()), {});
        QVERIFY(steps->step(s("snapshot"), [&] { return Result<QJsonObject>(QJsonObject{{s("id"), manifest->id}}); }));
        QVERIFY(removeSnapshot(shelf, manifest->id, journal).error().code == ErrorCode::InvalidUse);
        QVERIFY(steps->finish(End::Done));
        QVERIFY(removeSnapshot(shelf, manifest->id, journal));
    }

    void oldSnapshotsGoUnlessTheyAreNeeded()
    {
        using namespace std::chrono_literals;
        const QTemporaryDir folder;
        snapshot::Shelf shelf(s("shop"), folder.filePath(s("shelf")));
        const TimePoint noon{Millis(1'795'000'000'000)};
        QStringList ids;
        for (const auto &[at, isKept] :
             {std::pair(noon, true), {noon + 1s, false}, {noon + 2s, false}, {noon + 48h, false}}) {
            snapshot::Manifest manifest;
            manifest.takenAt = at;
            manifest.isKept = isKept;
            const auto begun = shelf.begin(at);
            QVERIFY(begun);
            ids += shelf.finish(*begun, manifest)->id;
        }
        const QString journal = folder.filePath(s("j"));
        auto steps = Steps::begin(journal, headOf(World()), {});
        QVERIFY(steps->step(s("snapshot"), [&] { return Result<QJsonObject>(QJsonObject{{s("id"), ids[1]}}); }));
        const auto gone = retireSnapshots(shelf, 3, noon + 96h,
                                          journal); // the second is the way back of what is pending
        QCOMPARE(gone.size(), size_t(1));
        QCOMPARE(gone.front().id, ids[2]);
        QCOMPARE(shelf.list().snapshots.size(), size_t(3));
        QVERIFY(!QFileInfo::exists(shelf.directoryOf(ids[2])));
        QVERIFY(steps->finish(End::Done));
        QCOMPARE(retireSnapshots(shelf, 3, noon + 96h, journal).size(), size_t(1));
        QVERIFY(!QFileInfo::exists(shelf.directoryOf(ids[1])) && QFileInfo::exists(shelf.directoryOf(ids[0])));
    }

    void plansReadBack()
    {
        World world;
        const auto back = removalPlanFrom(toJson(world.plan));
        QVERIFY(back && *back == world.plan);
        QVERIFY(!removalPlanFrom({}));
    }

    void saysWhereItStands()
    {
        const QTemporaryDir folder;
        World world;
        auto steps = Steps::begin(journalPath(s("ENGINE/shop"), folder.path()), headOf(world), {});
        QVERIFY(steps->step(s("stop"), says("")));
        Standing standing = standingOf(steps->progress(), world.state);
        QVERIFY(!standing.hasRemoved && standing.snapshot.isEmpty());
        QCOMPARE(standing.volumes.size(), 3);

        QVERIFY(steps->step(s("snapshot"), [] { return Result<QJsonObject>(QJsonObject{{s("id"), s("7")}}); }));
        QVERIFY(!steps->step(s("volumes"), [] { return Result<QJsonObject>(fail(ErrorCode::Io, {})); }));
        std::erase_if(world.state.volumes, [](const engine::Volume &one) { return one.name == s("shop_kafka"); });
        standing = standingOf(steps->progress(), world.state);
        QVERIFY(standing.hasRemoved);
        QCOMPARE(standing.snapshot, s("7"));
        QCOMPARE(standing.goneVolumes, QStringList{s("shop_kafka")});
        QVERIFY2(standing.meaning.contains(QLatin1String("half")), qPrintable(standing.meaning));

        world.volumeOf(s("shop_zookeeper")).createdAt = TimePoint(Millis(99)); // made anew by somebody
        QCOMPARE(standingOf(steps->progress(), world.state).goneVolumes.size(), 2);

        QVERIFY(abandon(s("ENGINE/shop"), folder.path(), s("test")));
        QVERIFY(!*pendingJournal(journalPath(s("ENGINE/shop"), folder.path())));
        QVERIFY(steps->step(s("volumes"), says(""))); // it went on all the same
        QVERIFY(*pendingJournal(journalPath(s("ENGINE/shop"), folder.path())));
    }

    void aFullPlanNamesWhatStays()
    {
        World world;
        for (engine::Container &container : world.state.containers)
            container.state = engine::ContainerState::Running;
        for (size_t at : {size_t(1), size_t(2), size_t(3)})
            world.project.services[at].gates = {
                {at == 1 ? s("zookeeper") : s("kafka"), compose::Condition::Healthy, true}};
        const FullPlan plan = planFull(world.project, world.state);
        QVERIFY(plan.removal == world.plan);
        QCOMPARE(plan.stops, (QStringList{s("zookeeper"), s("kafka"), s("topics"), s("mail")}));
        QCOMPARE(plan.workers, QStringList{s("mail")});
        QCOMPARE(plan.starts, plan.stops);
        QCOMPARE(plan.services, QStringList{s("database")});
        QVERIFY(plan.volumes.contains(s("shop_database")) && plan.volumes.contains(s("shop_certificates")));
        QVERIFY(!plan.volumes.contains(s("shop-two_kafka")));
        world.containerOf("m1").state = engine::ContainerState::Exited; // a worker that does not run stays so
        QVERIFY(!planFull(world.project, world.state).starts.contains(s("mail")));
    }

    void lockedByTheTeamToo()
    {
        World world;
        world.project.protectedVolumes = {s("kafka"), s("by-name")};
        QCOMPARE(lockedVolumes(world.project, {s("mine")}),
                 (QStringList{s("mine"), s("kafka"), s("by-name"), s("shop_kafka")}));
    }
};

QTEST_GUILESS_MAIN(TestResetJournal)
#include "tst_resetjournal.moc"
