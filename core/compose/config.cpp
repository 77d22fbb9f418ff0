#include <algorithm>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"
#include "compose/graph.h"
#include "compose/load.h"
#include "compose/role.h"
#include "compose/serviceconfig.h"
#include "compose/topics.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Compose)
};

std::vector<VolumeSpec> volumesOf(const QJsonObject &declared)
{
    std::vector<VolumeSpec> volumes;
    for (auto it = declared.begin(); it != declared.end(); ++it) {
        const QJsonObject volume = it.value().toObject();
        const QJsonValue external = volume[QLatin1String("external")];
        volumes.push_back(
            {it.key(), volume[QLatin1String("name")].toString(it.key()), external.toBool() || external.isObject()});
    }
    return volumes;
}

void takeRolesByHand(const TeamFile &team, Project &project)
{
    for (auto it = team.roles.begin(); it != team.roles.end(); ++it) {
        const auto service = std::ranges::find(project.services, it.key(), &Service::name);
        if (service == project.services.end()) {
            project.notes +=
                Tr::tr(".brokerdeck.yaml gives a role to %1, which is no active service").arg(plainText(it.key(), 80));
            continue;
        }
        service->role = it.value();
        service->roleByHand = true;
    }
}

void takeExpectedTopics(const TeamFile &team, Project &project)
{
    project.expectedFromTeamFile = team.hasTopics;
    if (team.hasTopics) {
        project.expectedTopics = team.topics;
        return;
    }
    const ReadTopics read = topicsOf(project.services);
    project.expectedTopics = read.topics;
    project.notes += read.notes;
}

void noteControllers(Project &project)
{
    for (const Service &service : project.services) {
        if (isControllerOnly(service) && !service.roleByHand) {
            project.notes += Tr::tr("%1 is a KRaft controller and no broker: it is started as any other service is")
                                 .arg(plainText(service.name, 80));
        }
    }
}

} // namespace

Result<Project> parseConfig(const QByteArray &json, const engine::ComposeCall &call, const TeamFile &team)
{
    // `config` doubles each dollar sign, so that its output could be read as a compose file again.
    QByteArray text = json;
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(text.replace("$$", "$"), &problem);
    if (!document.isObject()) {
        return fail(ErrorCode::Parse, Tr::tr("What Compose says of the project cannot be read"),
                    Tr::tr("Is this a Compose that Brokerdeck does not know yet?"),
                    QStringLiteral("%1, byte %2").arg(problem.errorString()).arg(problem.offset));
    }
    const QJsonObject root = document.object();
    const TopLevel top{inlinedIn(root[QLatin1String("configs")].toObject())
                           | inlinedIn(root[QLatin1String("secrets")].toObject()),
                       externalIn(root[QLatin1String("networks")].toObject())};
    Project project;
    project.name = root[QLatin1String("name")].toString(call.project);
    project.call = call;
    project.isDevelopment = team.isDevelopment;
    project.isProtected = team.isProtected;
    project.protectedVolumes = team.protectedVolumes;
    project.notes = team.notes;
    project.volumes = volumesOf(root[QLatin1String("volumes")].toObject());
    const QJsonObject services = root[QLatin1String("services")].toObject();
    for (auto it = services.begin(); it != services.end(); ++it)
        project.services.push_back(serviceFrom(it.key(), it.value().toObject(), top));

    takeRolesByHand(team, project);
    assignRoles(project.services);
    const Result<QStringList> order = startOrder(project.services);
    if (!order)
        return tl::unexpected(order.error());
    std::ranges::sort(project.services, {}, [&order](const Service &service) { return order->indexOf(service.name); });
    takeExpectedTopics(team, project);
    noteControllers(project);
    return project;
}

} // namespace bd::compose
