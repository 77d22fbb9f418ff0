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
    bool isAnonymous = false; // no name in the compose file, and no label of the project
    std::vector<VolumeUse> uses;
    bool operator==(const StackVolume &) const = default;
};

// By name. `containers`: of every project and of none, in all states. One that anybody else uses, too, is not the stack's.
std::vector<StackVolume> stackVolumes(const compose::Project &project,
                                      const std::vector<engine::Container> &containers);

bool isAnonymous(const engine::Volume &volume);

} // namespace bd::guard
