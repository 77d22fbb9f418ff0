// What is known of a project's volumes and snapshots. Put together on a worker thread, shared, never changed.
#pragma once

#include <memory>
#include <optional>

#include "reset/standing.h"
#include "snapshot/shelf.h"
#include "stack/volumes.h"

namespace bd::app {

struct VolumesFacts {
    stack::VolumeList list;
    QMap<QString, qint64> sizes; // bytes, of those that are known
    std::optional<TimePoint> sizesAsOf;
    QStringList locked;       // by the user or the team
    QStringList lockedByTeam; // the team file says so: not here to be unlocked
    snapshot::Shelf::Listing snapshots;
    int snapshotDays = 0;      // that those are kept which a reset took; 0: for ever
    qint64 bytesAvailable = 0; // where snapshots lie
    QString snapshotDirectory;
    std::optional<reset::Standing> pending; // a reset or a restore that has not ended, and nobody is at it
    TimePoint asOf{};

    qint64 knownBytes() const;
};
using VolumesFactsPtr = std::shared_ptr<const VolumesFacts>;

} // namespace bd::app
