#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using Source = kafka::ConfigEntry::Source;

kafka::Topic topic(const QString &name, int partitions, const std::vector<int> &brokers)
{
    kafka::Topic made{name, {}, {}};
    for (int id = 0; id < partitions; ++id) {
        const int leader = brokers.at(static_cast<std::size_t>(id) % brokers.size());
        made.partitions.push_back({id, leader, brokers, brokers, {}});
    }
    return made;
}

kafka::Metadata cluster(int brokers)
{
    kafka::Metadata made;
    made.clusterId = QStringLiteral("b0dKrqS2Q1WlnPmxb4tHbw");
    made.controllerId = 1;
    for (int id = 1; id <= brokers; ++id) {
        made.brokers.push_back({id, QStringLiteral("kafka-%1").arg(id), 9092});
    }
    return made;
}

kafka::ConfigEntry entry(const char *name, const char *value, Source source = Source::Default)
{
    return {QString::fromLatin1(name), QString::fromLatin1(value), source, false};
}

std::vector<kafka::ConfigEntry> config(const QString &topic)
{
    std::vector<kafka::ConfigEntry> entries{
        entry("compression.type", "producer"),
        entry("delete.retention.ms", "86400000"),
        entry("flush.ms", "9223372036854775807"),
        entry("max.message.bytes", "1048588"),
        entry("min.insync.replicas", "1"),
        entry("retention.bytes", "-1"),
        entry("segment.bytes", "1073741824"),
        entry("segment.ms", "604800000", Source::StaticBroker),
        entry("unclean.leader.election.enable", "false"),
    };
    const bool isCompacted = topic.startsWith(QLatin1String("trainer")) || topic.startsWith(QLatin1String("__"));
    entries.push_back(isCompacted ? entry("cleanup.policy", "compact", Source::Topic)
                                  : entry("cleanup.policy", "delete"));
    entries.push_back(topic.startsWith(QLatin1String("dead")) ? entry("retention.ms", "-1", Source::Topic)
                                                              : entry("retention.ms", "604800000"));
    return entries;
}

} // namespace

kafka::Metadata metadata()
{
    kafka::Metadata made = cluster(1);
    for (const char *name : {"dead-letter-queue", "purchase-confirmed", "purchase-created", "trainer-allocated"}) {
        made.topics.push_back(topic(QString::fromLatin1(name), 3, {1}));
    }
    made.topics.push_back(topic(QStringLiteral("audit-log"), 1, {1}));
    made.topics.push_back(topic(QStringLiteral("__consumer_offsets"), 50, {1}));
    return made;
}

kafka::Metadata manyTopics(int count)
{
    kafka::Metadata made = cluster(3);
    for (int i = 0; i < count; ++i) {
        made.topics.push_back(topic(QStringLiteral("team-%1.events.%2").arg(i % 40).arg(i), 3, {1, 2, 3}));
    }
    return made;
}

kafka::Metadata troubledTopics()
{
    kafka::Metadata made = cluster(3);
    made.brokers.pop_back();
    made.topics = {topic(QStringLiteral("purchase-confirmed"), 3, {1, 2, 3}),
                   topic(QStringLiteral("purchase-created"), 2, {1}),
                   topic(QStringLiteral("trainer-allocated"), 3, {3}), topic(QStringLiteral("audit-log"), 1, {1})};
    for (kafka::Partition &partition : made.topics[0].partitions) {
        partition.leader = partition.leader == 3 ? 1 : partition.leader;
        partition.inSync = {1, 2};
    }
    for (kafka::Partition &partition : made.topics[2].partitions) {
        partition.leader = -1;
        partition.inSync.clear();
    }
    return made;
}

TopicDetailsMap topicDetails(const kafka::Metadata &metadata)
{
    TopicDetailsMap details;
    qint64 records = 0;
    for (const kafka::Topic &one : metadata.topics) {
        TopicDetails known;
        known.offsetsAsOf = now() - 3s;
        known.configAsOf = now() - 40s;
        known.lastWrite = now() - std::chrono::minutes(7 * (1 + static_cast<int>(details.size())));
        known.lastWriteAsOf = now();
        known.config = config(one.name);
        for (const kafka::Partition &partition : one.partitions) {
            if (partition.leader >= 0) {
                known.offsets.push_back({partition.id, 100, 100 + records});
            }
            records += 417;
        }
        details.insert(one.name, known);
    }
    return details;
}

TopicsSnapshotPtr topics(const kafka::Metadata &metadata)
{
    return topicsSnapshot(metadata, topicDetails(metadata), project().expectedTopics, now());
}

} // namespace bd::app::samples
