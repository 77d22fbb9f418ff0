#include "reach/places.h"

namespace bd::reach {

std::vector<Place> placesOf(const compose::Project &project, const std::vector<engine::Container> &containers,
                            compose::Role role)
{
    std::vector<Place> places;
    for (const engine::Container &one : containers) {
        const bool isOurs = one.project() == project.name && !one.oneOff();
        const compose::Service *service = isOurs ? project.service(one.service()) : nullptr;
        if (service && service->role == role)
            places.push_back({service, &one});
    }
    return places;
}

} // namespace bd::reach
