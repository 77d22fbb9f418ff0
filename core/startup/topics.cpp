#include "startup/topics.h"

#include <QCoreApplication>

#include "kafka/client.h"
#include "kafka/topicsummary.h"
#include "reach/reach.h"

namespace bd::startup {

using compose::ExpectedTopic;
using timeline::Event;
using timeline::EventKind;
using namespace std::chrono_literals;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ExpectedTopics)
};

constexpr Millis askDeadline = 5s;
constexpr Millis createDeadline = 15s;
// A broker that has just registered lists itself first and its topics 70 to 200 ms later, on a busy machine more.
constexpr Millis settleTime = 3s;
constexpr Millis settlePause = 100ms;

Result<std::unique_ptr<kafka::Client>> clientOf(const engine::Engine &engine, const compose::Project &project,
                                                std::stop_token stop)
{
    return reach::runningBroker(engine, project, stop).and_then([](const reach::BrokerAccess &access) {
        return kafka::Client::open(access.settings);
    });
}

Result<std::vector<ExpectedTopic>> missingOnes(kafka::Client &client, const compose::Project &project, EventLog &log,
                                               std::stop_token stop)
{
    timeline::ProbeResult probe;
    probe.kind = timeline::ProbeKind::Topics;
    probe.startedAt = log.clock().now();
    const auto metadata = client.metadata(true, askDeadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    std::vector<ExpectedTopic> missing;
    for (const ExpectedTopic &expected : project.expectedTopics) {
        if (!metadata->topic(expected.name))
            missing.push_back(expected);
    }
    const int expectedCount = static_cast<int>(project.expectedTopics.size());
    const int there = expectedCount - static_cast<int>(missing.size());
    probe.duration = log.clock().now() - probe.startedAt;
    probe.passed = missing.empty();
    probe.target = Tr::tr("topics on the broker");
    probe.summary = Tr::tr("%1 of %n expected topic(s) are there", nullptr, expectedCount).arg(there);
    Event event;
    event.kind = EventKind::Probe;
    event.text = probe.summary;
    event.probe = probe;
    log.add(event);
    return missing;
}

Result<QStringList> make(kafka::Client &client, const std::vector<ExpectedTopic> &missing, EventLog &log,
                         std::stop_token stop)
{
    std::vector<kafka::NewTopic> topics;
    topics.reserve(missing.size());
    for (const ExpectedTopic &topic : missing)
        topics.push_back({topic.name, topic.partitions, topic.replicationFactor, topic.config});
    const auto outcomes = client.createTopics(topics, createDeadline, stop);
    if (!outcomes)
        return tl::unexpected(outcomes.error());
    QStringList made, refused;
    for (const kafka::TopicOutcome &outcome : *outcomes) {
        if (outcome.error.isEmpty() && !outcome.existed)
            made += outcome.name;
        else if (!outcome.error.isEmpty())
            refused += Tr::tr("%1: %2").arg(outcome.name, outcome.error);
    }
    if (!made.isEmpty())
        log.add({}, EventKind::Note,
                Tr::tr("made %n topic(s): %1", nullptr, static_cast<int>(made.size()))
                    .arg(made.join(QStringLiteral(", "))));
    if (!refused.isEmpty())
        return fail(ErrorCode::Kafka,
                    Tr::tr("The broker refused %n topic(s)", nullptr, static_cast<int>(refused.size())),
                    refused.first(), refused.join(QLatin1Char('\n')));
    return made;
}

} // namespace

Result<QStringList> makeMissingTopics(const engine::Engine &engine, const compose::Project &project, EventLog &log,
                                      std::stop_token stop)
{
    if (project.expectedTopics.empty())
        return QStringList();
    auto client = clientOf(engine, project, stop);
    if (!client)
        return tl::unexpected(client.error());
    auto missing = missingOnes(**client, project, log, stop);
    if (!missing)
        return tl::unexpected(missing.error());
    return missing->empty() ? Result<QStringList>(QStringList()) : make(**client, *missing, log, stop);
}

Result<stack::TopicsPlan> planTopics(kafka::Client &client, const std::vector<ExpectedTopic> &expected,
                                     stack::Records records, Millis deadline, std::stop_token stop)
{
    const auto metadata = client.metadata(true, deadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    QStringList there;
    for (const ExpectedTopic &one : expected) {
        if (metadata->topic(one.name))
            there += one.name;
    }
    using Configs = QMap<QString, std::vector<kafka::ConfigEntry>>;
    const auto configs = there.isEmpty() ? Result<Configs>(Configs()) : client.topicConfigs(there, deadline, stop);
    if (!configs)
        return tl::unexpected(configs.error());
    return stack::planFor(expected, *metadata, *configs, records);
}

Result<std::vector<ExpectedTopic>> expectationsOf(kafka::Client &client, const std::vector<kafka::Topic> &topics,
                                                  Millis deadline, std::stop_token stop)
{
    QStringList names;
    for (const kafka::Topic &topic : topics)
        names += topic.name;
    if (names.isEmpty())
        return std::vector<ExpectedTopic>();
    const auto configs = client.topicConfigs(names, deadline, std::move(stop));
    if (!configs)
        return tl::unexpected(configs.error());
    std::vector<ExpectedTopic> expected;
    for (const kafka::Topic &topic : topics) {
        if (configs->contains(topic.name))
            expected.push_back(stack::asExpected(topic, configs->value(topic.name)));
    }
    return expected;
}

Result<AppliedTopics> applyTopics(kafka::Client &client, const stack::TopicsPlan &plan, Millis deadline,
                                  std::stop_token stop)
{
    AppliedTopics applied;
    if (!plan.create.empty()) {
        const auto outcomes = client.createTopics(plan.create, deadline, stop);
        if (!outcomes)
            return tl::unexpected(outcomes.error());
        for (const kafka::TopicOutcome &outcome : *outcomes) {
            if (outcome.error.isEmpty())
                applied.created += outcome.name;
            else
                applied.refused += Tr::tr("%1: %2").arg(outcome.name, outcome.error);
        }
    }
    const auto note = [&applied](const QString &topic, const Result<> &outcome) {
        if (outcome && !applied.changed.contains(topic))
            applied.changed += topic;
        else if (!outcome)
            applied.refused += Tr::tr("%1: %2").arg(topic, outcome.error().message);
        const ErrorCode code = outcome ? ErrorCode::Failed : outcome.error().code;
        return code != ErrorCode::Cancelled && code != ErrorCode::Timeout && code != ErrorCode::Unreachable;
    };
    for (auto it = plan.partitions.cbegin(); it != plan.partitions.cend(); ++it) {
        if (!note(it.key(), client.addPartitions(it.key(), it.value(), deadline, stop)))
            return applied;
    }
    for (auto it = plan.settings.cbegin(); it != plan.settings.cend(); ++it) {
        if (!note(it.key(), client.setTopicConfig(it.key(), it.value(), {}, deadline, stop)))
            return applied;
    }
    return applied;
}

Result<> recreateTopic(kafka::Client &client, const QString &name, bool onlyIfEmpty, Millis deadline,
                       std::stop_token stop)
{
    const auto metadata = client.metadata(true, deadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    const kafka::Topic *topic = metadata->topic(name);
    const auto configs = client.topicConfigs({name}, deadline, stop);
    if (!configs)
        return tl::unexpected(configs.error());
    if (!topic || !configs->contains(name))
        return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1 any more").arg(name));
    const ExpectedTopic like = stack::asExpected(*topic, configs->value(name));
    const int brokers = static_cast<int>(metadata->brokers.size());
    if (like.replicationFactor > brokers) // what cannot be made again is not deleted
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("%1 has %2 replicas and there are %n broker(s) now: it was not deleted", nullptr, brokers)
                        .arg(name)
                        .arg(like.replicationFactor));
    if (onlyIfEmpty) {
        const auto offsets = client.offsets({*topic}, deadline, stop);
        if (!offsets)
            return tl::unexpected(offsets.error());
        if (kafka::summaryOf(*topic, offsets->value(name)).records != 0)
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 holds records by now, or may: it was not deleted").arg(name),
                        Tr::tr("Try once more to see how many."));
    }
    const auto deleted = client.deleteTopics({name}, deadline, stop);
    if (!deleted)
        return tl::unexpected(deleted.error());
    if (!deleted->front().error.isEmpty())
        return fail(ErrorCode::Kafka, Tr::tr("%1: %2").arg(name, deleted->front().error));
    // It is gone now: a stop must not keep it from coming back.
    const auto made = client.createTopics({{name, like.partitions, like.replicationFactor, like.config}}, deadline, {});
    const QString why = !made                   ? made.error().message
                        : made->front().existed ? Tr::tr("somebody else has made one of that name meanwhile")
                                                : made->front().error;
    if (why.isEmpty())
        return {};
    QStringList settings;
    for (auto it = like.config.cbegin(); it != like.config.cend(); ++it)
        settings += it.key() + QLatin1Char('=') + it.value();
    return fail(ErrorCode::Kafka, Tr::tr("%1 was deleted, and could not be made again: %2").arg(name, why),
                Tr::tr("Create it by hand: it had %n partition(s) and a replication factor of %1.", nullptr,
                       like.partitions)
                    .arg(like.replicationFactor),
                settings.join(QLatin1Char('\n')));
}

void checkTopics(const engine::Engine &engine, const compose::Project &project, bool create, StartReport &report,
                 EventLog &log, std::stop_token stop)
{
    if (project.expectedTopics.empty()) {
        report.topicsKnown = true;
        return;
    }
    auto client = clientOf(engine, project, stop);
    auto missing = client ? missingOnes(**client, project, log, stop)
                          : Result<std::vector<ExpectedTopic>>(tl::unexpected(client.error()));
    const TimePoint patience = log.clock().now() + settleTime;
    while (missing && !missing->empty() && !create && log.clock().now() < patience
           && log.clock().sleep(settlePause, stop))
        missing = missingOnes(**client, project, log, stop);
    if (missing && create && !missing->empty()) {
        if (auto made = make(**client, *missing, log, stop)) {
            report.createdTopics += *made;
            missing->clear();
        } else {
            log.problem({}, made.error());
        }
    }
    if (!missing) {
        if (missing.error().code != ErrorCode::Cancelled)
            log.add({}, EventKind::Note, missing.error().message);
        return;
    }
    report.topicsKnown = true;
    for (const ExpectedTopic &topic : *missing)
        report.missingTopics += topic.name;
}

} // namespace bd::startup
