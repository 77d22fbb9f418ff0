#include "askpassword.h"

#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <QByteArray>
#include <QCoreApplication>

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr int slice = 100; // ms: how long a stop may wait
constexpr qsizetype longest = 4096;

class SilentTerminal
{
public:
    SilentTerminal() : m_fd(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
    {
        m_isSilent = m_fd >= 0 && tcgetattr(m_fd, &m_before) == 0;
        if (!m_isSilent)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_isSilent = tcsetattr(m_fd, TCSAFLUSH, &silent) == 0;
    }
    ~SilentTerminal()
    {
        if (m_isSilent)
            tcsetattr(m_fd, TCSAFLUSH, &m_before);
        if (m_fd >= 0)
            close(m_fd);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

    bool isThere() const { return m_isSilent; }

    void say(const QByteArray &text) const
    {
        // Whether it is seen or not, the password is waited for.
        [[maybe_unused]] const ssize_t written = write(m_fd, text.constData(), static_cast<size_t>(text.size()));
    }

    Result<QByteArray> line(const std::stop_token &stop) const
    {
        QByteArray text;
        while (!stop.stop_requested()) {
            pollfd ready{m_fd, POLLIN, 0};
            if (poll(&ready, 1, slice) <= 0)
                continue;
            char c = 0;
            const ssize_t count = read(m_fd, &c, 1);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0 || c == '\n' || text.size() == longest)
                return text;
            text += c;
        }
        return cancelled();
    }

private:
    int m_fd;
    termios m_before{};
    bool m_isSilent = false;
};

} // namespace

Result<QString> askPassword(const QString &prompt, std::stop_token stop)
{
    const SilentTerminal terminal;
    if (!terminal.isThere())
        return fail(ErrorCode::InvalidUse, Tr::tr("There is no terminal to ask for a password"));
    terminal.say(prompt.toLocal8Bit());
    auto typed = terminal.line(stop);
    terminal.say("\n");
    return typed.map([](const QByteArray &text) { return QString::fromLocal8Bit(text); });
}

} // namespace bd::ctl
