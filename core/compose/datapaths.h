// Where a broker or a ZooKeeper keeps what must outlive its container. Pure.
#pragma once

#include "compose/project.h"

namespace bd::compose {

// Directories in the container: of a broker its log.dirs, of a ZooKeeper its data and its transaction log; as the
// environment says, else as the image has them. Empty for any other role, and where nothing tells.
QStringList dataPaths(const Service &service);

// Whether what is mounted at `destination` holds `path`: the same directory or one above it, but not the root.
bool holdsPath(const QString &destination, const QString &path);

} // namespace bd::compose
