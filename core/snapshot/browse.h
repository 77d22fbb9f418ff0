// What is in a volume, to look at and never to write: names, sizes, and the beginning of a file.
#pragma once

#include "snapshot/volumecopy.h"

namespace bd::snapshot {

// Everything below `path`, which is within the volume («», «orders-0»), as the engine copies it out: seconds for a large one, and
// nothing of it is kept. NotFound where there is no such path.
Result<std::vector<TarEntry>> filesIn(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                                      std::stop_token stop);

// Of one file. InvalidUse for a directory.
Result<QByteArray> beginningOf(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                               qsizetype mostBytes, std::stop_token stop);

} // namespace bd::snapshot
