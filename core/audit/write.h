// Changes written into compose files as a person would write them: in place, and nothing else touched. Pure functions on texts.
//
// What cannot be written in place faithfully (a value that others share by an anchor, a service that comes from elsewhere) goes into
// an override file, which Compose lays over the others.
#pragma once

#include "audit/sources.h"

namespace bd::audit {

struct EditedFile {
    QString path;
    QByteArray before; // empty: it is new
    QByteArray after;
    bool isNew = false;
    bool operator==(const EditedFile &) const = default;
};

struct NotWritten {
    Change change;
    Error why;
    bool operator==(const NotWritten &) const = default;
};

struct Written {
    std::vector<EditedFile> files;      // that differ
    std::vector<NotWritten> overridden; // not in place, with the reason: in the override file
    std::vector<NotWritten> left;       // not at all
    bool operator==(const Written &) const = default;
};

// `overridePath`: where an override file is, or would be; empty: nowhere.
Written write(const Sources &sources, const std::vector<Change> &changes, const QString &overridePath);

// Beside the first file: compose.override.yaml, or as the file's own name asks for it.
QString overridePathFor(const compose::Project &project);

// One change to the text of a file in which its service stands. InvalidUse with the reason where it cannot be made in place.
Result<QByteArray> writeInPlace(const QByteArray &text, const Change &change);
// Its two parts: what stands below the service, and what the file itself says beside it, as that there is a volume of a name.
Result<QByteArray> writeBelowService(const QByteArray &text, const Change &change);
Result<QByteArray> writeBesideServices(const QByteArray &text, const Change &change);

} // namespace bd::audit
