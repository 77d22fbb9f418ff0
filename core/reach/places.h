// The services of a role with their containers. Pure.
#pragma once

#include <vector>

#include "compose/project.h"
#include "engine/types.h"

namespace bd::reach {

struct Place {
    const compose::Service *service = nullptr;
    const engine::Container *container = nullptr;
};

// In the order of the containers, which may be of other projects, too, and must outlive it, as the project must.
std::vector<Place> placesOf(const compose::Project &project, const std::vector<engine::Container> &containers,
                            compose::Role role);

} // namespace bd::reach
