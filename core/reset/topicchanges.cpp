#include "reset/topicchanges.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

Result<> asWanted(kafka::Client &client, const kafka::NewTopic &wanted, Millis deadline)
{
    const auto metadata = client.metadata(true, deadline, {});
    if (!metadata)
        return tl::unexpected(metadata.error());
    const kafka::Topic *topic = metadata->topic(wanted.name);
    const int there = topic ? static_cast<int>(topic->partitions.size()) : 0;
    if (there > wanted.partitions)
        return fail(
            ErrorCode::Kafka,
            Tr::tr("Somebody has made %1 meanwhile, with %Ln partition(s)", nullptr, there).arg(wanted.name),
            Tr::tr("A program writes to it while the broker makes topics by themselves. Stop it, delete the topic, "
                   "and go on."));
    const auto grown = there > 0 && there < wanted.partitions
                           ? client.addPartitions(wanted.name, wanted.partitions, deadline, {})
                           : Result<>();
    if (!grown || wanted.config.isEmpty())
        return grown;
    return client.setTopicConfig(wanted.name, wanted.config, {}, deadline, {});
}

} // namespace

Result<> deleteAll(kafka::Client &client, const QStringList &topics, Millis deadline)
{
    if (topics.isEmpty())
        return {};
    const auto metadata = client.metadata(true, deadline, {});
    if (!metadata)
        return tl::unexpected(metadata.error());
    QStringList there;
    std::ranges::copy_if(topics, std::back_inserter(there), [&](const QString &name) { return metadata->topic(name); });
    const auto deleted = there.isEmpty() ? Result<std::vector<kafka::TopicOutcome>>()
                                         : client.deleteTopics(there, deadline, {});
    if (!deleted)
        return tl::unexpected(deleted.error());
    for (const kafka::TopicOutcome &one : *deleted) {
        if (!one.error.isEmpty())
            return fail(ErrorCode::Kafka, Tr::tr("%1 was not deleted: %2").arg(one.name, one.error));
    }
    return {};
}

Result<> createAll(kafka::Client &client, const std::vector<kafka::NewTopic> &topics, Millis deadline)
{
    if (topics.empty())
        return {};
    const auto made = client.createTopics(topics, deadline, {});
    if (!made)
        return tl::unexpected(made.error());
    for (const kafka::TopicOutcome &one : *made) {
        if (!one.error.isEmpty())
            return fail(ErrorCode::Kafka, Tr::tr("%1 was not made: %2").arg(one.name, one.error));
    }
    for (const kafka::TopicOutcome &one : *made) {
        const auto wanted = std::ranges::find(topics, one.name, &kafka::NewTopic::name);
        const bool isOthers = one.existed && wanted != topics.end();
        if (auto same = isOthers ? asWanted(client, *wanted, deadline) : Result<>(); !same)
            return same;
    }
    return {};
}

} // namespace bd::reset
