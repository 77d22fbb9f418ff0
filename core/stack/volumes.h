// A project's volumes with what each is for, and what of its data is not on any. Pure.
#pragma once

#include <optional>
#include <vector>

#include "guard/stackvolumes.h"

namespace bd::stack {

struct ProjectVolume {
    engine::Volume volume;
    bool isAnonymous = false;
    bool isDeclared = false; // in the compose file; nothing of the file mounts another one of this project: an orphan
    std::optional<compose::DataPath::Kind> holds; // of the stack; nothing: another service's, or nobody's
    std::vector<guard::VolumeUse> uses;
    QStringList usersInFile; // services that mount it as the compose file says, with or without a container
    bool isNobodys() const { return uses.empty() && usersInFile.isEmpty(); }
    bool operator==(const ProjectVolume &) const = default;
};

// A directory whose content goes with its container.
struct Unheld {
    QString service;
    compose::DataPath path;
    bool operator==(const Unheld &) const = default;
};

struct VolumeList {
    std::vector<ProjectVolume> volumes; // the stack's first, then by name
    std::vector<Unheld> unheld;         // of containers that there are
    bool isHalfASet = false;            // Kafka's without ZooKeeper's, or the other way round: worse than none
    bool operator==(const VolumeList &) const = default;
};

// `containers`, `volumes`: all of the engine.
VolumeList volumesOf(const compose::Project &project, const std::vector<engine::Container> &containers,
                     const std::vector<engine::Volume> &volumes);

QString purposeText(compose::DataPath::Kind kind); // Kafka’s data, ZooKeeper’s transaction log …

} // namespace bd::stack
