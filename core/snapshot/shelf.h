// Where a project's snapshots lie: one folder each, with a manifest and the archives. What is being written has another name
// until it is whole.
#pragma once

#include <optional>

#include "snapshot/manifest.h"

namespace bd::snapshot {

struct Broken { // a folder whose manifest cannot be read
    QString id;
    Error error;
    bool operator==(const Broken &) const = default;
};

class Shelf
{
public:
    // `root` empty: the user's own, below store::dataDirectory().
    explicit Shelf(const QString &project, const QString &root = {});

    const QString &directory() const { return m_directory; }
    QString directoryOf(const QString &id) const;
    qint64 bytesAvailable() const; // on its disk

    // Newest first.
    struct Listing {
        std::vector<Manifest> snapshots;
        std::vector<Broken> broken;
    };
    Listing list() const;
    // By id, by name (the newest of that name), or «latest». NotFound says which there are.
    Result<Manifest> find(const QString &which) const;
    Result<> rename(const QString &id, const QString &name);
    Result<> keep(const QString &id, bool kept);
    Result<> remove(const QString &id); // its folder, with all that is in it

    // A folder to write into; what an earlier attempt has left is removed.
    Result<QString> begin(TimePoint now);
    // Writes the manifest, and gives the folder its name: only from now on is there a snapshot.
    Result<Manifest> finish(const QString &folder, Manifest manifest);
    void giveUp(const QString &folder); // removes what begin() made

private:
    Result<Manifest> read(const QString &id) const;
    Result<> write(const Manifest &manifest);

    QString m_directory;
};

// Those whose days are over: not kept, and older than `days` (0: none ever is). Never the newest of an engine: it is the
// way back from what was done last there. Pure.
std::vector<Manifest> outdated(const std::vector<Manifest> &snapshots, int days, TimePoint now);

} // namespace bd::snapshot
