#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "compose/graph.h"
#include "compose/load.h"
#include "compose/role.h"
#include "compose/running.h"
#include "compose/topics.h"

namespace bd::compose {

namespace {

// «zookeeper:service_healthy:true,kafka-init:service_completed_successfully:false»; the third field is
// depends_on's `restart`. Compose before 2.2 wrote names alone.
std::vector<Gate> gatesFrom(const QString &label)
{
    std::vector<Gate> gates;
    for (const QString &entry : label.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QStringList fields = entry.split(QLatin1Char(':'));
        gates.push_back({fields[0], conditionFrom(fields.value(1)).value_or(Condition::Started), true});
    }
    return gates;
}

// Compose's names are the project's and the key's; other names were given in the file, and serve as their own key.
QString volumeKey(const QString &volume, const QString &project)
{
    const QString prefix = project + QLatin1Char('_');
    return volume.startsWith(prefix) ? volume.sliced(prefix.size()) : volume;
}

std::vector<MountSpec> mountsFrom(const engine::Container &container)
{
    using Kind = engine::Mount::Kind;
    std::vector<MountSpec> mounts;
    for (const engine::Mount &mount : container.mounts) {
        const QString volume = isUnnamed(mount.name) ? QString() : volumeKey(mount.name, container.project());
        mounts.push_back(
            {mount.kind, mount.kind == Kind::Volume ? volume : mount.source, mount.destination, !mount.writable});
    }
    return mounts;
}

Service serviceFrom(const engine::Container &container)
{
    Service service;
    service.name = container.service();
    service.image = container.image;
    service.containerName = container.name;
    service.command = container.command;
    for (const QString &pair : container.environment)
        service.environment.insert(pair.section(QLatin1Char('='), 0, 0), pair.section(QLatin1Char('='), 1));
    service.gates = gatesFrom(container.labels.value(QStringLiteral("com.docker.compose.depends_on")));
    service.healthCheck = container.healthCheck;
    service.restart = container.restartPolicy;
    for (const engine::PortBinding &port : container.ports)
        service.ports.push_back({port.hostIp, port.hostPort, port.containerPort, port.protocol});
    service.mounts = mountsFrom(container);
    return service;
}

void addVolumes(const engine::Container &container, Project &project)
{
    for (const engine::Mount &mount : container.mounts) {
        const bool isNamed = mount.kind == engine::Mount::Kind::Volume && !mount.name.isEmpty()
                             && !isUnnamed(mount.name);
        if (!isNamed || std::ranges::find(project.volumes, mount.name, &VolumeSpec::name) != project.volumes.end())
            continue;
        const QString key = volumeKey(mount.name, project.name);
        // Without the file and the volume's labels, what Compose did not name is taken for somebody else's.
        project.volumes.push_back({key, mount.name, key == mount.name});
    }
}

void addService(const engine::Container &container, Project &project)
{
    const auto known = std::ranges::find(project.services, container.service(), &Service::name);
    if (known == project.services.end())
        project.services.push_back(serviceFrom(container));
    else
        ++known->replicas;
}

bool isKafka(const engine::Container &container)
{
    std::vector<Service> alone{serviceFrom(container)};
    assignRoles(alone);
    return alone.front().role == Role::ZooKeeper || alone.front().role == Role::Broker;
}

engine::ComposeCall callOf(const engine::Container &container)
{
    engine::ComposeCall call;
    call.project = container.project();
    const QString directory = container.workingDirectory();
    for (const QString &file : container.composeFiles())
        call.files += QDir::isAbsolutePath(file) ? file : QDir::cleanPath(QDir(directory).filePath(file));
    const QString ofFirst = call.files.isEmpty() ? QString() : QFileInfo(call.files.first()).path();
    call.directory = directory == ofFirst ? QString() : directory;
    call.envFiles = container.environmentFiles();
    return call;
}

bool endedWell(const engine::Container &container)
{
    return container.state == engine::ContainerState::Exited && container.exitCode == 0 && !container.isRestarted();
}

} // namespace

Project fromContainers(const QString &name, const std::vector<engine::Container> &containers)
{
    Project project;
    project.name = name;
    project.call.project = name;
    for (const engine::Container &container : containers) {
        if (container.project() != name || container.oneOff() || container.service().isEmpty())
            continue;
        addService(container, project);
        addVolumes(container, project);
    }
    assignRoles(project.services);
    std::ranges::sort(project.services, {}, &Service::name);
    if (const Result<QStringList> order = startOrder(project.services))
        std::ranges::sort(project.services, {},
                          [&order](const Service &service) { return order->indexOf(service.name); });
    const ReadTopics read = topicsOf(project.services);
    project.expectedTopics = read.topics;
    project.notes = read.notes;
    return project;
}

std::vector<FoundProject> findProjects(const std::vector<engine::Container> &containers)
{
    QMap<QString, FoundProject> found;
    QMap<QString, TimePoint> newest;
    for (const engine::Container &container : containers) {
        const QString name = container.project();
        if (name.isEmpty() || container.oneOff())
            continue;
        FoundProject &project = found[name];
        // Containers of one project may come from different calls: the last one counts.
        if (project.name.isEmpty() || container.createdAt >= newest[name]) {
            newest[name] = container.createdAt;
            project.call = callOf(container);
        }
        project.name = name;
        project.hasKafka = project.hasKafka || isKafka(container);
        project.running += container.isUp() ? 1 : 0;
        project.finished += endedWell(container) ? 1 : 0;
        ++project.total;
    }
    std::vector<FoundProject> projects(found.begin(), found.end());
    for (FoundProject &project : projects) {
        project.filesExist = !project.call.files.isEmpty()
                             && std::ranges::all_of(project.call.files,
                                                    [](const QString &file) { return QFileInfo::exists(file); });
    }
    std::ranges::stable_sort(projects, std::ranges::greater(), &FoundProject::hasKafka);
    return projects;
}

} // namespace bd::compose
