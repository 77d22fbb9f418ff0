// A snapshot in one file, to be handed on: a plain tar with manifest.json first, then the archives as they lie on the shelf.
// Somebody without Brokerdeck unpacks it with tar, and what is in it with tar again.
//
// Both calls block: worker threads only. Errors: Io (the disk; «no room» says so), Parse (no such file, cut off, or with
// something in it that its manifest does not name), Failed (an archive is not the one that the manifest speaks of), Cancelled.
#pragma once

#include <stop_token>

#include "engine/engine.h"
#include "snapshot/shelf.h"
#include "store/projectlock.h"

namespace bd::snapshot {

QString exportSuffix();                         // .snapshot.tar
QString exportNameOf(const Manifest &manifest); // of its file: project, name and day, as file systems like them

// What is there under that name is replaced once the new one is whole.
Result<> exportSnapshot(const Manifest &manifest, const Shelf &shelf, const QString &path, std::stop_token stop);

struct Imported {
    Manifest manifest;
    bool wasThere = false; // the same one lies on the shelf already: nothing was written
};
// Onto the shelf under an id of its own, to be kept for good. Every archive is checked against its checksum as it is written;
// nothing is left of what is not whole. The lock is the project's: whoever takes a snapshot writes to the shelf, too.
Result<Imported> importSnapshot(const QString &path, Shelf &shelf, const store::ProjectLock &held, TimePoint now,
                                std::stop_token stop);
// Takes that lock first, as `origin`; Locked where somebody else has it.
Result<Imported> importAs(const QString &origin, const engine::Engine &engine, const QString &project,
                          const QString &path, Shelf &shelf, std::stop_token stop);

} // namespace bd::snapshot
