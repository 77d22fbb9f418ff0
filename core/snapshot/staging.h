// Unpacks archives into volumes of our own on the engine and compares them: proves that they can be restored, and that there
// is room, before anything of the stack's is touched.
#pragma once

#include "engine/engine.h"
#include "guard/guard.h"
#include "snapshot/shelf.h"
#include "snapshot/volumecopy.h"
#include "startup/eventlog.h"

namespace bd::snapshot {

// Checks every archive of the snapshot, and unpacks all of them beside one another. `image`: of a container of the project,
// by its ID. What was made for it is removed again, also where it fails; what an earlier attempt has left, too.
Result<std::vector<ArchiveContent>> stage(const engine::Engine &engine, const Manifest &manifest, const Shelf &shelf,
                                          const QString &image, startup::EventLog &log, std::stop_token stop);

// What the engine has, once the containers and volumes that were made for copying of this project, and that an attempt
// that was killed has left, are removed.
Result<guard::EngineState> lookWithoutHolders(const engine::Engine &engine, const QString &project,
                                              std::stop_token stop);
Result<> removeHolders(const engine::Engine &engine, const QString &project);

// The archives alone: their checksums, and that they may be unpacked.
Result<std::vector<ArchiveContent>> checkArchives(const Manifest &manifest, const Shelf &shelf, std::stop_token stop);

} // namespace bd::snapshot
