// What a reset will do that leaves Kafka and ZooKeeper up: topics emptied, or made anew, and their groups with them.
#pragma once

#include "engine/engine.h"
#include "guard/guard.h"
#include "kafka/client.h"
#include "reset/resetjournal.h"

namespace bd::reset {

struct PlannedTopic {
    // | Empty    | its records are deleted                                                            |
    // | Recreate | deleted and made again as it is: Kafka deletes no records of compacted topics      |
    // | Delete   | deleted; where it is expected, it is made anew as it should be                     |
    enum class Way { Empty, Recreate, Delete };
    QString name;
    Way way = Way::Empty;
    int partitions = 1;
    int replicationFactor = 1;
    QMap<QString, QString> config; // what is set on it
    std::optional<qint64> records; // at most; nothing: not known
    bool isExpected = false;
    bool operator==(const PlannedTopic &) const = default;
};

struct PlannedMember {
    QString clientId;
    QString host;
    QString service; // of this project, which is stopped and started again; empty: from elsewhere
    bool operator==(const PlannedMember &) const = default;
};

struct PlannedGroup {
    // | Rewind | back to the beginning, in the topics of the plan                       |
    // | Delete |                                                                        |
    // | Leave  | nothing is done to it: `why` says the reason                           |
    enum class Way { Rewind, Delete, Leave };
    QString id;
    Way way = Way::Rewind;
    QString why;
    bool isUnchosen = false; // left because nobody chose it: as was wanted, and nothing to report
    std::vector<PlannedMember> members;
    std::vector<kafka::CommittedOffset> committed; // in the topics of the plan
    bool operator==(const PlannedGroup &) const = default;
};

struct TopicPlan {
    Operation level = Operation::Empty; // or Recreate
    QString project;
    QString engineId;
    QString context;
    QString clusterId; // of Kafka; empty: not told
    std::vector<PlannedTopic> topics;
    std::vector<PlannedGroup> groups;
    std::vector<kafka::NewTopic> create; // afterwards
    QStringList stops;                   // own services that are members, stopped first and started again
    QStringList inits;                   // init services that run afterwards
    QStringList stays;                   // other topics
    bool operator==(const TopicPlan &) const = default;
};

// What is chosen; empty: see planTopics().
struct TopicWish {
    Operation level = Operation::Empty;
    QStringList topics;
    std::optional<QStringList> groups = {}; // nothing: see planTopics(); empty: none
};

struct TopicFacts {
    kafka::Metadata metadata;
    QMap<QString, std::vector<kafka::PartitionOffsets>> offsets;
    QMap<QString, std::vector<kafka::ConfigEntry>> configs;
    std::vector<kafka::GroupDescription> groups;
    QMap<QString, std::vector<kafka::CommittedOffset>> committed; // by group
    QMap<QString, QString> servicesByAddress;                     // see servicesByAddress()
};

// Of the project's running containers: whom a member of a group may be, without the stack itself and what somebody runs beside.
QMap<QString, QString> servicesByAddress(const compose::Project &project,
                                         const std::vector<engine::Container> &containers);

// Asks brokers and engine: blocks.
Result<TopicFacts> lookAtTopics(kafka::Client &client, const compose::Project &project, const guard::EngineState &state,
                                std::stop_token stop);

// | level    | topics that are taken where none is chosen              | groups where none is chosen          |
// | Empty    | all but Kafka's own                                     | those that have to do with the topics |
// | Recreate | those that are expected; where nothing is, as for Empty | those that have to do with the topics |
// NotFound for a topic or group that there is not; InvalidUse for one of Kafka's own. Pure.
Result<TopicPlan> planTopics(const compose::Project &project, const guard::EngineState &state, const TopicWish &wish,
                             const TopicFacts &facts);

QJsonObject toJson(const TopicPlan &plan);
Result<TopicPlan> topicPlanFrom(const QJsonObject &json); // Parse

} // namespace bd::reset
