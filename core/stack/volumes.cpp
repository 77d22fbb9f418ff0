#include "stack/volumes.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>

namespace bd::stack {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Volumes)
};

using Kind = compose::DataPath::Kind;

std::optional<Kind> heldBy(const std::vector<guard::VolumeUse> &uses)
{
    for (const guard::VolumeUse &use : uses) {
        if (use.keeps)
            return use.keeps;
    }
    return {};
}

std::optional<Kind> heldInFile(const QString &volume, const std::vector<guard::FileUse> &inFile)
{
    const auto found = std::ranges::find(inFile, volume, &guard::FileUse::volume);
    return found == inFile.end() ? std::nullopt : std::optional(found->keeps);
}

bool isHeld(const engine::Container &container, const QString &path)
{
    return std::ranges::any_of(container.mounts, [&](const engine::Mount &mount) {
        const bool lasts = mount.kind == engine::Mount::Kind::Volume || mount.kind == engine::Mount::Kind::Bind;
        return lasts && compose::holdsPath(mount.destination, path);
    });
}

std::vector<Unheld> unheldOf(const compose::Project &project, const std::vector<engine::Container> &containers)
{
    std::vector<Unheld> unheld;
    for (const engine::Container &container : containers) {
        const compose::Service *service = container.project() == project.name && !container.oneOff()
                                              ? project.service(container.service())
                                              : nullptr;
        for (const compose::DataPath &path :
             service ? compose::dataPaths(*service) : std::vector<compose::DataPath>()) {
            const Unheld one{service->name, path};
            if (!isHeld(container, path.path) && std::ranges::find(unheld, one) == unheld.end())
                unheld.push_back(one);
        }
    }
    return unheld;
}

} // namespace

VolumeList volumesOf(const compose::Project &project, const std::vector<engine::Container> &containers,
                     const std::vector<engine::Volume> &volumes)
{
    VolumeList list;
    const std::vector<guard::FileUse> inFile = guard::usesInFile(project);
    std::set<bool> sides; // Kafka's: true
    for (const engine::Volume &volume : volumes) {
        ProjectVolume one{
            volume, guard::isAnonymous(volume), false, {}, guard::usesOf(volume.name, project, containers), {}};
        for (const guard::FileMount &mount : guard::mountsInFile(volume.name, project))
            one.usersInFile += mount.service;
        const bool isUsed = std::ranges::any_of(one.uses, [&](const guard::VolumeUse &use) {
            return use.project == project.name;
        });
        one.isDeclared = std::ranges::find(project.volumes, volume.name, &compose::VolumeSpec::name)
                         != project.volumes.end();
        if (volume.project() != project.name && !isUsed && !one.isDeclared)
            continue;
        one.holds = heldBy(one.uses);
        if (!one.holds && one.uses.empty()) // as the compose file says, where no container is there to be asked
            one.holds = heldInFile(volume.name, inFile);
        if (one.holds)
            sides.insert(*one.holds == Kind::KafkaData);
        list.volumes.push_back(std::move(one));
    }
    // The stack's, other services', anonymous ones of theirs, orphans.
    std::ranges::stable_sort(list.volumes, {}, [](const ProjectVolume &one) {
        const int rank = one.holds ? static_cast<int>(*one.holds) : one.isNobodys() ? 11 : one.isAnonymous ? 10 : 9;
        return std::pair(rank, one.volume.name);
    });
    list.unheld = unheldOf(project, containers);
    list.isHalfASet = !project.isKRaft() && sides.size() == 1;
    return list;
}

QString purposeText(Kind kind)
{
    switch (kind) {
    case Kind::KafkaData: return Tr::tr("Kafka’s data");
    case Kind::ZooKeeperData: return Tr::tr("ZooKeeper’s data");
    case Kind::ZooKeeperLog: return Tr::tr("ZooKeeper’s transaction log");
    }
    return {};
}

} // namespace bd::stack
