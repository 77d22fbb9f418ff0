// A cluster in a few numbers.
#include <QtTest>

#include "kafka/clustersummary.h"

using namespace bd;
using kafka::ClusterKind;
using kafka::ConfigEntry;
using kafka::Partition;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// Broker 3 is gone: partition 1 is led by nobody.
kafka::Metadata metadata()
{
    kafka::Metadata made;
    made.brokers = {{2, s("two"), 9092}, {1, s("one"), 9092}};
    made.topics = {{s("orders"), {}, {Partition{0, 1, {1, 2, 3}, {1, 2}, {}}, Partition{1, -1, {3}, {}, {}}}},
                   {s("audit"), {}, {Partition{0, 2, {2}, {2}, {}}}}};
    return made;
}

std::vector<ConfigEntry> config(const char *name, const char *value)
{
    return {{s(name), s(value)}};
}

} // namespace

class TestClusterSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatBrokersCarry()
    {
        const auto summary = kafka::clusterSummaryOf(metadata());
        QCOMPARE(summary.topics, 2);
        QCOMPARE(summary.partitions, 3);
        QCOMPARE(summary.underReplicated, 2);
        QCOMPARE(summary.leaderless, 1);
        QCOMPARE(summary.brokers, (std::vector<kafka::BrokerLoad>{{{1, s("one"), 9092}, true, 1, 1, 0},
                                                                  {{2, s("two"), 9092}, true, 1, 2, 0},
                                                                  {{3, {}, 0}, false, 0, 2, 2}}));
        QCOMPARE(kafka::clusterSummaryOf({}), kafka::ClusterSummary());
    }

    void whoKeepsTheMetadata()
    {
        QVERIFY(kafka::clusterKind(config("zookeeper.connect", "zookeeper:2181")) == ClusterKind::ZooKeeper);
        QVERIFY(kafka::clusterKind(config("process.roles", "broker,controller")) == ClusterKind::KRaft);
        QVERIFY(kafka::clusterKind({}) == ClusterKind::Unknown);
        auto both = config("zookeeper.connect", "zookeeper:2181");
        both.push_back({s("process.roles"), QString()});
        QVERIFY(kafka::clusterKind(both) == ClusterKind::ZooKeeper);
        both.back().value = s("broker"); // on its way from one to the other
        QVERIFY(kafka::clusterKind(both) == ClusterKind::KRaft);
    }

    void racks()
    {
        QCOMPARE(kafka::rackOf(config("broker.rack", "eu-1a")), s("eu-1a"));
        QCOMPARE(kafka::rackOf({{s("broker.rack"), std::nullopt}}), QString());
    }
};

QTEST_GUILESS_MAIN(TestClusterSummary)
#include "tst_clustersummary.moc"
