#include "store/projectlock.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "base/text.h"
#include "store/store.h"

namespace bd::store {

// An open file description lock (fcntl(2), F_OFD_SETLK) and not QLockFile: the kernel lets go of it when the process
// ends, however it ends, so there is no staleness to guess from a pid that may be somebody else's by now; and unlike
// flock(2) it can be asked for without being taken. The file stays: removing it would let one process lock the old file
// and another the new one.
struct ProjectLock::Private {
    int fd = -1;

    explicit Private(int descriptor) : fd(descriptor) {}
    Q_DISABLE_COPY_MOVE(Private)
    ~Private()
    {
        // Emptied while it is still held, so that nobody is told of a holder that is gone.
        [[maybe_unused]] const int ignored = ftruncate(fd, 0);
        close(fd);
    }
};

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ProjectLock)
};

QString lockFile(const QString &directory, const QString &key)
{
    return QStringLiteral("%1/project-%2.lock").arg(directory, fileStem(key));
}

void writeHolder(int fd, const QString &program, const QString &what)
{
    const QJsonObject holder{{QStringLiteral("program"), program},
                             {QStringLiteral("what"), what},
                             {QStringLiteral("pid"), qint64(getpid())},
                             {QStringLiteral("since"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}};
    const QByteArray bytes = QJsonDocument(holder).toJson(QJsonDocument::Compact);
    // The lock holds without it; whoever is refused then only reads less.
    if (ftruncate(fd, 0) == 0) {
        [[maybe_unused]] const ssize_t ignored = pwrite(fd, bytes.constData(), size_t(bytes.size()), 0);
    }
}

QString sinceText(const QString &iso)
{
    const QDateTime since = QDateTime::fromString(iso, Qt::ISODate).toLocalTime();
    if (!since.isValid())
        return Tr::tr("an unknown time");
    if (since.date() == QDate::currentDate())
        return since.toString(QStringLiteral("HH:mm:ss"));
    return QLocale().toString(since, QLocale::ShortFormat);
}

QString holderText(int fd)
{
    QByteArray bytes(1024, Qt::Uninitialized);
    const ssize_t size = pread(fd, bytes.data(), size_t(bytes.size()), 0);
    bytes.truncate(qMax<ssize_t>(0, size));
    const QJsonObject holder = QJsonDocument::fromJson(bytes).object();
    const QString program = firstLine(holder[QLatin1String("program")].toString(), 60);
    if (program.isEmpty()) // it holds the lock and has not written its name yet
        return Tr::tr("another Brokerdeck");
    return Tr::tr("%1 %2, pid %3, since %4")
        .arg(program, firstLine(holder[QLatin1String("what")].toString(), 60),
             QString::number(holder[QLatin1String("pid")].toInteger()),
             sinceText(holder[QLatin1String("since")].toString()));
}

tl::unexpected<Error> unlockable(const QString &reason)
{
    return fail(ErrorCode::Io, Tr::tr("The project could not be locked against another Brokerdeck."),
                Tr::tr("Check that the folder for locks (XDG_RUNTIME_DIR, or the folder for temporary files) belongs "
                       "to you and can be written."),
                reason);
}

struct flock wholeFile()
{
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

int lockNow(int fd)
{
    struct flock lock = wholeFile();
    while (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
        if (errno != EINTR)
            return errno == EACCES ? EWOULDBLOCK : errno;
    }
    return 0;
}

} // namespace

QString fileStem(const QString &key)
{
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QString::fromLatin1(hash.first(32));
}

ProjectLock::ProjectLock(std::unique_ptr<Private> p) : d(std::move(p)) {}
ProjectLock::ProjectLock(ProjectLock &&) noexcept = default;
ProjectLock &ProjectLock::operator=(ProjectLock &&) noexcept = default;
ProjectLock::~ProjectLock() = default;

Result<ProjectLock> ProjectLock::acquire(const QString &key, const QString &program, const QString &what)
{
    const QString directory = runtimeDirectory();
    if (directory.isEmpty())
        return unlockable(Tr::tr("There is no private folder for locks."));
    // Close-on-exec: a docker command that we start must not keep the lock when we are gone.
    const int fd = open(QFile::encodeName(lockFile(directory, key)).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return unlockable(QString::fromLocal8Bit(std::strerror(errno)));
    const int refusal = lockNow(fd);
    if (refusal == EWOULDBLOCK) {
        const QString holder = holderText(fd);
        close(fd);
        return fail(ErrorCode::Locked, Tr::tr("This project is being worked on by %1.").arg(holder),
                    Tr::tr("Wait until that is done, or cancel it there. Nothing was changed here."));
    }
    if (refusal != 0) {
        close(fd);
        return unlockable(QString::fromLocal8Bit(std::strerror(refusal)));
    }
    writeHolder(fd, program, what);
    return ProjectLock(std::make_unique<Private>(fd));
}

std::optional<QString> ProjectLock::holder(const QString &key)
{
    const int fd = open(QFile::encodeName(lockFile(runtimeDirectory(), key)).constData(), O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return {};
    struct flock lock = wholeFile();
    const bool held = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    const QString text = held ? holderText(fd) : QString();
    close(fd);
    return held ? std::optional(text) : std::nullopt;
}

} // namespace bd::store
