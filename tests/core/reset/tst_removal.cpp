// The runner of removals over engines made by chance: whatever happens, nothing goes that was not shown and confirmed.
#include <QtTest>

#include "fakes/dangers.h"
#include "fakes/fakedocker.h"
#include "reset/removal.h"
#include "reset/resetplan.h"

using namespace bd;
using namespace bd::fakes;
using namespace bd::reset;

namespace {

// Each journal is flushed to the disk, line by line: thousands of them go into memory, where there is such a place.
QString placeForJournals()
{
    return QFileInfo(s("/dev/shm")).isWritable() ? s("/dev/shm/bdtest-XXXXXX") : QDir::tempPath() + s("/bdtest-XXXXXX");
}

template<typename All, typename Name>
QSet<QString> namesOf(const All &all, Name name)
{
    QSet<QString> names;
    for (const auto &one : all)
        names.insert(one.*name);
    return names;
}

struct Names {
    QSet<QString> containers, volumes;
    explicit Names(const guard::EngineState &state)
        : containers(namesOf(state.containers, &engine::Container::id)),
          volumes(namesOf(state.volumes, &engine::Volume::name))
    {}
    explicit Names(const guard::RemovalPlan &plan)
        : containers(namesOf(plan.containers, &guard::PlannedContainer::id)),
          volumes(namesOf(plan.volumes, &guard::PlannedVolume::name))
    {}
};

// A reset's removals on an engine of its own.
struct Removing {
    World world;
    std::shared_ptr<FakeDocker> docker;
    engine::Engine engine;
    startup::EventLog log{[](const timeline::Event &) {}, Clock::system()};
    std::optional<Steps> steps;

    Removing(World made, const QString &journal)
        : world(std::move(made)), docker(std::make_shared<FakeDocker>(world.state)), engine(docker),
          steps(*Steps::begin(journal, headOf(world), {}))
    {}

    static QJsonObject headOf(const World &world)
    {
        QJsonObject head = toJson(world.plan);
        head.insert(s("operation"), s("full"));
        return head;
    }
    Confirmed confirmed() const { return {world.plan, world.marks, {}}; }
    Result<> containers() { return removeContainers(engine, world.project, confirmed(), *steps, log); }
    Result<> volumes() { return removeVolumes(engine, world.project, confirmed(), *steps, log); }
};

} // namespace

class TestRemovals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("DOCKER_HOST");
        qunsetenv("DOCKER_CONTEXT");
    }

    void whatWasShownGoesAndNothingElse()
    {
        const QTemporaryDir folder(placeForJournals());
        QRandomGenerator random(7);
        int gone = 0;
        for (int round = 0; round < 10'000; ++round) {
            World world = crowded(random);
            for (engine::Container &one : world.state.containers)
                one.state = random.bounded(2) ? engine::ContainerState::Running : engine::ContainerState::Exited;
            const std::set<int> happened = someDangers(random);
            for (const int one : happened)
                dangers()[size_t(one)].happen(world);
            Removing removing(world, folder.filePath(QString::number(round)));
            const Names before(world.state), planned(world.plan);
            const bool went = removing.containers().and_then([&] { return removing.volumes(); }).has_value();
            QVERIFY(QFile::remove(folder.filePath(QString::number(round))));
            const Names after(removing.docker->state());
            QCOMPARE(went, happened.empty());
            if (went) {
                QCOMPARE(before.containers - after.containers, planned.containers);
                QCOMPARE(before.volumes - after.volumes, planned.volumes);
            } else {
                QVERIFY(removing.docker->changes().empty()); // not even stopped
            }
            gone += went ? 1 : 0;
        }
        QVERIFY(gone > 1000 && gone < 5000);
    }

    // The containers have gone; what happens now keeps the volumes.
    void whatHappensInBetweenStopsIt()
    {
        const QTemporaryDir folder(placeForJournals());
        for (size_t at = 0; at < dangers().size(); ++at) {
            World world;
            Removing removing(world, folder.filePath(QString::number(at)));
            const Names before(world.state), planned(world.plan);
            QVERIFY(removing.containers());
            World later = world;
            dangers()[at].happen(later);
            const bool isOfContainers = Names(later.plan).containers != planned.containers
                                        || later.state.containers != world.state.containers;
            std::erase_if(later.state.containers,
                          [&](const engine::Container &one) { return planned.containers.contains(one.id); });
            removing.docker->setState(later.state);
            removing.world.project = later.project;
            removing.world.marks = later.marks;
            const bool went = removing.volumes().has_value();
            const Names after(removing.docker->state());
            QVERIFY2((before.containers - after.containers) == planned.containers, dangers()[at].name);
            QVERIFY2(planned.volumes.contains(before.volumes - after.volumes), dangers()[at].name);
            const bool isOfVolumes = later.state.id != world.state.id || later.state.volumes != world.state.volumes
                                     || later.marks != world.marks || later.state.context != world.state.context;
            if (isOfVolumes && !isOfContainers)
                QVERIFY2(!went, dangers()[at].name);
        }
    }

    // Whoever goes on after a crash does not do twice what was done, and still asks.
    void goingOnAsksAgain()
    {
        const QTemporaryDir folder;
        const QString journal = folder.filePath(s("journal"));
        Removing removing{World(), journal};
        QVERIFY(removing.containers());
        removing.steps.reset();
        removing.steps.emplace(*Steps::resume(journal, {}));
        QVERIFY(removing.containers()); // done: they are not asked for again
        QCOMPARE(removing.docker->changes().size(), size_t(1));
        removing.world.marks.lockedVolumes = {s("shop_kafka")};
        QVERIFY(!removing.volumes());
        QCOMPARE(removing.docker->changes().size(), size_t(1));
        removing.world.marks.lockedVolumes.clear();
        QVERIFY(removing.volumes());
        QCOMPARE(removing.docker->changes().back(),
                 (QStringList{s("volume"), s("rm"), s("--"), anonymous, s("shop_kafka"), s("shop_zookeeper")}));
        const auto changes = removing.docker->changes().size();
        removing.docker->setState(World().state); // made anew, under the same names
        QVERIFY(removing.containers() && removing.volumes());
        QCOMPARE(removing.docker->changes().size(), changes);
    }
};

QTEST_APPLESS_MAIN(TestRemovals)
#include "tst_removal.moc"
