// Client's work on consumer groups: list, describe, committed offsets, and their changes.
#include <algorithm>
#include <map>

#include <QCoreApplication>

#include "base/text.h"
#include "kafka/errors.h"
#include "kafka/request.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(KafkaGroups)
};

using SteadyClock = std::chrono::steady_clock;

// librdkafka sends a request for each group of a call at once: so many, and not ten thousand, are on their way together.
constexpr qsizetype batchSize = 50;
constexpr Millis passPause{50}; // before somebody who has just refused is asked again

GroupState stateOf(rd_kafka_consumer_group_state_t state)
{
    switch (state) {
    case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE: return GroupState::PreparingRebalance;
    case RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE: return GroupState::CompletingRebalance;
    case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE: return GroupState::Stable;
    case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD: return GroupState::Dead;
    case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY: return GroupState::Empty;
    default: return GroupState::Unknown;
    }
}

bool isOurs(rd_kafka_resp_err_t code)
{
    return code < 0; // librdkafka's own: nobody has answered
}

// The coordinator is being chosen or reads what it keeps: as long as that lasts, it is as if nobody had answered.
bool willPass(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS || code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE
           || code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR;
}

bool isUnanswered(const rd_kafka_error_t *raw)
{
    return raw && (isOurs(rd_kafka_error_code(raw)) || willPass(rd_kafka_error_code(raw)));
}

Error errorOf(const Handle &handle, const rd_kafka_error_t *raw)
{
    const auto code = rd_kafka_error_code(raw);
    Error error = handle.requestError(code, rd_kafka_error_string(raw));
    if (willPass(code))
        error.code = ErrorCode::Unreachable;
    return error;
}

QString wordsOf(rd_kafka_resp_err_t code, const char *text = nullptr)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID: // a commit from outside of a group that has members
    case RD_KAFKA_RESP_ERR_NON_EMPTY_GROUP: return Tr::tr("members of the group are connected");
    case RD_KAFKA_RESP_ERR_GROUP_SUBSCRIBED_TO_TOPIC:
        return Tr::tr("members that are connected have subscribed to this topic");
    case RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND: return Tr::tr("there is no such group");
    default: return brokersWords(code, text);
    }
}

QString textOf(const char *text)
{
    return text ? QString::fromUtf8(text) : QString();
}

GroupMember memberOf(const rd_kafka_MemberDescription_t *raw)
{
    GroupMember member;
    member.id = textOf(rd_kafka_MemberDescription_consumer_id(raw));
    member.clientId = textOf(rd_kafka_MemberDescription_client_id(raw));
    member.instanceId = textOf(rd_kafka_MemberDescription_group_instance_id(raw));
    const QString host = textOf(rd_kafka_MemberDescription_host(raw)); // Java's «name/address», mostly «/address»
    member.host = host.sliced(host.lastIndexOf(QLatin1Char('/')) + 1);
    const auto *assignment = rd_kafka_MemberDescription_assignment(raw);
    const auto *list = assignment ? rd_kafka_MemberAssignment_partitions(assignment) : nullptr;
    for (int i = 0; list && i < list->cnt; ++i)
        member.assignment.push_back({QString::fromUtf8(list->elems[i].topic), list->elems[i].partition});
    std::ranges::sort(member.assignment, std::less());
    return member;
}

GroupDescription descriptionOf(const rd_kafka_ConsumerGroupDescription_t *raw)
{
    GroupDescription group;
    group.id = textOf(rd_kafka_ConsumerGroupDescription_group_id(raw));
    if (const auto *error = rd_kafka_ConsumerGroupDescription_error(raw)) {
        group.error = wordsOf(rd_kafka_error_code(error), rd_kafka_error_string(error));
        return group;
    }
    group.state = stateOf(rd_kafka_ConsumerGroupDescription_state(raw));
    group.isSimple = rd_kafka_ConsumerGroupDescription_is_simple_consumer_group(raw) == 1;
    group.assignor = textOf(rd_kafka_ConsumerGroupDescription_partition_assignor(raw));
    if (const auto *node = rd_kafka_ConsumerGroupDescription_coordinator(raw))
        group.coordinator = {rd_kafka_Node_id(node), textOf(rd_kafka_Node_host(node)), rd_kafka_Node_port(node)};
    const size_t count = rd_kafka_ConsumerGroupDescription_member_count(raw);
    for (size_t i = 0; i < count; ++i)
        group.members.push_back(memberOf(rd_kafka_ConsumerGroupDescription_member(raw, i)));
    return group;
}

// librdkafka 2.0 forgets a request whose coordinator is not there yet, as that of the first group in a new cluster, until
// the request's time is over. What only asks is therefore asked again, in growing slices.
class Patience
{
public:
    explicit Patience(Millis deadline) : m_end(SteadyClock::now() + deadline) {}

    Millis left() const { return std::max(Millis(0), std::chrono::ceil<Millis>(m_end - SteadyClock::now())); }
    bool isOver() const { return left() <= Millis(0); }
    Millis slice() { return std::min(left(), std::exchange(m_slice, m_slice * 2)); }

private:
    SteadyClock::time_point m_end;
    Millis m_slice{1000};
};

bool mayPass(const Error &error)
{
    return error.code == ErrorCode::Timeout || error.code == ErrorCode::Unreachable;
}

// One request of librdkafka, of different groups: those that nobody has answered for stay in `groups`, and why they do is
// given.
std::optional<Error> describeOnce(Handle &handle, QStringList &groups, Millis left, const std::stop_token &stop,
                                  QMap<QString, GroupDescription> &described)
{
    QList<QByteArray> names;
    std::vector<const char *> raw;
    for (const QString &group : std::as_const(groups))
        names += group.toUtf8();
    for (const QByteArray &name : std::as_const(names))
        raw.push_back(name.constData());
    const auto event = ask(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, left, stop,
                           [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                               rd_kafka_DescribeConsumerGroups(handle.get(), raw.data(), raw.size(), options, queue);
                           });
    if (!event)
        return event.error();
    size_t count = 0;
    const auto **results = rd_kafka_DescribeConsumerGroups_result_groups(rd_kafka_event_DescribeConsumerGroups_result(
                                                                             event->get()),
                                                                         &count);
    std::optional<Error> unanswered;
    groups.clear();
    for (size_t i = 0; i < count; ++i) {
        const GroupDescription group = descriptionOf(results[i]);
        const auto *error = rd_kafka_ConsumerGroupDescription_error(results[i]);
        if (isUnanswered(error)) {
            unanswered = errorOf(handle, error);
            groups += group.id;
        }
        described.insert(group.id, group);
    }
    return unanswered;
}

// Of different groups, a bounded number at a time. An Error where nobody has answered for any of a batch.
Result<QMap<QString, GroupDescription>> describe(Handle &handle, const QStringList &groups, Patience patience,
                                                 const std::stop_token &stop)
{
    QMap<QString, GroupDescription> described;
    for (qsizetype at = 0; at < groups.size(); at += batchSize) {
        const QStringList batch = groups.mid(at, batchSize);
        QStringList pending = batch;
        auto error = describeOnce(handle, pending, patience.slice(), stop, described);
        while (error && mayPass(*error) && !patience.isOver() && Clock::system().sleep(passPause, stop))
            error = describeOnce(handle, pending, patience.slice(), stop, described);
        if (stop.stop_requested())
            return cancelled();
        if (error && pending.size() == batch.size())
            return tl::unexpected(*error);
    }
    return described;
}

// Before a change, which is not sent twice: the coordinators of these groups are known then.
Result<> meetCoordinators(Handle &handle, const QStringList &groups, const Patience &patience,
                          const std::stop_token &stop)
{
    QStringList different = groups;
    different.removeDuplicates();
    return describe(handle, different, patience, stop).map([](const QMap<QString, GroupDescription> &) {});
}

Owned<rd_kafka_topic_partition_list_t> listOf(const std::vector<TopicPartition> &partitions)
{
    Owned<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
    for (const TopicPartition &at : partitions)
        rd_kafka_topic_partition_list_add(list.get(), at.topic.toUtf8().constData(), at.partition);
    return list;
}

// By asking what the group has committed, which makes no group.
Result<> findCoordinator(const Settings &settings, const QString &group, const Patience &patience,
                         const std::stop_token &stop)
{
    constexpr int slice = 200; // ms
    Settings own = settings;
    own.properties.insert(QStringLiteral("group.id"), group);
    const auto handle = Handle::open(own);
    if (!handle)
        return tl::unexpected(handle.error());
    const auto list = listOf({{QStringLiteral("__consumer_offsets"), 0}});
    auto code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (!stop.stop_requested() && !patience.isOver()) {
        code = rd_kafka_committed((*handle)->get(), list.get(), slice);
        const bool isLooking = code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__WAIT_COORD
                               || code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE
                               || code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS
                               || code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR || code == RD_KAFKA_RESP_ERR__TRANSPORT;
        if (!isLooking)
            return {}; // found, or refused: then what is wanted is refused, too, and says so
    }
    return stop.stop_requested() ? Result<>(cancelled()) : Result<>(tl::unexpected((*handle)->error(code)));
}

// librdkafka 2.0 may end the program where an admin request of its own, sent to a group's coordinator, goes wrong on the way
// (its issue 4605 and pull request 5397, open in 2026): seen in the first seconds of a cluster, whose coordinators are not there
// yet. A consumer's own look for one is sound and answers «not yet» like any other error, and afterwards the request finds it.
// Groups that were listed have coordinators: of many, nobody looks.
Result<> findCoordinators(Client &client, Handle &handle, const QStringList &groups, Millis deadline,
                          const std::stop_token &stop)
{
    constexpr qsizetype few = 8;
    if (groups.size() > few)
        return {};
    const Patience patience(deadline);
    if (const auto connected = client.metadata(false, deadline, stop); !connected)
        return tl::unexpected(connected.error());
    for (const QString &group : groups) {
        if (handle.isCoordinated(group))
            continue;
        if (auto found = findCoordinator(handle.settings(), group, patience, stop); !found)
            return found;
        handle.setCoordinated(group);
    }
    return {};
}

// What was said of the group as a whole.
Result<> groupResult(const Handle &handle, const QString &group, const rd_kafka_group_result_t *const *results,
                     size_t count)
{
    const auto *error = count > 0 ? rd_kafka_group_result_error(results[0]) : nullptr;
    if (!error)
        return {};
    if (isUnanswered(error))
        return tl::unexpected(errorOf(handle, error));
    return fail(ErrorCode::Kafka,
                Tr::tr("Kafka refused it for the group %1: %2")
                    .arg(plainText(group, 260), wordsOf(rd_kafka_error_code(error), rd_kafka_error_string(error))));
}

Result<std::vector<PartitionOutcome>> outcomesOf(const Handle &handle, const QString &group,
                                                 const rd_kafka_group_result_t *const *results, size_t count)
{
    return groupResult(handle, group, results, count).map([&] {
        std::vector<PartitionOutcome> outcomes;
        const auto *list = count > 0 ? rd_kafka_group_result_partitions(results[0]) : nullptr;
        for (int i = 0; list && i < list->cnt; ++i) {
            const auto &one = list->elems[i];
            outcomes.push_back({{QString::fromUtf8(one.topic), one.partition}, wordsOf(one.err)});
        }
        return outcomes;
    });
}

Result<std::vector<CommittedOffset>> committedOf(const Handle &handle, const QString &group, rd_kafka_event_t *event)
{
    size_t count = 0;
    const auto **results =
        rd_kafka_ListConsumerGroupOffsets_result_groups(rd_kafka_event_ListConsumerGroupOffsets_result(event), &count);
    return groupResult(handle, group, results, count).map([&] {
        std::vector<CommittedOffset> committed;
        const auto *list = count > 0 ? rd_kafka_group_result_partitions(results[0]) : nullptr;
        for (int i = 0; list && i < list->cnt; ++i) {
            const auto &one = list->elems[i];
            if (!one.err && one.offset < 0) // nothing is committed there
                continue;
            const auto metadata = QString::fromUtf8(static_cast<const char *>(one.metadata),
                                                    static_cast<qsizetype>(one.metadata_size));
            committed.push_back({{QString::fromUtf8(one.topic), one.partition},
                                 one.err ? std::nullopt : std::optional<qint64>(one.offset),
                                 metadata});
        }
        return committed;
    });
}

} // namespace

Result<GroupList> Client::groups(Millis deadline, std::stop_token stop)
{
    const auto event = ask(*d->handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, deadline, stop,
                           [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                               rd_kafka_ListConsumerGroups(d->handle->get(), options, queue);
                           });
    if (!event)
        return tl::unexpected(event.error());
    const auto *result = rd_kafka_event_ListConsumerGroups_result(event->get());
    size_t count = 0;
    GroupList list;
    const auto **valid = rd_kafka_ListConsumerGroups_result_valid(result, &count);
    for (size_t i = 0; i < count; ++i)
        list.groups.push_back({textOf(rd_kafka_ConsumerGroupListing_group_id(valid[i])),
                               stateOf(rd_kafka_ConsumerGroupListing_state(valid[i])),
                               rd_kafka_ConsumerGroupListing_is_simple_consumer_group(valid[i]) == 1});
    const auto **errors = rd_kafka_ListConsumerGroups_result_errors(result, &count);
    if (list.groups.empty() && count > 0) // never «no groups» where somebody has not answered
        return tl::unexpected(errorOf(*d->handle, errors[0]));
    for (size_t i = 0; i < count; ++i)
        list.unanswered += firstLine(QString::fromUtf8(rd_kafka_error_string(errors[i])));
    return list;
}

Result<std::vector<GroupDescription>> Client::describeGroups(const QStringList &groups, Millis deadline,
                                                             std::stop_token stop)
{
    if (groups.isEmpty())
        return std::vector<GroupDescription>();
    if (auto found = findCoordinators(*this, *d->handle, groups, deadline, stop); !found)
        return tl::unexpected(found.error());
    QStringList different = groups;
    different.removeDuplicates(); // librdkafka refuses them
    const auto described = describe(*d->handle, different, Patience(deadline), stop);
    if (!described)
        return tl::unexpected(described.error());
    std::vector<GroupDescription> inOrder;
    for (const QString &group : groups) {
        GroupDescription unsaid;
        unsaid.id = group;
        unsaid.error = Tr::tr("the broker did not say");
        inOrder.push_back(described->value(group, unsaid));
    }
    return inOrder;
}

namespace {

using Committed = Result<std::vector<CommittedOffset>>;

// librdkafka's request takes one group: one for each, on their way together.
std::map<QString, Owned<rd_kafka_queue_t>> askCommitted(Handle &handle, const QStringList &groups, Millis left)
{
    std::map<QString, Owned<rd_kafka_queue_t>> asked;
    for (const QString &group : groups) {
        const Owned<rd_kafka_ListConsumerGroupOffsets_t> wanted(
            rd_kafka_ListConsumerGroupOffsets_new(group.toUtf8().constData(), nullptr));
        rd_kafka_ListConsumerGroupOffsets_t *raw = wanted.get();
        asked[group] = sendOff(handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, left,
                               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                                   rd_kafka_ListConsumerGroupOffsets(handle.get(), &raw, 1, options, queue);
                               });
    }
    return asked;
}

} // namespace

QMap<QString, Committed> Client::committedOffsets(const QStringList &groups, Millis deadline, std::stop_token stop)
{
    Patience patience(deadline);
    QMap<QString, Committed> all;
    if (groups.isEmpty())
        return all;
    if (const auto found = findCoordinators(*this, *d->handle, groups, deadline, stop); !found) {
        for (const QString &group : groups)
            all.insert(group, tl::unexpected(found.error()));
        return all;
    }
    for (qsizetype at = 0; at < groups.size(); at += batchSize) {
        QStringList pending = groups.mid(at, batchSize);
        do {
            const auto asked = askCommitted(*d->handle, std::exchange(pending, {}), patience.slice());
            for (const auto &one : asked) {
                const QString &group = one.first;
                const Committed committed =
                    answerIn(*d->handle, one.second.get(), stop).and_then([&](const Owned<rd_kafka_event_t> &event) {
                        return committedOf(*d->handle, group, event.get());
                    });
                if (!committed && mayPass(committed.error()))
                    pending += group;
                all.insert(group, committed);
            }
        } while (!pending.isEmpty() && !patience.isOver() && Clock::system().sleep(passPause, stop));
    }
    return all;
}

Result<std::vector<PartitionOutcome>> Client::alterGroupOffsets(const QString &group,
                                                                const std::vector<OffsetChange> &changes,
                                                                Millis deadline, std::stop_token stop)
{
    if (auto may = mayChange(*d->handle); !may)
        return tl::unexpected(may.error());
    const Patience patience(deadline);
    if (auto found = findCoordinators(*this, *d->handle, {group}, deadline, stop); !found)
        return tl::unexpected(found.error());
    if (auto met = meetCoordinators(*d->handle, {group}, patience, stop); !met)
        return tl::unexpected(met.error());
    std::vector<TopicPartition> partitions;
    partitions.reserve(changes.size());
    for (const OffsetChange &change : changes)
        partitions.push_back(change.at);
    const auto list = listOf(partitions);
    for (size_t i = 0; i < changes.size(); ++i)
        list->elems[i].offset = changes[i].to;
    const Owned<rd_kafka_AlterConsumerGroupOffsets_t> wanted(
        rd_kafka_AlterConsumerGroupOffsets_new(group.toUtf8().constData(), list.get()));
    rd_kafka_AlterConsumerGroupOffsets_t *raw = wanted.get();
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, patience.left(), stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_AlterConsumerGroupOffsets(d->handle->get(), &raw, 1, options, queue);
               })
        .and_then([&](const Owned<rd_kafka_event_t> &event) {
            size_t count = 0;
            const auto **results = rd_kafka_AlterConsumerGroupOffsets_result_groups(
                rd_kafka_event_AlterConsumerGroupOffsets_result(event.get()), &count);
            return outcomesOf(*d->handle, group, results, count);
        });
}

Result<std::vector<PartitionOutcome>> Client::deleteGroupOffsets(const QString &group,
                                                                 const std::vector<TopicPartition> &partitions,
                                                                 Millis deadline, std::stop_token stop)
{
    if (auto may = mayChange(*d->handle); !may)
        return tl::unexpected(may.error());
    const Patience patience(deadline);
    if (auto found = findCoordinators(*this, *d->handle, {group}, deadline, stop); !found)
        return tl::unexpected(found.error());
    if (auto met = meetCoordinators(*d->handle, {group}, patience, stop); !met)
        return tl::unexpected(met.error());
    const auto list = listOf(partitions);
    const Owned<rd_kafka_DeleteConsumerGroupOffsets_t> wanted(
        rd_kafka_DeleteConsumerGroupOffsets_new(group.toUtf8().constData(), list.get()));
    rd_kafka_DeleteConsumerGroupOffsets_t *raw = wanted.get();
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, patience.left(), stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_DeleteConsumerGroupOffsets(d->handle->get(), &raw, 1, options, queue);
               })
        .and_then([&](const Owned<rd_kafka_event_t> &event) {
            size_t count = 0;
            const auto **results = rd_kafka_DeleteConsumerGroupOffsets_result_groups(
                rd_kafka_event_DeleteConsumerGroupOffsets_result(event.get()), &count);
            return outcomesOf(*d->handle, group, results, count);
        });
}

Result<std::vector<GroupOutcome>> Client::deleteGroups(const QStringList &groups, Millis deadline, std::stop_token stop)
{
    if (auto may = mayChange(*d->handle); !may)
        return tl::unexpected(may.error());
    const Patience patience(deadline);
    if (auto found = findCoordinators(*this, *d->handle, groups, deadline, stop); !found)
        return tl::unexpected(found.error());
    if (auto met = meetCoordinators(*d->handle, groups, patience, stop); !met)
        return tl::unexpected(met.error());
    std::vector<Owned<rd_kafka_DeleteGroup_t>> owned;
    for (const QString &group : groups)
        owned.emplace_back(rd_kafka_DeleteGroup_new(group.toUtf8().constData()));
    auto raw = rawOf(owned);
    return ask(*d->handle, RD_KAFKA_ADMIN_OP_DELETEGROUPS, patience.left(), stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_DeleteGroups(d->handle->get(), raw.data(), raw.size(), options, queue);
               })
        .and_then([&](const Owned<rd_kafka_event_t> &event) -> Result<std::vector<GroupOutcome>> {
            size_t count = 0;
            const auto **results = rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(event.get()),
                                                                       &count);
            QMap<QString, QString> errors;
            bool isAnswered = count == 0;
            for (size_t i = 0; i < count; ++i) {
                const auto *error = rd_kafka_group_result_error(results[i]);
                isAnswered = isAnswered || !isUnanswered(error);
                errors[textOf(rd_kafka_group_result_name(results[i]))] = error ? wordsOf(rd_kafka_error_code(error),
                                                                                         rd_kafka_error_string(error))
                                                                               : QString();
            }
            if (!isAnswered)
                return tl::unexpected(errorOf(*d->handle, rd_kafka_group_result_error(results[0])));
            std::vector<GroupOutcome> outcomes;
            for (const QString &group : groups)
                outcomes.push_back({group, errors.value(group, Tr::tr("the broker did not say"))});
            return outcomes;
        });
}

} // namespace bd::kafka
