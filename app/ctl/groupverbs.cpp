#include "groupverbs.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>

#include "exitcode.h"
#include "kafka/groupwork.h"
#include "kafkaconnection.h"
#include "moments.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using kafka::GroupLag;
using kafka::GroupListing;
using kafka::GroupMember;
using kafka::GroupOffset;
using kafka::GroupStatus;
using kafka::PartitionOutcome;
using kafka::PartitionReset;
using kafka::TopicPartition;

QString textOf(const std::optional<qint64> &number, const QString &otherwise = QStringLiteral("?"))
{
    return number ? QString::number(*number) : otherwise;
}

QJsonValue jsonOf(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QString textOf(const TopicPartition &at)
{
    return QStringLiteral("%1:%2").arg(at.topic).arg(at.partition);
}

// «≥» where some partitions are not in it.
QString textOf(const GroupLag &lag)
{
    const bool hasNone = !lag.records && lag.isComplete();
    const QString number = textOf(lag.records, hasNone ? QStringLiteral("-") : QStringLiteral("?"));
    return lag.records && !lag.isComplete() ? QStringLiteral("≥ ") + number : number;
}

QString wordOf(GroupOffset::Standing standing)
{
    switch (standing) {
    case GroupOffset::Standing::Unknown: break;
    case GroupOffset::Standing::NothingCommitted: return QStringLiteral("nothing-committed");
    case GroupOffset::Standing::InRange: return QStringLiteral("in-range");
    case GroupOffset::Standing::RecordsDeleted: return QStringLiteral("records-deleted");
    case GroupOffset::Standing::BeyondEnd: return QStringLiteral("beyond-end");
    }
    return QStringLiteral("unknown");
}

QString noteOf(const GroupOffset &offset)
{
    switch (offset.standing()) {
    case GroupOffset::Standing::Unknown: return Tr::tr("not known");
    case GroupOffset::Standing::NothingCommitted: return Tr::tr("nothing committed");
    case GroupOffset::Standing::InRange: break;
    case GroupOffset::Standing::RecordsDeleted:
        return Tr::tr("%1 records were deleted unread").arg(*offset.begin - *offset.committed);
    case GroupOffset::Standing::BeyondEnd: return Tr::tr("beyond the end: the topic was made again");
    }
    return {};
}

QJsonObject jsonOf(const TopicPartition &at)
{
    return {{QStringLiteral("topic"), at.topic}, {QStringLiteral("partition"), at.partition}};
}

QJsonObject jsonOf(const GroupOffset &offset)
{
    QJsonObject json = jsonOf(offset.at);
    json.insert(QStringLiteral("committed"), jsonOf(offset.committed));
    json.insert(QStringLiteral("begin"), jsonOf(offset.begin));
    json.insert(QStringLiteral("end"), jsonOf(offset.end));
    json.insert(QStringLiteral("lag"), jsonOf(offset.lag()));
    json.insert(QStringLiteral("standing"), wordOf(offset.standing()));
    json.insert(QStringLiteral("member"), offset.memberId.isEmpty() ? QJsonValue() : QJsonValue(offset.memberId));
    return json;
}

QJsonObject jsonOf(const PartitionReset &reset)
{
    QJsonObject json = jsonOf(reset.at);
    json.insert(QStringLiteral("from"), jsonOf(reset.from));
    json.insert(QStringLiteral("to"), jsonOf(reset.to ? reset.to : reset.from));
    json.insert(QStringLiteral("changes"), reset.changes());
    json.insert(QStringLiteral("note"), kafka::noteText(reset.note));
    return json;
}

QJsonValue jsonOf(const std::optional<kafka::GroupCoordinator> &coordinator)
{
    if (!coordinator)
        return {};
    return QJsonObject{{QStringLiteral("broker"), coordinator->broker},
                       {QStringLiteral("host"), coordinator->host},
                       {QStringLiteral("port"), coordinator->port}};
}

class GroupVerbs
{
public:
    GroupVerbs(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_stop(std::move(stop)),
          m_given(options.arguments.mid(1)), m_deadline(options.answerTime())
    {}

    int run()
    {
        using Subcommand = Result<int> (GroupVerbs::*)();
        static const std::map<QString, Subcommand> subcommands{
            {QStringLiteral("list"), &GroupVerbs::list},
            {QStringLiteral("describe"), &GroupVerbs::describe},
            {QStringLiteral("reset"), &GroupVerbs::reset},
            {QStringLiteral("delete"), &GroupVerbs::remove},
            {QStringLiteral("delete-offsets"), &GroupVerbs::removeOffsets},
        };
        // parseOptions() lets no other through.
        const Result<int> code = (this->*subcommands.at(m_options.arguments.first()))();
        return code ? *code : failed(m_output, code.error());
    }

private:
    Result<int> list();
    Result<int> describe();
    Result<int> reset();
    Result<int> remove();
    Result<int> removeOffsets();

    Result<> connect()
    {
        auto client = connectTo(m_engine, m_options, m_output, m_stop);
        if (!client)
            return tl::unexpected(client.error());
        m_client = std::move(*client);
        return {};
    }

    tl::unexpected<Error> usedAs(const QString &what) const
    {
        return fail(ErrorCode::InvalidUse, Tr::tr("Used as: groups %1 %2").arg(m_options.arguments.first(), what),
                    Tr::tr("«brokerdeckctl --help» shows how it is used."));
    }

    Result<> confirmed(const QString &what) const
    {
        if (m_options.yes)
            return {};
        return fail(ErrorCode::InvalidUse, what, Tr::tr("If that is meant: --yes"));
    }

    std::optional<int> partition() const
    {
        return m_options.partition < 0 ? std::nullopt : std::optional(m_options.partition);
    }

    QMap<QString, QString> containers() const;
    void print(const GroupStatus &status) const;
    void printMembers(const std::vector<GroupMember> &members) const;
    void printOffsets(const GroupStatus &status) const;
    QJsonArray membersJson(const std::vector<GroupMember> &members) const;
    void print(const kafka::ResetPlan &plan) const;
    Result<kafka::ResetWish> wish() const;
    int tell(const kafka::ResetPlan &plan, const std::vector<PartitionOutcome> &outcomes);

    const engine::Engine &m_engine;
    const Options &m_options;
    Output &m_output;
    std::stop_token m_stop;
    const QStringList m_given;
    const Millis m_deadline;
    std::unique_ptr<kafka::Client> m_client;
};

Result<int> GroupVerbs::list()
{
    if (!m_given.isEmpty())
        return usedAs({});
    if (auto connected = connect(); !connected)
        return tl::unexpected(connected.error());
    auto list = m_client->groups(m_deadline, m_stop);
    if (!list)
        return tl::unexpected(list.error());
    std::ranges::sort(list->groups, {}, &GroupListing::id);
    QStringList names;
    for (const GroupListing &group : list->groups)
        names += group.id;
    // Names are worth having where nothing else is known.
    const auto known =
        kafka::lookAtGroups(*m_client, names, {}, m_deadline, m_stop).value_or(QMap<QString, GroupStatus>());
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const GroupListing &group : list->groups) {
        const GroupStatus status = known.value(group.id);
        const bool isKnown = known.contains(group.id) && status.description.error.isEmpty();
        const auto members = static_cast<qint64>(status.description.members.size());
        const QStringList topics = status.topics();
        const GroupLag lag = kafka::lagOf(status.offsets);
        const auto state = isKnown ? status.description.state : group.state;
        const QString unknown = textOf(std::nullopt);
        rows.push_back({group.id, kafka::toString(state), isKnown ? QString::number(members) : unknown,
                        isKnown ? QString::number(topics.size()) : unknown, isKnown ? textOf(lag) : unknown});
        json += QJsonObject{{QStringLiteral("group"), group.id},
                            {QStringLiteral("state"), kafka::toString(state)},
                            {QStringLiteral("simple"), group.isSimple},
                            {QStringLiteral("members"), isKnown ? QJsonValue(members) : QJsonValue()},
                            {QStringLiteral("topics"),
                             isKnown ? QJsonValue(QJsonArray::fromStringList(topics)) : QJsonValue()},
                            {QStringLiteral("lag"), jsonOf(lag.records)},
                            {QStringLiteral("lagIsComplete"), isKnown && lag.isComplete()}};
    }
    for (const QString &reason : list->unanswered)
        m_output.note(Tr::tr("Not every broker has answered, so groups may be missing: %1").arg(reason));
    if (m_output.json())
        m_output.document({{QStringLiteral("groups"), json},
                           {QStringLiteral("unanswered"), QJsonArray::fromStringList(list->unanswered)}});
    else if (rows.empty())
        m_output.line(Tr::tr("There is no consumer group"));
    else
        m_output.table({Tr::tr("GROUP"), Tr::tr("STATE"), Tr::tr("MEMBERS"), Tr::tr("TOPICS"), Tr::tr("LAG ≈")}, rows);
    return list->unanswered.isEmpty() ? Well : ProblemFound;
}

// Behind which addresses which containers are; none of a cluster that is no project's.
QMap<QString, QString> GroupVerbs::containers() const
{
    if (!m_options.bootstrap.isEmpty() || !m_options.properties.isEmpty())
        return {};
    return resolveProject(m_engine, m_options, m_stop)
        .and_then([this](const compose::Project &project) { return m_engine.containers(project.name, m_stop); })
        .map(&engine::containersByAddress)
        .value_or(QMap<QString, QString>());
}

void GroupVerbs::print(const GroupStatus &status) const
{
    const auto &group = status.description;
    const auto &at = group.coordinator;
    m_output.table({Tr::tr("STATE"), Tr::tr("MEMBERS"), Tr::tr("ASSIGNOR"), Tr::tr("LAG ≈"), Tr::tr("COORDINATOR")},
                   {{kafka::toString(group.state), QString::number(group.members.size()),
                     group.assignor.isEmpty() ? QStringLiteral("-") : group.assignor, textOf(lagOf(status.offsets)),
                     at ? Tr::tr("broker %1 at %2:%3").arg(at->broker).arg(at->host).arg(at->port)
                        : Tr::tr("not known")}});
    printMembers(group.members);
    printOffsets(status);
}

void GroupVerbs::printMembers(const std::vector<GroupMember> &members) const
{
    if (members.empty())
        return;
    std::vector<QStringList> rows;
    const auto names = containers();
    for (const GroupMember &member : members) {
        QStringList partitions;
        for (const TopicPartition &at : member.assignment)
            partitions += textOf(at);
        rows.push_back(
            {member.instanceId.isEmpty() ? member.clientId : Tr::tr("%1 (%2)").arg(member.clientId, member.instanceId),
             member.host, names.value(member.host, QStringLiteral("-")), partitions.join(QLatin1Char(' '))});
    }
    m_output.line({});
    m_output.table({Tr::tr("CLIENT"), Tr::tr("HOST"), Tr::tr("CONTAINER"), Tr::tr("PARTITIONS")}, rows);
}

void GroupVerbs::printOffsets(const GroupStatus &status) const
{
    const QString none = QStringLiteral("-"), unknown = QStringLiteral("?");
    QMap<QString, QString> clients;
    for (const GroupMember &member : status.description.members)
        clients.insert(member.id, member.clientId);
    std::vector<QStringList> rows;
    for (const GroupOffset &one : status.offsets)
        rows.push_back({one.at.topic, QString::number(one.at.partition),
                        textOf(one.committed, one.isKnown ? none : unknown), textOf(one.begin), textOf(one.end),
                        textOf(one.lag(), one.isKnown && !one.committed ? none : unknown),
                        clients.value(one.memberId, none), noteOf(one)});
    m_output.line({});
    if (rows.empty())
        m_output.line(Tr::tr("It has committed nothing"));
    else
        m_output.table({Tr::tr("TOPIC"), Tr::tr("PARTITION"), Tr::tr("COMMITTED"), Tr::tr("BEGIN"), Tr::tr("END"),
                        Tr::tr("LAG"), Tr::tr("CLIENT"), Tr::tr("NOTE")},
                       rows);
}

QJsonArray GroupVerbs::membersJson(const std::vector<GroupMember> &members) const
{
    QJsonArray json;
    const auto names = members.empty() ? QMap<QString, QString>() : containers();
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    for (const GroupMember &member : members) {
        QJsonArray partitions;
        for (const TopicPartition &at : member.assignment)
            partitions += jsonOf(at);
        json += QJsonObject{{QStringLiteral("id"), member.id},
                            {QStringLiteral("clientId"), member.clientId},
                            {QStringLiteral("instanceId"), orNull(member.instanceId)},
                            {QStringLiteral("host"), member.host},
                            {QStringLiteral("container"), orNull(names.value(member.host))},
                            {QStringLiteral("partitions"), partitions}};
    }
    return json;
}

Result<int> GroupVerbs::describe()
{
    if (m_given.size() != 1)
        return usedAs(QStringLiteral("GROUP"));
    if (auto connected = connect(); !connected)
        return tl::unexpected(connected.error());
    const QString name = m_given.first();
    const auto looked = kafka::lookAtGroups(*m_client, {name}, {}, m_deadline, m_stop);
    if (!looked)
        return tl::unexpected(looked.error());
    const GroupStatus status = looked->value(name);
    const auto &group = status.description;
    if (!group.error.isEmpty())
        return fail(ErrorCode::Kafka, Tr::tr("The group %1 cannot be read: %2").arg(name, group.error));
    if (group.state == kafka::GroupState::Dead && status.offsets.empty())
        return fail(ErrorCode::NotFound, Tr::tr("There is no group %1").arg(name),
                    Tr::tr("«brokerdeckctl groups list» shows those that there are."));
    if (!status.offsetsError.isEmpty())
        m_output.note(Tr::tr("What is committed is not known: %1").arg(status.offsetsError));
    if (!m_output.json()) {
        print(status);
        return Well;
    }
    QJsonArray offsets;
    for (const GroupOffset &one : status.offsets)
        offsets += jsonOf(one);
    const GroupLag lag = lagOf(status.offsets);
    m_output.document({{QStringLiteral("group"), name},
                       {QStringLiteral("state"), kafka::toString(group.state)},
                       {QStringLiteral("simple"), group.isSimple},
                       {QStringLiteral("assignor"), group.assignor},
                       {QStringLiteral("coordinator"), jsonOf(group.coordinator)},
                       {QStringLiteral("members"), membersJson(group.members)},
                       {QStringLiteral("offsets"), offsets},
                       {QStringLiteral("lag"), jsonOf(lag.records)},
                       {QStringLiteral("lagIsComplete"), lag.isComplete()}});
    return Well;
}

Result<kafka::ResetWish> GroupVerbs::wish() const
{
    if (m_given.size() != 1 || m_options.to.isEmpty())
        return usedAs(QStringLiteral("GROUP --to beginning|end|OFFSET|TIME|AGO|+N|-N"));
    return resetToIn(m_options.to, Clock::system().now()).map([this](const kafka::ResetTo &to) {
        return kafka::ResetWish{m_given.first(), to, m_options.topics, partition()};
    });
}

void GroupVerbs::print(const kafka::ResetPlan &plan) const
{
    std::vector<QStringList> rows;
    for (const PartitionReset &one : plan.partitions) {
        const QString from = textOf(one.from, one.note == PartitionReset::Note::Unknown ? QStringLiteral("?")
                                                                                        : QStringLiteral("-"));
        const QString note = one.changes() || one.note != PartitionReset::Note::None ? kafka::noteText(one.note)
                                                                                     : Tr::tr("stays");
        rows.push_back({one.at.topic, QString::number(one.at.partition), from, textOf(one.to, from), note});
    }
    m_output.table({Tr::tr("TOPIC"), Tr::tr("PARTITION"), Tr::tr("FROM"), Tr::tr("TO"), Tr::tr("NOTE")}, rows);
}

int GroupVerbs::tell(const kafka::ResetPlan &plan, const std::vector<PartitionOutcome> &outcomes)
{
    QJsonArray partitions;
    QJsonObject refused;
    for (const PartitionReset &one : plan.partitions)
        partitions += jsonOf(one);
    for (const PartitionOutcome &outcome : outcomes) {
        if (!outcome.error.isEmpty())
            refused.insert(textOf(outcome.at), outcome.error);
    }
    const auto changed = static_cast<int>(outcomes.size() - static_cast<size_t>(refused.size()));
    if (m_output.json()) {
        m_output.document({{QStringLiteral("group"), plan.group},
                           {QStringLiteral("applied"), m_options.apply},
                           {QStringLiteral("partitions"), partitions},
                           {QStringLiteral("refused"), refused}});
        return refused.isEmpty() ? Well : Failed;
    }
    print(plan);
    for (auto it = refused.begin(); it != refused.end(); ++it)
        m_output.note(Tr::tr("%1: %2").arg(it.key(), it.value().toString()));
    if (plan.changes().empty())
        m_output.line(Tr::tr("Nothing changes"));
    else if (m_options.apply)
        m_output.line(Tr::tr("changed %n partition(s) of the group %1", nullptr, changed).arg(plan.group));
    else
        m_output.line(Tr::tr("Nothing is changed yet; --apply makes it so"));
    return refused.isEmpty() ? Well : Failed;
}

Result<int> GroupVerbs::reset()
{
    const auto wanted = wish();
    if (!wanted)
        return tl::unexpected(wanted.error());
    if (auto connected = connect(); !connected)
        return tl::unexpected(connected.error());
    const auto plan = kafka::previewReset(*m_client, *wanted, m_deadline, m_stop);
    if (!plan)
        return tl::unexpected(plan.error());
    if (!m_options.apply)
        return tell(*plan, {});
    return kafka::applyReset(*m_client, *plan, m_deadline, m_stop)
        .map([&](const std::vector<PartitionOutcome> &outcomes) { return tell(*plan, outcomes); });
}

Result<int> GroupVerbs::remove()
{
    if (m_given.isEmpty())
        return usedAs(QStringLiteral("GROUP…"));
    const auto ready = confirmed(Tr::tr("What these groups have committed would be gone for good")).and_then([this] {
        return connect();
    });
    if (!ready)
        return tl::unexpected(ready.error());
    const auto outcomes = m_client->deleteGroups(m_given, m_deadline, m_stop);
    if (!outcomes)
        return tl::unexpected(outcomes.error());
    QJsonArray well;
    QJsonObject refused;
    for (const kafka::GroupOutcome &outcome : *outcomes) {
        if (outcome.error.isEmpty())
            well += outcome.group;
        else
            refused.insert(outcome.group, outcome.error);
        if (!m_output.json() && outcome.error.isEmpty())
            m_output.line(Tr::tr("deleted the group %1").arg(outcome.group));
        else if (!m_output.json())
            m_output.note(Tr::tr("%1: %2").arg(outcome.group, outcome.error));
    }
    if (m_output.json())
        m_output.document({{QStringLiteral("deleted"), well}, {QStringLiteral("refused"), refused}});
    return refused.isEmpty() ? Well : Failed;
}

Result<int> GroupVerbs::removeOffsets()
{
    if (m_given.size() != 1 || m_options.topics.size() != 1)
        return usedAs(QStringLiteral("GROUP --topic TOPIC"));
    const QString topic = m_options.topics.first();
    const auto ready =
        confirmed(Tr::tr("The group %1 would not know any more how far it has read in %2").arg(m_given.first(), topic))
            .and_then([this] { return connect(); });
    if (!ready)
        return tl::unexpected(ready.error());
    const auto outcomes = kafka::forgetOffsets(*m_client, m_given.first(), topic, partition(), m_deadline, m_stop);
    if (!outcomes)
        return tl::unexpected(outcomes.error());
    QJsonArray well;
    QJsonObject refused;
    for (const PartitionOutcome &outcome : *outcomes) {
        if (outcome.error.isEmpty())
            well += jsonOf(outcome.at);
        else
            refused.insert(textOf(outcome.at), outcome.error);
        if (!m_output.json() && outcome.error.isEmpty())
            m_output.line(Tr::tr("deleted the offset of %1").arg(textOf(outcome.at)));
        else if (!m_output.json())
            m_output.note(Tr::tr("%1: %2").arg(textOf(outcome.at), outcome.error));
    }
    if (m_output.json())
        m_output.document({{QStringLiteral("deleted"), well}, {QStringLiteral("refused"), refused}});
    return refused.isEmpty() ? Well : Failed;
}

} // namespace

int runGroups(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    return GroupVerbs(engine, options, output, std::move(stop)).run();
}

} // namespace bd::ctl
