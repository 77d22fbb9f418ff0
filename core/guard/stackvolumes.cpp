#include "guard/stackvolumes.h"

#include <algorithm>
#include <set>

namespace bd::guard {

namespace {

using Kind = compose::DataPath::Kind;

std::optional<Kind> keptAt(const compose::Project &project, const engine::Container &container,
                           const QString &destination)
{
    const compose::Service *service = container.project() == project.name && !container.oneOff()
                                          ? project.service(container.service())
                                          : nullptr;
    if (!service)
        return {};
    for (const compose::DataPath &one : compose::dataPaths(*service)) {
        if (compose::holdsPath(destination, one.path))
            return one.kind;
    }
    return {};
}

// Of brokers and ZooKeepers that have no container to ask.
std::set<QString> namesInFile(const compose::Project &project, const std::vector<engine::Container> &containers)
{
    std::set<QString> names;
    for (const FileUse &use : usesInFile(project)) {
        const bool hasContainer = std::ranges::any_of(containers, [&](const engine::Container &container) {
            return container.project() == project.name && container.service() == use.service && !container.oneOff();
        });
        if (!hasContainer)
            names.insert(use.volume);
    }
    return names;
}

} // namespace

std::vector<FileUse> usesInFile(const compose::Project &project)
{
    std::vector<FileUse> uses;
    for (const compose::Service &service : project.services) {
        for (const compose::DataPath &path : compose::dataPaths(service)) {
            for (const compose::MountSpec &mount : service.mounts) {
                const auto spec = std::ranges::find(project.volumes, mount.source, &compose::VolumeSpec::key);
                if (mount.kind == engine::Mount::Kind::Volume && spec != project.volumes.end()
                    && compose::holdsPath(mount.target, path.path))
                    uses.push_back({spec->name, service.name, mount.target, path.kind});
            }
        }
    }
    return uses;
}

std::vector<FileMount> mountsInFile(const QString &volume, const compose::Project &project)
{
    std::vector<FileMount> mounts;
    const auto inFile = usesInFile(project);
    for (const compose::Service &service : project.services) {
        for (const compose::MountSpec &mount : service.mounts) {
            const auto spec = std::ranges::find(project.volumes, mount.source, &compose::VolumeSpec::key);
            if (mount.kind != engine::Mount::Kind::Volume || spec == project.volumes.end() || spec->name != volume)
                continue;
            const bool isData = std::ranges::any_of(inFile, [&](const FileUse &use) {
                return use.service == service.name && use.destination == mount.target;
            });
            mounts.push_back({service.name, mount.target, isData});
        }
    }
    return mounts;
}

bool isAnonymous(const engine::Volume &volume)
{
    return volume.labels.contains(QStringLiteral("com.docker.volume.anonymous"));
}

std::vector<VolumeUse> usesOf(const QString &volume, const compose::Project &project,
                              const std::vector<engine::Container> &containers)
{
    std::vector<VolumeUse> uses;
    for (const engine::Container &container : containers) {
        for (const engine::Mount &mount : container.mounts) {
            if (mount.kind != engine::Mount::Kind::Volume || mount.name != volume)
                continue;
            uses.push_back({container.id, container.name, container.project(), container.service(), mount.destination,
                            keptAt(project, container, mount.destination)});
        }
    }
    return uses;
}

bool StackVolume::isShared() const
{
    return !std::ranges::all_of(uses, &VolumeUse::isData);
}

std::vector<StackVolume> stackVolumes(const compose::Project &project, const std::vector<engine::Container> &containers)
{
    std::set<QString> names = namesInFile(project, containers);
    for (const engine::Container &container : containers) {
        for (const engine::Mount &mount : container.mounts) {
            if (mount.kind == engine::Mount::Kind::Volume && keptAt(project, container, mount.destination))
                names.insert(mount.name);
        }
    }
    std::vector<StackVolume> volumes;
    volumes.reserve(names.size());
    for (const QString &name : names)
        volumes.push_back({name, usesOf(name, project, containers)});
    return volumes;
}

} // namespace bd::guard
