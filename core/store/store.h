// What Brokerdeck keeps on this machine: directories, atomic files, settings.
#pragma once

#include <functional>

#include <QByteArray>
#include <QString>

#include "base/error.h"

namespace bd::store {

QString dataDirectory();    // XDG data home/brokerdeck, made if missing
QString configDirectory();  // XDG config home/brokerdeck
QString runtimeDirectory(); // for locks: XDG runtime dir, else a private folder (0700) under the temp dir

// All or nothing: written beside, synced, renamed. Keeps the mode of a file that is there.
Result<> writeFile(const QString &path, const QByteArray &bytes);
// The same in portions, for what is large: `write` hands them to what it is called with. Its error leaves the file as it was.
using PortionSink = std::function<Result<>(const QByteArray &portion)>;
Result<> writeFileOf(const QString &path, const std::function<Result<>(const PortionSink &)> &write);
// Gives a folder another name, which survives a power cut.
Result<> renameFolder(const QString &from, const QString &to);
Result<QByteArray> readFile(const QString &path, qint64 maxBytes = 64 << 20);

} // namespace bd::store
