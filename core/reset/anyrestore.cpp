#include "reset/anyrestore.h"

#include "guard/look.h"
#include "reset/cluster.h"

namespace bd::reset {

const snapshot::Manifest &snapshotIn(const AnyRestorePlan &plan)
{
    return std::visit([](const auto &one) -> const snapshot::Manifest & { return one.snapshot; }, plan);
}

Result<AnyRestorePlan> lookAtRestore(const engine::Engine &engine, const compose::Project &project,
                                     const snapshot::Manifest &snapshot, std::stop_token stop)
{
    auto found = survey(engine, project, stop);
    if (!found)
        return tl::unexpected(found.error());
    // What an attempt that was killed has left for copying goes as the restore begins: it is not in its way.
    const auto isOurs = [](const auto &one) { return one.labels.contains(guard::holderLabel()); };
    std::erase_if(found->state.containers, isOurs);
    std::erase_if(found->state.volumes, isOurs);
    if (!snapshot.isOfRecords())
        return AnyRestorePlan(planRestore(project, found->state, snapshot));
    if (!found->cluster)
        return tl::unexpected(found->cluster.error());
    return lookAtTopics(*found->cluster->client, project, found->state, stop).map([&](const TopicFacts &facts) {
        return AnyRestorePlan(planRecordRestore(project, found->state, snapshot, facts));
    });
}

Result<QStringList> recordedAnyRestore(const engine::Engine &engine, const compose::Project &project,
                                       const AnyRestorePlan &shown, const guard::Marks &marks,
                                       const RestoreOptions &options, const Surroundings &surroundings,
                                       const startup::Recorder &recorder, std::stop_token stop)
{
    if (const auto *records = std::get_if<RecordRestorePlan>(&shown))
        return recordedRecordRestore(engine, project, *records, marks, options, surroundings, recorder, stop);
    return recordedRestore(engine, project, std::get<RestorePlan>(shown), marks, options, surroundings, recorder, stop)
        .map([](const startup::StartReport &) { return QStringList(); });
}

} // namespace bd::reset
