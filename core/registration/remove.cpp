#include <algorithm>

#include <QCoreApplication>

#include "guard/look.h"
#include "registration/look.h"
#include "stack/lockkey.h"
#include "store/projectlock.h"

namespace bd::registration {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Registration)
};

using namespace std::chrono_literals;

constexpr Millis lookPause = 1s;

// When all of it should have gone by itself; nothing: it is due, or never goes.
std::optional<TimePoint> overdueAt(const Seen &seen, const guard::RegistrationPlan &plan)
{
    std::optional<TimePoint> until;
    for (const guard::PlannedNode &node : plan.nodes)
        until = std::max(until, ownerOf(seen, node.owner).overdue);
    return until && *until > seen.at ? until : std::nullopt;
}

// Whether waiting may end well: an owner that lives, or is not known, does not become a dead one by it.
bool isWorthWaiting(const std::vector<guard::NodeNow> &nodes)
{
    return std::ranges::all_of(nodes, [](const guard::NodeNow &one) {
        return one.owner != guard::Owner::Connected && one.owner != guard::Owner::Unknown;
    });
}

Result<RemoveOutcome> removeNow(const engine::Engine &engine, const compose::Project &project, const RemoveOrder &order,
                                const Seen &seen, const std::stop_token &stop)
{
    const auto state = guard::lookAt(engine, stop);
    auto way = state ? nodesOf(engine, project, stop) : tl::unexpected(state.error());
    if (!way)
        return tl::unexpected(way.error());
    const auto nodes = nodesNow(seen, order.plan);
    const QStringList running = runningWith(seen, order.plan.broker);
    const guard::RegistrationCase now{order.plan, project, *state, order.marks, nodes, running, order.noneElsewhere};
    // The broker's own first: whoever dies in between leaves a registration that is gone, and a controller that expires.
    for (const guard::NodeNow &one : nodes) {
        auto permit = guard::Permits::forNode(one.node.path, now, order.confirmedContext);
        if (!permit)
            return tl::unexpected(permit.error());
        if (auto done = way->nodes->remove(std::move(*permit), stop); !done)
            return tl::unexpected(done.error());
    }
    return RemoveOutcome::Removed;
}

} // namespace

Result<PlannedRemoval> planRemoval(const engine::Engine &engine, const compose::Project &project, int broker,
                                   std::stop_token stop)
{
    auto state = guard::lookAt(engine, stop);
    const auto seen = state ? lookAt(engine, project, Scope::Owners, stop) : tl::unexpected(state.error());
    if (!seen)
        return tl::unexpected(seen.error());
    if (seen->zookeeperError)
        return tl::unexpected(*seen->zookeeperError);
    auto plan = planOf(*seen, broker, guard::planOfNothing(project.name, state->id, state->context.name));
    if (plan.nodes.empty())
        return fail(ErrorCode::NotFound, Tr::tr("No broker %1 is registered").arg(broker));
    auto nodes = nodesNow(*seen, plan);
    return PlannedRemoval{std::move(plan), std::move(*state), std::move(nodes), runningWith(*seen, broker)};
}

Result<RemoveOutcome> remove(const engine::Engine &engine, const compose::Project &project, const RemoveOrder &order,
                             const std::function<void(TimePoint until)> &waits, std::stop_token stop)
{
    const auto lock = store::ProjectLock::acquire(stack::lockKey(order.plan.place.engineId, project.name),
                                                  order.program, Tr::tr("delete a registration"));
    if (!lock)
        return tl::unexpected(lock.error());
    std::optional<TimePoint> watchedSince;
    while (true) {
        auto seen = lookAt(engine, project, Scope::Owners, stop);
        if (!seen)
            return tl::unexpected(seen.error());
        if (seen->zookeeperError)
            return tl::unexpected(*seen->zookeeperError);
        watchedSince = watchedSince.value_or(seen->at);
        seen->watchedSince = *watchedSince;
        const auto nodes = nodesNow(*seen, order.plan);
        if (nodes.empty())
            return RemoveOutcome::GoneByItself;
        const auto until = overdueAt(*seen, order.plan);
        if (!until || !isWorthWaiting(nodes))
            return removeNow(engine, project, order, *seen, stop);
        if (waits)
            waits(*until);
        if (!Clock::system().sleep(lookPause, stop))
            return cancelled();
    }
}

} // namespace bd::registration
