#include "reset/recordrestore.h"

#include <algorithm>

#include <QCoreApplication>

#include "guard/look.h"
#include "kafka/groupreset.h"
#include "reset/cluster.h"
#include "reset/leaving.h"
#include "reset/resetsteps.h"
#include "snapshot/recordarchive.h"
#include "stack/lockkey.h"
#include "startup/recording.h"
#include "startup/steps.h"

namespace bd::reset {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Restore)
};

using snapshot::ArchivedGroup;
using snapshot::ArchivedTopic;
using startup::EventLog;
using timeline::EventKind;

constexpr Millis askDeadline = 30s;

QJsonObject headOf(const RecordRestorePlan &plan)
{
    QJsonObject head = toJson(plan.now);
    head.insert(QStringLiteral("operation"), toString(Operation::Restore));
    head.insert(QStringLiteral("snapshotId"), plan.snapshot.id);
    head.insert(QStringLiteral("records"), true);
    QJsonArray names;
    for (const ArchivedTopic &topic : plan.snapshot.topics)
        names += topic.topic;
    head.insert(QStringLiteral("restores"), names);
    return head;
}

class RecordRestoring
{
public:
    RecordRestoring(const engine::Engine &engine, const compose::Project &project, RecordRestorePlan plan,
                    const Surroundings &surroundings, Cluster cluster, Steps &steps, EventLog &log,
                    std::stop_token stop)
        : m_engine(engine), m_project(project), m_plan(std::move(plan)), m_shelf(project.name, surroundings.snapshots),
          m_folder(m_shelf.directoryOf(m_plan.snapshot.id)), m_cluster(std::move(cluster)), m_steps(steps), m_log(log),
          m_stop(std::move(stop))
    {}

    Result<QStringList> run(Millis deadline)
    {
        const auto ready = check().and_then([&] { return stopMembers(); });
        if (!ready)
            return hasTouchedRecords(m_steps.progress())
                       ? tl::unexpected(ready.error())
                       : unharmed(m_engine, m_project, m_plan.now.stops, m_steps, m_log, ready.error());
        const auto finished = writeAll()
                                  .and_then([&] { return leaveAgain(leaving(), m_plan.now.stops, changedGroups()); })
                                  .and_then([&] { return step(QStringLiteral("groups"), [&] { return setGroups(); }); })
                                  .and_then([&] { return startMembers(deadline, m_stop); })
                                  .and_then([&] { return m_steps.finish(End::Done); });
        if (!finished)
            return tl::unexpected(finished.error());
        return m_left;
    }

private:
    Result<> step(const QString &name, const std::function<Result<>()> &work)
    {
        return done(m_steps.step(name, [&] { return work().map([] { return QJsonObject(); }); }));
    }

    static QString topicStep(const QString &topic) { return QStringLiteral("topic:") + topic; }

    Result<> check()
    {
        m_log.add({}, EventKind::Step, Tr::tr("checking the archives"));
        for (const ArchivedTopic &topic : m_plan.snapshot.topics) {
            if (auto checked = snapshot::checkRecords(topic, m_folder, m_stop); !checked)
                return checked;
        }
        return {};
    }

    Leaving leaving() { return {m_engine, m_project, *m_cluster.client, m_steps, m_log}; }

    // Also where it was done before: somebody may have started them again meanwhile.
    Result<> stopMembers() { return leave(leaving(), m_plan.now.stops, changedGroups(), m_stop); }

    // Also those that are not there now: a member may bring them back before their offsets are set.
    QStringList changedGroups() const
    {
        QStringList groups;
        for (const PlannedGroup &group : m_plan.now.groups) {
            if (group.way != PlannedGroup::Way::Leave)
                groups += group.id;
        }
        for (const ArchivedGroup &archived : m_plan.snapshot.groups) {
            if (!isLeft(archived.group) && !groups.contains(archived.group))
                groups += archived.group;
        }
        return groups;
    }

    Result<> writeAll()
    {
        m_log.add({}, EventKind::Step, Tr::tr("writing records back"));
        for (const ArchivedTopic &topic : m_plan.snapshot.topics) {
            const auto written = step(topicStep(topic.topic), [&] {
                return snapshot::unarchiveRecords(*m_cluster.client, m_cluster.settings, topic, m_folder, askDeadline);
            });
            if (!written)
                return written;
            m_log.add(
                {}, EventKind::Note,
                Tr::tr("%1 is back: %Ln record(s)", nullptr, static_cast<int>(topic.allRecords())).arg(topic.topic));
        }
        return {};
    }

    Result<> setGroups()
    {
        QStringList ids;
        for (const ArchivedGroup &group : m_plan.snapshot.groups)
            ids += group.group;
        const auto described = ids.isEmpty() ? Result<std::vector<kafka::GroupDescription>>()
                                             : m_cluster.client->describeGroups(ids, askDeadline, {});
        if (!described)
            return tl::unexpected(described.error());
        for (size_t at = 0; at < described->size(); ++at) {
            const kafka::GroupDescription &now = (*described)[at];
            if (isLeft(now.id)) {
                m_left += Tr::tr("%1: members were connected when it was confirmed").arg(now.id);
                m_log.add({}, EventKind::Note, Tr::tr("left alone: %1").arg(m_left.last()));
            } else if (now.members.empty()) {
                if (auto set = setGroup(m_plan.snapshot.groups[at]); !set)
                    return set;
            } else {
                m_left += Tr::tr("%1: members are connected").arg(now.id);
                m_log.add({}, EventKind::Note, Tr::tr("left alone: %1").arg(m_left.last()));
            }
        }
        return {};
    }

    bool isLeft(const QString &group) const
    {
        return std::ranges::any_of(m_plan.now.groups, [&](const PlannedGroup &one) {
            return one.id == group && one.way == PlannedGroup::Way::Leave;
        });
    }

    Result<> setGroup(const ArchivedGroup &group)
    {
        std::vector<kafka::OffsetChange> changes;
        for (const snapshot::ArchivedOffset &one : group.offsets)
            changes.push_back({{one.topic, one.partition}, one.records});
        const auto outcomes = m_cluster.client->alterGroupOffsets(group.group, changes, askDeadline, {});
        if (!outcomes)
            return tl::unexpected(outcomes.error());
        for (const kafka::PartitionOutcome &one : *outcomes) {
            if (!one.error.isEmpty())
                return fail(ErrorCode::Kafka, Tr::tr("%1 was not set: %2").arg(group.group, one.error));
        }
        return {};
    }

    Result<> startMembers(Millis deadline, std::stop_token stop)
    {
        startup::StartOptions options;
        options.services = m_plan.now.stops;
        options.deadline = deadline;
        return startStep(m_engine, m_project, QStringLiteral("start"), options, m_steps, m_log, std::move(stop))
            .map([](const startup::StartReport &) {});
    }

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    RecordRestorePlan m_plan;
    snapshot::Shelf m_shelf;
    QString m_folder;
    Cluster m_cluster;
    Steps &m_steps;
    EventLog &m_log;
    std::stop_token m_stop;
    QStringList m_left;
};

Result<QStringList> logged(RecordRestoring &restoring, const RecordRestorePlan &plan, Millis deadline, EventLog &log)
{
    log.add({}, EventKind::RunStarted, Tr::tr("Restore of «%1»").arg(plan.snapshot.name));
    auto result = restoring.run(deadline);
    finishLog(log, result, Tr::tr("«%1» is back").arg(plan.snapshot.name));
    return result;
}

// Nothing goes that was not shown: the same topics of the snapshot are there, with the same partitions.
Result<> stillSo(kafka::Client &client, const RecordRestorePlan &shown, std::stop_token stop)
{
    const auto now = client.metadata(true, askDeadline, std::move(stop));
    if (!now)
        return tl::unexpected(now.error());
    for (const ArchivedTopic &archived : shown.snapshot.topics) {
        const kafka::Topic *topic = now->topic(archived.topic);
        const auto planned = std::ranges::find(shown.now.topics, archived.topic, &PlannedTopic::name);
        const int partitions = planned == shown.now.topics.end() ? 0 : planned->partitions;
        if (partitions != (topic ? static_cast<int>(topic->partitions.size()) : 0))
            return fail(ErrorCode::Failed, Tr::tr("Nothing is deleted: %1 is not as it was shown").arg(archived.topic),
                        Tr::tr("Look again at what would go."));
    }
    return {};
}

} // namespace

RecordRestorePlan planRecordRestore(const compose::Project &project, const guard::EngineState &state,
                                    const snapshot::Manifest &manifest, const TopicFacts &facts)
{
    TopicWish wish;
    for (const ArchivedTopic &topic : manifest.topics) {
        if (facts.metadata.topic(topic.topic))
            wish.topics += topic.topic;
    }
    wish.level = Operation::Restore;
    wish.groups.emplace();
    for (const ArchivedGroup &group : manifest.groups)
        *wish.groups += group.group;
    RecordRestorePlan plan;
    plan.snapshot = manifest;
    if (auto now = planTopics(project, state, wish, facts))
        plan.now = std::move(*now);
    plan.now.level = Operation::Restore;
    plan.now.project = project.name;
    plan.now.engineId = state.id;
    plan.now.context = state.context.name;
    plan.now.clusterId = facts.metadata.clusterId;
    for (PlannedTopic &topic : plan.now.topics)
        topic.way = PlannedTopic::Way::Delete;
    return plan;
}

Result<QStringList> recordedRecordRestore(const engine::Engine &engine, const compose::Project &project,
                                          const RecordRestorePlan &shown, const guard::Marks &marks,
                                          const RestoreOptions &options, const Surroundings &surroundings,
                                          const startup::Recorder &recorder, std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Restore, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    auto cluster = clusterToChange(engine, project, shown.now, marks, options.confirmedContext, stop);
    if (!cluster)
        return tl::unexpected(cluster.error());
    if (auto same = stillSo(*cluster->client, shown, stop); !same)
        return tl::unexpected(same.error());
    // Takes the place of what touched records only, once it is sure that it can; half a set of volumes is not mended by it.
    const QString path = journalPath(stack::lockKey(shown.now.engineId, project.name), surroundings.journals);
    const auto replaced = replacedBy(path);
    auto free = replaced ? Result<>() : tl::unexpected(replaced.error());
    if (free && !replaced->isOfRecords)
        free = nothingPending(path);
    const QString folder = snapshot::Shelf(project.name, surroundings.snapshots).directoryOf(shown.snapshot.id);
    for (const ArchivedTopic &topic : shown.snapshot.topics)
        free = free.and_then([&] { return snapshot::checkRecords(topic, folder, stop); });
    if (!free)
        return tl::unexpected(free.error());
    RecordRestorePlan plan = shown;
    for (const QString &service : replaced->stops) {
        if (project.service(service) && !plan.now.stops.contains(service))
            plan.now.stops += service;
    }
    QJsonObject head = headOf(plan);
    head.insert(QStringLiteral("confirmedContext"), options.confirmedContext);
    head.insert(QStringLiteral("harmed"), replaced->isHarmed);
    auto steps = Steps::begin(path, head, surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    RecordRestoring restoring(engine, project, plan, surroundings, std::move(*cluster), *steps, log, stop);
    return logged(restoring, plan, options.deadline, log);
}

Result<QStringList> resumedRecordRestore(const engine::Engine &engine, const compose::Project &project,
                                         const guard::Marks &marks, const Surroundings &surroundings,
                                         const startup::Recorder &recorder, std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Restore, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    auto steps = resumedSteps(stack::lockKey(recording->engineId(), project.name), Operation::Restore, surroundings);
    if (!steps)
        return tl::unexpected(steps.error());
    const QJsonObject head = steps->progress().head;
    auto now = topicPlanFrom(head);
    auto manifest =
        snapshot::Shelf(project.name, surroundings.snapshots).find(head[QLatin1String("snapshotId")].toString());
    if (!now || !manifest)
        return tl::unexpected(now ? manifest.error() : now.error());
    now->stops = stoppedBy(steps->progress());
    const QString confirmed = head[QLatin1String("confirmedContext")].toString();
    auto cluster = clusterToChange(engine, project, *now, marks, confirmed, stop);
    if (!cluster)
        return tl::unexpected(cluster.error());
    const RecordRestorePlan plan{*manifest, *now};
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    RecordRestoring restoring(engine, project, plan, surroundings, std::move(*cluster), *steps, log, stop);
    return logged(restoring, plan, RestoreOptions().deadline, log);
}

} // namespace bd::reset
