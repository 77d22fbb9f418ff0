#include "reset/topicreset.h"

#include <algorithm>

#include <QCoreApplication>
#include <QScopeGuard>

#include "kafka/groupreset.h"
#include "reset/cluster.h"
#include "reset/resetsteps.h"
#include "snapshot/recordarchive.h"
#include "snapshot/shelf.h"
#include "stack/lockkey.h"
#include "startup/recording.h"
#include "startup/steps.h"

namespace bd::reset {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using startup::EventLog;
using timeline::EventKind;
using TopicWay = PlannedTopic::Way;
using GroupWay = PlannedGroup::Way;

constexpr Millis askDeadline = 15s;
constexpr Millis leaveTime = 60s; // of members that were killed: their session has to expire
constexpr Millis leavePause = 100ms;

QStringList namesThat(const TopicPlan &plan, TopicWay way)
{
    QStringList names;
    for (const PlannedTopic &topic : plan.topics) {
        if (topic.way == way)
            names += topic.name;
    }
    return names;
}

QStringList namesOf(const std::vector<kafka::NewTopic> &topics)
{
    QStringList names;
    for (const kafka::NewTopic &topic : topics)
        names += topic.name;
    return names;
}

QStringList groupsThat(const TopicPlan &plan, GroupWay way)
{
    QStringList ids;
    for (const PlannedGroup &group : plan.groups) {
        if (group.way == way)
            ids += group.id;
    }
    return ids;
}

// What was shown must still be so: the same topics, as large as they were.
Result<> stillSo(const TopicPlan &plan, const kafka::Metadata &metadata)
{
    for (const PlannedTopic &planned : plan.topics) {
        const kafka::Topic *topic = metadata.topic(planned.name);
        if (!topic || topic->partitions.size() != static_cast<size_t>(planned.partitions))
            return fail(ErrorCode::Failed, Tr::tr("Nothing is deleted: %1 is not as it was shown").arg(planned.name),
                        Tr::tr("Look at the plan again."));
    }
    return {};
}

// A topic's error where it is none that matters: it is gone already.
Result<> deleteAll(kafka::Client &client, const QStringList &topics)
{
    if (topics.isEmpty())
        return {};
    const auto metadata = client.metadata(true, askDeadline, {});
    if (!metadata)
        return tl::unexpected(metadata.error());
    QStringList there;
    std::ranges::copy_if(topics, std::back_inserter(there), [&](const QString &name) { return metadata->topic(name); });
    const auto deleted = there.isEmpty() ? Result<std::vector<kafka::TopicOutcome>>()
                                         : client.deleteTopics(there, askDeadline, {});
    if (!deleted)
        return tl::unexpected(deleted.error());
    for (const kafka::TopicOutcome &one : *deleted) {
        if (!one.error.isEmpty())
            return fail(ErrorCode::Kafka, Tr::tr("%1 was not deleted: %2").arg(one.name, one.error));
    }
    return {};
}

// One that was there already is one of an earlier attempt, or somebody made it in between by writing to it.
Result<> asWanted(kafka::Client &client, const std::vector<kafka::NewTopic> &topics)
{
    const auto metadata = client.metadata(true, askDeadline, {});
    if (!metadata)
        return tl::unexpected(metadata.error());
    for (const kafka::NewTopic &wanted : topics) {
        const kafka::Topic *topic = metadata->topic(wanted.name);
        if (topic && topic->partitions.size() != static_cast<size_t>(wanted.partitions))
            return fail(ErrorCode::Kafka,
                        Tr::tr("Somebody has made %1 meanwhile, with %Ln partition(s)", nullptr,
                               static_cast<int>(topic->partitions.size()))
                            .arg(wanted.name),
                        Tr::tr(
                            "A program writes to it while the broker makes topics by themselves. Stop it, and go on."));
    }
    return {};
}

Result<> createAll(kafka::Client &client, const std::vector<kafka::NewTopic> &topics)
{
    if (topics.empty())
        return {};
    const auto made = client.createTopics(topics, askDeadline, {});
    if (!made)
        return tl::unexpected(made.error());
    bool isForeign = false;
    for (const kafka::TopicOutcome &one : *made) {
        if (!one.error.isEmpty())
            return fail(ErrorCode::Kafka, Tr::tr("%1 was not made: %2").arg(one.name, one.error));
        isForeign = isForeign || one.existed;
    }
    return isForeign ? asWanted(client, topics) : Result<>();
}

class TopicReset
{
public:
    TopicReset(const engine::Engine &engine, const compose::Project &project, TopicPlan plan,
               const FullOptions &options, const Surroundings &surroundings, Cluster cluster, Steps &steps,
               EventLog &log, std::stop_token stop)
        : m_engine(engine), m_project(project), m_options(options), m_shelf(project.name, surroundings.snapshots),
          m_cluster(std::move(cluster)), m_steps(steps), m_log(log), m_stop(std::move(stop))
    {
        m_report.plan = std::move(plan);
    }

    Result<TopicReport> run()
    {
        if (!m_steps.isDone(QStringLiteral("ready"))) {
            m_steps.forget(snapshotStep()); // records may have come since
            const auto ready = stopMembers().and_then([&] { return lookAgain(); }).and_then([&] { return save(); });
            if (!ready)
                return unharmed(m_engine, m_project, m_report.plan.stops, m_steps, m_log, ready.error());
            if (auto noted = step(QStringLiteral("ready"), [] { return Result<>(); }); !noted)
                return tl::unexpected(noted.error());
        }
        const auto finished =
            change().and_then([&] { return runInits(); }).and_then([&] { return startMembers(m_stop); }).and_then([&] {
                return m_steps.finish(End::Done);
            });
        if (!finished)
            return tl::unexpected(finished.error());
        return std::move(m_report);
    }

private:
    Result<> step(const QString &name, const std::function<Result<>()> &work)
    {
        return done(m_steps.step(name, [&] { return work().map([] { return QJsonObject(); }); }));
    }

    QStringList changedGroups() const
    {
        return groupsThat(m_report.plan, GroupWay::Rewind) + groupsThat(m_report.plan, GroupWay::Delete);
    }

    Result<> stopMembers()
    {
        const TopicPlan &plan = m_report.plan;
        if (plan.stops.isEmpty())
            return {};
        return step(QStringLiteral("stop"), [&] {
            m_log.add({}, EventKind::Step, Tr::tr("stopping members"));
            return startup::stopServices(m_engine, m_project, plan.stops, {}, m_log, m_stop).and_then([&] {
                return waitUntilEmpty(*m_cluster.client, changedGroups(), leaveTime, m_stop);
            });
        });
    }

    Result<> save()
    {
        if (!m_options.takeSnapshot || m_report.plan.topics.empty())
            return {};
        const auto saved = m_steps.step(snapshotStep(), [&]() -> Result<QJsonObject> {
            return archiveTopics(*m_cluster.client, m_cluster.settings, m_report.plan, {},
                                 snapshot::Manifest::Reason::BeforeReset, m_shelf, m_log, m_stop)
                .map([&](const snapshot::Manifest &manifest) {
                    m_report.snapshot = manifest;
                    return QJsonObject{{QStringLiteral("id"), manifest.id}};
                });
        });
        return done(saved);
    }

    // Members commit as they leave: where their groups are counts from now.
    Result<> lookAgain()
    {
        TopicPlan &plan = m_report.plan;
        const auto metadata = m_cluster.client->metadata(true, askDeadline, m_stop);
        if (!metadata)
            return tl::unexpected(metadata.error());
        QStringList groups;
        for (const PlannedGroup &group : plan.groups)
            groups += group.id;
        const auto committed = m_cluster.client->committedOffsets(groups, askDeadline, m_stop);
        for (PlannedGroup &group : plan.groups) {
            const auto found = committed.constFind(group.id);
            if (found == committed.cend())
                continue;
            if (!*found)
                return tl::unexpected(found->error());
            group.committed.clear();
            std::ranges::copy_if(**found, std::back_inserter(group.committed), [&](const kafka::CommittedOffset &one) {
                return std::ranges::find(plan.topics, one.at.topic, &PlannedTopic::name) != plan.topics.end();
            });
        }
        return stillSo(plan, *metadata).and_then([&] { return canBeMade(static_cast<int>(metadata->brokers.size())); });
    }

    // What could not be made again is not deleted.
    Result<> canBeMade(int brokers) const
    {
        for (const kafka::NewTopic &topic : toCreate()) {
            if (topic.replicationFactor > brokers)
                return fail(ErrorCode::InvalidUse,
                            Tr::tr("Nothing is deleted: %1 has %2 replicas, and there are %Ln broker(s) now", nullptr,
                                   brokers)
                                .arg(topic.name)
                                .arg(topic.replicationFactor));
        }
        return {};
    }

    // From here on nothing stops it: a topic that is deleted and not made again would be half a reset.
    Result<> change()
    {
        const TopicPlan &plan = m_report.plan;
        kafka::Client &client = *m_cluster.client;
        const QStringList again = namesThat(plan, TopicWay::Recreate);
        m_log.add({}, EventKind::Step, Tr::tr("topics and groups"));
        return step(QStringLiteral("empty"), [&] { return emptyAll(namesThat(plan, TopicWay::Empty)); })
            .and_then([&] {
                return step(QStringLiteral("delete"),
                            [&] { return deleteAll(client, again + namesThat(plan, TopicWay::Delete)); });
            })
            .and_then([&] {
                return step(QStringLiteral("create"), [&] {
                    return createAll(client, toCreate()).and_then([&] {
                        return snapshot::waitForLeaders(client, namesOf(toCreate()), askDeadline);
                    });
                });
            })
            .and_then([&] { return step(QStringLiteral("groups"), [&] { return changeGroups(); }); });
    }

    Result<> emptyAll(const QStringList &names)
    {
        if (names.isEmpty())
            return {};
        const auto metadata = m_cluster.client->metadata(true, askDeadline, {});
        if (!metadata)
            return tl::unexpected(metadata.error());
        for (const QString &name : names) {
            const kafka::Topic *topic = metadata->topic(name);
            if (auto emptied = topic ? m_cluster.client->emptyTopic(*topic, askDeadline, {}) : Result<>(); !emptied)
                return emptied;
        }
        note(Tr::tr("emptied: %1"), names);
        return {};
    }

    std::vector<kafka::NewTopic> toCreate() const
    {
        std::vector<kafka::NewTopic> topics = m_report.plan.create;
        for (const PlannedTopic &topic : m_report.plan.topics) {
            if (topic.way == TopicWay::Recreate)
                topics.push_back({topic.name, topic.partitions, topic.replicationFactor, topic.config});
        }
        return topics;
    }

    Result<> changeGroups()
    {
        kafka::Client &client = *m_cluster.client;
        const QStringList wanted = changedGroups();
        const auto described = wanted.isEmpty() ? Result<std::vector<kafka::GroupDescription>>()
                                                : client.describeGroups(wanted, askDeadline, {});
        if (!described)
            return tl::unexpected(described.error());
        QStringList free;
        for (const kafka::GroupDescription &group : *described) {
            if (group.state == kafka::GroupState::Dead && isDeleted(group.id)) // it went with its topics
                continue;
            if (const auto may = kafka::mayBeChanged(group); may)
                free += group.id;
            else
                m_report.left += Tr::tr("%1: %2").arg(group.id, may.error().message);
        }
        for (const PlannedGroup &group : m_report.plan.groups) {
            if (group.way == GroupWay::Leave)
                m_report.left += Tr::tr("%1: %2").arg(group.id, group.why);
            else if (group.way == GroupWay::Rewind && free.contains(group.id)) {
                if (auto rewound = rewind(group); !rewound)
                    return rewound;
            }
        }
        for (const QString &sentence : m_report.left)
            m_log.add({}, EventKind::Note, Tr::tr("left alone: %1").arg(sentence));
        return deleteGroups(free);
    }

    bool isDeleted(const QString &id) const { return groupsThat(m_report.plan, GroupWay::Delete).contains(id); }

    Result<> rewind(const PlannedGroup &group)
    {
        kafka::Client &client = *m_cluster.client;
        const auto metadata = client.metadata(true, askDeadline, {});
        std::vector<kafka::Topic> topics;
        for (const kafka::Topic &topic : metadata ? metadata->topics : std::vector<kafka::Topic>()) {
            const bool isOne = std::ranges::any_of(group.committed, [&](const kafka::CommittedOffset &one) {
                return one.at.topic == topic.name;
            });
            if (isOne)
                topics.push_back(topic);
        }
        const auto offsets = metadata ? client.offsets(topics, askDeadline, {}) : tl::unexpected(metadata.error());
        if (!offsets)
            return tl::unexpected(offsets.error());
        std::vector<kafka::OffsetChange> changes;
        for (const kafka::CommittedOffset &one : group.committed) {
            for (const kafka::PartitionOffsets &partition : offsets->value(one.at.topic)) {
                if (partition.partition != one.at.partition)
                    continue;
                if (!partition.begin)
                    return fail(ErrorCode::Kafka,
                                Tr::tr("%1 was not rewound: %2").arg(group.id, Tr::tr("nobody leads a partition")));
                changes.push_back({one.at, *partition.begin});
            }
        }
        if (changes.empty())
            return {};
        const auto outcomes = client.alterGroupOffsets(group.id, changes, askDeadline, {});
        if (!outcomes)
            return tl::unexpected(outcomes.error());
        for (const kafka::PartitionOutcome &one : *outcomes) {
            if (!one.error.isEmpty())
                return fail(ErrorCode::Kafka, Tr::tr("%1 was not rewound: %2").arg(group.id, one.error));
        }
        note(Tr::tr("rewound: %1"), {group.id});
        return {};
    }

    Result<> deleteGroups(const QStringList &free)
    {
        QStringList ids;
        for (const QString &id : groupsThat(m_report.plan, GroupWay::Delete)) {
            if (free.contains(id))
                ids += id;
        }
        if (ids.isEmpty())
            return {};
        const auto outcomes = m_cluster.client->deleteGroups(ids, askDeadline, {});
        if (!outcomes)
            return tl::unexpected(outcomes.error());
        const auto after = m_cluster.client->describeGroups(ids, askDeadline, {});
        for (size_t at = 0; at < outcomes->size(); ++at) {
            const bool isGone = after && (*after)[at].state == kafka::GroupState::Dead;
            if (const kafka::GroupOutcome &one = (*outcomes)[at]; !one.error.isEmpty() && !isGone)
                return fail(ErrorCode::Kafka, Tr::tr("%1 was not deleted: %2").arg(one.group, one.error));
        }
        note(Tr::tr("deleted: %1"), ids);
        return {};
    }

    Result<> runInits() { return startThese(QStringLiteral("init"), m_report.plan.inits, m_stop); }

    Result<> startMembers(std::stop_token stop)
    {
        return startThese(QStringLiteral("start"), m_report.plan.stops, std::move(stop));
    }

    Result<> startThese(const QString &name, const QStringList &services, std::stop_token stop)
    {
        startup::StartOptions options;
        options.services = services;
        options.deadline = m_options.deadline;
        return startStep(m_engine, m_project, name, options, m_steps, m_log, std::move(stop))
            .map([](const startup::StartReport &) {});
    }

    void note(const QString &text, const QStringList &names)
    {
        m_log.add({}, EventKind::Note, text.arg(names.join(QStringLiteral(", "))));
    }

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    FullOptions m_options;
    snapshot::Shelf m_shelf;
    Cluster m_cluster;
    Steps &m_steps;
    EventLog &m_log;
    std::stop_token m_stop;
    TopicReport m_report;
};

Result<TopicReport> logged(TopicReset &reset, const TopicPlan &plan, EventLog &log)
{
    log.add({}, EventKind::RunStarted,
            plan.level == Operation::Empty ? Tr::tr("Emptying the topics of %1").arg(plan.project)
                                           : Tr::tr("Making the topics of %1 anew").arg(plan.project));
    auto result = reset.run();
    finishLog(log, result, Tr::tr("%Ln topic(s) done", nullptr, static_cast<int>(plan.topics.size())));
    return result;
}

} // namespace

Result<> waitUntilEmpty(kafka::Client &client, const QStringList &groups, Millis patience, std::stop_token stop)
{
    if (groups.isEmpty())
        return {};
    const Clock clock = Clock::system();
    QStringList connected;
    for (const TimePoint end = clock.now() + patience; clock.now() < end;) {
        const auto described = client.describeGroups(groups, askDeadline, stop);
        if (!described)
            return tl::unexpected(described.error());
        connected.clear();
        for (const kafka::GroupDescription &group : *described) {
            if (!group.members.empty())
                connected += group.id;
        }
        if (connected.isEmpty())
            return {};
        if (!clock.sleep(leavePause, stop))
            return cancelled();
    }
    return fail(ErrorCode::Timeout,
                Tr::tr("Members of %1 are still connected").arg(connected.join(QStringLiteral(", "))),
                Tr::tr("One that was killed is counted until its session expires. Try again in a moment."));
}

Result<snapshot::Manifest> archiveTopics(kafka::Client &client, const kafka::Settings &settings, const TopicPlan &plan,
                                         const QString &name, snapshot::Manifest::Reason reason, snapshot::Shelf &shelf,
                                         EventLog &log, std::stop_token stop)
{
    log.add({}, EventKind::Step, Tr::tr("archiving records"));
    const auto folder = shelf.begin(log.clock().now());
    const auto metadata = folder ? client.metadata(true, askDeadline, stop) : tl::unexpected(folder.error());
    if (!metadata)
        return tl::unexpected(metadata.error());
    auto givesUp = qScopeGuard([&] { shelf.giveUp(*folder); });
    snapshot::Manifest manifest;
    manifest.takenAt = log.clock().now();
    manifest.name = name.isEmpty() ? QStringLiteral("%1 %2").arg(plan.project, toLocalText(manifest.takenAt)) : name;
    manifest.project = plan.project;
    manifest.reason = reason;
    manifest.isKept = reason == snapshot::Manifest::Reason::ByHand;
    manifest.context = plan.context;
    manifest.engineId = plan.engineId;
    manifest.clusterId = metadata->clusterId;
    for (const PlannedGroup &group : plan.groups)
        manifest.groups.push_back({group.id, {}});
    for (const PlannedTopic &planned : plan.topics) {
        const kafka::Topic *topic = metadata->topic(planned.name);
        if (!topic)
            return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1 any more").arg(planned.name));
        const auto offsets = client.offsets({*topic}, askDeadline, stop);
        if (!offsets)
            return tl::unexpected(offsets.error());
        std::vector<snapshot::Watched> watched;
        for (size_t at = 0; at < plan.groups.size(); ++at) {
            for (const kafka::CommittedOffset &one : plan.groups[at].committed) {
                if (one.at.topic == planned.name && one.offset)
                    watched.push_back({at, one.at.partition, *one.offset});
            }
        }
        if (auto archived = snapshot::archiveRecords(settings, *topic, offsets->value(planned.name), planned.config,
                                                     watched, *folder, manifest, stop);
            !archived)
            return tl::unexpected(archived.error());
        log.add({}, EventKind::Note,
                Tr::tr("%1 is archived: %Ln record(s)", nullptr, static_cast<int>(manifest.topics.back().allRecords()))
                    .arg(planned.name));
    }
    std::erase_if(manifest.groups, [](const snapshot::ArchivedGroup &group) { return group.offsets.empty(); });
    auto finished = shelf.finish(*folder, std::move(manifest));
    if (finished)
        givesUp.dismiss();
    return finished;
}

Result<snapshot::Manifest> recordedArchive(const engine::Engine &engine, const compose::Project &project,
                                           const TopicWish &wish, const QString &name, snapshot::Shelf &shelf,
                                           const startup::Recorder &recorder, std::stop_token stop)
{
    const auto found = survey(engine, project, stop);
    if (!found)
        return tl::unexpected(found.error());
    const auto &[state, cluster] = *found;
    const auto facts = cluster ? lookAtTopics(*cluster->client, project, state, stop) : tl::unexpected(cluster.error());
    const auto plan = facts ? planTopics(project, state, wish, *facts) : tl::unexpected(facts.error());
    if (!plan)
        return tl::unexpected(plan.error());
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Snapshot, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    log.add({}, EventKind::RunStarted, Tr::tr("Snapshot of the records of %1").arg(project.name));
    auto taken = archiveTopics(*cluster->client, cluster->settings, *plan, name, snapshot::Manifest::Reason::ByHand,
                               shelf, log, stop);
    finishLog(log, taken, taken ? Tr::tr("The snapshot «%1» is there").arg(taken->name) : QString());
    return taken;
}

Result<TopicReport> recordedTopics(const engine::Engine &engine, const compose::Project &project,
                                   const TopicPlan &shown, const guard::Marks &marks, const FullOptions &options,
                                   const Surroundings &surroundings, const startup::Recorder &recorder,
                                   std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Reset, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const QString path = journalPath(stack::lockKey(shown.engineId, project.name), surroundings.journals);
    if (auto free = nothingPending(path); !free)
        return tl::unexpected(free.error());
    auto found = survey(engine, project, stop);
    if (!found)
        return tl::unexpected(found.error());
    auto &[state, cluster] = *found;
    const guard::RemovalPlan nothing{project.name, shown.engineId, shown.context, {}, {}}; // of the engine's
    if (auto allowed = mayGo({nothing, project, state, marks}, options.confirmedContext); !allowed)
        return tl::unexpected(allowed.error());
    if (!cluster)
        return tl::unexpected(cluster.error());
    QJsonObject head = toJson(shown);
    head.insert(QStringLiteral("snapshot"), options.takeSnapshot);
    auto steps = Steps::begin(path, head, surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    TopicReset reset(engine, project, shown, options, surroundings, std::move(*cluster), *steps, log, stop);
    return logged(reset, shown, log);
}

Result<TopicReport> resumedTopics(const engine::Engine &engine, const compose::Project &project,
                                  const Surroundings &surroundings, const startup::Recorder &recorder,
                                  std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Reset, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const QString path = journalPath(stack::lockKey(recording->engineId(), project.name), surroundings.journals);
    auto steps = Steps::resume(path, surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    const auto plan = topicPlanFrom(steps->progress().head);
    if (!plan)
        return tl::unexpected(plan.error());
    auto cluster = clusterOf(engine, project, stop);
    if (!cluster)
        return tl::unexpected(cluster.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    FullOptions options;
    options.takeSnapshot = steps->progress().head[QLatin1String("snapshot")].toBool();
    TopicReset reset(engine, project, *plan, options, surroundings, std::move(*cluster), *steps, log, stop);
    return logged(reset, *plan, log);
}

} // namespace bd::reset
