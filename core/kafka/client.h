// One Kafka cluster through librdkafka: metadata, topics and consumer groups. The only user of librdkafka.
//
// A Client is a long-lived handle: reconnects are quick (10–20 ms), so a broker is seen as soon as it answers.
// Never creates a topic by looking (allow.auto.create.topics=false). Calls block: worker threads only; safe from
// several threads. librdkafka's calls have time-outs and no cancel, so waits are made of slices.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include <QMap>
#include <QString>

#include "base/clock.h"
#include "base/error.h"
#include "kafka/groups.h"

namespace bd::kafka {

struct Settings {
    QString bootstrap;                 // host:port[,host:port…]
    QMap<QString, QString> properties; // librdkafka's names
    // «host:port» as advertised -> «host:port» to use from here; see reach.
    QMap<QString, QString> addressMap;
    bool readOnly = false; // every change is refused, whoever asks

    bool operator==(const Settings &) const = default;
};

struct Broker {
    int id = -1;
    QString host;
    int port = 0;
    QString address() const; // as advertised: host:port, an IPv6 host in brackets
    bool operator==(const Broker &) const = default;
};

struct Partition {
    int id = 0;
    int leader = -1; // -1: none
    std::vector<int> replicas;
    std::vector<int> inSync;
    QString error; // empty: none
    bool operator==(const Partition &) const = default;
};

struct Topic {
    QString name;
    QString error; // empty: none
    std::vector<Partition> partitions;
    bool isInternal() const; // __consumer_offsets and the like
    bool operator==(const Topic &) const = default;
};

struct Metadata {
    QString clusterId; // empty: not told yet
    int controllerId = -1;
    std::vector<Broker> brokers;
    std::vector<Topic> topics; // empty unless asked for
    Micros duration{0};

    const Broker *broker(int id) const;
    const Topic *topic(QStringView name) const;
    bool operator==(const Metadata &) const = default;
};

// Of a change: | Do: make it | Check: let the broker say what it would, and change nothing |
enum class Intent { Do, Check };

struct NewTopic {
    QString name;
    int partitions = 1;
    int replicationFactor = 1;
    QMap<QString, QString> config;
    bool operator==(const NewTopic &) const = default;
};

struct TopicOutcome {
    QString name;
    bool existed = false; // TOPIC_ALREADY_EXISTS: done before us
    QString error;        // empty: it is there now
    bool operator==(const TopicOutcome &) const = default;
};

// One setting of a topic or a broker, as the broker tells it. Source: DescribeConfigs of Kafka's protocol.
struct ConfigEntry {
    enum class Source { Unknown, Topic, DynamicBroker, DynamicDefaultBroker, StaticBroker, Default };
    QString name;
    std::optional<QString> value; // nothing: it has none, or the broker keeps it secret
    Source source = Source::Unknown;
    bool readOnly = false;
    bool isSecret = false;
    // What would hold without what holds now, and the name it has there: log.segment.bytes for a topic's segment.bytes. Nothing:
    // it is not known, or nothing else says something of it.
    struct Fallback {
        QString name;
        QString value;
        Source source = Source::Unknown;
        bool operator==(const Fallback &) const = default;
    };
    std::optional<Fallback> fallback = {};
    bool operator==(const ConfigEntry &) const = default;
};

// What is in a partition: its first record, and one after its last. Their difference is an upper bound of how many
// records there are: compaction and transactions leave gaps.
struct PartitionOffsets {
    int partition = 0;
    std::optional<qint64> begin; // nothing: not known (no leader, or the broker did not say)
    std::optional<qint64> end;
    bool operator==(const PartitionOffsets &) const = default;
};

// One rule of who may do what. Words as Kafka has them. Source: DescribeAcls of Kafka's protocol.
struct Acl {
    QString resource; // Topic, Group, Cluster, TransactionalId; Other: librdkafka has no word for it
    QString name;     // «*»: all of them
    bool isPrefix = false;
    QString principal; // User:alice
    QString host;      // «*»: every one
    QString operation; // Read, Write, All…
    bool denies = false;
    bool operator==(const Acl &) const = default;
};

struct AclList {
    // | Listed       | the rules that there are                                                |
    // | NoAuthorizer | the cluster has no rules: everybody may do everything                   |
    // | NoneSeen     | there are none, or this user may not see them: librdkafka does not say  |
    // | NotAllowed   | this user may not see them                                              |
    enum class Kind { Listed, NoAuthorizer, NoneSeen, NotAllowed };
    Kind kind = Kind::Listed;
    std::vector<Acl> acls;
    bool operator==(const AclList &) const = default;
};

class Client
{
public:
    // InvalidUse with librdkafka's own words for a property it refuses. Connects in the background.
    static Result<std::unique_ptr<Client>> open(const Settings &settings);
    ~Client();

    // Brokers, controller, cluster id; with `topics` all topics too. Timeout is Timeout, never «no topics».
    // Kafka, and at once, where the broker refuses the login.
    Result<Metadata> metadata(bool topics, Millis deadline, std::stop_token stop);

    // --if-not-exists semantics: a topic that was there is reported, not an error. A topic whose name was just
    // deleted is tried again for a second. Outcomes in the order of `topics`. Refused by a read-only handle.
    Result<std::vector<TopicOutcome>> createTopics(const std::vector<NewTopic> &topics, Millis deadline,
                                                   std::stop_token stop, Intent intent = Intent::Do);

    // Outcomes in the order of `names`; UNKNOWN_TOPIC is an error of that topic.
    Result<std::vector<TopicOutcome>> deleteTopics(const QStringList &names, Millis deadline, std::stop_token stop);
    // `total`: how many there are afterwards. Kafka error where that is not more than there are.
    Result<> addPartitions(const QString &topic, int total, Millis deadline, std::stop_token stop);
    // Every setting of each topic, in the order of their names. A topic that is not there is left out.
    Result<QMap<QString, std::vector<ConfigEntry>>> topicConfigs(const QStringList &topics, Millis deadline,
                                                                 std::stop_token stop);
    // Only what is named changes: before librdkafka 2.2 by reading all that is set and sending it again.
    Result<> setTopicConfig(const QString &topic, const QMap<QString, QString> &set, const QStringList &reset,
                            Millis deadline, std::stop_token stop, Intent intent = Intent::Do);
    // Of every partition of these topics that has a leader, in two requests for each broker.
    Result<QMap<QString, std::vector<PartitionOffsets>>> offsets(const std::vector<Topic> &topics, Millis deadline,
                                                                 std::stop_token stop);
    // `begin`: the first record of each led partition that is not older than `time`; nothing: there is none.
    Result<std::vector<PartitionOffsets>> offsetsAt(const Topic &topic, TimePoint time, Millis deadline,
                                                    std::stop_token stop);
    // What the broker says when it is asked for settings of its own, which takes the right to describe the cluster's
    // configuration; empty: it told them.
    Result<QString> clusterRefusal(int broker, Millis deadline, std::stop_token stop);
    // Deletes every record that is there now, or those before these offsets, one a partition in its order; the topic stays.
    // Kafka refuses it for a topic that is only compacted.
    Result<> emptyTopic(const Topic &topic, Millis deadline, std::stop_token stop,
                        const std::vector<qint64> &before = {});

    // Of all states. Where a broker did not answer, the list says so; where it is empty then, that is an Error.
    Result<GroupList> groups(Millis deadline, std::stop_token stop);
    // In the order of `groups`, a bounded number at a time; a group that is not there is Dead. Each has an error of its
    // own; an Error where nobody answers.
    Result<std::vector<GroupDescription>> describeGroups(const QStringList &groups, Millis deadline,
                                                         std::stop_token stop);
    // All that each of these groups has committed.
    QMap<QString, Result<std::vector<CommittedOffset>>> committedOffsets(const QStringList &groups, Millis deadline,
                                                                         std::stop_token stop);
    // Kafka refuses these for a group that members are connected to; deleting offsets only where they have subscribed to
    // the topic. A group that is not there is made by altering its offsets.
    Result<std::vector<PartitionOutcome>> alterGroupOffsets(const QString &group,
                                                            const std::vector<OffsetChange> &changes, Millis deadline,
                                                            std::stop_token stop);
    Result<std::vector<PartitionOutcome>> deleteGroupOffsets(const QString &group,
                                                             const std::vector<TopicPartition> &partitions,
                                                             Millis deadline, std::stop_token stop);
    // In the order of `groups`; an Error where nobody answers for any of them.
    Result<std::vector<GroupOutcome>> deleteGroups(const QStringList &groups, Millis deadline, std::stop_token stop);
    // Every setting of a broker that is there, by name. Kafka error where this user may not read them.
    Result<std::vector<ConfigEntry>> brokerConfig(int broker, Millis deadline, std::stop_token stop);
    // By resource and name.
    Result<AclList> acls(Millis deadline, std::stop_token stop);

    const Settings &settings() const;
    // What librdkafka last said of the connection («Connection refused»…), for the probe's summary.
    QString lastError() const;

private:
    struct Private;
    explicit Client(std::unique_ptr<Private> d);
    Result<> createBatch(QMap<QString, NewTopic> pending, std::chrono::steady_clock::time_point end,
                         QMap<QString, TopicOutcome> &outcomes, const std::stop_token &stop, Intent intent);
    std::unique_ptr<Private> d;
};

} // namespace bd::kafka
