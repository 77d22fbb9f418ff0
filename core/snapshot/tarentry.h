// What is in a volume's archive, and whether it may be unpacked. Pure.
#pragma once

#include <vector>

#include <QByteArray>
#include <QStringList>

#include "base/error.h"

namespace bd::snapshot {

struct TarEntry {
    // | Hardlink | another name of an earlier entry of the same archive  |
    // | Other    | a device, a pipe or a socket                          |
    enum class Kind { File, Directory, Symlink, Hardlink, Other };
    QByteArray path; // «data/orders-0/00000000000000000000.log»: the first name is the directory that was copied
    Kind kind = Kind::File;
    qint64 size = 0; // bytes, of files
    int mode = 0;    // permission bits
    qint64 owner = 0;
    qint64 group = 0;
    qint64 modifiedAt = 0; // seconds since the epoch
    QByteArray target;     // of links
    QByteArray sha256;     // of a file's bytes
    bool operator==(const TarEntry &) const = default;
};

// An Error (Failed) where unpacking could write outside of the directory that was copied, or make a device: absolute paths,
// «..», links that lead out, entries below a link, more than one root.
Result<> mayBeUnpacked(const std::vector<TarEntry> &entries);

// What differs between what was archived and what is there, a sentence each, at most `most`. Times of directories do not
// count: unpacking changes them.
QStringList differences(const std::vector<TarEntry> &archived, const std::vector<TarEntry> &there, qsizetype most = 20);

qint64 contentBytes(const std::vector<TarEntry> &entries); // of all files, as `ls` would add them up

} // namespace bd::snapshot
