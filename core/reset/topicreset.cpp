#include "reset/topicreset.h"

#include <algorithm>

#include <QCoreApplication>

#include "guard/look.h"
#include "kafka/groupreset.h"
#include "reset/cluster.h"
#include "reset/leaving.h"
#include "reset/resetsteps.h"
#include "reset/topicarchive.h"
#include "reset/topicchanges.h"
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
constexpr int mostArchives = 3;

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

// What was asked for, and of whom.
struct Asked {
    FullOptions options;
    guard::Marks marks;
};

class TopicReset
{
public:
    TopicReset(const engine::Engine &engine, const compose::Project &project, TopicPlan plan, const Asked &asked,
               const Surroundings &surroundings, Cluster cluster, Steps &steps, EventLog &log, std::stop_token stop)
        : m_engine(engine), m_project(project), m_options(asked.options), m_shelf(project.name, surroundings.snapshots),
          m_cluster(std::move(cluster)), m_steps(steps), m_log(log), m_stop(std::move(stop)), m_marks(asked.marks)
    {
        m_report.plan = std::move(plan);
    }

    Result<TopicReport> run()
    {
        if (!m_steps.isDone(readyStep())) {
            m_steps.forget(snapshotStep()); // records may have come since
            const auto ready =
                stopMembers().and_then([&] { return lookAgain(); }).and_then([&] { return save(); }).and_then([&] {
                    return stillAllowed();
                });
            if (!ready)
                return unharmed(m_engine, m_project, m_report.plan.stops, m_steps, m_log, ready.error());
            if (auto noted = noteEnds(); !noted)
                return tl::unexpected(noted.error());
        } else if (auto free = stopMembers().and_then([&] { return stillAllowed(); }); !free) {
            return tl::unexpected(free.error());
        } else if (auto same = nothingCame(); !same) {
            return tl::unexpected(same.error());
        } else {
            m_steps.forget(QStringLiteral("create")); // whatever the journal says: what is not there is made
        }
        m_archived = endsIn(m_steps.progress().done.value(readyStep()));
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

    Leaving leaving() { return {m_engine, m_project, *m_cluster.client, m_steps, m_log}; }

    // Also where it was done before: somebody may have started them again meanwhile.
    Result<> stopMembers() { return leave(leaving(), m_report.plan.stops, changedGroups(), m_stop); }

    Result<> save()
    {
        if (!m_options.takeSnapshot || m_report.plan.topics.empty())
            return {};
        return done(m_steps.step(snapshotStep(), [&]() -> Result<QJsonObject> {
            for (int attempt = 1;; ++attempt) {
                auto archived = archiveTopics(*m_cluster.client, m_cluster.settings, m_report.plan, {},
                                              snapshot::Manifest::Reason::BeforeReset, m_shelf, m_log, m_stop);
                if (!archived)
                    return tl::unexpected(archived.error());
                const auto growing = grownSince(archived->ends);
                if (growing && growing->isEmpty()) {
                    m_report.snapshot = std::move(archived->manifest);
                    return toJson(m_report.snapshot->id, archived->ends);
                }
                const QString &id = archived->manifest.id;
                if (auto removed = m_shelf.remove(id); !removed || !growing)
                    return tl::unexpected(removed ? growing.error() : removed.error());
                if (attempt == mostArchives)
                    return fail(ErrorCode::Failed,
                                Tr::tr("Nothing is deleted: records keep coming into %1, and would be lost")
                                    .arg(growing->join(QStringLiteral(", "))),
                                Tr::tr("Stop what writes to it, or reset without a snapshot."));
            }
        }));
    }

    static QString readyStep() { return QStringLiteral("ready"); }

    // From here on it is known up to where records go, whoever goes on and whenever.
    Result<> noteEnds()
    {
        return done(m_steps.step(readyStep(), [&]() -> Result<QJsonObject> {
            if (m_options.takeSnapshot && !m_report.plan.topics.empty())
                return m_steps.progress().done.value(snapshotStep());
            return endsNow().map([](const Ends &ends) { return toJson({}, ends); });
        }));
    }

    Result<Ends> endsNow() const
    {
        const auto metadata = m_cluster.client->metadata(true, askDeadline, m_stop);
        std::vector<kafka::Topic> topics;
        for (const PlannedTopic &planned : m_report.plan.topics) {
            if (const kafka::Topic *topic = metadata ? metadata->topic(planned.name) : nullptr)
                topics.push_back(*topic);
        }
        const auto offsets = metadata ? m_cluster.client->offsets(topics, askDeadline, m_stop)
                                      : tl::unexpected(metadata.error());
        if (!offsets)
            return tl::unexpected(offsets.error());
        Ends ends;
        for (const kafka::Topic &topic : topics)
            ends[topic.name] = endsOf(offsets->value(topic.name));
        return ends;
    }

    // Somebody goes on later: what came into topics that are still to be deleted was never shown, and is in no archive.
    Result<> nothingCame() const
    {
        if (m_steps.isDone(QStringLiteral("delete")))
            return {};
        return grownSince(endsIn(m_steps.progress().done.value(readyStep()))).and_then([](const QStringList &grown) {
            return grown.isEmpty() ? Result<>()
                                   : fail(ErrorCode::Failed,
                                          Tr::tr("Nothing is deleted: records have come into %1 since")
                                              .arg(grown.join(QStringLiteral(", "))),
                                          Tr::tr("Leave this reset as it is («--abandon»), and begin a new one."));
        });
    }

    // Those that are to be deleted, and have records by now that are in no archive. What is emptied keeps them.
    Result<QStringList> grownSince(const Ends &ends) const
    {
        const QStringList names = namesThat(m_report.plan, TopicWay::Delete)
                                  + namesThat(m_report.plan, TopicWay::Recreate);
        const auto now = endsNow();
        if (!now)
            return tl::unexpected(now.error());
        QStringList grown;
        for (auto it = now->cbegin(); it != now->cend(); ++it) {
            if (names.contains(it.key()) && *it != ends.value(it.key()))
                grown += it.key();
        }
        return grown;
    }

    // The guard was asked as this began; again where time has gone by since.
    Result<> stillAllowed() const
    {
        const TopicPlan &plan = m_report.plan;
        if (plan.stops.isEmpty() && !m_options.takeSnapshot)
            return {};
        return guard::lookAt(m_engine, m_stop).and_then([&](const guard::EngineState &state) {
            const auto records = guard::planOfRecords(plan.project, plan.engineId, plan.context);
            return mayGo({records, m_project, state, m_marks}, m_options.confirmedContext);
        });
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
                const QStringList goes = again + namesThat(plan, TopicWay::Delete);
                return step(QStringLiteral("delete"), [&] { return deleteAll(client, goes, askDeadline); }).map([&] {
                    note(Tr::tr("deleted: %1"), goes);
                });
            })
            .and_then([&] {
                return step(QStringLiteral("create"), [&] {
                    return createAll(client, toCreate(), askDeadline)
                        .and_then([&] { return snapshot::waitForLeaders(client, namesOf(toCreate()), askDeadline); })
                        .map([&] { note(Tr::tr("made: %1"), namesOf(toCreate())); });
                });
            })
            .and_then([&] { return leaveAgain(leaving(), m_report.plan.stops, changedGroups()); })
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
            const auto emptied = topic ? m_cluster.client->emptyTopic(*topic, askDeadline, {}, m_archived.value(name))
                                       : Result<>();
            if (!emptied)
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
            if (group.way == GroupWay::Leave && !group.isUnchosen)
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
        if (names.isEmpty())
            return;
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
    guard::Marks m_marks;
    TopicReport m_report;
    Ends m_archived;
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

Result<TopicReport> recordedTopics(const engine::Engine &engine, const compose::Project &project,
                                   const TopicPlan &shown, const guard::Marks &marks, const FullOptions &options,
                                   const Surroundings &surroundings, const startup::Recorder &recorder,
                                   std::stop_token stop)
{
    auto recording = startup::Recording::begin({shown.engineId, shown.context}, project, timeline::RunKind::Reset, {},
                                               recorder);
    if (!recording)
        return tl::unexpected(recording.error());
    const QString path = journalPath(stack::lockKey(shown.engineId, project.name), surroundings.journals);
    if (auto free = nothingPending(path); !free)
        return tl::unexpected(free.error());
    auto cluster = clusterToChange(engine, project, shown, marks, options.confirmedContext, stop);
    if (!cluster)
        return tl::unexpected(cluster.error());
    QJsonObject head = toJson(shown);
    head.insert(QStringLiteral("snapshot"), options.takeSnapshot);
    head.insert(QStringLiteral("confirmedContext"), options.confirmedContext);
    auto steps = Steps::begin(path, head, surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    TopicReset reset(engine, project, shown, {options, marks}, surroundings, std::move(*cluster), *steps, log, stop);
    return logged(reset, shown, log);
}

Result<TopicReport> resumedTopics(const engine::Engine &engine, const compose::Project &project,
                                  const guard::Marks &marks, const Surroundings &surroundings,
                                  const startup::Recorder &recorder, std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Reset, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const QString path = journalPath(stack::lockKey(recording->engineId(), project.name), surroundings.journals);
    auto steps = Steps::resume(path, surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    auto plan = topicPlanFrom(steps->progress().head);
    if (!plan)
        return tl::unexpected(plan.error());
    plan->stops = stoppedBy(steps->progress());
    FullOptions options;
    options.takeSnapshot = steps->progress().head[QLatin1String("snapshot")].toBool();
    options.confirmedContext = steps->progress().head[QLatin1String("confirmedContext")].toString();
    auto cluster = clusterToChange(engine, project, *plan, marks, options.confirmedContext, stop);
    if (!cluster)
        return tl::unexpected(cluster.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    TopicReset reset(engine, project, *plan, {options, marks}, surroundings, std::move(*cluster), *steps, log, stop);
    return logged(reset, *plan, log);
}

} // namespace bd::reset
