// A topic in a line.
#include <QtTest>

#include "kafka/topicsummary.h"

using namespace bd;
using kafka::Partition;
using kafka::Topic;

namespace {

Topic topic()
{
    return {QStringLiteral("orders"), {}, {Partition{0, 1, {1, 2}, {1, 2}, {}}, Partition{1, 2, {2, 1}, {2}, {}}}};
}

} // namespace

class TestTopicSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsKnown()
    {
        const auto summary = kafka::summaryOf(topic(), {{0, 10, 15}, {1, 0, 2}});
        QCOMPARE(summary.partitions, 2);
        QCOMPARE(summary.replicationFactor, 2);
        QCOMPARE(summary.underReplicated, 1);
        QCOMPARE(summary.leaderless, 0);
        QCOMPARE(summary.records.value(), qint64(7));
        QVERIFY(!summary.isInternal);
    }

    void unknownIsNotZero()
    {
        QVERIFY(!kafka::summaryOf(topic(), {}).records);
        QVERIFY(!kafka::summaryOf(topic(), {{0, 0, 5}}).records); // of one partition only
        QVERIFY(!kafka::summaryOf(topic(), {{0, 0, 5}, {1, {}, 5}}).records);
        QCOMPARE(kafka::summaryOf(topic(), {{0, 5, 5}, {1, 0, 0}}).records.value(), qint64(0));
    }

    void aPartitionWithoutLeaderIsCounted()
    {
        Topic broken = topic();
        broken.partitions[1].leader = -1;
        broken.partitions[1].inSync.clear();
        QCOMPARE(kafka::summaryOf(broken, {}).leaderless, 1);
        QCOMPARE(kafka::summaryOf(broken, {}).underReplicated, 1);
    }

    void readsThePolicy()
    {
        using Source = kafka::ConfigEntry::Source;
        const std::vector<kafka::ConfigEntry> config{
            {QStringLiteral("cleanup.policy"), QStringLiteral("compact"), Source::Topic, false},
            {QStringLiteral("retention.ms"), QStringLiteral("-1"), Source::Default, false},
            {QStringLiteral("retention.bytes"), QStringLiteral("many"), Source::Default, false},
        };
        const kafka::TopicPolicy policy = kafka::policyOf(config);
        QCOMPARE(policy.cleanup, QStringLiteral("compact"));
        QCOMPARE(policy.retentionMs, std::optional<qint64>(-1));
        QCOMPARE(policy.retentionBytes, std::optional<qint64>());
        QCOMPARE(kafka::policyOf({}), kafka::TopicPolicy());
        QVERIFY(!kafka::findEntry(config, u"segment.ms"));
    }

    void theSmallestFactorCounts()
    {
        Topic uneven = topic();
        uneven.partitions[0].replicas = {1};
        QCOMPARE(kafka::summaryOf(uneven, {}).replicationFactor, 1);
        QVERIFY(kafka::summaryOf({QStringLiteral("__consumer_offsets"), {}, {}}, {}).isInternal);
    }
};

QTEST_GUILESS_MAIN(TestTopicSummary)
#include "tst_topicsummary.moc"
