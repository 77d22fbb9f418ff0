#include "reset/standing.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFile>

#include "guard/look.h"
#include "reset/cluster.h"
#include "reset/removal.h"
#include "reset/resetplan.h"
#include "reset/resetsteps.h"
#include "reset/topicplan.h"
#include "stack/lockkey.h"
#include "store/projectlock.h"
#include "store/settings.h"
#include "timeline/words.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

constexpr Millis askDeadline{3000};

QString beginningOf(const Standing &standing)
{
    const QString since = toLocalText(standing.progress.startedAt);
    return standing.progress.operation == Operation::Restore
               ? Tr::tr("A restore of %1, begun at %2, was broken off").arg(standing.progress.project, since)
               : Tr::tr("A reset of %1, begun at %2, was broken off").arg(standing.progress.project, since);
}

QString meaningOfRecords(const Standing &standing)
{
    if (!standing.hasRemoved)
        return Tr::tr("Nothing was deleted. Services may have been stopped.");
    if (!standing.missingTopics)
        return Tr::tr("Some topics may be deleted, and not made or filled again. Going on does what is left.");
    if (standing.missingTopics->isEmpty())
        return Tr::tr("All its topics are there. Some may not be emptied or filled yet. Going on does what is left.");
    return Tr::tr("%Ln topic(s) are deleted and not made again: %1. Going on makes them.", nullptr,
                  static_cast<int>(standing.missingTopics->size()))
        .arg(timeline::listText(*standing.missingTopics));
}

// Topics that are there once it has ended.
QStringList topicsLeftBy(const Progress &progress)
{
    if (progress.operation == Operation::Restore)
        return textsIn(progress.head[QLatin1String("restores")]);
    const auto plan = topicPlanFrom(progress.head);
    QStringList names;
    if (!plan)
        return names;
    for (const PlannedTopic &topic : plan->topics) {
        if (topic.way != PlannedTopic::Way::Delete)
            names += topic.name;
    }
    for (const kafka::NewTopic &topic : plan->create)
        names += topic.name;
    return names;
}

QString meaningOf(const Standing &standing)
{
    if (isOfRecords(standing.progress))
        return meaningOfRecords(standing);
    if (!standing.hasRemoved)
        return Tr::tr("Nothing was deleted. Services may have been stopped.");
    if (standing.progress.operation == Operation::Restore)
        return Tr::tr(
            "What was there before is deleted, or part of it, and the snapshot is not wholly back. Going on puts it "
            "back.");
    if (standing.volumes.isEmpty())
        return Tr::tr("The volumes are deleted; not everything was started again.");
    if (standing.goneVolumes.isEmpty())
        return Tr::tr("Containers were removed; all volumes are still there.");
    return Tr::tr("%1 of %Ln volume(s) are deleted: half a set, with which Kafka must not be started.", nullptr,
                  static_cast<int>(standing.goneVolumes.size() + standing.volumes.size()))
        .arg(standing.goneVolumes.size());
}

} // namespace

Standing standingOf(const Progress &progress, const guard::EngineState &state, const kafka::Metadata *brokers)
{
    Standing standing;
    standing.progress = progress;
    standing.hasRemoved = isOfRecords(progress) ? hasTouchedRecords(progress) : hasRemoved(progress, state);
    if (const auto plan = removalPlanFrom(progress.plan); plan && !isOfRecords(progress)) {
        for (const guard::PlannedVolume &planned : plan->volumes) {
            if (planned.goesWithContainer) // none of the set
                continue;
            const bool isThere = std::ranges::any_of(state.volumes, [&](const engine::Volume &volume) {
                return volume.name == planned.name && volume.createdAt == planned.createdAt;
            });
            (isThere ? standing.volumes : standing.goneVolumes) += planned.name;
        }
    }
    if (brokers && isOfRecords(progress)) {
        standing.missingTopics = topicsLeftBy(progress);
        standing.missingTopics->removeIf([&](const QString &name) { return brokers->topic(name); });
    }
    standing.snapshot = snapshotOf(progress);
    standing.text = beginningOf(standing);
    standing.meaning = meaningOf(standing);
    return standing;
}

Standing standingNow(const Progress &progress, const compose::Project &project, const guard::EngineState &state,
                     std::stop_token stop)
{
    const auto cluster = isOfRecords(progress) ? clusterIn(state, project) : fail(ErrorCode::NotFound, {});
    const auto metadata = cluster ? cluster->client->metadata(true, askDeadline, std::move(stop))
                                  : tl::unexpected(cluster.error());
    return standingOf(progress, state, metadata ? &*metadata : nullptr);
}

Standing unreadStanding(const Error &error)
{
    Standing standing;
    standing.isUnread = true;
    standing.text = error.message;
    standing.meaning = Tr::tr(
        "What it did is not known. It may be damaged, or of a newer Brokerdeck. Leaving it as it is puts it aside.");
    return standing;
}

QString snapshotOf(const Progress &progress)
{
    return progress.operation == Operation::Restore
               ? progress.head[QLatin1String("snapshotId")].toString()
               : progress.done.value(snapshotStep())[QLatin1String("id")].toString();
}

Result<> lockVolume(const QString &lockKey, const QString &volume, bool locked, const QString &settingsFile,
                    const QString &origin)
{
    return store::ProjectLock::acquire(lockKey, origin, QStringLiteral("lock a volume"))
        .map([&](const store::ProjectLock &) {
            store::Settings(settingsFile).setLockedVolume(lockKey, volume, locked);
        });
}

Result<> abandon(const QString &lockKey, const QString &folder, const QString &origin)
{
    const auto lock = store::ProjectLock::acquire(lockKey, origin, QStringLiteral("abandon"));
    if (!lock)
        return tl::unexpected(lock.error());
    const QString journal = journalPath(lockKey, folder);
    const auto pending = pendingJournal(journal);
    if (!pending) // put aside: nobody can go on with it
        return QFile::rename(journal, journal + QStringLiteral(".unread-")
                                          + QString::number(Clock::system().now().time_since_epoch().count()))
                   ? Result<>()
                   : tl::unexpected(pending.error());
    if (!*pending)
        return nothingToGoOnWith();
    return Steps::resume(journal, {}).and_then([](Steps steps) { return steps.finish(End::Abandoned); });
}

Result<> mayStart(const engine::Engine &engine, const QString &project, const QString &folder, std::stop_token stop)
{
    const auto id = engine.id(stop);
    if (!id)
        return {}; // what is wanted will say the same
    const auto pending = pendingJournal(journalPath(stack::lockKey(*id, project), folder));
    if (!pending)
        return tl::unexpected(pending.error()); // half a set may be there
    if (!*pending)
        return {};
    const auto state = guard::lookAt(engine, std::move(stop));
    if (!state)
        return tl::unexpected(state.error());
    const Standing standing = standingOf(**pending, *state);
    const bool isHalf = standing.hasRemoved && !isOfRecords(**pending);
    if (!isHalf)
        return {};
    return fail(ErrorCode::InvalidUse, standing.text,
                standing.meaning + QLatin1Char(' ')
                    + Tr::tr(
                        "Go on with it, restore its snapshot, or leave it as it is: «brokerdeckctl reset --resume» or "
                        "«--abandon»."));
}

Result<> removeSnapshot(snapshot::Shelf &shelf, const QString &id, const QString &journal)
{
    const auto pending = pendingJournal(journal);
    const bool isNeeded = pending && *pending
                          && ((*pending)->head[QLatin1String("snapshotId")].toString() == id
                              || (*pending)->done.value(snapshotStep())[QLatin1String("id")].toString() == id);
    if (isNeeded)
        return fail(ErrorCode::InvalidUse, Tr::tr("A reset that has not ended needs this snapshot"),
                    Tr::tr("Go on with it first, or leave it as it is."));
    return shelf.remove(id);
}

std::vector<snapshot::Manifest> retireSnapshots(snapshot::Shelf &shelf, int days, TimePoint now, const QString &journal)
{
    auto gone = snapshot::outdated(shelf.list().snapshots, days, now);
    std::erase_if(gone, [&](const snapshot::Manifest &one) { return !removeSnapshot(shelf, one.id, journal); });
    return gone;
}

Result<> removeVolume(const engine::Engine &engine, const compose::Project &project, const guard::RemovalPlan &shown,
                      const guard::Marks &marks, const QString &confirmedContext, const QString &folder,
                      const QString &origin, std::stop_token stop)
{
    const auto state = guard::lookAt(engine, stop);
    if (!state)
        return tl::unexpected(state.error());
    const QString key = stack::lockKey(state->id, project.name);
    const auto lock = store::ProjectLock::acquire(key, origin, QStringLiteral("delete a volume"));
    const auto free = lock ? nothingPending(journalPath(key, folder)) : tl::unexpected(lock.error());
    if (!free)
        return free;
    const QString volume = shown.volumes.empty() ? QString() : shown.volumes.front().name;
    auto permit = guard::Permits::forVolume(volume, {shown, project, *state, marks}, confirmedContext);
    return permit ? engine.remove(std::move(*permit), stop) : tl::unexpected(permit.error());
}

} // namespace bd::reset
