#include "reset/topicplan.h"

#include <algorithm>

#include <QCoreApplication>

#include "kafka/topicsummary.h"
#include "reset/resetplan.h"
#include "reset/resetsteps.h"
#include "stack/expectedtopics.h"

namespace bd::reset {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

constexpr Millis askDeadline = 10s;

bool isExpected(const compose::Project &project, const QString &topic)
{
    return std::ranges::find(project.expectedTopics, topic, &compose::ExpectedTopic::name)
           != project.expectedTopics.end();
}

Result<QStringList> chosenTopics(const compose::Project &project, const TopicWish &wish,
                                 const kafka::Metadata &metadata)
{
    for (const QString &name : wish.topics) {
        const kafka::Topic *topic = metadata.topic(name);
        if (!topic)
            return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1").arg(name));
        if (topic->isInternal())
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 is Kafka’s own: it is not reset").arg(name));
    }
    if (!wish.topics.isEmpty() || wish.level == Operation::Restore)
        return wish.topics;
    const bool onlyExpected = wish.level == Operation::Recreate && !project.expectedTopics.empty();
    QStringList names;
    for (const kafka::Topic &topic : metadata.topics) {
        if (!topic.isInternal() && (!onlyExpected || isExpected(project, topic.name)))
            names += topic.name;
    }
    names.sort();
    return names;
}

PlannedTopic plannedTopic(const compose::Project &project, Operation level, const kafka::Topic &topic,
                          const TopicFacts &facts)
{
    using Way = PlannedTopic::Way;
    const auto config = facts.configs.value(topic.name);
    const compose::ExpectedTopic like = stack::asExpected(topic, config);
    PlannedTopic planned;
    planned.name = topic.name;
    planned.partitions = like.partitions;
    planned.replicationFactor = like.replicationFactor;
    planned.config = like.config;
    planned.records = kafka::summaryOf(topic, facts.offsets.value(topic.name)).records;
    planned.isExpected = isExpected(project, topic.name);
    const QString cleanup = kafka::policyOf(config).cleanup;
    const bool keepsRecords = cleanup.contains(QLatin1String("compact")) && !cleanup.contains(QLatin1String("delete"));
    planned.way = level == Operation::Recreate ? Way::Delete : keepsRecords ? Way::Recreate : Way::Empty;
    return planned;
}

std::vector<PlannedMember> membersOf(const kafka::GroupDescription &group, const TopicFacts &facts)
{
    std::vector<PlannedMember> members;
    for (const kafka::GroupMember &member : group.members)
        members.push_back({member.clientId, member.host, facts.servicesByAddress.value(member.host)});
    return members;
}

bool hasToDoWith(const kafka::GroupDescription &group, const std::vector<kafka::CommittedOffset> &committed,
                 const QStringList &topics)
{
    const auto isOne = [&](const kafka::TopicPartition &at) { return topics.contains(at.topic); };
    return std::ranges::any_of(committed, isOne, &kafka::CommittedOffset::at)
           || std::ranges::any_of(group.members, [&](const kafka::GroupMember &member) {
                  return std::ranges::any_of(member.assignment, isOne);
              });
}

PlannedGroup plannedGroup(const kafka::GroupDescription &group, Operation level, const QStringList &topics,
                          const TopicFacts &facts)
{
    using Way = PlannedGroup::Way;
    PlannedGroup planned;
    planned.id = group.id;
    planned.members = membersOf(group, facts);
    bool hasOthers = false;
    for (const kafka::CommittedOffset &one : facts.committed.value(group.id)) {
        if (topics.contains(one.at.topic))
            planned.committed.push_back(one);
        else
            hasOthers = true;
    }
    QStringList foreign;
    for (const PlannedMember &member : planned.members) {
        if (member.service.isEmpty())
            foreign += Tr::tr("%1 at %2").arg(member.clientId, member.host);
    }
    planned.way = level == Operation::Recreate ? Way::Delete : Way::Rewind;
    if (!foreign.isEmpty()) {
        planned.way = Way::Leave;
        planned.why = Tr::tr("members from elsewhere are connected: %1").arg(foreign.join(QStringLiteral(", ")));
    } else if (level == Operation::Restore) {
        return planned; // set to where the snapshot has it, whatever it has committed now
    } else if (level == Operation::Recreate && hasOthers) {
        planned.way = Way::Leave;
        planned.why = Tr::tr("it reads other topics, too; its offsets in those that are deleted go with them");
    } else if (level == Operation::Empty && planned.committed.empty()) {
        planned.way = Way::Leave;
        planned.why = Tr::tr("it has committed nothing in these topics");
    }
    return planned;
}

QJsonObject jsonOf(const QMap<QString, QString> &map)
{
    QJsonObject json;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

QMap<QString, QString> mapIn(const QJsonValue &json)
{
    QMap<QString, QString> map;
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        map.insert(it.key(), it.value().toString());
    return map;
}

QJsonObject jsonOf(const PlannedGroup &group)
{
    QJsonArray members, committed;
    for (const PlannedMember &member : group.members)
        members += QJsonObject{{QStringLiteral("clientId"), member.clientId},
                               {QStringLiteral("host"), member.host},
                               {QStringLiteral("service"), member.service}};
    for (const kafka::CommittedOffset &one : group.committed)
        committed += QJsonObject{{QStringLiteral("topic"), one.at.topic},
                                 {QStringLiteral("partition"), one.at.partition},
                                 {QStringLiteral("offset"), one.offset ? QJsonValue(*one.offset) : QJsonValue()}};
    static const QMap<PlannedGroup::Way, QString> ways{{PlannedGroup::Way::Rewind, QStringLiteral("rewind")},
                                                       {PlannedGroup::Way::Delete, QStringLiteral("delete")},
                                                       {PlannedGroup::Way::Leave, QStringLiteral("leave")}};
    return {{QStringLiteral("name"), group.id},   {QStringLiteral("way"), ways[group.way]},
            {QStringLiteral("why"), group.why},   {QStringLiteral("unchosen"), group.isUnchosen},
            {QStringLiteral("members"), members}, {QStringLiteral("committed"), committed}};
}

QString wayOf(PlannedTopic::Way way)
{
    switch (way) {
    case PlannedTopic::Way::Empty: return QStringLiteral("empty");
    case PlannedTopic::Way::Recreate: return QStringLiteral("recreate");
    case PlannedTopic::Way::Delete: return QStringLiteral("delete");
    }
    return {};
}

PlannedTopic topicIn(const QJsonValue &json)
{
    PlannedTopic topic;
    topic.name = json[QLatin1String("name")].toString();
    const QString way = json[QLatin1String("way")].toString();
    topic.way = way == QLatin1String("delete")     ? PlannedTopic::Way::Delete
                : way == QLatin1String("recreate") ? PlannedTopic::Way::Recreate
                                                   : PlannedTopic::Way::Empty;
    topic.partitions = json[QLatin1String("partitions")].toInt(1);
    topic.replicationFactor = json[QLatin1String("replicationFactor")].toInt(1);
    topic.config = mapIn(json[QLatin1String("config")]);
    if (const QJsonValue records = json[QLatin1String("records")]; records.isDouble())
        topic.records = records.toInteger();
    topic.isExpected = json[QLatin1String("expected")].toBool();
    return topic;
}

PlannedGroup groupIn(const QJsonValue &json)
{
    PlannedGroup group;
    group.id = json[QLatin1String("name")].toString();
    const QString way = json[QLatin1String("way")].toString();
    group.way = way == QLatin1String("delete")   ? PlannedGroup::Way::Delete
                : way == QLatin1String("rewind") ? PlannedGroup::Way::Rewind
                                                 : PlannedGroup::Way::Leave;
    group.why = json[QLatin1String("why")].toString();
    group.isUnchosen = json[QLatin1String("unchosen")].toBool();
    for (const QJsonValue one : json[QLatin1String("members")].toArray())
        group.members.push_back({one[QLatin1String("clientId")].toString(), one[QLatin1String("host")].toString(),
                                 one[QLatin1String("service")].toString()});
    for (const QJsonValue one : json[QLatin1String("committed")].toArray()) {
        kafka::CommittedOffset offset;
        offset.at = {one[QLatin1String("topic")].toString(), one[QLatin1String("partition")].toInt()};
        if (const QJsonValue at = one[QLatin1String("offset")]; at.isDouble())
            offset.offset = at.toInteger();
        group.committed.push_back(offset);
    }
    return group;
}

// Also those that are made anew at once: what groups have committed in them goes with them.
QStringList deletedBy(const TopicPlan &plan)
{
    QStringList names;
    for (const PlannedTopic &topic : plan.topics) {
        if (topic.way != PlannedTopic::Way::Empty)
            names += topic.name;
    }
    return names;
}

// In the plan all the same, so that what it has committed is shown, and archived.
PlannedGroup unchosen(PlannedGroup group)
{
    group.way = PlannedGroup::Way::Leave;
    group.isUnchosen = true;
    group.why = Tr::tr("nobody chose it; its offsets in topics that are deleted go with them");
    return group;
}

} // namespace

QMap<QString, QString> servicesByAddress(const compose::Project &project,
                                         const std::vector<engine::Container> &containers)
{
    QMap<QString, QString> services;
    for (const engine::Container &container : containers) {
        // What somebody runs inside a broker, or beside it, is no worker that could be stopped.
        const compose::Service *service = container.project() == project.name ? project.service(container.service())
                                                                              : nullptr;
        if (!service || isOfTheStack(*service) || container.oneOff() || !container.isUp())
            continue;
        for (const QString &address : container.addresses)
            services[address] = container.service();
    }
    return services;
}

Result<TopicFacts> lookAtTopics(kafka::Client &client, const compose::Project &project, const guard::EngineState &state,
                                std::stop_token stop)
{
    TopicFacts facts;
    auto metadata = client.metadata(true, askDeadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    facts.metadata = std::move(*metadata);
    std::vector<kafka::Topic> topics;
    QStringList names, groups;
    for (const kafka::Topic &topic : facts.metadata.topics) {
        if (!topic.isInternal()) {
            topics.push_back(topic);
            names += topic.name;
        }
    }
    auto offsets = client.offsets(topics, askDeadline, stop);
    using Configs = QMap<QString, std::vector<kafka::ConfigEntry>>;
    auto configs = !offsets          ? Result<Configs>(tl::unexpected(offsets.error()))
                   : names.isEmpty() ? Result<Configs>(Configs()) // of none, librdkafka refuses to ask
                                     : client.topicConfigs(names, askDeadline, stop);
    const auto list = configs ? client.groups(askDeadline, stop) : tl::unexpected(configs.error());
    if (!list)
        return tl::unexpected(list.error());
    if (!list->unanswered.isEmpty())
        return fail(ErrorCode::Kafka, Tr::tr("Not every broker tells its groups"), {},
                    list->unanswered.join(QLatin1Char('\n')));
    for (const kafka::GroupListing &group : list->groups)
        groups += group.id;
    auto described = groups.isEmpty() ? Result<std::vector<kafka::GroupDescription>>()
                                      : client.describeGroups(groups, askDeadline, stop);
    if (!described)
        return tl::unexpected(described.error());
    const auto committed = client.committedOffsets(groups, askDeadline, stop);
    for (auto it = committed.cbegin(); it != committed.cend(); ++it) {
        if (!*it)
            return tl::unexpected(it->error());
        facts.committed[it.key()] = **it;
    }
    facts.offsets = std::move(*offsets);
    facts.configs = std::move(*configs);
    facts.groups = std::move(*described);
    facts.servicesByAddress = servicesByAddress(project, state.containers);
    return facts;
}

Result<TopicPlan> planTopics(const compose::Project &project, const guard::EngineState &state, const TopicWish &wish,
                             const TopicFacts &facts)
{
    const auto names = chosenTopics(project, wish, facts.metadata);
    if (!names)
        return tl::unexpected(names.error());
    TopicPlan plan;
    plan.level = wish.level;
    plan.project = project.name;
    plan.engineId = state.id;
    plan.context = state.context.name;
    plan.clusterId = facts.metadata.clusterId;
    for (const QString &name : *names)
        plan.topics.push_back(plannedTopic(project, wish.level, *facts.metadata.topic(name), facts));
    for (const kafka::Topic &topic : facts.metadata.topics) {
        if (!topic.isInternal() && !names->contains(topic.name))
            plan.stays += topic.name;
    }
    for (const kafka::GroupDescription &group : facts.groups) {
        const bool isChosen = wish.groups.value_or(QStringList()).contains(group.id)
                              || ((!wish.groups || wish.level == Operation::Restore)
                                  && hasToDoWith(group, facts.committed.value(group.id), *names));
        if (isChosen)
            plan.groups.push_back(plannedGroup(group, wish.level, *names, facts));
        else if (hasToDoWith(group, facts.committed.value(group.id), deletedBy(plan)))
            plan.groups.push_back(unchosen(plannedGroup(group, wish.level, *names, facts)));
    }
    for (const QString &id : wish.level == Operation::Restore ? QStringList() : wish.groups.value_or(QStringList())) {
        if (std::ranges::find(plan.groups, id, &PlannedGroup::id) == plan.groups.end())
            return fail(ErrorCode::NotFound, Tr::tr("There is no group %1").arg(id));
    }
    for (const PlannedGroup &group : plan.groups) {
        for (const PlannedMember &member : group.members) {
            if (group.way != PlannedGroup::Way::Leave && !plan.stops.contains(member.service))
                plan.stops += member.service;
        }
    }
    if (wish.level != Operation::Recreate)
        return plan;
    for (const compose::ExpectedTopic &topic : project.expectedTopics) {
        if (names->contains(topic.name) || !facts.metadata.topic(topic.name))
            plan.create.push_back({topic.name, topic.partitions, topic.replicationFactor, topic.config});
    }
    for (const compose::Service &service : project.services) {
        if (service.role == compose::Role::Init)
            plan.inits += service.name;
    }
    return plan;
}

QJsonObject toJson(const TopicPlan &plan)
{
    QJsonArray topics, groups, create;
    for (const PlannedTopic &topic : plan.topics)
        topics += QJsonObject{{QStringLiteral("name"), topic.name},
                              {QStringLiteral("way"), wayOf(topic.way)},
                              {QStringLiteral("partitions"), topic.partitions},
                              {QStringLiteral("replicationFactor"), topic.replicationFactor},
                              {QStringLiteral("config"), jsonOf(topic.config)},
                              {QStringLiteral("records"), topic.records ? QJsonValue(*topic.records) : QJsonValue()},
                              {QStringLiteral("expected"), topic.isExpected}};
    for (const PlannedGroup &group : plan.groups)
        groups += jsonOf(group);
    for (const kafka::NewTopic &topic : plan.create)
        create += QJsonObject{{QStringLiteral("name"), topic.name},
                              {QStringLiteral("partitions"), topic.partitions},
                              {QStringLiteral("replicationFactor"), topic.replicationFactor},
                              {QStringLiteral("config"), jsonOf(topic.config)}};
    return {{QStringLiteral("operation"), toString(plan.level)},
            {QStringLiteral("project"), plan.project},
            {QStringLiteral("engineId"), plan.engineId},
            {QStringLiteral("context"), plan.context},
            {QStringLiteral("clusterId"), plan.clusterId},
            {QStringLiteral("topics"), topics},
            {QStringLiteral("groups"), groups},
            {QStringLiteral("create"), create},
            {QStringLiteral("stops"), QJsonArray::fromStringList(plan.stops)},
            {QStringLiteral("inits"), QJsonArray::fromStringList(plan.inits)},
            {QStringLiteral("stays"), QJsonArray::fromStringList(plan.stays)}};
}

Result<TopicPlan> topicPlanFrom(const QJsonObject &json)
{
    TopicPlan plan;
    const auto level = operationFrom(json[QLatin1String("operation")].toString());
    plan.project = json[QLatin1String("project")].toString();
    plan.engineId = json[QLatin1String("engineId")].toString();
    plan.context = json[QLatin1String("context")].toString();
    plan.clusterId = json[QLatin1String("clusterId")].toString();
    if (!level || plan.project.isEmpty() || plan.engineId.isEmpty())
        return fail(ErrorCode::Parse, Tr::tr("The journal of the reset is not understood"));
    plan.level = *level;
    for (const QJsonValue one : json[QLatin1String("topics")].toArray())
        plan.topics.push_back(topicIn(one));
    for (const QJsonValue one : json[QLatin1String("groups")].toArray())
        plan.groups.push_back(groupIn(one));
    for (const QJsonValue one : json[QLatin1String("create")].toArray())
        plan.create.push_back({one[QLatin1String("name")].toString(), one[QLatin1String("partitions")].toInt(1),
                               one[QLatin1String("replicationFactor")].toInt(1), mapIn(one[QLatin1String("config")])});
    plan.stops = textsIn(json[QLatin1String("stops")]);
    plan.inits = textsIn(json[QLatin1String("inits")]);
    plan.stays = textsIn(json[QLatin1String("stays")]);
    return plan;
}

} // namespace bd::reset
