// Files of one compressed tar each, written from a tar’s bytes as they come and read back again; with exchange.cpp the only user of
// libarchive. A plain .tar.zst (.tar.gz where libarchive has no zstd): `tar -xf` unpacks it.
//
// All calls block: worker threads only. Errors: Io (the disk; «no room» says so), Parse (no archive, cut off, damaged),
// Cancelled.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <QMap>

#include "snapshot/tarentry.h"

namespace bd::snapshot {

QString archiveSuffix(); // .tar.zst, or .tar.gz

class ArchiveWriter
{
public:
    // A file that is there is written anew.
    static Result<std::unique_ptr<ArchiveWriter>> open(const QString &path);
    ~ArchiveWriter();

    Result<> add(const QByteArray &tar);
    struct Written {
        qint64 bytes = 0;
        QByteArray sha256; // of the file, in hex, as sha256sum writes it
    };
    Result<Written> finish(); // it is on the disk then

private:
    struct Private;
    explicit ArchiveWriter(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// The bytes of the tar in a file, portion by portion.
class ArchiveSource
{
public:
    static Result<std::unique_ptr<ArchiveSource>> open(const QString &path);
    ~ArchiveSource();
    Result<QByteArray> next(); // empty at the end

private:
    struct Private;
    explicit ArchiveSource(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

struct ArchiveContent {
    std::vector<TarEntry> entries;
    QMap<QString, QString> brokerProperties; // of Kafka's meta.properties: cluster.id, broker.id or node.id
};

// Reads it all, to its last byte.
Result<ArchiveContent> readArchive(const QString &path, std::stop_token stop);

// A tar's bytes as they come, uncompressed: blocks for more; empty at the end.
using TarBytes = std::function<QByteArray()>;
// All that is in it; contents are skipped, and have no checksum.
Result<std::vector<TarEntry>> entriesIn(const TarBytes &tar, std::stop_token stop);
// The beginning of the file that it is of; more is not asked for. InvalidUse where it is of a directory.
Result<QByteArray> onlyFileIn(const TarBytes &tar, qsizetype mostBytes);

Result<QByteArray> sha256Of(const QString &path, std::stop_token stop); // in hex
// Failed where it has another checksum than `sha256`.
Result<> isAsWritten(const QString &path, const QByteArray &sha256, std::stop_token stop);

} // namespace bd::snapshot
