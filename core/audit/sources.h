// The files of a project as they are written: where each setting stands, and what configuration files it mounts.
#pragma once

#include <map>
#include <optional>

#include "audit/finding.h"
#include "base/error.h"

namespace bd::audit {

// One document of a file, which most files have but one of: Compose merges them as if each were a file.
struct SourceFile {
    QString path;
    QByteArray text;
    yaml::Node root;
    int linesBefore = 0; // of the file
    bool isOwn = true;   // Compose is called with it, or it is included; false: a service of it is extended
    bool operator==(const SourceFile &) const = default;
};

// A server.properties or zoo.cfg that a service mounts.
struct MountedFile {
    QString path;                                 // here
    QString target;                               // in the container
    std::optional<QMap<QString, QString>> values; // nothing: it cannot be read from here
    bool operator==(const MountedFile &) const = default;
};

struct Sources {
    std::vector<SourceFile> files;          // in the order in which Compose merges them, each after what it includes
    std::map<QString, MountedFile> mounted; // by service
    std::map<QString, QString> scripts;     // that an init service mounts and runs, by service

    const SourceFile *file(const QString &path) const;

    // Where a service's setting stands: {"restart"}, {"environment", "KAFKA_BROKER_ID"}. Where it is not written, the part of the
    // way that is; merge keys, aliases and extends are followed.
    Place place(const QString &service, const QStringList &path) const;
    // What is written there, its variables not filled in; nothing: it is not there, or is no single value.
    std::optional<yaml::Node> written(const QString &service, const QStringList &path) const;
    // The ways to the values at and below `path` that contain `word`.
    std::vector<QStringList> scalarsBelow(const QString &service, const QStringList &path, const QString &word) const;

    std::optional<Place> topPlace(const QString &key) const; // of a key of a file itself, where it is there
};

// A file's documents. Parse with «file:line:column».
Result<std::vector<SourceFile>> documentsOf(const QString &path, const QByteArray &text, bool isOwn);

// Where a file includes others: the way to what is written there, and which file that is.
struct Include {
    QStringList way;
    QString written;
    QString path;
    bool operator==(const Include &) const = default;
};
std::vector<Include> includesOf(const SourceFile &file);

// Whether a key is written right here, without merges: also of lists, KEY=value and names.
bool hasKey(const yaml::Node &node, const QStringList &way);

// Reads them. Blocks: worker threads only. Parse with «file:line:column», NotFound, Io.
Result<Sources> readSources(const compose::Project &project);

} // namespace bd::audit
