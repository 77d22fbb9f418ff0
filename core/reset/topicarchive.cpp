#include "reset/topicarchive.h"

#include <algorithm>

#include <QCoreApplication>
#include <QScopeGuard>

#include "reset/resetsteps.h"
#include "snapshot/recordarchive.h"
#include "startup/recording.h"

namespace bd::reset {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using startup::EventLog;
using timeline::EventKind;

constexpr Millis askDeadline = 15s;

} // namespace

std::vector<qint64> endsOf(const std::vector<kafka::PartitionOffsets> &offsets)
{
    std::vector<qint64> ends(offsets.size());
    for (const kafka::PartitionOffsets &one : offsets) {
        if (static_cast<size_t>(one.partition) < ends.size())
            ends[static_cast<size_t>(one.partition)] = one.end.value_or(0);
    }
    return ends;
}

// The words of the step «snapshot»: an offset as text, for JSON has no whole numbers that large.
QJsonObject toJson(const QString &snapshot, const Ends &ends)
{
    QJsonObject topics;
    for (auto it = ends.cbegin(); it != ends.cend(); ++it) {
        QJsonArray offsets;
        for (const qint64 end : *it)
            offsets += QString::number(end);
        topics.insert(it.key(), offsets);
    }
    return {{QStringLiteral("id"), snapshot}, {QStringLiteral("ends"), topics}};
}

Ends endsIn(const QJsonObject &step)
{
    Ends ends;
    const QJsonObject topics = step[QLatin1String("ends")].toObject();
    for (auto it = topics.constBegin(); it != topics.constEnd(); ++it) {
        for (const QString &end : textsIn(it.value()))
            ends[it.key()].push_back(end.toLongLong());
    }
    return ends;
}

Result<TopicArchive> archiveTopics(kafka::Client &client, const kafka::Settings &settings, const TopicPlan &plan,
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
    Ends ends;
    for (const PlannedTopic &planned : plan.topics) {
        const kafka::Topic *topic = metadata->topic(planned.name);
        if (!topic)
            return fail(ErrorCode::NotFound, Tr::tr("There is no topic %1 any more").arg(planned.name));
        const auto offsets = client.offsets({*topic}, askDeadline, stop);
        if (!offsets)
            return tl::unexpected(offsets.error());
        ends[planned.name] = endsOf(offsets->value(planned.name));
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
    return shelf.finish(*folder, std::move(manifest)).map([&](snapshot::Manifest &&finished) {
        givesUp.dismiss();
        return TopicArchive{std::move(finished), std::move(ends)};
    });
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
                               shelf, log, stop)
                     .map([](TopicArchive &&archive) { return std::move(archive.manifest); });
    finishLog(log, taken, taken ? Tr::tr("The snapshot «%1» is there").arg(taken->name) : QString());
    return taken;
}

} // namespace bd::reset
