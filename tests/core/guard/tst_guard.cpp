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
        world.volumeOf(s("shop_kafka")).labels.insert(holderLabel(), s("shop"));
        QVERIFY(!Permits::forOwnVolume(s("shop_kafka"), world.state)); // Compose's label as well: not ours alone
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
        world.project.services[1].name = s("prod-kafka");
        QVERIFY(world.ruling().verdict == Ruling::Verdict::Refused);
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
        world.project.services[4].mounts.clear(); // nothing says whose it is: an orphan
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
