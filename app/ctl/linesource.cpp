#include "linesource.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QFile>

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr qsizetype longestLine = 64 << 20;
constexpr qsizetype chunk = 64 << 10;

tl::unexpected<Error> unreadable(const QString &what)
{
    return fail(ErrorCode::Io, Tr::tr("%1 cannot be read").arg(what), QString::fromLocal8Bit(std::strerror(errno)));
}

} // namespace

Result<LineSource> LineSource::open(const QString &path)
{
    if (path.isEmpty())
        return LineSource(STDIN_FILENO, false);
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return unreadable(path);
    return LineSource(fd, true);
}

LineSource::LineSource(LineSource &&other) noexcept
    : m_fd(other.m_fd), m_isOurs(std::exchange(other.m_isOurs, false)), m_ended(other.m_ended),
      m_buffer(std::move(other.m_buffer)), m_at(other.m_at)
{}

LineSource::~LineSource()
{
    if (m_isOurs)
        close(m_fd);
}

Result<LineSource::State> LineSource::next(QByteArray &line, Millis patience)
{
    qsizetype from = m_at;
    while (true) {
        if (const qsizetype end = m_buffer.indexOf('\n', from); end >= 0) {
            line = m_buffer.sliced(m_at, end - m_at);
            m_at = end + 1;
            return State::Line;
        }
        m_buffer.remove(0, m_at);
        m_at = 0;
        from = m_buffer.size();
        if (m_ended) {
            line = std::exchange(m_buffer, {});
            return line.isEmpty() ? State::End : State::Line;
        }
        if (m_buffer.size() > longestLine)
            return fail(ErrorCode::Io, Tr::tr("A line is longer than %1 MiB").arg(longestLine >> 20));
        pollfd ready{m_fd, POLLIN, 0};
        const int answer = poll(&ready, 1, static_cast<int>(patience.count()));
        if (answer == 0 || (answer < 0 && errno == EINTR))
            return State::Nothing;
        m_buffer.resize(from + chunk);
        const ssize_t count = read(m_fd, m_buffer.data() + from, chunk);
        m_buffer.resize(from + std::max<ssize_t>(0, count));
        if (count < 0 && errno != EINTR)
            return unreadable(Tr::tr("the input"));
        m_ended = count == 0;
    }
}

} // namespace bd::ctl
