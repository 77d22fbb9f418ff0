#include "reset/removal.h"

#include <algorithm>

#include <QCoreApplication>

#include "guard/look.h"
#include "reset/resetplan.h"
#include "reset/resetsteps.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using guard::EngineState;
using timeline::EventKind;

QString containersStep()
{
    return QStringLiteral("containers");
}

QString volumesStep()
{
    return QStringLiteral("volumes");
}

// All at once. The permits are asked for before the step begins: what the guard refuses was never begun.
template<typename Planned, typename Permit>
Result<> removeAll(const engine::Engine &engine, const QString &step, const std::vector<Planned> &all,
                   const Permit &permitFor, Steps &steps)
{
    std::vector<engine::RemovalPermit> permits;
    for (const Planned &one : all) {
        auto permit = permitFor(one);
        if (!permit)
            return tl::unexpected(permit.error());
        permits.push_back(std::move(*permit));
    }
    return done(
        steps.step(step, [&] { return engine.remove(std::move(permits), {}).map([] { return QJsonObject(); }); }));
}

// Somebody may have started it since: nothing is removed while it writes.
Result<> stopIfUp(const engine::Engine &engine, const QString &id, const EngineState &state)
{
    const auto container = std::ranges::find(state.containers, id, &engine::Container::id);
    const bool isUp = container != state.containers.end()
                      && (container->isUp() || container->state == engine::ContainerState::Restarting);
    return isUp ? engine.stop(id, Millis(0), {}) : Result<>();
}

} // namespace

Result<> removeContainers(const engine::Engine &engine, const compose::Project &project, const Confirmed &confirmed,
                          Steps &steps, startup::EventLog &log)
{
    if (steps.isDone(containersStep())) // what bears those names by now was made since
        return {};
    const auto state = guard::lookAt(engine, {});
    if (!state)
        return tl::unexpected(state.error());
    const guard::Case now{confirmed.plan, project, *state, confirmed.marks};
    const auto permit = [&](const guard::PlannedContainer &one) {
        return guard::Permits::forContainer(one.id, now, confirmed.context);
    };
    for (const guard::PlannedContainer &one : confirmed.plan.containers) { // none is stopped that may not go
        if (auto allowed = permit(one); !allowed)
            return tl::unexpected(allowed.error());
    }
    for (const guard::PlannedContainer &one : confirmed.plan.containers) {
        if (auto stopped = stopIfUp(engine, one.id, *state); !stopped)
            return stopped;
    }
    return removeAll(engine, containersStep(), confirmed.plan.containers, permit, steps).map([&] {
        for (const guard::PlannedContainer &one : confirmed.plan.containers)
            log.add(one.service, EventKind::Note, Tr::tr("the container %1 is removed").arg(one.name));
    });
}

Result<> removeVolumes(const engine::Engine &engine, const compose::Project &project, const Confirmed &confirmed,
                       Steps &steps, startup::EventLog &log)
{
    if (steps.isDone(volumesStep()))
        return {};
    const auto state = guard::lookAt(engine, {});
    if (!state)
        return tl::unexpected(state.error());
    const guard::Case now{confirmed.plan, project, *state, confirmed.marks};
    const auto permit = [&](const guard::PlannedVolume &one) {
        return guard::Permits::forVolume(one.name, now, confirmed.context);
    };
    return removeAll(engine, volumesStep(), confirmed.plan.volumes, permit, steps).map([&] {
        for (const guard::PlannedVolume &one : confirmed.plan.volumes)
            log.add({}, EventKind::Note, Tr::tr("the volume %1 is deleted").arg(one.name));
    });
}

bool anyRemoval(const Progress &progress)
{
    const auto isRemoval = [](const QString &step) {
        // What was made anew and is being filled is not what there was, either.
        return step == containersStep() || step == volumesStep() || step.startsWith(QLatin1String("copy:"))
               || step == QLatin1String("create");
    };
    return isHarmedBefore(progress) || progress.plan != progress.head || isRemoval(progress.begun)
           || std::ranges::any_of(progress.done.keys(), isRemoval);
}

bool hasRemoved(const Progress &progress, const guard::EngineState &state)
{
    if (!anyRemoval(progress))
        return false;
    const auto plan = removalPlanFrom(progress.plan);
    Progress other = progress;
    other.begun.clear();
    if (!plan || progress.begun != containersStep() || anyRemoval(other))
        return true;
    const bool allContainers = std::ranges::all_of(plan->containers, [&](const guard::PlannedContainer &planned) {
        return std::ranges::find(state.containers, planned.id, &engine::Container::id) != state.containers.end();
    });
    const bool allVolumes = std::ranges::all_of(plan->volumes, [&](const guard::PlannedVolume &planned) {
        return std::ranges::any_of(state.volumes, [&](const engine::Volume &volume) {
            return volume.name == planned.name && volume.createdAt == planned.createdAt;
        });
    });
    return !allContainers || !allVolumes;
}

void forgetRemoval(Steps &steps)
{
    steps.forget(containersStep());
}

} // namespace bd::reset
