#include "logs/logline.h"

#include <array>
#include <cctype>
#include <optional>

#include <QList>
#include <QStringDecoder>

namespace bd::logs {

namespace {

constexpr qsizetype nearBeginning = 120; // a logger's own words come first

struct Word {
    QByteArrayView text;
    Level level;
};
constexpr std::array<Word, 12> words{{{"ERROR", Level::Error},
                                      {"INFO", Level::Info},
                                      {"WARN", Level::Warn},
                                      {"WARNING", Level::Warn},
                                      {"DEBUG", Level::Debug},
                                      {"TRACE", Level::Trace},
                                      {"FATAL", Level::Fatal},
                                      {"SEVERE", Level::Error},
                                      {"CRITICAL", Level::Fatal},
                                      {"PANIC", Level::Fatal},
                                      {"NOTICE", Level::Info},
                                      {"ERR", Level::Error}}};

bool isLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

Level levelNamed(QByteArrayView word)
{
    for (const Word &known : words) {
        if (known.text.size() == word.size() && qstrnicmp(known.text.data(), word.data(), size_t(word.size())) == 0)
            return known.level;
    }
    return Level::None;
}

// Lower case counts only where it is said to be a level: after «level=», «"level":"» or in brackets.
bool isMarked(QByteArrayView line, qsizetype at)
{
    const QByteArrayView head = line.first(at);
    return head.endsWith('[') || head.endsWith("level=") || head.endsWith("level=\"") || head.endsWith("level\":\"")
           || head.endsWith("level\": \"");
}

qsizetype spacesAt(QByteArrayView line)
{
    qsizetype at = 0;
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t'))
        ++at;
    return at;
}

// «org.apache.kafka.common.errors.TimeoutException: …»: what a trace begins with.
bool isException(QByteArrayView line)
{
    qsizetype end = 0;
    bool hasDot = false;
    while (end < line.size()
           && (isLetter(line[end]) || line[end] == '.' || line[end] == '$' || line[end] == '_'
               || std::isdigit(static_cast<unsigned char>(line[end])))) {
        hasDot = hasDot || line[end] == '.';
        ++end;
    }
    const QByteArrayView name = line.first(end);
    return hasDot && (name.endsWith("Exception") || name.endsWith("Error") || name.endsWith("Throwable"))
           && (end == line.size() || line[end] == ':');
}

// One escape, from its ESC on: where it ends, and its numbers where it is one of colours.
struct Escape {
    qsizetype end = 0;
    std::optional<QList<int>> colours;
};
Escape escapeAt(QByteArrayView line, qsizetype at)
{
    Escape escape;
    if (at + 1 >= line.size())
        return {line.size(), {}};
    const char kind = line[at + 1];
    if (kind == ']') { // a title, say: to BEL or ESC \ .
        qsizetype end = at + 2;
        while (end < line.size() && line[end] != '\a' && line[end] != '\x1b')
            ++end;
        return {qMin(line.size(), end + (end < line.size() && line[end] == '\x1b' ? 2 : 1)), {}};
    }
    if (kind != '[')
        return {at + 2, {}};
    QList<int> numbers{0};
    qsizetype end = at + 2;
    for (; end < line.size() && (line[end] < '@' || line[end] > '~'); ++end) {
        if (line[end] == ';')
            numbers += 0;
        else if (line[end] >= '0' && line[end] <= '9')
            numbers.back() = qMin(numbers.back() * 10 + (line[end] - '0'), 9999);
    }
    if (end < line.size() && line[end] == 'm')
        escape.colours = numbers;
    escape.end = qMin(line.size(), end + 1);
    return escape;
}

struct Pen {
    int colour = -1;
    bool isBold = false;
    void take(const QList<int> &numbers)
    {
        for (qsizetype at = 0; at < numbers.size(); ++at) {
            const int n = numbers[at];
            if (n == 0)
                *this = {};
            else if (n == 1)
                isBold = true;
            else if (n == 22)
                isBold = false;
            else if (n == 39)
                colour = -1;
            else if (n >= 30 && n <= 37)
                colour = n - 30;
            else if (n >= 90 && n <= 97)
                colour = n - 90 + 8;
            else if (
                n == 38
                || n == 48) { // 256 colours or RGB: its numbers are not others'; those beyond 16 are not told apart
                const bool isIndexed = numbers.value(at + 1) == 5;
                if (n == 38)
                    colour = isIndexed && numbers.value(at + 2) < 16 ? numbers.value(at + 2) : -1;
                at += isIndexed ? 2 : 4;
            }
        }
    }
};

} // namespace

Level levelOf(QByteArrayView line)
{
    const QByteArrayView head = line.first(qMin(nearBeginning, line.size()));
    for (qsizetype at = 0; at < head.size();) {
        if (!isLetter(head[at])) {
            ++at;
            continue;
        }
        qsizetype end = at;
        while (end < head.size() && isLetter(head[end]))
            ++end;
        const QByteArrayView word = head.sliced(at, end - at);
        const bool isCapital = std::isupper(static_cast<unsigned char>(word[0])) != 0
                               && std::isupper(static_cast<unsigned char>(word[word.size() - 1])) != 0;
        if (isCapital || isMarked(head, at)) {
            if (const Level level = levelNamed(word); level != Level::None)
                return level;
        }
        at = end;
    }
    return Level::None;
}

bool isOfTrace(QByteArrayView line, const Before &before)
{
    const qsizetype spaces = spacesAt(line);
    const QByteArrayView text = line.sliced(spaces);
    if (spaces > 0 && (text.startsWith("at ") || text.startsWith("... ") || text.startsWith("Suppressed: ")))
        return true;
    if (text.startsWith("Caused by: "))
        return true;
    const bool mayFollow = before.isOfTrace || before.level >= Level::Warn;
    if (!mayFollow)
        return false;
    return (spaces == 0 && isException(text)) || text.startsWith("Traceback (most recent call last)")
           || (spaces > 0 && before.isOfTrace && !text.isEmpty()) || (spaces > 0 && text.startsWith("File \""));
}

Before classified(QByteArrayView line, const Before &before)
{
    const bool isFrame = isOfTrace(line, before);
    return {isFrame ? before.level : levelOf(line), isFrame};
}

Coloured coloured(QByteArrayView line, qsizetype limit)
{
    Coloured result;
    QStringDecoder decoder(QStringDecoder::Utf8);
    Pen pen;
    QByteArray piece;
    const auto flush = [&] {
        if (piece.isEmpty())
            return;
        const qsizetype start = result.text.size();
        result.text += decoder(piece);
        piece.clear();
        if ((pen.colour >= 0 || pen.isBold) && result.text.size() > start)
            result.spans.push_back({start, result.text.size() - start, pen.colour, pen.isBold});
    };
    for (qsizetype at = 0; at < line.size();) {
        if (result.text.size() + piece.size() > limit * 4 || result.text.size() > limit)
            break;
        const auto byte = static_cast<unsigned char>(line[at]);
        if (byte == 0x1b) {
            flush();
            const Escape escape = escapeAt(line, at);
            if (escape.colours)
                pen.take(*escape.colours);
            at = escape.end;
            continue;
        }
        if (byte == '\t' || (byte >= 0x20 && byte != 0x7f))
            piece += line[at];
        ++at;
    }
    flush();
    if (result.text.size() > limit) {
        result.text.truncate(limit);
        result.text += QChar(0x2026);
        result.isCut = true;
        std::erase_if(result.spans, [&](const Span &span) { return span.start >= limit; });
        for (Span &span : result.spans)
            span.length = qMin(span.length, limit - span.start);
    }
    return result;
}

} // namespace bd::logs
