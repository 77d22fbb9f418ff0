#include "volumes/volumesfacts.h"

#include <numeric>

namespace bd::app {

qint64 VolumesFacts::knownBytes() const
{
    return std::accumulate(list.volumes.begin(), list.volumes.end(), qint64(0),
                           [this](qint64 sum, const stack::ProjectVolume &one) {
                               return sum + sizes.value(one.volume.name);
                           });
}

} // namespace bd::app
