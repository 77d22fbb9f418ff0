// Changes of topics on a real broker, seen by an independent client.
#include <algorithm>

#include <QtTest>

#include "brokertest.h"
#include "kafka/clustersummary.h"
#include "kafka/topicsummary.h"
#include "probe/brokerfacts.h"
#include "reach/reach.h"
#include "stack/topicsizes.h"
#include "startup/topics.h"

using namespace bd;
using bd::test::BrokerTest;
using bd::test::LabStack;
using kafka::Client;
using kafka::ConfigEntry;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const ConfigEntry *find(const std::vector<ConfigEntry> &entries, const char *name)
{
    const auto found = std::ranges::find(entries, s(name), &ConfigEntry::name);
    return found == entries.end() ? nullptr : &*found;
}

} // namespace

class TestTopicAdmin : public BrokerTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startBroker("-admin"); }

    void cleanupTestCase() { removeBroker(); }

    void onlyWhatIsNamedChanges()
    {
        const QString name = s("settings");
        make(name, 1, {{s("retention.ms"), s("1000000")}, {s("cleanup.policy"), s("compact")}});
        QVERIFY(
            m_client->setTopicConfig(name, {{s("segment.bytes"), s("1048576")}}, {s("cleanup.policy")}, Deadline, {}));
        const auto configs = m_client->topicConfigs({name}, Deadline, {});
        QVERIFY(configs);
        const auto &entries = configs->value(name);
        const ConfigEntry *retention = find(entries, "retention.ms"), *segment = find(entries, "segment.bytes");
        const ConfigEntry *policy = find(entries, "cleanup.policy"), *size = find(entries, "max.message.bytes");
        QVERIFY(retention && segment && policy && size);
        QCOMPARE(retention->value, s("1000000"));
        QVERIFY(retention->source == ConfigEntry::Source::Topic);
        QCOMPARE(segment->value, s("1048576"));
        QCOMPARE(policy->value, s("delete"));
        QVERIFY(policy->source != ConfigEntry::Source::Topic);
        QVERIFY(size->source == ConfigEntry::Source::Default);
    }

    void aCheckSaysWhatAChangeWouldAndMakesNone()
    {
        using kafka::Intent;
        const QString name = s("checked"), other = s("checked.never-made");
        make(name, 1, {{s("retention.ms"), s("1000000")}, {s("segment.bytes"), s("1048576")}});
        const auto well = m_client->createTopics({{other, 2, 1, {}}, {name, 1, 1, {}}}, Deadline, {}, Intent::Check);
        QVERIFY(well);
        QCOMPARE(well->at(0), (kafka::TopicOutcome{other, false, {}}));
        QCOMPARE(well->at(1), (kafka::TopicOutcome{name, true, {}}));
        const auto wrong = m_client->createTopics({{other, 1, 1, {{s("retention.ms"), s("soon")}}}}, Deadline, {},
                                                  Intent::Check);
        QVERIFY(wrong);
        QVERIFY2(wrong->front().error.contains(s("retention.ms")), qPrintable(wrong->front().error));
        QVERIFY(topic(other).partitions.empty());

        QVERIFY(m_client->setTopicConfig(name, {{s("retention.ms"), s("5")}}, {}, Deadline, {}, Intent::Check));
        const auto refused = m_client->setTopicConfig(name, {{s("retention.ms"), s("soon")}}, {}, Deadline, {},
                                                      Intent::Check);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(s("soon")), qPrintable(refused.error().message));
        const auto configs = m_client->topicConfigs({name}, Deadline, {});
        QVERIFY(configs);
        const auto entries = configs->value(name);
        const ConfigEntry *retention = find(entries, "retention.ms");
        QVERIFY(retention);
        QCOMPARE(retention->value, s("1000000"));
        const ConfigEntry *segment = find(entries, "segment.bytes"); // with what holds without it
        QVERIFY(segment && segment->fallback);
        QCOMPARE(*segment->fallback,
                 (ConfigEntry::Fallback{s("log.segment.bytes"), s("1073741824"), ConfigEntry::Source::Default}));
    }

    void whatHoldsWithoutASettingIsFromElsewhere()
    {
        const auto metadata = m_client->metadata(false, Deadline, {});
        QVERIFY(metadata && !metadata->brokers.empty());
        const auto entries = m_client->brokerConfig(metadata->brokers.front().id, Deadline, {});
        QVERIFY(entries);
        int known = 0;
        for (const ConfigEntry &entry : *entries) {
            known += entry.fallback ? 1 : 0;
            QVERIFY2(!entry.fallback || entry.fallback->source != entry.source, qPrintable(entry.name));
        }
        QVERIFY(known > 0);
        const ConfigEntry *bytes = find(*entries, "log.retention.bytes"); // the stack sets it
        QVERIFY(bytes && bytes->fallback);
        QCOMPARE(*bytes->fallback,
                 (ConfigEntry::Fallback{s("log.retention.bytes"), s("-1"), ConfigEntry::Source::Default}));
    }

    void aSettingThatKafkaDoesNotKnowIsRefused()
    {
        const auto refused = m_client->setTopicConfig(s("settings"), {{s("retention.mss"), s("1")}}, {}, Deadline, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Kafka);
        QVERIFY2(refused.error().message.contains(s("retention.mss")), qPrintable(refused.error().message));
        const auto kept = m_client->topicConfigs({s("settings")}, Deadline, {});
        QCOMPARE(find(kept->value(s("settings")), "retention.ms")->value, s("1000000")); // nothing was reset by it
    }

    void partitionsAreAddedAndNeverTakenAway()
    {
        const QString name = s("partitions");
        make(name, 2);
        QVERIFY(m_client->addPartitions(name, 4, Deadline, {}));
        QTRY_COMPARE(topic(name).partitions.size(), std::size_t(4));
        const auto fewer = m_client->addPartitions(name, 3, Deadline, {});
        QVERIFY(!fewer);
        QCOMPARE(fewer.error().code, ErrorCode::Kafka);
        QVERIFY(!m_client->addPartitions(name, 0, Deadline, {}));
    }

    void recordsAreCountedAndEmptied()
    {
        const QString name = s("records");
        make(name, 2);
        produce(name, 0, 3);
        produce(name, 1, 5);
        const auto before = m_client->offsets({topic(name)}, Deadline, {});
        QVERIFY(before);
        const std::vector<kafka::PartitionOffsets> full{{0, 0, 3}, {1, 0, 5}};
        QVERIFY(before->value(name) == full);
        QVERIFY(m_client->emptyTopic(topic(name), Deadline, {}));
        const auto after = m_client->offsets({topic(name)}, Deadline, {});
        QVERIFY(after);
        const std::vector<kafka::PartitionOffsets> empty{{0, 3, 3}, {1, 5, 5}};
        QVERIFY(after->value(name) == empty);
    }

    void aCompactedTopicCannotBeEmptied()
    {
        const QString name = s("compacted");
        make(name, 1, {{s("cleanup.policy"), s("compact")}});
        const auto refused = m_client->emptyTopic(topic(name), Deadline, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Kafka);
    }

    void topicsAreDeletedEachWithItsOutcome()
    {
        make(s("going"), 1);
        const auto outcomes = m_client->deleteTopics({s("nobody"), s("going")}, Deadline, {});
        QVERIFY(outcomes);
        QCOMPARE(outcomes->size(), std::size_t(2));
        QCOMPARE(outcomes->at(0).name, s("nobody"));
        QVERIFY(!outcomes->at(0).error.isEmpty());
        QCOMPARE(outcomes->at(1).error, QString());
        QTRY_VERIFY(!m_stack->topics().contains(s("going")));
    }

    void aTopicIsMadeAgainAsItWas()
    {
        const QString name = s("again");
        make(name, 3, {{s("retention.ms"), s("1000000")}});
        produce(name, 1, 2);
        const auto held = startup::recreateTopic(*m_client, name, true, Deadline, {});
        QVERIFY(!held);
        QCOMPARE(held.error().code, ErrorCode::InvalidUse);
        QCOMPARE(topic(name).partitions.size(), std::size_t(3));
        const auto done = startup::recreateTopic(*m_client, name, false, Deadline, {});
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QTRY_COMPARE(topic(name).partitions.size(), std::size_t(3));
        const auto records = [&] { // none is known before its leaders are there
            const auto offsets = m_client->offsets({topic(name)}, Deadline, {});
            return offsets ? kafka::summaryOf(topic(name), offsets->value(name)).records : std::nullopt;
        };
        QTRY_COMPARE(records(), std::optional<qint64>(0));
        const auto configs = m_client->topicConfigs({name, s("nobody")}, Deadline, {}); // the other one is left out
        QVERIFY(configs);
        QCOMPARE(configs->keys(), QStringList{name});
        QCOMPARE(find(configs->value(name), "retention.ms")->value, s("1000000"));
        QCOMPARE(startup::recreateTopic(*m_client, s("nobody"), false, Deadline, {}).error().code, ErrorCode::NotFound);
    }

    void sizesComeFromTheBrokersDisk()
    {
        const QString name = s("sized");
        make(name, 2);
        produce(name, 0, 100);
        const auto project = m_stack->load();
        QVERIFY(project);
        const auto sizes = stack::topicSizes(*m_stack->engine, *project, *m_client, {});
        QVERIFY2(sizes, qPrintable(sizes ? QString() : sizes.error().message + sizes.error().detail));
        QVERIFY2(sizes->value(name) > 0, qPrintable(sizes->keys().join(QLatin1Char(' '))));
        QVERIFY(!sizes->contains(s("nobody")));
    }

    void aBrokerTellsOfItself()
    {
        const auto metadata = m_client->metadata(true, Deadline, {});
        QVERIFY(metadata);
        const kafka::Broker broker = metadata->brokers.front();
        const auto facts = probe::brokerFacts(*m_client, m_settings, broker, Deadline, {});
        QVERIFY2(!facts.configError, qPrintable(facts.configError ? facts.configError->message : QString()));
        QVERIFY2(facts.versions, qPrintable(facts.versionsError ? facts.versionsError->message : QString()));
        QVERIFY(kafka::clusterKind(facts.config)
                == (LabStack::hasZooKeeper() ? kafka::ClusterKind::ZooKeeper : kafka::ClusterKind::KRaft));
        const ConfigEntry *password = find(facts.config, "ssl.key.password"), *dirs = find(facts.config, "log.dirs");
        QVERIFY(password && password->isSecret && !password->value);
        QVERIFY(dirs && dirs->readOnly && dirs->source == ConfigEntry::Source::StaticBroker);
        const auto release = kafka::releaseOf(*facts.versions);
        QVERIFY(release);
        const QString version = qEnvironmentVariable("BROKERDECK_KAFKA_VERSION");
        QVERIFY2(version.isEmpty() || version.startsWith(release->first + QLatin1Char('.')),
                 qPrintable(release->first));
        const auto acls = m_client->acls(Deadline, {});
        QVERIFY(acls);
        QVERIFY(acls->kind == kafka::AclList::Kind::NoAuthorizer);
    }

    void aReadOnlyConnectionRefusesEveryChange()
    {
        kafka::Settings settings = m_settings;
        settings.readOnly = true;
        const auto client = Client::open(settings);
        QVERIFY(client);
        kafka::Client &readOnly = **client;
        const kafka::Topic records = topic(s("records"));
        QVERIFY(!readOnly.createTopics({{s("new"), 1, 1, {}}}, Deadline, {}));
        QVERIFY(!readOnly.deleteTopics({s("records")}, Deadline, {}));
        QVERIFY(!readOnly.addPartitions(s("records"), 9, Deadline, {}));
        QVERIFY(!readOnly.setTopicConfig(s("records"), {{s("retention.ms"), s("1")}}, {}, Deadline, {}));
        const auto refused = readOnly.emptyTopic(records, Deadline, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(s("read-only")));
        QVERIFY(m_stack->topics().contains(s("records")));
        QVERIFY(readOnly.topicConfigs({s("records")}, Deadline, {})); // looking is allowed
        QVERIFY(readOnly.offsets({records}, Deadline, {}));
    }
};

QTEST_GUILESS_MAIN(TestTopicAdmin)
#include "tst_topicadmin.moc"
