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
                            keptAt(project, container, mount.destination)});
        }
    }
    return uses;
}

std::vector<StackVolume> stackVolumes(const compose::Project &project, const std::vector<engine::Container> &containers)
{
    std::set<QString> names;
    for (const engine::Container &container : containers) {
        for (const engine::Mount &mount : container.mounts) {
            if (mount.kind == engine::Mount::Kind::Volume && keptAt(project, container, mount.destination))
                names.insert(mount.name);
        }
    }
    std::vector<StackVolume> volumes;
    for (const QString &name : names) {
        StackVolume volume{name, false, usesOf(name, project, containers)};
        const bool isOurs = std::all_of(volume.uses.begin(), volume.uses.end(),
                                        [](const VolumeUse &use) { return use.isData(); });
        if (!isOurs)
            continue;
        volume.isAnonymous = std::none_of(project.volumes.begin(), project.volumes.end(),
                                          [&name](const compose::VolumeSpec &spec) { return spec.name == name; });
        volumes.push_back(std::move(volume));
    }
    return volumes;
}

} // namespace bd::guard
