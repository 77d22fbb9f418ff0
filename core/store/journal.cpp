#include "store/journal.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include "store/store.h"

namespace bd::store {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Store)
};

constexpr qint64 mostBytes = 16 << 20;

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

tl::unexpected<Error> unwritable(const QString &reason)
{
    return fail(ErrorCode::Io, Tr::tr("The journal of this operation could not be written."),
                Tr::tr("Nothing is deleted without it. Check the free space and the permissions of your home."),
                reason);
}

int openForMore(const QString &path)
{
    return ::open(QFile::encodeName(path).constData(), O_WRONLY | O_APPEND | O_CLOEXEC);
}

} // namespace

Journal::Journal(Journal &&other) noexcept : m_file(std::exchange(other.m_file, -1)) {}

Journal::~Journal()
{
    if (m_file >= 0)
        ::close(m_file);
}

Result<Journal> Journal::create(const QString &path, const QJsonObject &head)
{
    QDir().mkpath(QFileInfo(path).path());
    if (auto written = writeFile(path, lineOf(head)); !written)
        return tl::unexpected(written.error());
    return reopen(path);
}

Result<Journal> Journal::reopen(const QString &path)
{
    const auto text = readFile(path, mostBytes);
    if (!text)
        return tl::unexpected(text.error());
    const qsizetype whole = text->lastIndexOf('\n') + 1;
    const int file = openForMore(path);
    if (file < 0)
        return unwritable(QString::fromLocal8Bit(std::strerror(errno)));
    Journal journal(file);
    if (whole < text->size() && ::ftruncate(file, whole) != 0)
        return unwritable(QString::fromLocal8Bit(std::strerror(errno)));
    return journal;
}

Result<std::vector<QJsonObject>> Journal::read(const QString &path)
{
    const auto text = readFile(path, mostBytes);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<QJsonObject> lines;
    const qsizetype whole = text->lastIndexOf('\n') + 1;
    for (const QByteArray &line : text->first(whole).split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonDocument json = QJsonDocument::fromJson(line);
        if (!json.isObject())
            return fail(ErrorCode::Parse, Tr::tr("The journal %1 is damaged.").arg(path));
        lines.push_back(json.object());
    }
    return lines;
}

Result<> Journal::append(const QJsonObject &object)
{
    const QByteArray line = lineOf(object);
    const off_t before = ::lseek(m_file, 0, SEEK_END);
    const bool isWritten = ::write(m_file, line.constData(), static_cast<size_t>(line.size())) == line.size();
    if (isWritten && ::fsync(m_file) == 0)
        return {};
    const int error = errno;
    [[maybe_unused]] const int ignored = ::ftruncate(m_file, before); // half a line would spoil the next
    return unwritable(QString::fromLocal8Bit(std::strerror(error)));
}

} // namespace bd::store
