#include "snapshot/volumecopy.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QScopeGuard>

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

QString parentOf(const QString &destination)
{
    const QString path = QDir::cleanPath(destination);
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    return slash > 0 ? path.first(slash) : QStringLiteral("/");
}

// The archive's root is the name of the directory that it goes into, or it would make another one beside.
Result<> hasRoot(const ArchiveContent &content, const QString &destination)
{
    const QByteArray name = QDir::cleanPath(destination).section(QLatin1Char('/'), -1).toUtf8();
    if (!content.entries.empty() && content.entries.front().path.split('/').front() == name)
        return {};
    return fail(ErrorCode::Failed, Tr::tr("The archive is empty, or not one of %1").arg(destination));
}

} // namespace

Result<Archived> archive(const engine::Engine &engine, const VolumePlace &from, const QString &path,
                         const BytesSink &progress, std::stop_token stop)
{
    const auto writer = ArchiveWriter::open(path);
    if (!writer)
        return tl::unexpected(writer.error());
    qint64 copied = 0;
    const auto take = [&](const QByteArray &bytes) {
        copied += bytes.size();
        if (progress)
            progress(copied);
        return (*writer)->add(bytes);
    };
    if (auto out = engine.copyOut(from.container, from.destination, take, stop); !out)
        return tl::unexpected(out.error());
    const auto written = (*writer)->finish();
    if (!written)
        return tl::unexpected(written.error());
    auto content = readArchive(path, stop);
    if (!content)
        return tl::unexpected(content.error());
    return mayBeUnpacked(content->entries).and_then([&] { return hasRoot(*content, from.destination); }).map([&] {
        return Archived{*written, std::move(*content)};
    });
}

Result<ArchiveContent> checked(const QString &path, const ArchivedVolume &expected, std::stop_token stop)
{
    if (auto same = isAsWritten(path, expected.sha256, stop); !same)
        return tl::unexpected(same.error());
    auto content = readArchive(path, stop);
    if (!content)
        return content;
    return mayBeUnpacked(content->entries).and_then([&] { return hasRoot(*content, expected.destination); }).map([&] {
        return std::move(*content);
    });
}

Result<> unpack(const engine::Engine &engine, const QString &path, const VolumePlace &to, const BytesSink &progress,
                std::stop_token stop)
{
    const auto source = ArchiveSource::open(path);
    if (!source)
        return tl::unexpected(source.error());
    qint64 copied = 0;
    const auto give = [&]() -> Result<QByteArray> {
        auto bytes = (*source)->next();
        copied += bytes ? bytes->size() : 0;
        if (bytes && progress)
            progress(copied);
        return bytes;
    };
    return engine.copyIn(to.container, parentOf(to.destination), give, std::move(stop));
}

Result<> compare(const engine::Engine &engine, const ArchiveContent &expected, const VolumePlace &place,
                 const QString &scratch, std::stop_token stop)
{
    const auto removed = qScopeGuard([&] { QFile::remove(scratch); });
    const auto there = archive(engine, place, scratch, {}, stop);
    if (!there)
        return tl::unexpected(there.error());
    const QStringList wrong = differences(expected.entries, there->content.entries);
    if (wrong.isEmpty())
        return {};
    return fail(ErrorCode::Failed, Tr::tr("What was copied is not what is in the archive"),
                Tr::tr("The archive is whole. The engine may have no room, or another user map."),
                wrong.join(QLatin1Char('\n')));
}

} // namespace bd::snapshot
