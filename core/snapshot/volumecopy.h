// One volume into an archive, and out of one again, through a container that mounts it; no helper image is needed.
//
// Blocks: worker threads only. The container must not run: files that change while they are copied are torn.
#pragma once

#include <functional>

#include "engine/engine.h"
#include "snapshot/archive.h"
#include "snapshot/manifest.h"

namespace bd::snapshot {

struct VolumePlace {
    QString container;   // its ID
    QString destination; // where it has the volume
    bool operator==(const VolumePlace &) const = default;
};

// Of the tar, which is larger than the archive.
using BytesSink = std::function<void(qint64 copied)>;

struct Archived {
    ArchiveWriter::Written file;
    ArchiveContent content;
};
// Writes `path` and reads it back. Failed where what came is nothing that may be unpacked again.
Result<Archived> archive(const engine::Engine &engine, const VolumePlace &from, const QString &path,
                         const BytesSink &progress, std::stop_token stop);

// Failed where the file is not the one of the manifest, or must not be unpacked.
Result<ArchiveContent> checked(const QString &path, const ArchivedVolume &expected, std::stop_token stop);

// Unpacks into a volume that is empty.
Result<> unpack(const engine::Engine &engine, const QString &path, const VolumePlace &to, const BytesSink &progress,
                std::stop_token stop);

// Copies the volume out again, into `scratch` (removed afterwards), and compares. Failed with what differs.
Result<> compare(const engine::Engine &engine, const ArchiveContent &expected, const VolumePlace &place,
                 const QString &scratch, std::stop_token stop);

} // namespace bd::snapshot
