#include "snapshot/exchange.h"

#include <algorithm>

#include <archive.h>
#include <archive_entry.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QScopeGuard>

#include "base/text.h"
#include "stack/lockkey.h"
#include "store/store.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

constexpr qsizetype portion = 256 << 10;
constexpr qsizetype mostName = 200;

using WriteHandle = std::unique_ptr<archive, decltype(&archive_write_free)>;
using ReadHandle = std::unique_ptr<archive, decltype(&archive_read_free)>;
using EntryHandle = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

struct Member {
    QString file;
    qint64 bytes = 0;
    QByteArray sha256;
};

std::vector<Member> membersOf(const Manifest &manifest)
{
    std::vector<Member> members;
    for (const ArchivedVolume &one : manifest.volumes)
        members.push_back({one.file, one.bytes, one.sha256});
    for (const ArchivedTopic &one : manifest.topics)
        members.push_back({one.file, one.bytes, one.sha256});
    return members;
}

tl::unexpected<Error> notWritten(const QFileDevice &file)
{
    return fail(ErrorCode::Io, Tr::tr("%1 could not be written").arg(file.fileName()),
                Tr::tr("Check the permissions and the free space there."), file.errorString());
}

tl::unexpected<Error> notRead(const QFileDevice &file)
{
    return fail(ErrorCode::Io, Tr::tr("%1 could not be read").arg(file.fileName()), {}, file.errorString());
}

// A tar whose bytes go where `sink` takes them.
class Outgoing
{
public:
    explicit Outgoing(const store::PortionSink &sink) : m_sink(sink) {}

    Result<> open()
    {
        archive_write_set_format_pax_restricted(m_tar.get());
        archive_write_add_filter_none(m_tar.get());
        return outcomeOf(archive_write_open(m_tar.get(), this, nullptr, &Outgoing::put, nullptr));
    }

    Result<> begin(const QString &name, qint64 bytes, TimePoint at)
    {
        const EntryHandle entry(archive_entry_new(), &archive_entry_free);
        archive_entry_set_pathname(entry.get(), name.toUtf8().constData());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0600);
        archive_entry_set_size(entry.get(), bytes);
        archive_entry_set_mtime(entry.get(), std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count(),
                                0);
        return outcomeOf(archive_write_header(m_tar.get(), entry.get()));
    }

    Result<> add(const QByteArray &bytes)
    {
        const auto written = archive_write_data(m_tar.get(), bytes.constData(), static_cast<size_t>(bytes.size()));
        return outcomeOf(written == bytes.size() ? ARCHIVE_OK : ARCHIVE_FATAL);
    }

    Result<> finish() { return outcomeOf(archive_write_close(m_tar.get())); }

private:
    static la_ssize_t put(archive *, void *self, const void *bytes, size_t length)
    {
        auto *out = static_cast<Outgoing *>(self);
        out->m_put = out->m_sink(QByteArray(static_cast<const char *>(bytes), static_cast<qsizetype>(length)));
        return out->m_put ? static_cast<la_ssize_t>(length) : -1;
    }

    Result<> outcomeOf(int code) const
    {
        if (code == ARCHIVE_OK)
            return {};
        return m_put ? fail(ErrorCode::Io, Tr::tr("The snapshot could not be written"), {},
                            QString::fromUtf8(archive_error_string(m_tar.get())))
                     : m_put;
    }

    const store::PortionSink &m_sink;
    Result<> m_put; // what became of the last portion
    WriteHandle m_tar{archive_write_new(), &archive_write_free};
};

Result<> addFile(Outgoing &tar, const QString &path, const Member &member, TimePoint at, const std::stop_token &stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return notRead(file);
    if (auto begun = tar.begin(member.file, file.size(), at); !begun)
        return begun;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 left = file.size(); left > 0;) {
        if (stop.stop_requested())
            return cancelled();
        const QByteArray bytes = file.read(qMin<qint64>(portion, left));
        if (bytes.isEmpty())
            return notRead(file);
        hash.addData(bytes);
        left -= bytes.size();
        if (auto added = tar.add(bytes); !added)
            return added;
    }
    if (hash.result().toHex() != member.sha256)
        return fail(ErrorCode::Failed, Tr::tr("%1 is not as it was written: its checksum is another").arg(path),
                    Tr::tr("The disk or somebody has changed it. Nothing was exported; use another snapshot."));
    return {};
}

// The members of a file that somebody else has made, one after another.
class Incoming
{
public:
    explicit Incoming(QString path) : m_path(std::move(path)) {}

    Result<> open()
    {
        if (!QFile::exists(m_path))
            return fail(ErrorCode::NotFound, Tr::tr("There is no file %1").arg(m_path));
        archive_read_support_format_tar(m_tar.get());
        return archive_read_open_filename(m_tar.get(), QFile::encodeName(m_path).constData(), portion) == ARCHIVE_OK
                   ? Result<>()
                   : Result<>(wrong(words()));
    }

    // Nothing at the end.
    Result<std::optional<Member>> next()
    {
        archive_entry *entry = nullptr;
        const int outcome = archive_read_next_header(m_tar.get(), &entry);
        if (outcome == ARCHIVE_EOF)
            return std::nullopt;
        if (outcome != ARCHIVE_OK)
            return wrong(words());
        const char *name = archive_entry_pathname(entry);
        if (!name || archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
            return wrong(QString::fromUtf8(name));
        return Member{QString::fromUtf8(name), archive_entry_size(entry), {}};
    }

    Result<QByteArray> read(qsizetype most) // empty at the member's end
    {
        QByteArray bytes(most, Qt::Uninitialized);
        const la_ssize_t length = archive_read_data(m_tar.get(), bytes.data(), static_cast<size_t>(most));
        if (length < 0)
            return wrong(words());
        bytes.truncate(length);
        return bytes;
    }

    tl::unexpected<Error> wrong(const QString &detail) const
    {
        return fail(ErrorCode::Parse, Tr::tr("%1 is no whole snapshot of Brokerdeck’s").arg(m_path),
                    Tr::tr("Nothing of it was kept. Have it exported again."), plainText(detail));
    }

private:
    QString words() const { return QString::fromUtf8(archive_error_string(m_tar.get())); }

    const QString m_path;
    ReadHandle m_tar{archive_read_new(), &archive_read_free};
};

Result<Manifest> manifestOf(Incoming &incoming)
{
    const auto first = incoming.next();
    if (!first)
        return tl::unexpected(first.error());
    if (!*first || (*first)->file != manifestName() || (*first)->bytes > mostManifest)
        return incoming.wrong(manifestName());
    QByteArray text;
    while (true) {
        const auto bytes = incoming.read(portion);
        if (!bytes)
            return tl::unexpected(bytes.error());
        if (bytes->isEmpty())
            break;
        text += *bytes;
    }
    return manifestIn(text).map([](Manifest manifest) { // it is somebody else's text
        for (QString *words : {&manifest.name, &manifest.project, &manifest.context, &manifest.engine})
            *words = plainText(*words, mostName).simplified();
        if (manifest.name.isEmpty())
            manifest.name = Tr::tr("imported");
        manifest.isKept = true;
        return manifest;
    });
}

Result<> writeMember(Incoming &incoming, const Member &expected, const QString &folder, const std::stop_token &stop)
{
    QFile file(folder + QLatin1Char('/') + expected.file);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return notWritten(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (true) {
        const auto bytes = stop.stop_requested() ? Result<QByteArray>(cancelled()) : incoming.read(portion);
        if (!bytes)
            return tl::unexpected(bytes.error());
        if (bytes->isEmpty())
            break;
        hash.addData(*bytes);
        if (file.write(*bytes) != bytes->size())
            return notWritten(file);
    }
    if (!file.flush())
        return notWritten(file);
    if (hash.result().toHex() != expected.sha256)
        return fail(ErrorCode::Failed,
                    Tr::tr("%1 in it is not as it was written: its checksum is another").arg(expected.file),
                    Tr::tr("Nothing of it was kept. Have it exported again."));
    return {};
}

// Just what the manifest names, each once.
Result<> writeMembers(Incoming &incoming, const Manifest &manifest, const QString &folder, const std::stop_token &stop)
{
    QMap<QString, Member> expected;
    for (const Member &member : membersOf(manifest)) {
        if (member.file == manifestName() || expected.contains(member.file))
            return incoming.wrong(member.file);
        expected.insert(member.file, member);
    }
    while (true) {
        const auto next = incoming.next();
        if (!next)
            return tl::unexpected(next.error());
        if (!*next)
            break;
        const Member member = expected.take((*next)->file);
        if (member.file.isEmpty() || member.bytes != (*next)->bytes)
            return incoming.wrong((*next)->file);
        if (auto written = writeMember(incoming, member, folder, stop); !written)
            return written;
    }
    return expected.isEmpty() ? Result<>() : Result<>(incoming.wrong(expected.firstKey()));
}

Result<> hasRoom(const Manifest &manifest, const Shelf &shelf)
{
    const qint64 available = shelf.bytesAvailable();
    if (available < 0 || manifest.bytes() <= available)
        return {};
    return fail(ErrorCode::Io,
                Tr::tr("There is no room for it: it needs %1, %2 are free")
                    .arg(dataSizeText(manifest.bytes()), dataSizeText(available)),
                Tr::tr("Make room on the disk of %1.").arg(shelf.directory()));
}

} // namespace

QString exportSuffix()
{
    return QStringLiteral(".snapshot.tar");
}

QString exportNameOf(const Manifest &manifest)
{
    static const QRegularExpression others(QStringLiteral("[^\\p{L}\\p{N}]+"));
    const QString text = manifest.project + QLatin1Char(' ') + manifest.name + QLatin1Char(' ')
                         + toIso(manifest.takenAt).first(10);
    return text.simplified().replace(others, QStringLiteral("-")).left(100) + exportSuffix();
}

Result<> exportSnapshot(const Manifest &manifest, const Shelf &shelf, const QString &path, std::stop_token stop)
{
    return store::writeFileOf(path, [&](const store::PortionSink &sink) {
        Outgoing tar(sink);
        const QByteArray text = toJson(manifest);
        auto done =
            tar.open().and_then([&] { return tar.begin(manifestName(), text.size(), manifest.takenAt); }).and_then([&] {
                return tar.add(text);
            });
        for (const Member &member : membersOf(manifest)) {
            done = done.and_then([&] {
                return addFile(tar, shelf.directoryOf(manifest.id) + QLatin1Char('/') + member.file, member,
                               manifest.takenAt, stop);
            });
        }
        return done.and_then([&] { return tar.finish(); });
    });
}

Result<Imported> importSnapshot(const QString &path, Shelf &shelf, const store::ProjectLock &, TimePoint now,
                                std::stop_token stop)
{
    Incoming incoming(path);
    auto manifest = incoming.open().and_then([&] { return manifestOf(incoming); });
    if (!manifest)
        return tl::unexpected(manifest.error());
    const auto isSame = [&](const Manifest &other) {
        return other.takenAt == manifest->takenAt && other.engineId == manifest->engineId
               && other.volumes == manifest->volumes && other.topics == manifest->topics;
    };
    const auto snapshots = shelf.list().snapshots;
    if (const auto same = std::ranges::find_if(snapshots, isSame); same != snapshots.end())
        return Imported{*same, true};
    const auto folder = hasRoom(*manifest, shelf).and_then([&] { return shelf.begin(now); });
    if (!folder)
        return tl::unexpected(folder.error());
    auto leftovers = qScopeGuard([&] { shelf.giveUp(*folder); });
    return writeMembers(incoming, *manifest, *folder, stop)
        .and_then([&] { return shelf.finish(*folder, *manifest); })
        .map([&](Manifest finished) {
            leftovers.dismiss();
            return Imported{std::move(finished), false};
        });
}

Result<Imported> importAs(const QString &origin, const engine::Engine &engine, const QString &project,
                          const QString &path, Shelf &shelf, std::stop_token stop)
{
    return engine.id(stop)
        .and_then([&](const QString &id) {
            return store::ProjectLock::acquire(stack::lockKey(id, project), origin,
                                               QStringLiteral("import a snapshot"));
        })
        .and_then([&](const store::ProjectLock &lock) {
            return importSnapshot(path, shelf, lock, Clock::system().now(), stop);
        });
}

} // namespace bd::snapshot
