#include "startup/plan.h"

#include <algorithm>

#include <QCoreApplication>

#include "compose/graph.h"

namespace bd::startup {

using compose::Condition;
using compose::Gate;
using compose::Role;
using compose::Service;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(StartPlan)
};

bool somebodyWaitsForItsEnd(const compose::Project &project, const QString &name)
{
    return std::ranges::any_of(project.services, [&](const Service &service) {
        return std::ranges::any_of(service.gates, [&](const Gate &gate) {
            return gate.service == name && gate.condition == Condition::CompletedSuccessfully;
        });
    });
}

QStringList namesOf(const compose::Project &project)
{
    QStringList names;
    for (const Service &service : project.services)
        names += service.name;
    return names;
}

Result<> allKnown(const compose::Project &project, const QStringList &wanted)
{
    for (const QString &name : wanted) {
        if (!project.service(name))
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 has no service «%2»").arg(project.name, name),
                        Tr::tr("Its services: %1").arg(namesOf(project).join(QStringLiteral(", "))));
    }
    return {};
}

// Brokers that must not outlive a ZooKeeper that is made anew.
QStringList withBrokers(const compose::Project &project, QStringList drifted)
{
    const bool zooKeeper = std::ranges::any_of(drifted, [&](const QString &name) {
        const Service *service = project.service(name);
        return service && service->role == Role::ZooKeeper;
    });
    for (const Service &service : project.services) {
        if (zooKeeper && service.role == Role::Broker && !drifted.contains(service.name))
            drifted += service.name;
    }
    return drifted;
}

// What is stopped for the sake of what is made anew must come up again with it.
QStringList stoppedOnly(const QStringList &anew, const QStringList &running)
{
    QStringList names;
    std::ranges::copy_if(anew, std::back_inserter(names), [&](const QString &name) { return running.contains(name); });
    return names;
}

} // namespace

const PlannedService *StartPlan::find(const QString &service) const
{
    const auto found = std::ranges::find_if(services,
                                            [&](const PlannedService &p) { return p.service.name == service; });
    return found == services.end() ? nullptr : &*found;
}

QStringList StartPlan::names() const
{
    QStringList names;
    for (const PlannedService &planned : services)
        names += planned.service.name;
    return names;
}

std::vector<timeline::LaneInfo> StartPlan::lanes() const
{
    std::vector<timeline::LaneInfo> lanes;
    for (const PlannedService &planned : services)
        lanes.push_back({planned.service.name, planned.service.role, planned.gates});
    return lanes;
}

Result<StartPlan> planStart(const compose::Project &project, const QStringList &wanted, const QStringList &drifted,
                            const QStringList &running)
{
    if (auto known = allKnown(project, wanted); !known)
        return tl::unexpected(known.error());
    const QStringList anew = withBrokers(project, drifted);
    auto order = wanted.isEmpty() ? compose::startOrder(project.services)
                                  : compose::withDependencies(project.services, wanted + stoppedOnly(anew, running));
    if (!order)
        return tl::unexpected(order.error());
    order->removeIf([&](const QString &name) { return project.service(name)->replicas == 0; });

    StartPlan plan;
    for (const QString &name : *order) {
        const Service &service = *project.service(name);
        PlannedService planned{service, {}, service.role == Role::Init || somebodyWaitsForItsEnd(project, name)};
        for (const Gate &gate : service.gates) {
            if (order->contains(gate.service))
                planned.gates.push_back(gate);
        }
        plan.hasInit = plan.hasInit || service.role == Role::Init;
        plan.services.push_back(std::move(planned));
    }
    const auto stops = compose::stopOrder(project.services);
    if (!stops)
        return tl::unexpected(stops.error());
    if (!drifted.isEmpty()) {
        for (const QString &name : *stops) {
            if (anew.contains(name) && running.contains(name))
                plan.stopFirst += name;
        }
    }
    return plan;
}

Result<std::vector<StopStep>> planStop(const compose::Project &project, const QStringList &wanted)
{
    if (auto known = allKnown(project, wanted); !known)
        return tl::unexpected(known.error());
    const auto order = compose::stopOrder(project.services);
    if (!order)
        return tl::unexpected(order.error());
    std::vector<StopStep> steps;
    for (const QString &name : *order) {
        if (!wanted.isEmpty() && !wanted.contains(name))
            continue;
        const Service &service = *project.service(name);
        StopStep step{name, {}};
        for (const StopStep &earlier : steps) {
            const Service &other = *project.service(earlier.service);
            const bool waits = std::ranges::any_of(other.gates, [&](const Gate &gate) { return gate.service == name; });
            if (waits || (service.role == Role::ZooKeeper && other.role == Role::Broker))
                step.after += earlier.service;
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace bd::startup
