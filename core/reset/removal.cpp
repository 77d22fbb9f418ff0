#include "reset/removal.h"

#include <algorithm>

#include <QCoreApplication>

#include "guard/look.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using guard::EngineState;
using timeline::EventKind;

QString containerStep(const QString &name)
{
    return QStringLiteral("container:") + name;
}

QString volumeStep(const QString &name)
{
    return QStringLiteral("volume:") + name;
}

// `permit` is asked for before the step begins: what the guard refuses was never begun.
template<typename Permit>
Result<> removeOne(const engine::Engine &engine, const QString &step, const Permit &permitFor, Steps &steps)
{
    if (steps.isDone(step))
        return {};
    auto permit = permitFor();
    if (!permit)
        return tl::unexpected(permit.error());
    return steps.step(step, [&] { return engine.remove(std::move(*permit), {}).map([] { return QJsonObject(); }); })
        .map([](const QJsonObject &) {});
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
    const auto state = guard::lookAt(engine, {});
    if (!state)
        return tl::unexpected(state.error());
    const guard::Case now{confirmed.plan, project, *state, confirmed.marks};
    for (const guard::PlannedContainer &one : confirmed.plan.containers) {
        const auto permit = [&] { return guard::Permits::forContainer(one.id, now, confirmed.context); };
        if (auto stopped = stopIfUp(engine, one.id, *state); !stopped)
            return stopped;
        if (auto removed = removeOne(engine, containerStep(one.name), permit, steps); !removed)
            return removed;
        log.add(one.service, EventKind::Note, Tr::tr("the container %1 is removed").arg(one.name));
    }
    return {};
}

Result<> removeVolumes(const engine::Engine &engine, const compose::Project &project, const Confirmed &confirmed,
                       Steps &steps, startup::EventLog &log)
{
    const auto state = guard::lookAt(engine, {});
    if (!state)
        return tl::unexpected(state.error());
    const guard::Case now{confirmed.plan, project, *state, confirmed.marks};
    for (const guard::PlannedVolume &one : confirmed.plan.volumes) {
        const auto permit = [&] { return guard::Permits::forVolume(one.name, now, confirmed.context); };
        if (auto removed = removeOne(engine, volumeStep(one.name), permit, steps); !removed)
            return removed;
        log.add({}, EventKind::Note, Tr::tr("the volume %1 is deleted").arg(one.name));
    }
    return {};
}

bool anyRemoval(const Progress &progress)
{
    const auto isRemoval = [](const QString &step) {
        // What was made anew and is being filled is not what there was, either.
        return step.startsWith(containerStep({})) || step.startsWith(volumeStep({}))
               || step.startsWith(QLatin1String("copy:")) || step == QLatin1String("create");
    };
    return isHarmedBefore(progress) || progress.plan != progress.head || isRemoval(progress.begun)
           || std::ranges::any_of(progress.done.keys(), isRemoval);
}

} // namespace bd::reset
