// What a carry has archived and still has to put into volumes: a file in the user's data folder, for each project.
#pragma once

#include <optional>
#include <vector>

#include "base/error.h"
#include "compose/project.h"

namespace bd::carry {

struct Parcel {
    QString service;
    QString to;     // the directory in the new container
    QString volume; // by its name on the engine
    QString file;   // the archive
    bool operator==(const Parcel &) const = default;
};

struct Note {
    QString folder; // of the archives
    std::vector<Parcel> parcels;
    bool operator==(const Note &) const = default;
};

Result<> writeNote(const compose::Project &project, const Note &note);
Result<std::optional<Note>> readNote(
    const compose::Project &project);             // nothing: there is none. Parse where it is broken
void removeNote(const compose::Project &project); // and its archives

} // namespace bd::carry
