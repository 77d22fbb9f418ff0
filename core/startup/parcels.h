// What a start has taken out of containers and still has to put into volumes: a file in the user's data folder, for each project
// of each engine. While there is one, the volumes hold half of something: nobody else begins anything on the project.
#pragma once

#include <optional>
#include <vector>

#include "engine/engine.h"

namespace bd::startup {

struct Parcel {
    QString service;
    QString to;     // the directory in the new container
    QString volume; // by its name on the engine
    QString file;   // the archive
    bool operator==(const Parcel &) const = default;
};

struct Parcels {
    QString folder; // of the archives
    std::vector<Parcel> all;
    QStringList services() const; // each once
    bool operator==(const Parcels &) const = default;
};

// `lockKey`: stack::lockKey().
Result<> writeParcels(const QString &lockKey, const Parcels &parcels);
Result<std::optional<Parcels>> pendingParcels(
    const QString &lockKey); // nothing: there are none. Parse: their file is broken
// The same where the engine's ID is not known yet: it is asked only where some project has any.
Result<std::optional<Parcels>> pendingParcels(const engine::Engine &engine, const QString &project,
                                              std::stop_token stop);
void removeParcels(const QString &lockKey); // and their archives
// They are not put anywhere any more; their archives stay. Gives where these are; Io where that cannot be written.
Result<QString> giveUpParcels(const QString &lockKey);

// InvalidUse, or that their file is broken, where there are any.
Result<> haveNoParcels(const QString &lockKey);

} // namespace bd::startup
