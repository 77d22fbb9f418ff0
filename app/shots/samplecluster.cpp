#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using Source = kafka::ConfigEntry::Source;

kafka::ConfigEntry entry(const char *name, const QString &value, Source source = Source::Default)
{
    return {QString::fromLatin1(name), value, source, source == Source::StaticBroker, false};
}

kafka::ConfigEntry entry(const char *name, const char *value, Source source = Source::Default)
{
    return entry(name, QString::fromLatin1(value), source);
}

std::vector<kafka::ConfigEntry> brokerConfig(const QString &advertised)
{
    return {
        entry("advertised.listeners", advertised, Source::StaticBroker),
        entry("auto.create.topics.enable", "true"),
        {QStringLiteral("broker.rack"), std::nullopt, Source::Default, true, false},
        entry("default.replication.factor", "1"),
        entry("group.initial.rebalance.delay.ms", "0", Source::StaticBroker),
        entry("inter.broker.listener.name", "INSIDE", Source::StaticBroker),
        entry("log.cleaner.threads", "2", Source::DynamicDefaultBroker),
        entry("log.dirs", "/var/lib/kafka/data", Source::StaticBroker),
        entry("log.retention.hours", "168"),
        entry("log.segment.bytes", "1073741824"),
        entry("num.partitions", "3", Source::StaticBroker),
        entry("offsets.topic.replication.factor", "1", Source::StaticBroker),
        {QStringLiteral("ssl.key.password"), std::nullopt, Source::Default, false, true},
    };
}

kafka::ApiVersions versions(int fetch, std::vector<kafka::Feature> features = {})
{
    return {{{0, 0, 9}, {1, 0, fetch}, {3, 0, 12}, {18, 0, 3}}, std::move(features)};
}

ClusterFacts factsOf(const kafka::Metadata &metadata)
{
    ClusterFacts facts;
    facts.summary = kafka::clusterSummaryOf(metadata);
    facts.clusterId = metadata.clusterId;
    facts.controllerId = metadata.controllerId;
    facts.asOf = now();
    facts.brokersAsOf = now() - 20s;
    facts.acls = kafka::AclList{kafka::AclList::Kind::NoAuthorizer, {}};
    return facts;
}

ClusterFacts withZooKeeper(const char *host, int port)
{
    kafka::Metadata cluster = metadata();
    cluster.brokers = {{1, QString::fromLatin1(host), port}};
    ClusterFacts facts = factsOf(cluster);
    probe::BrokerFacts &broker = facts.brokers[1];
    broker.config = brokerConfig(
        QStringLiteral("INSIDE://kafka:29092,OUTSIDE://%1:%2").arg(QLatin1String(host)).arg(port));
    broker.config.push_back(entry("zookeeper.connect", "zookeeper:2181", Source::StaticBroker));
    broker.versions = versions(17);
    return facts;
}

} // namespace

ClusterFacts clusterFacts()
{
    return withZooKeeper("localhost", 9092);
}

ClusterFacts insideCluster()
{
    ClusterFacts facts = withZooKeeper("kafka", 29092);
    facts.access.mapped = true;
    facts.access.settings.addressMap.insert(QStringLiteral("kafka:29092"), QStringLiteral("127.0.0.1:9092"));
    facts.brokers[1].config.front().value = QStringLiteral("INSIDE://kafka:29092");
    return facts;
}

ClusterFacts troubledCluster()
{
    const kafka::Metadata metadata = troubledTopics();
    ClusterFacts facts = factsOf(metadata);
    for (const kafka::Broker &broker : metadata.brokers) {
        probe::BrokerFacts &one = facts.brokers[broker.id];
        one.config = brokerConfig(QStringLiteral("PLAINTEXT://") + broker.address());
        one.config.push_back(entry("process.roles", "broker,controller", Source::StaticBroker));
        for (kafka::ConfigEntry &setting : one.config) {
            if (setting.name == QLatin1String("broker.rack")) {
                setting.value = QStringLiteral("rack-%1").arg(broker.id);
            }
        }
        one.versions = versions(17, {{QStringLiteral("kraft.version"), 0, 1, 1},
                                     {QStringLiteral("metadata.version"), 1, 21, 21}});
    }
    facts.brokers[1].quorum = kafka::Quorum{1, {1, 2, 3}};
    facts.brokers[2].versions.reset();
    facts.brokers[2].versionsError = Error{ErrorCode::Timeout,
                                           QStringLiteral("kafka-2:9092 took the connection but did not answer within "
                                                          "5000 ms."),
                                           {},
                                           {}};
    facts.acls = kafka::AclList{kafka::AclList::Kind::Listed,
                                {{QStringLiteral("Cluster"), QStringLiteral("kafka-cluster"), false,
                                  QStringLiteral("User:admin"), QStringLiteral("*"), QStringLiteral("All"), false},
                                 {QStringLiteral("Group"), QStringLiteral("billing-"), true,
                                  QStringLiteral("User:billing"), QStringLiteral("*"), QStringLiteral("Read"), false},
                                 {QStringLiteral("Topic"), QStringLiteral("*"), false, QStringLiteral("User:intern"),
                                  QStringLiteral("*"), QStringLiteral("Write"), true},
                                 {QStringLiteral("Topic"), QStringLiteral("purchase-created"), false,
                                  QStringLiteral("User:billing"), QStringLiteral("10.1.0.7"), QStringLiteral("Read"),
                                  false}}};
    return facts;
}

} // namespace bd::app::samples
