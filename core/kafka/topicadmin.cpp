// Client's changes of topics that are there: delete, add partitions, settings, empty.
#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "kafka/configresource.h"
#include "kafka/errors.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

using SteadyClock = std::chrono::steady_clock;

Result<> itemResult(const QString &name, rd_kafka_resp_err_t code, const char *text)
{
    if (!code)
        return {};
    return fail(ErrorCode::Kafka,
                Tr::tr("Kafka refused to change %1: %2").arg(plainText(name, 249), brokersWords(code, text)));
}

Owned<rd_kafka_ConfigResource_t> resourceOf(const QString &topic)
{
    return configResource(RD_KAFKA_RESOURCE_TOPIC, topic);
}

} // namespace

Result<std::vector<TopicOutcome>> Client::deleteTopics(const QStringList &names, Millis deadline, std::stop_token stop)
{
    if (auto may = mayChange(*d->handle); !may)
        return tl::unexpected(may.error());
    std::vector<Owned<rd_kafka_DeleteTopic_t>> owned;
    for (const QString &name : names)
        owned.emplace_back(rd_kafka_DeleteTopic_new(name.toUtf8().constData()));
    auto raw = rawOf(owned);
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_DELETETOPICS, deadline, stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_DeleteTopics(d->handle->get(), raw.data(), raw.size(), options, queue);
               })
        .map([&](const Owned<rd_kafka_event_t> &event) {
            size_t count = 0;
            const auto *results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event.get()),
                                                                      &count);
            QMap<QString, QString> errors;
            for (size_t i = 0; i < count; ++i)
                errors[QString::fromUtf8(rd_kafka_topic_result_name(results[i]))] = brokersWords(
                    rd_kafka_topic_result_error(results[i]), rd_kafka_topic_result_error_string(results[i]));
            std::vector<TopicOutcome> outcomes;
            for (const QString &name : names)
                outcomes.push_back({name, true, errors.value(name, Tr::tr("the broker did not say"))});
            return outcomes;
        });
}

Result<> Client::addPartitions(const QString &topic, int total, Millis deadline, std::stop_token stop)
{
    if (auto may = mayChange(*d->handle); !may)
        return may;
    char reason[512] = "";
    const Owned<rd_kafka_NewPartitions_t> partitions(
        rd_kafka_NewPartitions_new(topic.toUtf8().constData(), size_t(std::max(0, total)), reason, sizeof reason));
    if (!partitions)
        return fail(ErrorCode::InvalidUse, Tr::tr("A topic cannot have %1 partitions").arg(total),
                    firstLine(QString::fromUtf8(reason)));
    rd_kafka_NewPartitions_t *raw = partitions.get();
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_CREATEPARTITIONS, deadline, stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_CreatePartitions(d->handle->get(), &raw, 1, options, queue);
               })
        .and_then([&](const Owned<rd_kafka_event_t> &event) -> Result<> {
            size_t count = 0;
            const auto *results =
                rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(event.get()), &count);
            return count == 0 ? Result<>()
                              : itemResult(topic, rd_kafka_topic_result_error(results[0]),
                                           rd_kafka_topic_result_error_string(results[0]));
        });
}

Result<QMap<QString, std::vector<ConfigEntry>>> Client::topicConfigs(const QStringList &topics, Millis deadline,
                                                                     std::stop_token stop)
{
    std::vector<Owned<rd_kafka_ConfigResource_t>> owned;
    for (const QString &topic : topics)
        owned.push_back(resourceOf(topic));
    const auto event = describeConfigs(*d->handle, owned, deadline, stop);
    if (!event)
        return tl::unexpected(event.error());
    size_t count = 0;
    const auto *resources =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    QMap<QString, std::vector<ConfigEntry>> configs;
    for (size_t i = 0; i < count; ++i) {
        const QString name = QString::fromUtf8(rd_kafka_ConfigResource_name(resources[i]));
        const auto code = rd_kafka_ConfigResource_error(resources[i]);
        if (code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) // has just gone; the others are worth having
            continue;
        if (code)
            return fail(ErrorCode::Kafka,
                        Tr::tr("The settings of %1 cannot be read: %2")
                            .arg(plainText(name, 249),
                                 brokersWords(code, rd_kafka_ConfigResource_error_string(resources[i]))));
        configs.insert(name, entriesOf(resources[i]));
    }
    return configs;
}

namespace {

Result<> changed(const QString &topic, const rd_kafka_ConfigResource_t *const *results, size_t count)
{
    return count == 0 ? Result<>()
                      : itemResult(topic, rd_kafka_ConfigResource_error(results[0]),
                                   rd_kafka_ConfigResource_error_string(results[0]));
}

} // namespace

#if RD_KAFKA_VERSION >= 0x020200ff // IncrementalAlterConfigs

Result<> Client::setTopicConfig(const QString &topic, const QMap<QString, QString> &set, const QStringList &reset,
                                Millis deadline, std::stop_token stop, Intent intent)
{
    if (auto may = mayChange(*d->handle, intent); !may)
        return may;
    const auto resource = resourceOf(topic);
    for (auto it = set.cbegin(); it != set.cend(); ++it)
        rd_kafka_error_destroy(rd_kafka_ConfigResource_add_incremental_config(resource.get(),
                                                                              it.key().toUtf8().constData(),
                                                                              RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET,
                                                                              it.value().toUtf8().constData()));
    for (const QString &name : reset)
        rd_kafka_error_destroy(rd_kafka_ConfigResource_add_incremental_config(resource.get(), name.toUtf8().constData(),
                                                                              RD_KAFKA_ALTER_CONFIG_OP_TYPE_DELETE,
                                                                              nullptr));
    rd_kafka_ConfigResource_t *raw = resource.get();
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS, deadline, stop,
               [&](rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   setIntent(options, intent);
                   rd_kafka_IncrementalAlterConfigs(d->handle->get(), &raw, 1, options, queue);
               })
        .and_then([&](const Owned<rd_kafka_event_t> &event) -> Result<> {
            size_t count = 0;
            const auto *results = rd_kafka_IncrementalAlterConfigs_result_resources(
                rd_kafka_event_IncrementalAlterConfigs_result(event.get()), &count);
            return changed(topic, results, count);
        });
}

#else

Result<> Client::setTopicConfig(const QString &topic, const QMap<QString, QString> &set, const QStringList &reset,
                                Millis deadline, std::stop_token stop, Intent intent)
{
    if (auto may = mayChange(*d->handle, intent); !may)
        return may;
    const auto before = topicConfigs({topic}, deadline, stop);
    if (!before)
        return tl::unexpected(before.error());
    if (!before->contains(topic))
        return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1").arg(plainText(topic, 249)));
    QMap<QString, QString> wanted = set;
    for (const ConfigEntry &entry : before->value(topic)) {
        const bool isKept = entry.source == ConfigEntry::Source::Topic && !reset.contains(entry.name);
        if (isKept && entry.value && !wanted.contains(entry.name))
            wanted.insert(entry.name, *entry.value);
    }
    const auto resource = resourceOf(topic);
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it)
        rd_kafka_ConfigResource_set_config(resource.get(), it.key().toUtf8().constData(),
                                           it.value().toUtf8().constData());
    rd_kafka_ConfigResource_t *raw = resource.get();
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_ALTERCONFIGS, deadline, stop,
               [&](rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   setIntent(options, intent);
                   rd_kafka_AlterConfigs(d->handle->get(), &raw, 1, options, queue);
               })
        .and_then([&](const Owned<rd_kafka_event_t> &event) -> Result<> {
            size_t count = 0;
            const auto *results =
                rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event.get()), &count);
            return changed(topic, results, count);
        });
}

#endif

namespace {

// Fills one end of every partition. librdkafka's call for times takes Kafka's own marks for beginning and end.
Result<> askOffsets(const std::shared_ptr<Handle> &handle, QMap<QString, std::vector<PartitionOffsets>> &found,
                    qint64 mark, std::optional<qint64> PartitionOffsets::*end, Millis left, const std::stop_token &stop)
{
    Owned<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(64));
    for (auto it = found.cbegin(); it != found.cend(); ++it) {
        for (const PartitionOffsets &one : it.value())
            rd_kafka_topic_partition_list_add(list.get(), it.key().toUtf8().constData(), one.partition)->offset = mark;
    }
    if (list->cnt == 0)
        return {};
    const std::shared_ptr<rd_kafka_topic_partition_list_t> shared(std::move(list));
    const auto code = stoppable(handle, stop, [shared, left](Handle &asked) {
        return rd_kafka_offsets_for_times(asked.get(), shared.get(), int(left.count()));
    });
    if (!code)
        return cancelled();
    handle->serveCallbacks();
    if (*code)
        return tl::unexpected(handle->error(*code));
    for (int i = 0; i < shared->cnt; ++i) {
        const rd_kafka_topic_partition_t &raw = shared->elems[i];
        auto &partitions = found[QString::fromUtf8(raw.topic)];
        const auto at = std::ranges::find(partitions, raw.partition, &PartitionOffsets::partition);
        if (!raw.err && raw.offset >= 0 && at != partitions.end())
            (*at).*end = raw.offset;
    }
    return {};
}

} // namespace

Result<QMap<QString, std::vector<PartitionOffsets>>> Client::offsets(const std::vector<Topic> &topics, Millis deadline,
                                                                     std::stop_token stop)
{
    const auto begin = SteadyClock::now();
    const auto left = [&] {
        return std::max(Millis(1), std::chrono::ceil<Millis>(begin + deadline - SteadyClock::now()));
    };
    QMap<QString, std::vector<PartitionOffsets>> led, all;
    for (const Topic &topic : topics) {
        for (const Partition &partition : topic.partitions) {
            all[topic.name].push_back({.partition = partition.id, .begin = {}, .end = {}});
            if (partition.leader >= 0) // the others would hold up the answer for all until the time-out
                led[topic.name].push_back({.partition = partition.id, .begin = {}, .end = {}});
        }
    }
    for (const auto &[mark, end] :
         {std::pair(qint64(-2), &PartitionOffsets::begin), std::pair(qint64(-1), &PartitionOffsets::end)}) {
        if (auto asked = askOffsets(d->handle, led, mark, end, left(), stop); !asked)
            return tl::unexpected(asked.error());
    }
    for (auto it = all.begin(); it != all.end(); ++it) {
        for (PartitionOffsets &one : it.value()) {
            const auto &known = led[it.key()];
            if (const auto at = std::ranges::find(known, one.partition, &PartitionOffsets::partition);
                at != known.end())
                one = *at;
        }
    }
    return all;
}

Result<std::vector<PartitionOffsets>> Client::offsetsAt(const Topic &topic, TimePoint time, Millis deadline,
                                                        std::stop_token stop)
{
    QMap<QString, std::vector<PartitionOffsets>> found;
    for (const Partition &partition : topic.partitions) {
        if (partition.leader >= 0)
            found[topic.name].push_back({.partition = partition.id, .begin = {}, .end = {}});
    }
    const qint64 mark = std::max<qint64>(0, std::chrono::floor<Millis>(time.time_since_epoch()).count());
    return askOffsets(d->handle, found, mark, &PartitionOffsets::begin, deadline, stop).map([&] {
        return found.value(topic.name);
    });
}

namespace {

constexpr Millis retryPause{50};

// `refusal`: of the first partition that has one.
Result<> deleteRecords(Handle &handle, const QString &topic, const rd_kafka_topic_partition_list_t &before,
                       Millis deadline, const std::stop_token &stop, rd_kafka_resp_err_t &refusal)
{
    const Owned<rd_kafka_DeleteRecords_t> records(rd_kafka_DeleteRecords_new(&before));
    rd_kafka_DeleteRecords_t *raw = records.get();
    const auto event = ask(handle, RD_KAFKA_ADMIN_OP_DELETERECORDS, deadline, stop,
                           [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                               rd_kafka_DeleteRecords(handle.get(), &raw, 1, options, queue);
                           });
    if (!event)
        return tl::unexpected(event.error());
    const auto *results = rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event->get()));
    for (int i = 0; i < results->cnt; ++i) {
        refusal = results->elems[i].err;
        if (refusal == RD_KAFKA_RESP_ERR__TIMED_OUT || refusal == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE
            || refusal == RD_KAFKA_RESP_ERR__TRANSPORT) // no leader answered
            return tl::unexpected(handle.requestError(refusal, rd_kafka_err2str(refusal)));
        if (refusal)
            return itemResult(topic, refusal, nullptr);
    }
    return {};
}

} // namespace

Result<> Client::emptyTopic(const Topic &topic, Millis deadline, std::stop_token stop,
                            const std::vector<qint64> &before)
{
    if (auto may = mayChange(*d->handle); !may)
        return may;
    const Owned<rd_kafka_topic_partition_list_t> list(
        rd_kafka_topic_partition_list_new(static_cast<int>(topic.partitions.size())));
    for (const Partition &partition : topic.partitions) {
        const auto at = static_cast<size_t>(partition.id);
        rd_kafka_topic_partition_list_add(list.get(), topic.name.toUtf8().constData(), partition.id)->offset =
            at < before.size() ? before[at] : RD_KAFKA_OFFSET_END;
    }
    const auto end = SteadyClock::now() + deadline;
    while (true) {
        const Millis left = std::max(Millis(1), std::chrono::ceil<Millis>(end - SteadyClock::now()));
        rd_kafka_resp_err_t refusal = RD_KAFKA_RESP_ERR_NO_ERROR;
        auto emptied = deleteRecords(*d->handle, topic.name, *list, left, stop, refusal);
        // An earlier request's end is this one's in librdkafka 2.0, where both lead to a broker that is silent.
        if (refusal != RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE || SteadyClock::now() >= end)
            return emptied;
        if (!Clock::system().sleep(retryPause, stop))
            return cancelled();
    }
}

} // namespace bd::kafka
