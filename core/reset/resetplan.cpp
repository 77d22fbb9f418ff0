#include "reset/resetplan.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "compose/graph.h"
#include "reset/resetsteps.h"
#include "stack/volumes.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using compose::Role;
using compose::Service;

bool runs(const guard::EngineState &state, const QString &project, const QString &service)
{
    return std::ranges::any_of(state.containers, [&](const engine::Container &container) {
        return container.project() == project && container.service() == service && !container.oneOff()
               && (container.isUp() || container.state == engine::ContainerState::Restarting);
    });
}

} // namespace

bool isOfTheStack(const Service &service)
{
    return service.role == Role::ZooKeeper || service.role == Role::Broker || service.role == Role::Init;
}

FullPlan planFull(const compose::Project &project, const guard::EngineState &state)
{
    FullPlan plan;
    plan.removal = guard::planRemoval(project, state);
    QStringList disturbed;
    for (const Service &service : project.services) {
        if (isOfTheStack(service))
            disturbed += compose::dependents(project.services, service.name);
    }
    for (const Service &service : project.services) {
        const bool isRunning = runs(state, project.name, service.name);
        const bool needsIt = disturbed.contains(service.name) || service.role == Role::Worker;
        const bool isDisturbed = isRunning && !isOfTheStack(service) && needsIt;
        if (isRunning && (isOfTheStack(service) || isDisturbed))
            plan.stops += service.name;
        if (isDisturbed)
            plan.workers += service.name;
        if (isOfTheStack(service) || isDisturbed)
            plan.starts += service.name;
        else
            plan.services += service.name;
    }
    for (const stack::ProjectVolume &one : stack::volumesOf(project, state.containers, state.volumes).volumes) {
        if (std::ranges::find(plan.removal.volumes, one.volume.name, &guard::PlannedVolume::name)
            == plan.removal.volumes.end())
            plan.volumes += one.volume.name;
    }
    return plan;
}

QJsonObject toJson(const guard::RemovalPlan &plan)
{
    QJsonArray containers, volumes;
    for (const guard::PlannedContainer &one : plan.containers)
        containers += QJsonObject{{QStringLiteral("id"), one.id},
                                  {QStringLiteral("name"), one.name},
                                  {QStringLiteral("service"), one.service}};
    for (const guard::PlannedVolume &one : plan.volumes)
        volumes += QJsonObject{{QStringLiteral("name"), one.name},
                               {QStringLiteral("anonymous"), one.isAnonymous},
                               {QStringLiteral("createdAt"),
                                one.createdAt ? QJsonValue(toIso(*one.createdAt)) : QJsonValue()},
                               {QStringLiteral("containers"), QJsonArray::fromStringList(one.containers)},
                               {QStringLiteral("goesWithContainer"), one.goesWithContainer}};
    return {{QStringLiteral("project"), plan.project},
            {QStringLiteral("engineId"), plan.engineId},
            {QStringLiteral("context"), plan.context},
            {QStringLiteral("containers"), containers},
            {QStringLiteral("volumes"), volumes}};
}

Result<guard::RemovalPlan> removalPlanFrom(const QJsonObject &json)
{
    guard::RemovalPlan plan;
    plan.project = json[QLatin1String("project")].toString();
    plan.engineId = json[QLatin1String("engineId")].toString();
    plan.context = json[QLatin1String("context")].toString();
    for (const QJsonValue one : json[QLatin1String("containers")].toArray())
        plan.containers.push_back({one[QLatin1String("id")].toString(), one[QLatin1String("name")].toString(),
                                   one[QLatin1String("service")].toString()});
    for (const QJsonValue one : json[QLatin1String("volumes")].toArray())
        plan.volumes.push_back({one[QLatin1String("name")].toString(), one[QLatin1String("anonymous")].toBool(),
                                fromIso(one[QLatin1String("createdAt")].toString()),
                                textsIn(one[QLatin1String("containers")]),
                                one[QLatin1String("goesWithContainer")].toBool()});
    if (plan.project.isEmpty() || plan.engineId.isEmpty())
        return fail(ErrorCode::Parse, Tr::tr("The journal of the reset is not understood"));
    return plan;
}

QStringList lockedVolumes(const compose::Project &project, const QStringList &lockedByUser)
{
    QStringList names = lockedByUser + project.protectedVolumes;
    for (const compose::VolumeSpec &volume : project.volumes) {
        if (project.protectedVolumes.contains(volume.key))
            names += volume.name;
    }
    names.removeDuplicates();
    return names;
}

} // namespace bd::reset
