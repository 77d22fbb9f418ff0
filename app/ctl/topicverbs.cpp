#include "topicverbs.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>

#include "compose/teamfile.h"
#include "exitcode.h"
#include "kafka/newest.h"
#include "kafka/topicsummary.h"
#include "kafkaconnection.h"
#include "resolve.h"
#include "settingwords.h"
#include "startup/runner.h"
#include "startup/topics.h"
#include "tablewords.h"
#include "topicsets.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using kafka::PartitionOffsets;
using kafka::Topic;
using kafka::TopicOutcome;

const QString unknown = QStringLiteral("?");

QString textOf(const std::optional<qint64> &number)
{
    return number ? QString::number(*number) : unknown;
}

QJsonValue jsonOf(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QString textOf(const std::vector<int> &ids)
{
    QStringList words;
    for (const int id : ids)
        words += QString::number(id);
    return words.join(QLatin1Char(','));
}

QJsonArray jsonOf(const std::vector<int> &ids)
{
    QJsonArray array;
    for (const int id : ids)
        array += id;
    return array;
}

// KEY=VALUE; a value may hold «=».
Result<QMap<QString, QString>> settingsIn(const QStringList &words)
{
    QMap<QString, QString> settings;
    for (const QString &word : words) {
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        if (equals < 1)
            return fail(ErrorCode::InvalidUse, Tr::tr("--config takes KEY=VALUE, not «%1»").arg(word));
        settings.insert(word.first(equals), word.sliced(equals + 1));
    }
    return settings;
}

class TopicVerbs
{
public:
    TopicVerbs(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_stop(std::move(stop)),
          m_given(options.arguments.mid(1)), m_deadline(options.answerTime())
    {}

    int run()
    {
        using Subcommand = Result<int> (TopicVerbs::*)();
        static const std::map<QString, Subcommand> subcommands{
            {QStringLiteral("list"), &TopicVerbs::list},
            {QStringLiteral("describe"), &TopicVerbs::describe},
            {QStringLiteral("create"), &TopicVerbs::create},
            {QStringLiteral("set"), &TopicVerbs::set},
            {QStringLiteral("add-partitions"), &TopicVerbs::addPartitions},
            {QStringLiteral("empty"), &TopicVerbs::empty},
            {QStringLiteral("delete"), &TopicVerbs::remove},
            {QStringLiteral("recreate"), &TopicVerbs::recreate},
            {QStringLiteral("expected"), &TopicVerbs::compareExpected},
            {QStringLiteral("export"), &TopicVerbs::writeSet},
            {QStringLiteral("import"), &TopicVerbs::readSet},
        };
        // parseOptions() lets no other through.
        const Result<int> code = (this->*subcommands.at(m_options.arguments.first()))();
        return code ? *code : failed(m_output, code.error());
    }

private:
    Result<int> list();
    Result<int> describe();
    Result<int> create();
    Result<int> createExpected();
    Result<int> set();
    Result<int> addPartitions();
    Result<int> empty();
    Result<int> remove();
    Result<int> recreate();
    Result<int> compareExpected();
    Result<int> changeExpected(const compose::Project &project);
    Result<int> writeSet();
    Result<int> readSet();

    Result<> connect()
    {
        auto client = connectTo(m_engine, m_options, m_output, m_stop);
        if (!client)
            return tl::unexpected(client.error());
        m_client = std::move(*client);
        return {};
    }

    Result<> takes(qsizetype count, const QString &what) const
    {
        if (m_given.size() == count)
            return {};
        return fail(ErrorCode::InvalidUse, Tr::tr("Used as: topics %1 %2").arg(m_options.arguments.first(), what),
                    Tr::tr("«brokerdeckctl --help» shows how it is used."));
    }

    Result<std::vector<Topic>> find(const QStringList &names);
    kafka::NewestTimes lastWrites(const QMap<QString, std::vector<PartitionOffsets>> &offsets);
    Result<> confirmed(const std::vector<Topic> &topics);
    int tell(const QString &key, const QString &text);
    int tell(const std::vector<TopicOutcome> &outcomes, const QString &key, const QString &done);

    const engine::Engine &m_engine;
    const Options &m_options;
    Output &m_output;
    std::stop_token m_stop;
    const QStringList m_given;
    const Millis m_deadline;
    std::unique_ptr<kafka::Client> m_client;
};

// Those of these names; all for an empty list.
Result<std::vector<Topic>> TopicVerbs::find(const QStringList &names)
{
    auto metadata = m_client->metadata(true, m_deadline, m_stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    std::ranges::sort(metadata->topics, {}, &Topic::name);
    if (names.isEmpty())
        return std::move(metadata->topics);
    std::vector<Topic> found;
    for (const QString &name : names) {
        const Topic *topic = metadata->topic(name);
        if (!topic)
            return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1").arg(name),
                        Tr::tr("«brokerdeckctl topics list» shows those that there are."));
        found.push_back(*topic);
    }
    return found;
}

// As far as a short time goes: they are read one topic after the other.
kafka::NewestTimes TopicVerbs::lastWrites(const QMap<QString, std::vector<PartitionOffsets>> &offsets)
{
    constexpr Millis patience{5'000};
    return kafka::newestTimes(m_client->settings(), offsets, std::min(patience, m_deadline), m_stop)
        .value_or(kafka::NewestTimes());
}

// What was not read is unknown; a topic without a record has none.
QString lastWriteText(const kafka::NewestTimes &writes, const QString &topic)
{
    const auto found = writes.constFind(topic);
    return found == writes.cend() ? QStringLiteral("?") : *found ? timeText(**found) : QStringLiteral("-");
}

// Null where there is no record, and where it is not known whether there is.
void addLastWrite(QJsonObject &to, const kafka::NewestTimes &writes, const QString &topic)
{
    const auto at = writes.value(topic);
    to.insert(QStringLiteral("lastWrite"), at ? QJsonValue(toIso(*at)) : QJsonValue());
    to.insert(QStringLiteral("lastWriteKnown"), writes.contains(topic));
}

Result<int> TopicVerbs::list()
{
    if (auto ready = takes(0, {}).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    const auto topics = find({});
    if (!topics)
        return tl::unexpected(topics.error());
    // Names are worth having where a partition has no leader or the broker is slow.
    const auto offsets =
        m_client->offsets(*topics, m_deadline, m_stop).value_or(QMap<QString, std::vector<PartitionOffsets>>());
    const auto writes = lastWrites(offsets);
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const Topic &topic : *topics) {
        const kafka::TopicSummary summary = kafka::summaryOf(topic, offsets.value(topic.name));
        if (summary.isInternal && !m_options.internal)
            continue;
        rows.push_back({summary.name, QString::number(summary.partitions), QString::number(summary.replicationFactor),
                        QString::number(summary.inSync), textOf(summary.records), lastWriteText(writes, topic.name)});
        QJsonObject one{{QStringLiteral("name"), summary.name},
                        {QStringLiteral("partitions"), summary.partitions},
                        {QStringLiteral("replicationFactor"), summary.replicationFactor},
                        {QStringLiteral("inSync"), summary.inSync},
                        {QStringLiteral("records"), jsonOf(summary.records)},
                        {QStringLiteral("underReplicated"), summary.underReplicated},
                        {QStringLiteral("leaderless"), summary.leaderless},
                        {QStringLiteral("internal"), summary.isInternal}};
        addLastWrite(one, writes, topic.name);
        json += one;
    }
    if (m_output.json())
        m_output.document({{QStringLiteral("topics"), json}});
    else if (rows.empty())
        m_output.line(Tr::tr("There is no topic yet"));
    else
        m_output.table({Tr::tr("TOPIC"), Tr::tr("PARTITIONS"), Tr::tr("REPLICAS"), Tr::tr("IN SYNC"),
                        Tr::tr("RECORDS ≈"), Tr::tr("LAST WRITE")},
                       rows);
    return Well;
}

QJsonObject jsonOf(const kafka::Partition &partition, const PartitionOffsets &offsets)
{
    return {{QStringLiteral("partition"), partition.id},
            {QStringLiteral("leader"), partition.leader < 0 ? QJsonValue() : QJsonValue(partition.leader)},
            {QStringLiteral("replicas"), jsonOf(partition.replicas)},
            {QStringLiteral("inSync"), jsonOf(partition.inSync)},
            {QStringLiteral("begin"), jsonOf(offsets.begin)},
            {QStringLiteral("end"), jsonOf(offsets.end)}};
}

Result<int> TopicVerbs::describe()
{
    if (auto ready = takes(1, QStringLiteral("TOPIC")).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    const auto topics = find(m_given);
    if (!topics)
        return tl::unexpected(topics.error());
    const Topic &topic = topics->front();
    const auto configs = m_client->topicConfigs(m_given, m_deadline, m_stop);
    if (!configs)
        return tl::unexpected(configs.error());
    if (!configs->contains(topic.name))
        return fail(ErrorCode::NotFound, Tr::tr("The topic %1 has just been deleted").arg(topic.name));
    const auto known =
        m_client->offsets(*topics, m_deadline, m_stop).value_or(QMap<QString, std::vector<PartitionOffsets>>());
    const auto offsets = known.value(topic.name);
    const auto writes = lastWrites(known);
    QJsonArray partitions;
    std::vector<QStringList> partitionRows;
    for (const kafka::Partition &partition : topic.partitions) {
        const auto found = std::ranges::find(offsets, partition.id, &PartitionOffsets::partition);
        const PartitionOffsets at = found == offsets.end() ? PartitionOffsets{partition.id, {}, {}} : *found;
        partitions += jsonOf(partition, at);
        partitionRows.push_back(
            {QString::number(partition.id), partition.leader < 0 ? Tr::tr("none") : QString::number(partition.leader),
             textOf(partition.replicas), textOf(partition.inSync), textOf(at.begin), textOf(at.end)});
    }
    if (m_output.json()) {
        QJsonObject json{{QStringLiteral("name"), topic.name},
                         {QStringLiteral("partitions"), partitions},
                         {QStringLiteral("config"), settingsJson(configs->value(topic.name))}};
        addLastWrite(json, writes, topic.name);
        m_output.document(json);
        return Well;
    }
    m_output.table({Tr::tr("PARTITION"), Tr::tr("LEADER"), Tr::tr("REPLICAS"), Tr::tr("IN SYNC"), Tr::tr("BEGIN"),
                    Tr::tr("END")},
                   partitionRows);
    m_output.line({});
    m_output.line(Tr::tr("Last write: %1").arg(lastWriteText(writes, topic.name)));
    m_output.line({});
    if (const auto rows = settingRows(configs->value(topic.name)); rows.empty())
        m_output.line(Tr::tr("Every setting is Kafka's default"));
    else
        m_output.table(settingHeader(), rows);
    return Well;
}

Result<int> TopicVerbs::createExpected()
{
    const auto project = resolveProject(m_engine, m_options, m_stop);
    if (!project)
        return tl::unexpected(project.error());
    const auto created = startup::createMissingTopics(m_engine, *project, m_stop);
    if (!created)
        return tl::unexpected(created.error());
    if (m_output.json()) {
        m_output.document({{QStringLiteral("created"), QJsonArray::fromStringList(*created)}});
        return Well;
    }
    if (project->expectedTopics.empty())
        m_output.line(Tr::tr("%1 expects no topics; nothing was made").arg(project->name));
    else if (created->isEmpty())
        m_output.line(Tr::tr("Every expected topic is there; nothing was made"));
    for (const QString &topic : *created)
        m_output.line(Tr::tr("made the topic %1").arg(topic));
    return Well;
}

Result<int> TopicVerbs::create()
{
    if (m_given.isEmpty())
        return createExpected();
    const auto config = settingsIn(m_options.config);
    if (!config)
        return tl::unexpected(config.error());
    if (auto connected = connect(); !connected)
        return tl::unexpected(connected.error());
    std::vector<kafka::NewTopic> topics;
    for (const QString &name : m_given)
        topics.push_back({name, m_options.partitions, m_options.replicationFactor, *config});
    return m_client->createTopics(topics, m_deadline, m_stop).map([this](const std::vector<TopicOutcome> &outcomes) {
        return tell(outcomes, QStringLiteral("created"), Tr::tr("made the topic %1"));
    });
}

Result<int> TopicVerbs::set()
{
    const auto config = settingsIn(m_options.config);
    if (!config)
        return tl::unexpected(config.error());
    if (config->isEmpty() && m_options.reset.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("What shall be set? Give --config KEY=VALUE or --reset KEY"));
    if (auto ready = takes(1, QStringLiteral("TOPIC")).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    return m_client->setTopicConfig(m_given.first(), *config, m_options.reset, m_deadline, m_stop).map([this] {
        return tell(QStringLiteral("changed"), Tr::tr("changed the topic %1").arg(m_given.first()));
    });
}

Result<int> TopicVerbs::addPartitions()
{
    if (auto taken = takes(2, QStringLiteral("TOPIC TOTAL")); !taken)
        return tl::unexpected(taken.error());
    bool ok = false;
    const int total = m_given.last().toInt(&ok);
    if (!ok || total < 1)
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no number of partitions").arg(m_given.last()));
    if (auto connected = connect(); !connected)
        return tl::unexpected(connected.error());
    return m_client->addPartitions(m_given.first(), total, m_deadline, m_stop).map([this, total] {
        m_output.note(Tr::tr("Records with a key may go to another partition from now on than those before"));
        return tell(QStringLiteral("changed"), Tr::tr("%1 has %2 partitions now").arg(m_given.first()).arg(total));
    });
}

// What holds records goes only when that was said.
Result<> TopicVerbs::confirmed(const std::vector<Topic> &topics)
{
    if (m_options.yes)
        return {};
    const auto offsets =
        m_client->offsets(topics, m_deadline, m_stop).value_or(QMap<QString, std::vector<PartitionOffsets>>());
    for (const Topic &topic : topics) {
        const auto records = kafka::summaryOf(topic, offsets.value(topic.name)).records;
        if (!records)
            return fail(ErrorCode::InvalidUse, Tr::tr("How many records %1 holds is not known").arg(topic.name),
                        Tr::tr("They would be gone for good. If that is meant: --yes"));
        if (*records > 0)
            return fail(ErrorCode::InvalidUse,
                        Tr::tr("%1 holds ≈ %n record(s)", nullptr,
                               static_cast<int>(std::min<qint64>(*records, std::numeric_limits<int>::max())))
                            .arg(topic.name),
                        Tr::tr("They would be gone for good. If that is meant: --yes"));
    }
    return {};
}

Result<int> TopicVerbs::empty()
{
    if (auto ready = takes(1, QStringLiteral("TOPIC")).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    return find(m_given).and_then([this](const std::vector<Topic> &topics) {
        return confirmed(topics)
            .and_then([&] { return m_client->emptyTopic(topics.front(), m_deadline, m_stop); })
            .map([this] { return tell(QStringLiteral("emptied"), Tr::tr("emptied %1").arg(m_given.first())); });
    });
}

Result<int> TopicVerbs::remove()
{
    if (m_given.isEmpty())
        return tl::unexpected(takes(1, QStringLiteral("TOPIC…")).error());
    if (auto connected = connect(); !connected)
        return tl::unexpected(connected.error());
    return find(m_given).and_then([this](const std::vector<Topic> &topics) {
        return confirmed(topics)
            .and_then([&] { return m_client->deleteTopics(m_given, m_deadline, m_stop); })
            .map([this](const std::vector<TopicOutcome> &outcomes) {
                return tell(outcomes, QStringLiteral("deleted"), Tr::tr("deleted the topic %1"));
            });
    });
}

Result<int> TopicVerbs::recreate()
{
    if (auto ready = takes(1, QStringLiteral("TOPIC")).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    const QString name = m_given.first();
    return find(m_given)
        .and_then([this](const std::vector<Topic> &topics) { return confirmed(topics); })
        // what was said to be empty must be so still when it goes
        .and_then([&] { return startup::recreateTopic(*m_client, name, !m_options.yes, m_deadline, m_stop); })
        .map([&] { return tell(QStringLiteral("recreated"), Tr::tr("deleted %1 and made it again").arg(name)); });
}

Result<int> TopicVerbs::compareExpected()
{
    if (auto taken = takes(0, {}); !taken)
        return tl::unexpected(taken.error());
    const auto project = resolveProject(m_engine, m_options, m_stop);
    if (!project)
        return tl::unexpected(project.error());
    if (!m_options.add.isEmpty() || !m_options.remove.isEmpty())
        return changeExpected(*project);
    return connect().and_then(
        [&] { return compareTopics(*m_client, project->expectedTopics, m_options, m_output, m_stop); });
}

// In the team file; the cluster is only asked how its topics are.
Result<int> TopicVerbs::changeExpected(const compose::Project &project)
{
    std::vector<compose::ExpectedTopic> added;
    if (!m_options.add.isEmpty()) {
        auto read = connect()
                        .and_then([this] { return find(m_options.add); })
                        .and_then([this](const std::vector<Topic> &topics) {
                            return startup::expectationsOf(*m_client, topics, m_deadline, m_stop);
                        });
        if (!read)
            return tl::unexpected(read.error());
        added = std::move(*read);
    }
    const QString directory = compose::teamDirectory(project.call);
    if (directory.isEmpty())
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("%1 has no compose file here, so there is no team file beside it").arg(project.name));
    const auto changed = compose::expectTopics(directory, added, project.expectedTopics).and_then([&] {
        return compose::forgetTopics(directory, m_options.remove, project.expectedTopics);
    });
    if (!changed)
        return tl::unexpected(changed.error());
    return compose::readTeamFile(directory).map([this](const compose::TeamFile &team) {
        QStringList names;
        for (const compose::ExpectedTopic &topic : team.topics)
            names += topic.name;
        if (m_output.json())
            m_output.document(
                {{QStringLiteral("file"), team.path}, {QStringLiteral("expected"), QJsonArray::fromStringList(names)}});
        else
            m_output.line(names.isEmpty() ? Tr::tr("%1 expects no topics").arg(team.path)
                                          : Tr::tr("%1 expects: %2").arg(team.path, names.join(QStringLiteral(", "))));
        return int(Well);
    });
}

Result<int> TopicVerbs::writeSet()
{
    return connect().and_then([this] { return find(m_given); }).and_then([this](std::vector<Topic> topics) {
        const bool internals = m_options.internal || !m_given.isEmpty();
        std::erase_if(topics, [internals](const Topic &topic) { return topic.isInternal() && !internals; });
        return exportTopics(*m_client, topics, m_options, m_output, m_stop);
    });
}

Result<int> TopicVerbs::readSet()
{
    if (auto taken = takes(1, QStringLiteral("FILE")); !taken)
        return tl::unexpected(taken.error());
    const auto expected = compose::topicsOfFile(m_given.first());
    if (!expected)
        return tl::unexpected(expected.error());
    return connect().and_then([&] { return compareTopics(*m_client, *expected, m_options, m_output, m_stop); });
}

int TopicVerbs::tell(const QString &key, const QString &text)
{
    if (m_output.json())
        m_output.document({{key, QJsonArray::fromStringList({m_given.first()})}});
    else
        m_output.line(text);
    return Well;
}

// `done`: %1 is the topic.
int TopicVerbs::tell(const std::vector<TopicOutcome> &outcomes, const QString &key, const QString &done)
{
    QJsonArray well;
    QJsonObject refused;
    for (const TopicOutcome &outcome : outcomes) {
        const bool wasThere = key == QLatin1String("created") && outcome.existed;
        if (!outcome.error.isEmpty())
            refused.insert(outcome.name, outcome.error);
        else if (!wasThere)
            well += outcome.name;
        if (m_output.json())
            continue;
        if (!outcome.error.isEmpty())
            m_output.note(Tr::tr("%1: %2").arg(outcome.name, outcome.error));
        else
            m_output.line(wasThere ? Tr::tr("%1 was there already").arg(outcome.name) : done.arg(outcome.name));
    }
    if (m_output.json())
        m_output.document({{key, well}, {QStringLiteral("refused"), refused}});
    return refused.isEmpty() ? Well : Failed;
}

} // namespace

int runTopics(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    return TopicVerbs(engine, options, output, std::move(stop)).run();
}

} // namespace bd::ctl
