#include "guard/stackvolumes.h"

#include <algorithm>
#include <set>

#include "compose/datapaths.h"

namespace bd::guard {

namespace {

bool keepsDataAt(const compose::Project &project, const engine::Container &container, const QString &destination)
{
    const compose::Service *service = container.project() == project.name && !container.oneOff()
                                          ? project.service(container.service())
                                          : nullptr;
    if (!service)
        return false;
    const QStringList paths = compose::dataPaths(*service);
    return std::any_of(paths.begin(), paths.end(),
                       [&](const QString &path) { return compose::holdsPath(destination, path); });
}

} // namespace

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
                            keepsDataAt(project, container, mount.destination)});
        }
    }
    return uses;
}

std::vector<StackVolume> stackVolumes(const compose::Project &project, const std::vector<engine::Container> &containers)
{
    std::set<QString> names;
    for (const engine::Container &container : containers) {
        for (const engine::Mount &mount : container.mounts) {
            if (mount.kind == engine::Mount::Kind::Volume && keepsDataAt(project, container, mount.destination))
                names.insert(mount.name);
        }
    }
    std::vector<StackVolume> volumes;
    for (const QString &name : names) {
        StackVolume volume{name, false, usesOf(name, project, containers)};
        const bool isOurs = std::all_of(volume.uses.begin(), volume.uses.end(),
                                        [](const VolumeUse &use) { return use.isData; });
        if (!isOurs)
            continue;
        volume.isAnonymous = std::none_of(project.volumes.begin(), project.volumes.end(),
                                          [&name](const compose::VolumeSpec &spec) { return spec.name == name; });
        volumes.push_back(std::move(volume));
    }
    return volumes;
}

} // namespace bd::guard
