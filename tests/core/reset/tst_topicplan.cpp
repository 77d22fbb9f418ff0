// What the smaller resets take, whom they stop, and whom they leave alone.
#include <algorithm>

#include <QtTest>

#include "fakes/engineworld.h"
#include "fakes/recordingrunner.h"
#include "reset/script.h"
#include "reset/topicplan.h"

using namespace bd;
using namespace bd::fakes;
using namespace bd::reset;

namespace {

kafka::Topic topic(const char *name, int partitions)
{
    kafka::Topic made;
    made.name = s(name);
    for (int id = 0; id < partitions; ++id)
        made.partitions.push_back({id, 1, {1}, {1}, {}});
    return made;
}

kafka::ConfigEntry set(const char *name, const char *value)
{
    kafka::ConfigEntry entry;
    entry.name = s(name);
    entry.value = s(value);
    entry.source = kafka::ConfigEntry::Source::Topic;
    return entry;
}

kafka::GroupDescription group(const char *id, std::vector<kafka::GroupMember> members = {})
{
    kafka::GroupDescription made;
    made.id = s(id);
    made.state = members.empty() ? kafka::GroupState::Empty : kafka::GroupState::Stable;
    made.members = std::move(members);
    return made;
}

kafka::GroupMember member(const char *host, const char *reads)
{
    kafka::GroupMember made;
    made.clientId = s("client");
    made.host = s(host);
    made.assignment = {{s(reads), 0}};
    return made;
}

kafka::CommittedOffset committed(const char *topic, int partition, qint64 offset)
{
    return {{s(topic), partition}, offset, {}};
}

// orders is expected, prices is compacted, strays is neither.
struct Kafka {
    World world;
    TopicFacts facts;

    Kafka()
    {
        world.project.expectedTopics = {{s("orders"), 3, 1, {}, {}}, {s("returns"), 1, 1, {}, {}}};
        facts.metadata.clusterId = s("kVb6mUq3QJ");
        facts.metadata.topics = {topic("orders", 3), topic("prices", 1), topic("strays", 2),
                                 topic("__consumer_offsets", 50)};
        facts.offsets[s("orders")] = {{0, 0, 5}, {1, 2, 2}, {2, 0, 0}};
        facts.configs[s("orders")] = {set("retention.ms", "1000")};
        facts.configs[s("prices")] = {set("cleanup.policy", "compact")};
        facts.configs[s("strays")] = {};
        facts.groups = {group("billing"), group("mail", {member("172.18.0.5", "orders")}),
                        group("laptop", {member("172.18.0.1", "orders")}), group("else")};
        facts.committed[s("billing")] = {committed("orders", 0, 3)};
        facts.committed[s("mail")] = {committed("orders", 0, 1), committed("strays", 0, 1)};
        facts.committed[s("else")] = {committed("other", 0, 1)};
        facts.servicesByAddress[s("172.18.0.5")] = s("mail");
    }

    TopicPlan plan(const TopicWish &wish) const { return *planTopics(world.project, world.state, wish, facts); }
};

const PlannedGroup &groupIn(const TopicPlan &plan, const char *id)
{
    return *std::ranges::find(plan.groups, s(id), &PlannedGroup::id);
}

QStringList namesOf(const TopicPlan &plan)
{
    QStringList names;
    for (const PlannedTopic &one : plan.topics)
        names += one.name;
    return names;
}

bool bashTakes(const QString &script)
{
    QProcess bash;
    bash.start(s("bash"), {s("-n")});
    bash.write(script.toUtf8());
    bash.closeWriteChannel();
    return bash.waitForFinished(10'000) && bash.exitCode() == 0;
}

} // namespace

class TestTopicPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyingTakesAllButKafkasOwn()
    {
        const TopicPlan plan = Kafka().plan({});
        QCOMPARE(namesOf(plan), (QStringList{s("orders"), s("prices"), s("strays")}));
        QVERIFY(plan.topics[0].way == PlannedTopic::Way::Empty);
        QVERIFY(plan.topics[1].way == PlannedTopic::Way::Recreate); // compacted
        QCOMPARE(*plan.topics[0].records, 5);
        QVERIFY(!plan.topics[2].records); // not known is not 0
        QCOMPARE(plan.topics[0].config[s("retention.ms")], s("1000"));
        QVERIFY(plan.topics[0].isExpected && !plan.topics[1].isExpected);
        QVERIFY(plan.create.empty() && plan.inits.isEmpty());
        QVERIFY(groupIn(plan, "billing").way == PlannedGroup::Way::Rewind);
        QVERIFY(groupIn(plan, "mail").way == PlannedGroup::Way::Rewind);
        QCOMPARE(plan.stops, QStringList{s("mail")}); // its own worker
        QVERIFY(groupIn(plan, "laptop").way == PlannedGroup::Way::Leave);
        QVERIFY(groupIn(plan, "laptop").why.contains(s("172.18.0.1")));
        QVERIFY(std::ranges::find(plan.groups, s("else"), &PlannedGroup::id) == plan.groups.end());
    }

    void recreatingTakesTheExpected()
    {
        const TopicPlan plan = Kafka().plan({Operation::Recreate, {}, {}});
        QCOMPARE(namesOf(plan), QStringList{s("orders")});
        QVERIFY(plan.topics[0].way == PlannedTopic::Way::Delete);
        QCOMPARE(plan.create.size(), size_t(2)); // the missing one, too
        QCOMPARE(plan.create[0].partitions, 3);
        QCOMPARE(plan.inits, QStringList{s("topics")});
        QVERIFY(groupIn(plan, "billing").way == PlannedGroup::Way::Delete);
        QVERIFY(groupIn(plan, "mail").way == PlannedGroup::Way::Leave); // it reads strays as well
        QVERIFY(plan.stops.isEmpty());
        QCOMPARE(plan.stays, (QStringList{s("prices"), s("strays")}));
    }

    void whatIsChosenCounts()
    {
        const Kafka kafka;
        const TopicPlan plan = kafka.plan({Operation::Recreate, {s("strays")}, QStringList{s("else")}});
        QCOMPARE(namesOf(plan), QStringList{s("strays")});
        // whom nobody chose keeps nothing in what is deleted: that is shown, and archived
        for (const PlannedGroup &group : plan.groups) {
            QCOMPARE(group.isUnchosen, group.id != s("else"));
            QVERIFY(group.id == s("else") || (group.way == PlannedGroup::Way::Leave && !group.committed.empty()));
        }
        QCOMPARE(plan.create.size(), size_t(1)); // strays is not expected: it does not come back
        const auto refused = [&](const TopicWish &wish) {
            return planTopics(kafka.world.project, kafka.world.state, wish, kafka.facts).error().code;
        };
        QVERIFY(kafka.plan({Operation::Empty, {}, QStringList()}).groups.empty());
        QVERIFY(refused({Operation::Empty, {s("none")}, {}}) == ErrorCode::NotFound);
        QVERIFY(refused({Operation::Empty, {s("__consumer_offsets")}, {}}) == ErrorCode::InvalidUse);
        QVERIFY(refused({Operation::Empty, {}, QStringList{s("none")}}) == ErrorCode::NotFound);
    }

    void plansReadBack()
    {
        for (const Operation level : {Operation::Empty, Operation::Recreate}) {
            const TopicPlan plan = Kafka().plan({level, {}, {}});
            const auto back = topicPlanFrom(toJson(plan));
            QVERIFY(back);
            QVERIFY(*back == plan);
        }
        QVERIFY(!topicPlanFrom({}));
    }

    void scriptsAreScripts()
    {
        Kafka kafka;
        kafka.world.project.name = s("a 'shop' $(rm -rf x)"); // whatever it is called
        kafka.world.project.call.project = kafka.world.project.name;
        kafka.world.project.call.environment = {{s("PORT"), s("1")}, {s("DB_PASSWORD"), s("hunter2")}};
        const engine::Engine engine(std::make_shared<RecordingRunner>());
        for (const Operation level : {Operation::Empty, Operation::Recreate}) {
            const QString script = topicScript(engine, kafka.world.project, kafka.plan({level, {}, {}}),
                                               kafka.world.state, WayBack::Keep);
            const QString bare = topicScript(engine, kafka.world.project, kafka.plan({level, {}, {}}),
                                             kafka.world.state, WayBack::None);
            QVERIFY2(bashTakes(bare) && !bare.contains(s("before-reset")), qPrintable(bare));
            QVERIFY2(script.contains(s("before-reset/records-orders.txt")), qPrintable(script));
            QVERIFY2(bashTakes(script), qPrintable(script));
            QVERIFY2(!script.contains(s("hunter2")), qPrintable(script));
            QVERIFY(
                script.contains(level == Operation::Empty ? s("kafka-delete-records") : s("--delete --topic orders")));
        }
        const FullPlan full = planFull(kafka.world.project, kafka.world.state);
        const QString script = fullScript(engine, kafka.world.project, full, kafka.world.state, WayBack::Keep);
        QVERIFY2(bashTakes(script), qPrintable(script));
        const QString none = fullScript(engine, World().project, planFull(World().project, World().state),
                                        World().state, WayBack::None);
        QVERIFY2(none.contains(s("docker volume rm -- ") + anonymous + s(" shop_kafka shop_zookeeper")),
                 qPrintable(none));
        QVERIFY(!none.contains(s("gzip")) && !none.contains(s("down")) && !none.contains(s("prune")));
    }
};

QTEST_GUILESS_MAIN(TestTopicPlan)
#include "tst_topicplan.moc"
