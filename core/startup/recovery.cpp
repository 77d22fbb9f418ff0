#include "startup/recovery.h"

#include <algorithm>

#include <QCoreApplication>

#include "reach/listeners.h"
#include "reach/places.h"

namespace bd::startup {

using timeline::Event;
using timeline::EventKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Recovery)
};

const compose::Service *zooKeeperOf(const compose::Project &project)
{
    const auto found = std::ranges::find_if(project.services, [](const compose::Service &s) {
        return s.role == compose::Role::ZooKeeper;
    });
    return found == project.services.end() ? nullptr : &*found;
}

std::optional<TimePoint> zooKeeperStart(const StartContext &context, const compose::Service *zooKeeper,
                                        std::stop_token stop)
{
    if (!zooKeeper)
        return {};
    for (const engine::Container &container : context.containers) {
        if (container.service() != zooKeeper->name)
            continue;
        if (const auto now = context.engine.inspect({container.id}, stop); now && !now->empty())
            return now->front().startedAt;
    }
    return {};
}

// The end of the process before this one: what the container said before we started it. A container that never ran
// stands for one that is gone, whose process had ended by the time this one was made.
std::optional<TimePoint> oldEnd(const StartContext &context, const QString &containerId)
{
    const auto found = std::ranges::find(context.containers, containerId, &engine::Container::id);
    return found == context.containers.end() ? std::nullopt
                                             : std::optional(found->finishedAt.value_or(found->createdAt));
}

// Another broker of the cluster that runs, and has this id: the registration is its own, and never expires.
const compose::Service *twinOf(const StartContext &context, const compose::Service &broker, int id,
                               std::stop_token stop)
{
    const auto containers = context.engine.containers(context.project.name, std::move(stop));
    if (!containers)
        return nullptr;
    const QString cluster = reach::clusterAddress(broker, {});
    for (const auto &[service, container] : reach::placesOf(context.project, *containers, compose::Role::Broker)) {
        if (service->name != broker.name && container->isUp() && reach::brokerId(*service, *container) == id
            && reach::clusterAddress(*service, *container) == cluster)
            return service;
    }
    return nullptr;
}

} // namespace

Result<> recoverFromStaleRegistration(const StaleRegistration &stale, const compose::Service &broker,
                                      const engine::Container &container, StartContext &context, std::stop_token stop)
{
    if (const compose::Service *twin = twinOf(context, broker, stale.brokerId, stop))
        return fail(
            ErrorCode::Failed,
            Tr::tr("%1 has the id %2, and %3 runs with it").arg(broker.name).arg(stale.brokerId).arg(twin->name),
            Tr::tr("Two brokers cannot have one id. Give one of them another; the audit can write it into the file."),
            stale.line);
    const compose::Service *zooKeeper = zooKeeperOf(context.project);
    if (auto stopped = context.engine.stop(container.id, {}, stop); !stopped)
        return stopped;
    const TimePoint now = context.log.clock().now();
    const TimePoint until = expiry(oldEnd(context, container.id), zooKeeperStart(context, zooKeeper, stop),
                                   sessionTimeout(broker, zooKeeper), tickTime(zooKeeper), now);
    Event event;
    event.service = broker.name;
    event.kind = EventKind::Recovering;
    event.until = until;
    event.text =
        Tr::tr("%1 ended because ZooKeeper still holds the registration of broker %2 by a broker that was killed. "
               "It expires by itself; %1 starts then.")
            .arg(broker.name)
            .arg(stale.brokerId);
    event.error = Error{ErrorCode::Failed, stale.line, {}, stale.owner};
    context.log.add(event);
    if (!context.log.clock().sleep(std::chrono::ceil<Millis>(until - now), stop))
        return cancelled();
    context.log.add(broker.name, EventKind::Starting);
    return context.engine.start(container.id, stop);
}

} // namespace bd::startup
