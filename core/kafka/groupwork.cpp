#include "kafka/groupwork.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(KafkaGroups)
};

using Commits = QMap<QString, Result<std::vector<CommittedOffset>>>;

QStringList topicsOf(const std::vector<GroupDescription> &descriptions, const Commits &commits)
{
    QStringList topics;
    for (const GroupDescription &group : descriptions) {
        for (const GroupMember &member : group.members) {
            for (const TopicPartition &at : member.assignment)
                topics += at.topic;
        }
    }
    for (const auto &committed : commits) {
        for (const CommittedOffset &one : committed.value_or(std::vector<CommittedOffset>()))
            topics += one.at.topic;
    }
    topics.removeDuplicates();
    return topics;
}

std::vector<Topic> found(const Metadata &metadata, const QStringList &names)
{
    std::vector<Topic> topics;
    for (const QString &name : names) {
        if (const Topic *topic = metadata.topic(name))
            topics.push_back(*topic);
    }
    return topics;
}

Result<> areThere(const ResetWish &wish, const GroupStatus &status)
{
    const auto isThere = [&](const GroupOffset &one) {
        return (wish.topics.isEmpty() || wish.topics.contains(one.at.topic))
               && (!wish.partition || one.at.partition == *wish.partition);
    };
    for (const QString &topic : wish.topics) {
        if (!status.topics().contains(topic))
            return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1").arg(plainText(topic, 260)));
    }
    if (wish.topics.isEmpty() && status.offsets.empty())
        return fail(ErrorCode::NotFound, Tr::tr("The group %1 has committed nothing").arg(plainText(wish.group, 260)),
                    Tr::tr("Name a topic to set where it begins."));
    if (std::ranges::none_of(status.offsets, isThere))
        return fail(ErrorCode::NotFound, Tr::tr("There is no partition %1").arg(wish.partition.value_or(0)));
    return {};
}

Result<QMap<QString, std::vector<PartitionOffsets>>> offsetsSince(Client &client, const QStringList &topics,
                                                                  TimePoint time, Millis deadline,
                                                                  const std::stop_token &stop)
{
    const auto metadata = client.metadata(true, deadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    QMap<QString, std::vector<PartitionOffsets>> since;
    for (const Topic &topic : found(*metadata, topics)) {
        const auto offsets = client.offsetsAt(topic, time, deadline, stop);
        if (!offsets)
            return tl::unexpected(offsets.error());
        since.insert(topic.name, *offsets);
    }
    return since;
}

// With what was committed there last, for nobody else may be connected.
Result<std::vector<CommittedOffset>> committedAtRest(Client &client, const QString &group, Millis deadline,
                                                     const std::stop_token &stop)
{
    const auto described = client.describeGroups({group}, deadline, stop);
    if (!described)
        return tl::unexpected(described.error());
    if (auto may = mayBeChanged(described->front()); !may)
        return tl::unexpected(may.error());
    return client.committedOffsets({group}, deadline, stop).value(group);
}

} // namespace

Result<QMap<QString, GroupStatus>> lookAtGroups(Client &client, const QStringList &groups, const QStringList &others,
                                                Millis deadline, std::stop_token stop)
{
    const auto descriptions = client.describeGroups(groups, deadline, stop);
    if (!descriptions)
        return tl::unexpected(descriptions.error());
    const Commits commits = client.committedOffsets(groups, deadline, stop);
    const auto metadata = client.metadata(true, deadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    const auto offsets = client.offsets(found(*metadata, topicsOf(*descriptions, commits) + others), deadline, stop)
                             .value_or(QMap<QString, std::vector<PartitionOffsets>>());
    if (stop.stop_requested())
        return cancelled();
    QMap<QString, GroupStatus> all;
    for (const GroupDescription &description : *descriptions) {
        const auto committed = commits.value(description.id);
        const auto known = committed ? std::optional(*committed) : std::nullopt;
        all.insert(description.id, {description, groupOffsets(description, known, others, *metadata, offsets),
                                    committed ? QString() : committed.error().message});
    }
    return all;
}

Result<ResetPlan> previewReset(Client &client, const ResetWish &wish, Millis deadline, std::stop_token stop)
{
    const auto looked = lookAtGroups(client, {wish.group}, wish.topics, deadline, stop);
    if (!looked)
        return tl::unexpected(looked.error());
    const GroupStatus status = looked->value(wish.group);
    if (auto may = mayBeChanged(status.description).and_then([&] { return areThere(wish, status); }); !may)
        return tl::unexpected(may.error());
    if (wish.to.kind != ResetTo::Kind::Time)
        return planReset(wish, status.offsets);
    const QStringList topics = wish.topics.isEmpty() ? status.topics() : wish.topics;
    return offsetsSince(client, topics, wish.to.time, deadline, stop).map([&](const auto &since) {
        return planReset(wish, status.offsets, since);
    });
}

Result<std::vector<PartitionOutcome>> applyReset(Client &client, const ResetPlan &plan, Millis deadline,
                                                 std::stop_token stop)
{
    if (plan.changes().empty())
        return std::vector<PartitionOutcome>();
    return committedAtRest(client, plan.group, deadline, stop)
        .and_then([&](const std::vector<CommittedOffset> &committed) { return stillHolds(plan, committed); })
        .and_then([&] { return client.alterGroupOffsets(plan.group, plan.changes(), deadline, stop); });
}

Result<std::vector<PartitionOutcome>> forgetOffsets(Client &client, const QString &group, const QString &topic,
                                                    std::optional<int> partition, Millis deadline, std::stop_token stop)
{
    const auto committed = client.committedOffsets({group}, deadline, stop).value(group);
    if (!committed)
        return tl::unexpected(committed.error());
    std::vector<TopicPartition> wanted;
    for (const CommittedOffset &one : *committed) {
        if (one.at.topic == topic && (!partition || one.at.partition == *partition))
            wanted.push_back(one.at);
    }
    if (wanted.empty())
        return fail(ErrorCode::NotFound, Tr::tr("The group %1 has committed nothing in %2")
                                             .arg(plainText(group, 260), plainText(topic, 260)));
    return client.deleteGroupOffsets(group, wanted, deadline, stop);
}

} // namespace bd::kafka
