// A service as its container has it, beside what the files say. Pure.
#pragma once

#include "compose/project.h"

namespace bd::compose {

// With the container's environment, which has the image's own in it, too.
Service asItRuns(const Service &service, const engine::Container &container);

// The mount that holds a path in the container, the nearest of them; null: none does.
const MountSpec *mountAt(const std::vector<MountSpec> &mounts, const QString &path);
const engine::Mount *mountAt(const std::vector<engine::Mount> &mounts, const QString &path);

// Whether nobody gave this volume its name: the engine's own are 64 hexadecimal digits.
bool isUnnamed(const QString &volume);

} // namespace bd::compose
