// Which volumes are a stack's own: those that hold the data and the logs of its brokers and ZooKeepers, and nothing else.
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "compose/datapaths.h"
#include "engine/types.h"

namespace bd::guard {

// One container's use of a volume.
struct VolumeUse {
    QString container; // its ID
    QString name;      // of the container
    QString project;   // Compose's label; empty: of no project
    QString service;
    QString destination;
    std::optional<compose::DataPath::Kind>
        keeps; // what a broker or ZooKeeper of this project keeps there; nothing: neither
    bool isData() const { return keeps.has_value(); }
    bool operator==(const VolumeUse &) const = default;
};

std::vector<VolumeUse> usesOf(const QString &volume, const compose::Project &project,
                              const std::vector<engine::Container> &containers);

struct StackVolume {
    QString name;
    std::vector<VolumeUse> uses;
    // Somebody else uses it, too: then it is not the stack's to delete, and the rest of the set may not go without it.
    bool isShared() const;
    bool operator==(const StackVolume &) const = default;
};

// All that hold data or logs of brokers and ZooKeepers, by name. `containers`: of every project and of none, in all states;
// what a service without any container would mount is read from the compose file.
std::vector<StackVolume> stackVolumes(const compose::Project &project,
                                      const std::vector<engine::Container> &containers);

// What the compose file mounts at a broker's or ZooKeeper's data paths, by the volume's name on the engine.
struct FileUse {
    QString volume;
    QString service;
    QString destination;
    compose::DataPath::Kind keeps = compose::DataPath::Kind::KafkaData;
    bool operator==(const FileUse &) const = default;
};
std::vector<FileUse> usesInFile(const compose::Project &project);

// Everything that the compose file mounts this volume at, whoever it is for: also services that have no container now.
struct FileMount {
    QString service;
    QString destination;
    bool isData = false; // of a broker or ZooKeeper, as above
    bool operator==(const FileMount &) const = default;
};
std::vector<FileMount> mountsInFile(const QString &volume, const compose::Project &project);

// Made by the engine for a container, without a name in any file.
bool isAnonymous(const engine::Volume &volume);

} // namespace bd::guard
