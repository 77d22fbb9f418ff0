#include "snapshot/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include "base/text.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

constexpr size_t portion = 256 << 10;
constexpr qint64 mostProperties = 64 << 10;

using Hash = QCryptographicHash;
using WriteHandle = std::unique_ptr<archive, decltype(&archive_write_free)>;
using ReadHandle = std::unique_ptr<archive, decltype(&archive_read_free)>;
using EntryHandle = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

tl::unexpected<Error> notWritten(const QString &path, int error)
{
    const bool isFull = error == ENOSPC || error == EDQUOT;
    return fail(ErrorCode::Io,
                isFull ? Tr::tr("There is no room left for %1").arg(path) : Tr::tr("%1 could not be written").arg(path),
                isFull ? Tr::tr("Make room on that disk.") : QString(), QString::fromLocal8Bit(std::strerror(error)));
}

tl::unexpected<Error> damaged(const QString &path, archive *handle)
{
    const char *words = archive_error_string(handle);
    return fail(ErrorCode::Parse, Tr::tr("%1 is damaged or cut off").arg(path),
                Tr::tr("Nothing was taken out of it. Use another snapshot."), plainText(QString::fromUtf8(words)));
}

// Whatever the file is compressed with.
Result<ReadHandle> opened(const QString &path, int (*supportFormat)(archive *))
{
    ReadHandle handle(archive_read_new(), &archive_read_free);
    archive_read_support_filter_gzip(handle.get());
    archive_read_support_filter_zstd(handle.get());
    supportFormat(handle.get());
    if (!QFileInfo(path).isFile())
        return fail(ErrorCode::NotFound, Tr::tr("There is no file %1").arg(path));
    if (archive_read_open_filename(handle.get(), QFile::encodeName(path).constData(), portion) != ARCHIVE_OK)
        return damaged(path, handle.get());
    return handle;
}

struct Pulled {
    const TarBytes &next;
    QByteArray portion; // that libarchive reads now
};

// Null where that is not possible. `pulled` outlives it.
ReadHandle opened(Pulled &pulled)
{
    const auto read = [](archive *, void *self, const void **bytes) -> la_ssize_t {
        auto *from = static_cast<Pulled *>(self);
        from->portion = from->next();
        *bytes = from->portion.constData();
        return from->portion.size();
    };
    ReadHandle handle(archive_read_new(), &archive_read_free);
    archive_read_support_format_tar(handle.get());
    if (archive_read_open(handle.get(), &pulled, nullptr, read, nullptr) != ARCHIVE_OK)
        handle.reset();
    return handle;
}

tl::unexpected<Error> damagedStream(archive *handle)
{
    const char *words = handle ? archive_error_string(handle) : nullptr;
    return fail(ErrorCode::Parse, Tr::tr("What the engine copies is no whole archive"), {},
                plainText(QString::fromUtf8(words)));
}

TarEntry::Kind kindOf(archive_entry *entry)
{
    if (archive_entry_hardlink(entry))
        return TarEntry::Kind::Hardlink;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return TarEntry::Kind::File;
    case AE_IFDIR: return TarEntry::Kind::Directory;
    case AE_IFLNK: return TarEntry::Kind::Symlink;
    default: return TarEntry::Kind::Other;
    }
}

TarEntry valueOf(archive_entry *entry)
{
    TarEntry value;
    value.kind = kindOf(entry);
    value.path = archive_entry_pathname(entry);
    value.size = value.kind == TarEntry::Kind::File ? archive_entry_size(entry) : 0;
    value.mode = static_cast<int>(archive_entry_perm(entry));
    value.owner = archive_entry_uid(entry);
    value.group = archive_entry_gid(entry);
    value.modifiedAt = archive_entry_mtime(entry);
    value.target = value.kind == TarEntry::Kind::Hardlink  ? archive_entry_hardlink(entry)
                   : value.kind == TarEntry::Kind::Symlink ? archive_entry_symlink(entry)
                                                           : nullptr;
    return value;
}

// The bytes of the entry that was read last, with the holes of sparse files as zeros. False: damaged.
bool readBytes(archive *handle, qint64 size, Hash &hash, QByteArray *kept)
{
    static const QByteArray zeros(portion, '\0');
    qint64 at = 0;
    const auto take = [&](QByteArrayView bytes) {
        hash.addData(bytes);
        if (kept)
            kept->append(bytes.constData(), bytes.size());
        at += bytes.size();
    };
    const auto fill = [&](qint64 to) {
        while (at < to)
            take(QByteArrayView(zeros).first(qMin<qint64>(zeros.size(), to - at)));
    };
    const void *block = nullptr;
    size_t length = 0;
    la_int64_t offset = 0;
    int outcome = ARCHIVE_OK;
    while ((outcome = archive_read_data_block(handle, &block, &length, &offset)) == ARCHIVE_OK) {
        fill(qMin<qint64>(offset, size));
        take(QByteArrayView(static_cast<const char *>(block), static_cast<qsizetype>(length)));
    }
    fill(size);
    return outcome == ARCHIVE_EOF;
}

QMap<QString, QString> propertiesIn(const QByteArray &text)
{
    QMap<QString, QString> properties;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith('#'))
            properties[firstLine(QString::fromUtf8(line.first(equals)))] = firstLine(
                QString::fromUtf8(line.sliced(equals + 1)));
    }
    return properties;
}

} // namespace

QString archiveSuffix()
{
    return archive_libzstd_version() ? QStringLiteral(".tar.zst") : QStringLiteral(".tar.gz");
}

struct ArchiveWriter::Private {
    explicit Private(QString name) : path(std::move(name)) {}
    ~Private()
    {
        handle.reset(); // it may write what is left
        if (file >= 0)
            ::close(file);
    }
    Q_DISABLE_COPY_MOVE(Private)

    static la_ssize_t write(archive *, void *self, const void *bytes, size_t length)
    {
        return static_cast<Private *>(self)->put(static_cast<const char *>(bytes), length);
    }

    la_ssize_t put(const char *bytes, size_t length)
    {
        for (size_t at = 0; at < length;) { // the last block is not asked for again
            const ssize_t done = ::write(file, bytes + at, length - at);
            if (done < 0 && errno == EINTR)
                continue;
            if (done < 0) {
                error = errno;
                return -1;
            }
            at += static_cast<size_t>(done);
        }
        hash.addData(QByteArrayView(bytes, static_cast<qsizetype>(length)));
        written += static_cast<qint64>(length);
        return static_cast<la_ssize_t>(length);
    }

    QString path;
    int file = -1;
    int error = 0;
    qint64 written = 0;
    Hash hash{Hash::Sha256};
    WriteHandle handle{archive_write_new(), &archive_write_free};
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<Private> made) : d(std::move(made)) {}
ArchiveWriter::~ArchiveWriter() = default;

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::open(const QString &path)
{
    auto made = std::make_unique<Private>(path);
    made->file = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (made->file < 0)
        return notWritten(path, errno);
    archive *handle = made->handle.get();
    archive_libzstd_version() ? archive_write_add_filter_zstd(handle) : archive_write_add_filter_gzip(handle);
    archive_write_set_format_raw(handle);
    archive_write_set_bytes_in_last_block(handle, 1); // no padding behind the end
    const EntryHandle entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    if (archive_write_open(handle, made.get(), nullptr, &Private::write, nullptr) != ARCHIVE_OK
        || archive_write_header(handle, entry.get()) != ARCHIVE_OK)
        return notWritten(path, made->error ? made->error : EIO);
    return std::unique_ptr<ArchiveWriter>(new ArchiveWriter(std::move(made)));
}

Result<> ArchiveWriter::add(const QByteArray &tar)
{
    if (archive_write_data(d->handle.get(), tar.constData(), static_cast<size_t>(tar.size())) < 0)
        return notWritten(d->path, d->error ? d->error : EIO);
    return {};
}

Result<ArchiveWriter::Written> ArchiveWriter::finish()
{
    if (archive_write_close(d->handle.get()) != ARCHIVE_OK)
        return notWritten(d->path, d->error ? d->error : EIO);
    if (::fsync(d->file) != 0)
        return notWritten(d->path, errno);
    return Written{d->written, d->hash.result().toHex()};
}

struct ArchiveSource::Private {
    QString path;
    ReadHandle handle;
    bool isEmpty = false;
};

ArchiveSource::ArchiveSource(std::unique_ptr<Private> made) : d(std::move(made)) {}
ArchiveSource::~ArchiveSource() = default;

Result<std::unique_ptr<ArchiveSource>> ArchiveSource::open(const QString &path)
{
    auto handle = opened(path, [](archive *reader) {
        archive_read_support_format_empty(reader);
        return archive_read_support_format_raw(reader);
    });
    if (!handle)
        return tl::unexpected(handle.error());
    archive_entry *whole = nullptr;
    const int outcome = archive_read_next_header(handle->get(), &whole);
    if (outcome != ARCHIVE_OK && outcome != ARCHIVE_EOF)
        return damaged(path, handle->get());
    return std::unique_ptr<ArchiveSource>(
        new ArchiveSource(std::make_unique<Private>(Private{path, std::move(*handle), outcome == ARCHIVE_EOF})));
}

Result<QByteArray> ArchiveSource::next()
{
    if (d->isEmpty)
        return QByteArray();
    QByteArray bytes(portion, Qt::Uninitialized);
    const la_ssize_t read = archive_read_data(d->handle.get(), bytes.data(), portion);
    if (read < 0)
        return damaged(d->path, d->handle.get());
    bytes.truncate(read);
    return bytes;
}

Result<ArchiveContent> readArchive(const QString &path, std::stop_token stop)
{
    const auto handle = opened(path, &archive_read_support_format_tar);
    if (!handle)
        return tl::unexpected(handle.error());
    ArchiveContent content;
    archive_entry *entry = nullptr;
    int outcome = ARCHIVE_OK;
    while ((outcome = archive_read_next_header(handle->get(), &entry)) == ARCHIVE_OK) {
        if (stop.stop_requested())
            return cancelled();
        TarEntry value = valueOf(entry);
        if (value.kind == TarEntry::Kind::File) {
            const bool isProperties = value.path.endsWith("/meta.properties") && value.size <= mostProperties;
            Hash hash(Hash::Sha256);
            QByteArray text;
            if (!readBytes(handle->get(), value.size, hash, isProperties ? &text : nullptr))
                return damaged(path, handle->get());
            value.sha256 = hash.result();
            if (isProperties)
                content.brokerProperties.insert(propertiesIn(text));
        }
        content.entries.push_back(std::move(value));
    }
    if (outcome != ARCHIVE_EOF)
        return damaged(path, handle->get());
    return content;
}

Result<std::vector<TarEntry>> entriesIn(const TarBytes &tar, std::stop_token stop)
{
    Pulled pulled{tar, {}};
    const auto handle = opened(pulled);
    std::vector<TarEntry> entries;
    archive_entry *entry = nullptr;
    int outcome = handle ? ARCHIVE_OK : ARCHIVE_FATAL;
    while (handle && (outcome = archive_read_next_header(handle.get(), &entry)) == ARCHIVE_OK) {
        if (stop.stop_requested())
            return cancelled();
        entries.push_back(valueOf(entry));
    }
    if (outcome != ARCHIVE_EOF)
        return damagedStream(handle.get());
    return entries;
}

Result<QByteArray> onlyFileIn(const TarBytes &tar, qsizetype mostBytes)
{
    Pulled pulled{tar, {}};
    const auto handle = opened(pulled);
    archive_entry *entry = nullptr;
    if (!handle || archive_read_next_header(handle.get(), &entry) != ARCHIVE_OK)
        return damagedStream(handle.get());
    if (kindOf(entry) != TarEntry::Kind::File)
        return fail(ErrorCode::InvalidUse, Tr::tr("That is a folder, or no file that can be read"));
    QByteArray bytes(mostBytes, Qt::Uninitialized);
    const la_ssize_t read = archive_read_data(handle.get(), bytes.data(), static_cast<size_t>(mostBytes));
    if (read < 0)
        return damagedStream(handle.get());
    bytes.truncate(read);
    return bytes;
}

Result<QByteArray> sha256Of(const QString &path, std::stop_token stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, Tr::tr("%1 cannot be read").arg(path), {}, file.errorString());
    Hash hash(Hash::Sha256);
    while (!file.atEnd()) {
        if (stop.stop_requested())
            return cancelled();
        const QByteArray bytes = file.read(portion);
        if (bytes.isEmpty() && file.error() != QFileDevice::NoError)
            return fail(ErrorCode::Io, Tr::tr("%1 cannot be read").arg(path), {}, file.errorString());
        hash.addData(bytes);
    }
    return hash.result().toHex();
}

Result<> isAsWritten(const QString &path, const QByteArray &sha256, std::stop_token stop)
{
    const auto sum = sha256Of(path, std::move(stop));
    if (!sum)
        return tl::unexpected(sum.error());
    if (*sum == sha256)
        return {};
    return fail(ErrorCode::Failed, Tr::tr("%1 is not as it was written: its checksum is another").arg(path),
                Tr::tr("The disk or somebody has changed it. Nothing was restored; use another snapshot."),
                QStringLiteral("sha256 %1, expected %2").arg(QString::fromLatin1(*sum), QString::fromLatin1(sha256)));
}

} // namespace bd::snapshot
