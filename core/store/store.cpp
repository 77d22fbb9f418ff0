#include "store/store.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace bd::store {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Store)
};

QString made(const QString &directory)
{
    QDir().mkpath(directory);
    return directory;
}

// Ours alone: somebody else's folder, a link or an open mode would let others hold or read our locks.
bool isPrivateDirectory(const QByteArray &path)
{
    struct stat info {};
    return lstat(path.constData(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == getuid()
           && (info.st_mode & 077) == 0;
}

QString sessionDirectory()
{
    const QString told = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!told.isEmpty())
        return told;
    // A shell over ssh or sudo often lacks the variable; it must still meet the locks of the desktop session.
    const QString usual = QStringLiteral("/run/user/%1").arg(getuid());
    return isPrivateDirectory(QFile::encodeName(usual)) ? usual : QString();
}

// A rename survives a power cut only once the directory is on the disk too.
bool syncDirectory(const QString &directory)
{
    const int fd = open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool synced = fsync(fd) == 0 || errno == EINVAL; // some file systems have nothing to sync there
    close(fd);
    return synced;
}

tl::unexpected<Error> unwritable(const QString &path, const QString &reason)
{
    return fail(ErrorCode::Io, Tr::tr("The file %1 could not be written.").arg(path),
                Tr::tr("What was there before is untouched. Check the permissions and the free space of its folder."),
                reason);
}

} // namespace

QString dataDirectory()
{
    return made(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/brokerdeck"));
}

QString configDirectory()
{
    return made(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
                + QStringLiteral("/brokerdeck"));
}

QString runtimeDirectory()
{
    const QString session = sessionDirectory();
    const QString directory = session.isEmpty() ? QStringLiteral("%1/brokerdeck-%2").arg(QDir::tempPath()).arg(getuid())
                                                : session + QStringLiteral("/brokerdeck");
    const QByteArray path = QFile::encodeName(directory);
    if (mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return {};
    return isPrivateDirectory(path) ? directory : QString();
}

Result<> writeFile(const QString &path, const QByteArray &bytes)
{
    return writeFileOf(path, [&](const PortionSink &sink) { return sink(bytes); });
}

Result<> writeFileOf(const QString &path, const std::function<Result<>(const PortionSink &)> &write)
{
    if (const QFileInfo there(path); there.exists() && !there.isFile()) // a device would become a file
        return unwritable(path, Tr::tr("it is no ordinary file"));
    QSaveFile file(path); // keeps the mode of a file that is there, and syncs before it renames
    if (!file.open(QIODevice::WriteOnly))
        return unwritable(path, file.errorString());
    const auto written = write([&](const QByteArray &portion) {
        return file.write(portion) == portion.size() ? Result<>() : unwritable(path, file.errorString());
    });
    if (!written)
        return written;
    if (!file.commit())
        return unwritable(path, file.errorString());
    const QString directory = QFileInfo(QFileInfo(path).canonicalFilePath()).path(); // behind a link, if it is one
    if (!syncDirectory(directory))
        return fail(ErrorCode::Io, Tr::tr("The file %1 was written, but may not survive a power cut.").arg(path), {},
                    QString::fromLocal8Bit(std::strerror(errno)));
    return {};
}

Result<> renameFolder(const QString &from, const QString &to)
{
    if (QDir().rename(from, to) && syncDirectory(QFileInfo(to).path()))
        return {};
    return fail(ErrorCode::Io, Tr::tr("The folder %1 could not be renamed.").arg(from),
                Tr::tr("Check the permissions and the free space of its folder."));
}

Result<QByteArray> readFile(const QString &path, qint64 maxBytes)
{
    const QFileInfo info(path);
    if (!info.exists())
        return fail(ErrorCode::NotFound, Tr::tr("There is no file %1.").arg(path));
    if (!info.isFile()) // reading a pipe could block for ever
        return fail(ErrorCode::Io, Tr::tr("%1 is not a file.").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, Tr::tr("The file %1 could not be read.").arg(path), Tr::tr("Check its permissions."),
                    file.errorString());
    // One byte more tells a file that is too large, also where its size is not known before (/proc).
    QByteArray bytes = file.read(maxBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorCode::Io, Tr::tr("The file %1 could not be read.").arg(path), {}, file.errorString());
    if (bytes.size() > maxBytes)
        return fail(ErrorCode::Io, Tr::tr("The file %1 is larger than %2 bytes.").arg(path).arg(maxBytes));
    return bytes;
}

} // namespace bd::store
