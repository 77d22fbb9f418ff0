#include "volumes/removalquestion.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "base/text.h"
#include "guard/look.h"
#include "reset/marks.h"
#include "volumes/volumewords.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Volumes)
};

using reset::AnyRestorePlan;
using reset::PlannedGroup;
using reset::RecordRestorePlan;
using reset::RestorePlan;

Result<RemovalPlace> placeOf(const guard::RemovalPlan &plan, const compose::Project &project,
                             const guard::EngineState &state, const RemovalSetting &setting)
{
    const guard::Marks marks = reset::marksOf(project, state.id, setting.settingsFile);
    const guard::Ruling ruling = guard::ruleOn({plan, project, state, marks}, {});
    if (ruling.verdict == guard::Ruling::Verdict::Refused) {
        return fail(ErrorCode::Failed,
                    Tr::tr("Nothing is deleted: %1")
                        .arg(ruling.objections.empty() ? QString() : ruling.objections.front().text));
    }
    return RemovalPlace{project.name, state.id, state.context.name,
                        ruling.verdict == guard::Ruling::Verdict::NeedsConfirmation};
}

QString sizeText(const QString &volume, const QMap<QString, qint64> &sizes)
{
    return sizes.contains(volume) ? dataSizeText(sizes.value(volume)) : Tr::tr("of unknown size");
}

QString lineOf(const guard::PlannedVolume &volume, const QMap<QString, qint64> &sizes)
{
    const QString name = plainText(volume.name, 255);
    return (volume.isAnonymous ? Tr::tr("anonymous volume %1, %2") : Tr::tr("volume %1, %2"))
        .arg(name, sizeText(volume.name, sizes));
}

QStringList stopsIn(const QStringList &services)
{
    QStringList lines;
    for (const QString &service : services) {
        lines += Tr::tr("%1 is stopped, and started again").arg(plainText(service, 100));
    }
    return lines;
}

QStringList goesFor(const RestorePlan &plan, const QMap<QString, qint64> &sizes)
{
    QStringList lines;
    for (const guard::PlannedVolume &volume : plan.full.removal.volumes) {
        lines += lineOf(volume, sizes);
    }
    for (const guard::PlannedContainer &container : plan.full.removal.containers) {
        lines += Tr::tr("container %1").arg(plainText(container.name, 255));
    }
    return lines + stopsIn(plan.full.workers);
}

QString lineOf(const PlannedGroup &group, const snapshot::Manifest &snapshot)
{
    const QString id = plainText(group.id, 200);
    if (std::ranges::find(snapshot.groups, group.id, &snapshot::ArchivedGroup::group) == snapshot.groups.end()) {
        return Tr::tr("group %1 loses its offsets in these topics").arg(id);
    }
    return group.way == PlannedGroup::Way::Leave ? Tr::tr("group %1 is left alone: %2").arg(id, group.why)
                                                 : Tr::tr("group %1 is set to where the snapshot has it").arg(id);
}

QStringList goesFor(const RecordRestorePlan &plan)
{
    QStringList lines;
    for (const reset::PlannedTopic &topic : plan.now.topics) {
        const QString name = plainText(topic.name, 255);
        lines += topic.records ? Tr::tr("topic %1, about %2 records").arg(name, QLocale().toString(*topic.records))
                               : Tr::tr("topic %1, nobody knows how many records").arg(name);
    }
    for (const PlannedGroup &group : plan.now.groups) {
        lines += lineOf(group, plan.snapshot);
    }
    return lines + stopsIn(plan.now.stops);
}

QStringList goesFor(const AnyRestorePlan &plan, const QMap<QString, qint64> &sizes)
{
    const auto *records = std::get_if<RecordRestorePlan>(&plan);
    return records ? goesFor(*records) : goesFor(std::get<RestorePlan>(plan), sizes);
}

QString whatOf(const RestoreToConfirm &restore)
{
    const bool isOfRecords = reset::snapshotIn(restore.plan).isOfRecords();
    QString text =
        isOfRecords ? Tr::tr("Its topics are deleted and made as they were, with their records; groups go to the same "
                             "records. What was written since is gone. Kafka stays up.")
                    : Tr::tr("Kafka and ZooKeeper stop; their containers and volumes are deleted, and the snapshot’s "
                             "volumes are put in their place. What was written since is gone.");
    if (restore.isFromOtherEngine) {
        text += u' '
                + Tr::tr("The snapshot was taken on another engine, %1.")
                      .arg(plainText(reset::snapshotIn(restore.plan).context, 60));
    }
    return text;
}

QString whereText(const RemovalPlace &place)
{
    return Tr::tr("It is the stack on the engine %1.").arg(plainText(place.context, 60));
}

TypedQuestion typed(const RemovalPlace &place, TypedQuestion question)
{
    question.text += u' ' + whereText(place);
    question.name = place.project;
    question.context = place.confirmedContext();
    return question;
}

} // namespace

Result<RestoreToConfirm> lookAtRestore(const engine::Engine &engine, const compose::Project &project,
                                       const QString &snapshot, const RemovalSetting &setting, std::stop_token stop)
{
    const snapshot::Shelf shelf(project.name, setting.snapshots);
    const auto manifest = shelf.find(snapshot);
    const auto state = manifest ? reset::stateForRestore(engine, stop) : tl::unexpected(manifest.error());
    auto plan = state ? reset::planAnyRestore(project, *state, *manifest, stop) : tl::unexpected(state.error());
    if (!plan) {
        return tl::unexpected(plan.error());
    }
    const auto *volumes = std::get_if<RestorePlan>(&*plan);
    if (volumes) {
        if (const auto why = reset::objection(engine, project, *volumes, shelf.directoryOf(manifest->id))) {
            return tl::unexpected(*why);
        }
    }
    const auto goes = volumes ? volumes->full.removal
                              : guard::planOfRecords(project.name, state->id, state->context.name);
    return placeOf(goes, project, *state, setting).map([&](const RemovalPlace &place) {
        return RestoreToConfirm{place, std::move(*plan), manifest->engineId != state->id};
    });
}

Result<VolumeToConfirm> lookAtRemoval(const engine::Engine &engine, const compose::Project &project,
                                      const QString &volume, const RemovalSetting &setting, std::stop_token stop)
{
    const auto state = guard::lookAt(engine, stop);
    if (!state) {
        return tl::unexpected(state.error());
    }
    const auto plan = guard::planRemovalOf(volume, project, *state);
    if (plan.volumes.empty()) {
        return fail(ErrorCode::NotFound, Tr::tr("There is no volume %1 any more").arg(plainText(volume, 255)));
    }
    return placeOf(plan, project, *state, setting).map([&](const RemovalPlace &place) {
        return VolumeToConfirm{place, plan};
    });
}

TypedQuestion questionOf(const RestoreToConfirm &restore, const QMap<QString, qint64> &sizes)
{
    const snapshot::Manifest &snapshot = reset::snapshotIn(restore.plan);
    return typed(restore.place, {.title = Tr::tr("Restore «%1»?").arg(plainText(snapshot.name, 200)),
                                 .text = whatOf(restore),
                                 .name = {},
                                 .accept = Tr::tr("Restore %1").arg(contentText(snapshot)),
                                 .goes = goesFor(restore.plan, sizes)});
}

TypedQuestion questionOf(const VolumeToConfirm &removal, const QMap<QString, qint64> &sizes)
{
    const guard::PlannedVolume &volume = removal.plan.volumes.front();
    const QString name = plainText(volume.name, 255);
    return typed(
        removal.place,
        {.title = Tr::tr("Delete the volume %1?")
                      .arg(volume.isAnonymous ? Tr::tr("%1… (anonymous)").arg(name.left(12)) : name),
         .text = Tr::tr("What is in it, %1, is gone for good. Take a snapshot of it first where it may be needed.")
                     .arg(sizeText(volume.name, sizes)),
         .name = {},
         .accept = Tr::tr("Delete the volume")});
}

} // namespace bd::app
