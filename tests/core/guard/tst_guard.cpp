// What may be deleted: each class of what must not, alone and mixed with the others, in thousands of generated engines.
#include <QtTest>

#include <set>

#include <QRandomGenerator>

#include "compose/datapaths.h"
#include "fakes/dangers.h"

using namespace bd;
using namespace bd::fakes;
using namespace bd::guard;
using Why = Objection::Why;

class TestGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheStackAndNothingElse()
    {
        const World world;
        QStringList volumes, containers;
        for (const PlannedVolume &one : world.plan.volumes)
            volumes += one.name;
        for (const PlannedContainer &one : world.plan.containers)
            containers += one.id;
        QCOMPARE(volumes, (QStringList{anonymous, s("shop_kafka"), s("shop_zookeeper")}));
        QCOMPARE(containers, (QStringList{s("z1"), s("k1"), s("t1")}));
        QVERIFY(world.plan.volumes[0].isAnonymous && !world.plan.volumes[1].isAnonymous);
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
    }

    void whatIsGoneAlreadyIsNoObjection()
    {
        World world;
        std::erase_if(world.state.containers, [](const engine::Container &one) { return one.project() == s("shop"); });
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        std::erase_if(world.state.volumes, [](const engine::Volume &one) { return one.name == s("shop_kafka"); });
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        world = World(); // a container names it still
        std::erase_if(world.state.volumes, [](const engine::Volume &one) { return one.name == s("shop_zookeeper"); });
        std::erase_if(world.plan.volumes, [](const PlannedVolume &one) { return one.name == s("shop_zookeeper"); });
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
    }

    void whatWasMadeForAContainerGoesWithIt()
    {
        const QString own(64, QLatin1Char('b'));
        World world;
        world.attach("t1", own); // the init service's image declares Kafka's data path, too
        world.plan = planRemoval(world.project, world.state);
        QCOMPARE(world.plan.volumes.size(), size_t(4));
        QCOMPARE(world.plan.volumes.back().name, own);
        QVERIFY(world.plan.volumes.back().goesWithContainer);
        QVERIFY(std::ranges::none_of(world.plan.volumes.begin(), world.plan.volumes.end() - 1,
                                     &PlannedVolume::goesWithContainer));
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        QVERIFY(Permits::forVolume(own, world.facts(), {}));

        World later = world; // and where somebody mounts it meanwhile, nothing goes
        later.containerOf("m1").mounts.push_back(mount(own, "/x"));
        QVERIFY(later.ruling().verdict == Ruling::Verdict::Refused);
        const auto planned = planRemoval(later.project, later.state).volumes;
        QVERIFY(std::ranges::none_of(planned, &PlannedVolume::goesWithContainer));

        std::erase_if(world.state.containers, [](const engine::Container &one) { return one.project() == s("shop"); });
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
    }

    // Its data goes, and what else the engine made for it.
    void whatWasMadeForABrokerGoesWithItToo()
    {
        const QString own(64, QLatin1Char('b'));
        World world;
        world.state.volumes.push_back(volume(own, {}, 9));
        world.containerOf("k1").mounts.push_back(mount(own, "/etc/kafka/own"));
        world.plan = planRemoval(world.project, world.state);
        QVERIFY(world.planned(own).goesWithContainer);
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        world.planned(own).goesWithContainer = false; // by itself it is no data
        QVERIFY(world.ruling().objections.front().why == Why::NotData);
    }

    void aFolderOfTheHostThatHoldsNoDataIsInNobodysWay()
    {
        World world;
        engine::Mount settings;
        settings.kind = engine::Mount::Kind::Bind;
        settings.source = s("/srv/kafka.properties");
        settings.destination = s("/etc/kafka/kafka.properties");
        world.containerOf("k1").mounts.push_back(settings);
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
    }

    void aContainerOfAnotherProjectIsRefusedWhateverTheFileSays()
    {
        World world;
        world.project.name = s("shop-two"); // whose kafka it is
        world.plan.containers = {{s("o1"), s("shop-two-kafka-1"), s("kafka")}};
        QVERIFY(std::ranges::any_of(world.ruling().objections,
                                    [](const Objection &one) { return one.why == Why::OtherContainer; }));
    }

    void whatIsSharedKeepsTheWholeSet()
    {
        World world;
        world.containerOf("o1").mounts.push_back(mount(s("shop_kafka"), "/var/lib/kafka/data"));
        world.plan = planRemoval(world.project, world.state);
        QCOMPARE(world.plan.volumes.size(), size_t(2)); // ZooKeeper's alone would be half a set
        const Ruling ruling = world.ruling();
        QVERIFY(ruling.verdict == Ruling::Verdict::Refused);
        QVERIFY(ruling.objections.front().why == Why::HalfASet);
        QCOMPARE(ruling.objections.front().subject, s("shop_kafka"));
    }

    // The file has been edited since: what the container has is what there is.
    void aContainerTellsMoreThanTheFile()
    {
        World world;
        world.project.volumes.push_back({s("newer"), s("shop_newer"), false});
        world.state.volumes.push_back(volume(s("shop_newer"), s("shop"), 8));
        world.project.services[1].mounts = {{engine::Mount::Kind::Volume, s("newer"), s("/var/lib/kafka/data"), false}};
        const auto planned = planRemoval(world.project, world.state).volumes;
        QVERIFY(std::ranges::find(planned, s("shop_kafka"), &PlannedVolume::name) != planned.end());
        QVERIFY(std::ranges::find(planned, s("shop_newer"), &PlannedVolume::name) == planned.end());
    }

    void foldersOfTheHostAreNoVolumes()
    {
        World world;
        engine::Mount folder = mount(s("shop_kafka"), "/var/lib/kafka/data"); // whatever name it bears
        folder.kind = engine::Mount::Kind::Bind;
        world.containerOf("m1").mounts = {folder};
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        folder.name.clear();
        world.containerOf("k1").mounts = {folder};
        for (const StackVolume &one : stackVolumes(world.project, world.state.containers))
            QVERIFY(!one.name.isEmpty());
        world = World();
        world.project.services[3].mounts = {{engine::Mount::Kind::Bind, s("kafka"), s("/attachments"), false}};
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
    }

    // «compose run kafka»: a shell beside the broker, that may be writing there.
    void whatAnOddContainerMountsIsShared()
    {
        World world;
        engine::Container run = container(s("shop"), "kafka", "r1");
        run.labels.insert(s("com.docker.compose.oneoff"), s("True"));
        run.mounts = {mount(s("shop_kafka"), "/var/lib/kafka/data")};
        world.state.containers.push_back(run);
        const auto planned = planRemoval(world.project, world.state).volumes;
        QVERIFY(std::ranges::find(planned, s("shop_kafka"), &PlannedVolume::name) == planned.end());
    }

    void withoutContainersTheFileTells()
    {
        World world;
        std::erase_if(world.state.containers, [](const engine::Container &one) { return one.project() == s("shop"); });
        const auto mountOf = [](const char *key, const char *target) {
            return compose::MountSpec{engine::Mount::Kind::Volume, s(key), s(target), false};
        };
        world.project.services[0].mounts = {mountOf("zookeeper", "/var/lib/zookeeper/data")};
        world.project.services[1].mounts = {mountOf("kafka", "/var/lib/kafka/data"),
                                            mountOf("certificates", "/etc/kafka/secrets")};
        world.project.services[4].mounts = {mountOf("database", "/var/lib/postgresql/data")};
        world.plan = planRemoval(world.project, world.state);
        QStringList names;
        for (const PlannedVolume &one : world.plan.volumes)
            names += one.name;
        QCOMPARE(names, (QStringList{s("shop_kafka"), s("shop_zookeeper")}));
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        world.state.containers.push_back(
            container(s("shop"), "kafka", "k1")); // of one of the two: it does not tell of the other
        const auto withOne = planRemoval(world.project, world.state).volumes;
        QVERIFY(std::ranges::find(withOne, s("shop_zookeeper"), &PlannedVolume::name) != withOne.end());
        world.state.containers.back().labels.insert(s("com.docker.compose.oneoff"), s("True"));
        const auto withARun = planRemoval(world.project, world.state).volumes; // it tells of none
        QVERIFY(std::ranges::find(withARun, s("shop_kafka"), &PlannedVolume::name) != withARun.end());
        world.state.containers.pop_back();
        world.project.volumes.push_back({s("certificates"), s("shop_certificates"), false});
        QCOMPARE(planRemoval(world.project, world.state).volumes.size(), size_t(2)); // in the file, and no data
        auto &mounts = world.project.services[1].mounts;
        mounts.front().kind = engine::Mount::Kind::Bind; // a folder that is called like a volume
        QCOMPARE(planRemoval(world.project, world.state).volumes.size(), size_t(1));
        mounts.front().kind = engine::Mount::Kind::Volume;
        world.project.volumes[0].external = true; // in the plan, so that it is said why nothing goes
        QVERIFY(world.ruling().objections.front().why == Why::External);
    }

    void anOrphanMayGoAlone()
    {
        World world;
        world.state.volumes.push_back(volume(s("shop_old"), s("shop"), 8));
        world.plan = planRemovalOf(s("shop_old"), world.project, world.state);
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        const auto why = [&](const char *name) {
            world.plan = planRemovalOf(s(name), world.project, world.state);
            const Ruling ruling = world.ruling();
            return ruling.verdict == Ruling::Verdict::Refused ? std::optional(ruling.objections.front().why)
                                                              : std::nullopt;
        };
        QVERIFY(why("shop_kafka") == Why::HalfASet);
        QVERIFY(why("shop_database") == Why::OtherService);
        QVERIFY(why("shop_certificates") == Why::NotData);
        QVERIFY(why("shop-two_kafka") == Why::OtherLabel);
        QVERIFY(planRemovalOf(s("none"), world.project, world.state).volumes.empty());
    }

    void ownHoldersNeedTheirLabel()
    {
        World world;
        QVERIFY(!Permits::forOwnHolder(s("n1"), world.state));
        QVERIFY(!Permits::forOwnVolume(s("shop_kafka"), world.state));
        world.containerOf("n1").labels = {{holderLabel(), s("shop")}};
        QVERIFY(Permits::forOwnHolder(s("n1"), world.state));
        world.containerOf("n1").labels.insert(s("com.docker.compose.project"), s("shop"));
        QVERIFY(!Permits::forOwnHolder(s("n1"), world.state)); // somebody's service that bears our label
        world.volumeOf(s("somebodys")).labels = {{holderLabel(), s("shop")}};
        QVERIFY(!Permits::forOwnVolume(s("somebodys"), world.state)); // it is mounted
        world.containerOf("n1").mounts.clear();
        QVERIFY(Permits::forOwnVolume(s("somebodys"), world.state));
        world.volumeOf(s("somebodys")).labels = {{s("another"), s("shop")}};
        QVERIFY(!Permits::forOwnVolume(s("somebodys"), world.state));
        world.volumeOf(s("shop_kafka")).labels.insert(holderLabel(), s("shop"));
        world.containerOf("k1").mounts.clear();
        QVERIFY(!Permits::forOwnVolume(s("shop_kafka"), world.state)); // Compose's label as well: not ours alone
    }

    void aLessonsContainersAreThoseOfItsProjectAndFolder()
    {
        World world;
        const QString project = practicePrefix() + s("stale-node"), folder = s("/tmp/lesson");
        const auto made = [&](const QString &name, const QString &where) {
            engine::Container one = container(name, "kafka", "p1");
            one.labels.insert(s("com.docker.compose.project.working_dir"), where);
            std::erase_if(world.state.containers, [](const engine::Container &other) { return other.id == s("p1"); });
            world.state.containers.push_back(one);
        };
        made(project, folder);
        const auto permit = Permits::forPracticeContainer(s("p1"), folder, world.state);
        QVERIFY(permit && permit->what() == s("p1"));
        QVERIFY(!Permits::forPracticeContainer(s("p1"), s("/home/ann/shop"), world.state));
        QVERIFY(!Permits::forPracticeContainer(s("nobody"), folder, world.state));
        made(s("shop"), folder);
        QVERIFY(!Permits::forPracticeContainer(s("p1"), folder, world.state));
        made(project, QString());
        QVERIFY(!Permits::forPracticeContainer(s("p1"), QString(), world.state));
    }

    // `before`: while the lesson's containers were still there; they are gone when its volumes go.
    void aLessonsVolumesAreItsOwn()
    {
        World world;
        const QString project = practicePrefix() + s("stale-node"), named = project + s("_kafka");
        const QString unnamed(64, QLatin1Char('e'));
        world.state.volumes.push_back(volume(named, project, 1));
        world.state.volumes.push_back(volume(unnamed, {}, 2));
        World before = world;
        engine::Container kafka = container(project, "kafka", "p1");
        kafka.mounts = {mount(named, "/var/lib/kafka/data"), mount(unnamed, "/etc/kafka/secrets")};
        before.state.containers.push_back(kafka);
        const auto may = [&](const QString &name, const QString &of) {
            return Permits::forPracticeVolume(name, of, before.state, world.state).has_value();
        };
        QVERIFY(may(named, project) && may(unnamed, project));
        QVERIFY(!may(s("shop_kafka"), project) && !may(anonymous, project) && !may(s("none"), project));

        std::erase_if(world.state.containers, [](const engine::Container &one) { return one.id == s("n1"); });
        QVERIFY(!may(s("somebodys"), project)); // of another project, and nobody mounts it
        before.state.containers.back().mounts.push_back(mount(s("somebodys"), "/x"));
        QVERIFY(!may(s("somebodys"), project));
        world.volumeOf(unnamed).labels.clear(); // no name of the engine's
        QVERIFY(!may(unnamed, project));
        world.volumeOf(unnamed) = volume(unnamed, {}, 2);
        world.volumeOf(unnamed).labels.insert(s("com.docker.compose.project"), s("shop"));
        QVERIFY(!may(unnamed, project));
        world.volumeOf(unnamed) = volume(unnamed, {}, 2);
        QVERIFY(may(unnamed, project));

        const World alone = before;
        before.containerOf("m1").mounts.push_back(mount(unnamed, "/x")); // somebody else's, too
        QVERIFY(!may(unnamed, project));
        before = alone;
        before.state.containers.back().mounts.clear(); // never seen with the lesson
        QVERIFY(!may(unnamed, project));
        before = alone;
        world.containerOf("m1").mounts.push_back(mount(named, "/x")); // mounted now
        QVERIFY(!may(named, project));

        World other; // a project that is no lesson has no such volume
        std::erase_if(other.state.containers, [](const engine::Container &one) { return one.project() == s("shop"); });
        QVERIFY(!Permits::forPracticeVolume(s("shop_kafka"), s("shop"), World().state, other.state));
    }

    void eachDangerIsRefused_data()
    {
        QTest::addColumn<int>("danger");
        for (size_t i = 0; i < dangers().size(); ++i)
            QTest::newRow(dangers()[i].name) << int(i);
    }

    void eachDangerIsRefused()
    {
        QFETCH(int, danger);
        World world;
        dangers()[size_t(danger)].happen(world);
        const Ruling ruling = world.ruling();
        QVERIFY(ruling.verdict == Ruling::Verdict::Refused);
        QCOMPARE(ruling.objections.size(), size_t(1));
        QVERIFY(ruling.objections.front().why == dangers()[size_t(danger)].why);
        QVERIFY(!ruling.objections.front().text.isEmpty());
        QVERIFY(world.ruling(world.state.context.name).verdict == Ruling::Verdict::Refused); // no confirmation helps
        QVERIFY(!Permits::forVolume(s("shop_kafka"), world.facts(), {}));
        QVERIFY(!Permits::forContainer(s("k1"), world.facts(), {}));
    }

    // With any one rule missing, some danger would be let through.
    void everyRuleIsNeeded()
    {
        for (size_t missing = 0; missing < rules().size(); ++missing) {
            std::vector<Rule> others(rules().begin(), rules().end());
            others.erase(others.begin() + std::ptrdiff_t(missing));
            const bool isNeeded = std::ranges::any_of(dangers(), [&](const Danger &danger) {
                World world;
                danger.happen(world);
                return ruleOn(world.facts(), {}, others).verdict != Ruling::Verdict::Refused;
            });
            QVERIFY2(isNeeded, qPrintable(QString::number(missing)));
        }
    }

    void farAwayOrProtectedIsConfirmedTwice()
    {
        for (const bool remote : {true, false}) {
            World world;
            world.state.context.endpoint = remote ? s("ssh://devbox") : s("unix:///var/run/docker.sock");
            world.marks.isProtected = !remote;
            world.state.context.name = world.plan.context = s("devbox");
            QVERIFY(world.ruling().verdict == Ruling::Verdict::NeedsConfirmation);
            QVERIFY(world.ruling(s("devbox2")).verdict == Ruling::Verdict::NeedsConfirmation);
            QVERIFY(world.ruling(s("devbox")).verdict == Ruling::Verdict::Allowed);
            QVERIFY(!Permits::forVolume(s("shop_kafka"), world.facts(), {}));
            QVERIFY(Permits::forVolume(s("shop_kafka"), world.facts(), s("devbox")));
            world.state.context.name = world.plan.context = QString(); // nothing said is no word for it
            QVERIFY(world.ruling().verdict == Ruling::Verdict::NeedsConfirmation);
        }
    }

    void aContainerOfAnotherServiceIsAnotherOne()
    {
        World world;
        world.containerOf("k1").labels[s("com.docker.compose.service")] = s("zookeeper");
        const Ruling ruling = world.ruling();
        QVERIFY(std::ranges::any_of(ruling.objections, [&](const Objection &one) {
            return one.why == Why::Changed && one.text.contains(world.containerOf("k1").name);
        }));
    }

    void theTeamSaysWhatIsDevelopment()
    {
        World world;
        const auto soundsLikeIt = [&world] {
            return std::ranges::any_of(world.ruling().objections,
                                       [](const Objection &one) { return one.why == Why::LooksLikeProduction; });
        };
        world.project.services[3].name = s("live-mail"); // no broker
        QVERIFY(!soundsLikeIt());
        world.project.services[1].name = s("prod-kafka");
        QVERIFY(soundsLikeIt());
        world.project.services[1].name = s("product-kafka");
        QVERIFY(std::ranges::none_of(world.ruling().objections,
                                     [](const Objection &one) { return one.why == Why::LooksLikeProduction; }));
        for (const char *listener :
             {"INSIDE://kafka:29092,OUTSIDE://kafka.prod.example.org:9092", "A://kafka-live:1"}) {
            world.project.services[1].environment = {{s("KAFKA_ADVERTISED_LISTENERS"), s(listener)}};
            QVERIFY(world.ruling().objections.front().why == Why::LooksLikeProduction);
        }
        world.project.services[1].environment.clear();
        world.project.services[1].containerName = s("team_production_1");
        QVERIFY(world.ruling().objections.front().why == Why::LooksLikeProduction);
        world = World();
        world.project.name = s("shop-prod");
        QVERIFY(std::ranges::any_of(world.ruling().objections,
                                    [](const Objection &one) { return one.why == Why::LooksLikeProduction; }));
        world = World();
        world.state.context.name = world.plan.context = s("live.example.org");
        QVERIFY(world.ruling().objections.front().why == Why::LooksLikeProduction);
        world.marks.isDevelopment = true;
        QVERIFY(std::ranges::none_of(world.ruling().objections,
                                     [](const Objection &one) { return one.why == Why::LooksLikeProduction; }));
    }

    // A lock on Kafka's volume keeps its records, too; one on ZooKeeper's has to do with no record.
    void recordsOfALockedVolumeStay()
    {
        World world;
        world.plan = planOfRecords(s("shop"), s("ENGINE"), s("default"));
        world.marks.lockedVolumes = {s("shop_zookeeper"), s("shop_database")};
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        world.marks.lockedVolumes = {s("shop_kafka")};
        QVERIFY(world.ruling().objections.front().why == Why::Locked);
        world.plan.takesRecords = false;
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);

        world = World(); // where there is no container, the file tells which is which
        std::erase_if(world.state.containers, [](const engine::Container &one) { return one.project() == s("shop"); });
        const auto mountOf = [](const char *key, const char *target) {
            return compose::MountSpec{engine::Mount::Kind::Volume, s(key), s(target), false};
        };
        world.project.services[0].mounts = {mountOf("zookeeper", "/var/lib/zookeeper/data")};
        world.project.services[1].mounts = {mountOf("kafka", "/var/lib/kafka/data")};
        world.plan = planOfRecords(s("shop"), s("ENGINE"), s("default"));
        world.marks.lockedVolumes = {s("shop_zookeeper")};
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
        world.marks.lockedVolumes = {s("shop_kafka")};
        QVERIFY(world.ruling().objections.front().why == Why::Locked);
    }

    // «compose down», and the database's volume looks like nobody's.
    void aServicesVolumeStaysWithoutItsContainer()
    {
        World world;
        world.project.services[4].mounts = {
            {engine::Mount::Kind::Volume, s("database"), s("/var/lib/postgresql/data"), false}};
        std::erase_if(world.state.containers, [](const engine::Container &one) { return one.project() == s("shop"); });
        world.plan = planRemovalOf(s("shop_database"), world.project, world.state);
        QVERIFY(world.ruling().objections.front().why == Why::OtherService);
        world.project.services[1].mounts = {{engine::Mount::Kind::Volume, s("kafka"), s("/var/lib/kafka/data"), false},
                                            {engine::Mount::Kind::Volume, s("database"), s("/etc/kafka/secrets"),
                                             false}};
        world.project.services[4].mounts.clear(); // the broker's, and none of its data
        QVERIFY(world.ruling().objections.front().why == Why::OtherService);
        world.project.services[1].mounts.clear(); // nothing says whose it is: an orphan
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Allowed);
    }

    void permitsAreForWhatWasShown()
    {
        const World world;
        QVERIFY(!Permits::forVolume(s("shop_database"), world.facts(), {}));
        QVERIFY(!Permits::forContainer(s("m1"), world.facts(), {}));
        auto permit = Permits::forContainer(s("k1"), world.facts(), {});
        QVERIFY(permit && permit->kind() == engine::RemovalPermit::Kind::Container);
        QCOMPARE(permit->what(), s("k1"));
        QCOMPARE(permit->engineId(), s("ENGINE"));
        const engine::RemovalPermit taken = std::move(*permit);
        QCOMPARE(taken.what(), s("k1"));
        QVERIFY(permit->what().isEmpty()); // good for one
    }

    // Whatever happens together, in whatever engine: it is refused exactly where something dangerous did.
    void anyMixtureIsRefused()
    {
        QRandomGenerator random(5);
        int allowed = 0;
        for (int round = 0; round < 20'000; ++round) {
            World world = crowded(random);
            const std::set<int> happened = someDangers(random);
            for (const int one : happened)
                dangers()[size_t(one)].happen(world);
            const Ruling ruling = world.ruling();
            QCOMPARE(ruling.verdict == Ruling::Verdict::Allowed, happened.empty());
            allowed += happened.empty() ? 1 : 0;
            for (const PlannedVolume &one : world.plan.volumes)
                QCOMPARE(Permits::forVolume(one.name, world.facts(), {}).has_value(), happened.empty());
        }
        QVERIFY(allowed > 2000 && allowed < 10'000);
    }

    void pathsAreThoseOfTheImage_data()
    {
        QTest::addColumn<compose::Service>("service");
        QTest::addColumn<QStringList>("paths");
        using compose::Flavour;
        using compose::Role;
        const auto row = [](const char *name, Role role, Flavour flavour, const QMap<QString, QString> &environment,
                            const QStringList &paths) {
            compose::Service one = service("x", role, flavour);
            one.environment = environment;
            QTest::newRow(name) << one << paths;
        };
        row("cp-kafka", Role::Broker, Flavour::ConfluentKafka, {}, {s("/var/lib/kafka/data")});
        row("cp-kafka, elsewhere", Role::Broker, Flavour::ConfluentKafka, {{s("KAFKA_LOG_DIRS"), s("/a/,/b")}},
            {s("/a"), s("/b")});
        row("cp-zookeeper", Role::ZooKeeper, Flavour::ConfluentZooKeeper, {},
            {s("/var/lib/zookeeper/data"), s("/var/lib/zookeeper/log")});
        row("zookeeper", Role::ZooKeeper, Flavour::ZooKeeper, {{s("ZOO_DATA_LOG_DIR"), s("/logs")}},
            {s("/data"), s("/logs")});
        row("bitnami", Role::Broker, Flavour::BitnamiKafka, {}, {s("/bitnami/kafka")});
        row("apache", Role::Broker, Flavour::ApacheKafka,
            {{s("KAFKA_LOG_DIRS"), s("/d")}, {s("KAFKA_METADATA_LOG_DIR"), s("/m")}}, {s("/d"), s("/m")});
        row("a worker has none", Role::Worker, Flavour::ConfluentKafka, {}, {});
        row("nothing tells", Role::Broker, Flavour::Unknown, {}, {});
    }

    void pathsAreThoseOfTheImage()
    {
        QFETCH(compose::Service, service);
        QStringList found;
        for (const compose::DataPath &one : compose::dataPaths(service))
            found += one.path;
        QTEST(found, "paths");
    }

    void aMountHoldsWhatIsBelowIt()
    {
        QVERIFY(compose::holdsPath(s("/var/lib/kafka"), s("/var/lib/kafka/data")));
        QVERIFY(compose::holdsPath(s("/var/lib/kafka/data/"), s("/var/lib/kafka/data")));
        QVERIFY(!compose::holdsPath(s("/var/lib/kafka/dat"), s("/var/lib/kafka/data")));
        QVERIFY(!compose::holdsPath(s("/var/lib/kafka/data/x"), s("/var/lib/kafka/data")));
        QVERIFY(!compose::holdsPath(s("/"), s("/var/lib/kafka/data")));
        QVERIFY(!compose::holdsPath(QString(), s("/var/lib/kafka/data")));
    }
};

QTEST_APPLESS_MAIN(TestGuard)
#include "tst_guard.moc"
