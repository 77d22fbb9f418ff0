// Lines of a file, a pipe or a terminal, as they come: a stop is seen while one is waited for.
#pragma once

#include <stop_token>

#include <QByteArray>

#include "base/clock.h"
#include "base/error.h"

namespace bd::ctl {

class LineSource
{
public:
    static Result<LineSource> open(const QString &path); // empty: the standard input
    LineSource(LineSource &&other) noexcept;
    ~LineSource();

    enum class State { Line, Nothing, End };
    // Line: `line` is the next one, without its end. Nothing: none came within `patience`. Io where it cannot be read or
    // a line is longer than 64 MiB.
    Result<State> next(QByteArray &line, Millis patience);

private:
    LineSource(int fd, bool isOurs) : m_fd(fd), m_isOurs(isOurs) {}

    int m_fd;
    bool m_isOurs;
    bool m_ended = false;
    QByteArray m_buffer;
    qsizetype m_at = 0; // what is before it was given out
};

} // namespace bd::ctl
