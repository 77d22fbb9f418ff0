#include "reset/anyrestore.h"

#include "guard/look.h"
#include "reset/cluster.h"

namespace bd::reset {

const snapshot::Manifest &snapshotIn(const AnyRestorePlan &plan)
{
    return std::visit([](const auto &one) -> const snapshot::Manifest & { return one.snapshot; }, plan);
}

Result<guard::EngineState> stateForRestore(const engine::Engine &engine, std::stop_token stop)
{
    return guard::lookAt(engine, std::move(stop)).map([](guard::EngineState state) {
        const auto isOurs = [](const auto &one) { return one.labels.contains(guard::holderLabel()); };
        std::erase_if(state.containers, isOurs);
        std::erase_if(state.volumes, isOurs);
        return state;
    });
}

Result<AnyRestorePlan> planAnyRestore(const compose::Project &project, const guard::EngineState &state,
                                      const snapshot::Manifest &snapshot, std::stop_token stop)
{
    if (!snapshot.isOfRecords())
        return AnyRestorePlan(planRestore(project, state, snapshot));
    const auto cluster = clusterIn(state, project);
    if (!cluster)
        return tl::unexpected(cluster.error());
    return lookAtTopics(*cluster->client, project, state, std::move(stop)).map([&](const TopicFacts &facts) {
        return AnyRestorePlan(planRecordRestore(project, state, snapshot, facts));
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
