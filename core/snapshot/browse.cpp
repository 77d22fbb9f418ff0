#include "snapshot/browse.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

// A copy of that path in a file of its own; InvalidUse for a path that leads out of the volume.
Result<QString> copied(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                       const QTemporaryDir &folder, const std::stop_token &stop)
{
    if (path.startsWith(QLatin1Char('/')) || path.split(QLatin1Char('/')).contains(QLatin1String("..")))
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no path within the volume").arg(path));
    const QString file = folder.filePath(QStringLiteral("copy"));
    const auto writer = folder.isValid() ? ArchiveWriter::open(file)
                                         : fail(ErrorCode::Io, Tr::tr("There is no place for a copy"));
    if (!writer)
        return tl::unexpected(writer.error());
    const QString from = path.isEmpty() ? place.destination : place.destination + QLatin1Char('/') + path;
    return engine
        .copyOut(
            place.container, from, [&](const QByteArray &bytes) { return (*writer)->add(bytes); }, stop)
        .and_then([&] { return (*writer)->finish(); })
        .map([&](const ArchiveWriter::Written &) { return file; });
}

} // namespace

Result<std::vector<TarEntry>> filesIn(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                                      std::stop_token stop)
{
    const QTemporaryDir folder;
    return copied(engine, place, path, folder, stop)
        .and_then([&](const QString &file) { return readArchive(file, stop); })
        .map([](ArchiveContent content) { return std::move(content.entries); });
}

Result<QByteArray> beginningOf(const engine::Engine &engine, const VolumePlace &place, const QString &path,
                               qsizetype mostBytes, std::stop_token stop)
{
    const QTemporaryDir folder;
    return copied(engine, place, path, folder, stop).and_then([&](const QString &file) {
        return onlyFileIn(file, mostBytes);
    });
}

} // namespace bd::snapshot
