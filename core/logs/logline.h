// What one line of a log is: how grave, whether it belongs to the one before it, and its text with its colours. Pure.
#pragma once

#include <vector>

#include <QByteArrayView>
#include <QString>

namespace bd::logs {

enum class Level { None, Trace, Debug, Info, Warn, Error, Fatal }; // None: it says nothing of it

// As loggers write it near the beginning: «ERROR», «[warn]», «level=info», «"level":"error"».
Level levelOf(QByteArrayView line);

// A frame of a stack trace, «Caused by: …», «... 12 more», or what such a trace begins with. `before`: of the line before it of
// the same process.
struct Before {
    Level level = Level::None;
    bool isOfTrace = false;
    bool operator==(const Before &) const = default;
};
bool isOfTrace(QByteArrayView line, const Before &before);

// What `line` is, and what the next one of its process has before it: a frame is as grave as what it belongs to.
Before classified(QByteArrayView line, const Before &before);

// Of the 16 that terminals have; -1: the usual one.
struct Span {
    qsizetype start = 0; // in the text
    qsizetype length = 0;
    int colour = -1;
    bool isBold = false;
    bool operator==(const Span &) const = default;
};
struct Coloured {
    QString text; // plain: no escape and no control character but tabs, at most `limit` characters
    std::vector<Span> spans;
    bool isCut = false;
    bool operator==(const Coloured &) const = default;
};
Coloured coloured(QByteArrayView line, qsizetype limit = 4096);

} // namespace bd::logs
