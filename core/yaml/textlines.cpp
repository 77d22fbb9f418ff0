#include "yaml/textlines.h"

namespace bd::yaml {

qsizetype lineBreakAt(const QByteArray &text, qsizetype at)
{
    const QByteArrayView rest = QByteArrayView(text).sliced(at);
    if (rest.startsWith("\r\n"))
        return 2;
    if (rest.startsWith('\n') || rest.startsWith('\r'))
        return 1;
    if (rest.startsWith("\xc2\x85"))
        return 2;
    return rest.startsWith("\xe2\x80\xa8") || rest.startsWith("\xe2\x80\xa9") ? 3 : 0;
}

qsizetype lineStart(const QByteArray &text, qsizetype at)
{
    while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r')
        --at;
    return at;
}

qsizetype lineEnd(const QByteArray &text, qsizetype at)
{
    while (at < text.size() && lineBreakAt(text, at) == 0)
        ++at;
    return at;
}

qsizetype nextLine(const QByteArray &text, qsizetype at)
{
    const qsizetype end = lineEnd(text, at);
    return end < text.size() ? end + lineBreakAt(text, end) : end;
}

QByteArray lineBreakOf(const QByteArray &text, qsizetype at)
{
    qsizetype end = lineEnd(text, at);
    if (end == text.size())
        end = lineEnd(text, 0);
    return end < text.size() ? text.sliced(end, lineBreakAt(text, end)) : QByteArray("\n");
}

qsizetype backOverBlanks(const QByteArray &text, qsizetype at, qsizetype limit)
{
    while (at > limit && QByteArrayView(" \t\r\n").contains(text[at - 1]))
        --at;
    return at;
}

qsizetype overBlanks(const QByteArray &text, qsizetype at)
{
    while (at < text.size() && QByteArrayView(" \t\r\n").contains(text[at]))
        ++at;
    return at;
}

qsizetype overLines(const QByteArray &text, qsizetype at, bool commentsToo)
{
    while (at < text.size()) {
        const QByteArray line = text.sliced(at, lineEnd(text, at) - at).trimmed();
        if (!line.isEmpty() && !(commentsToo && line.startsWith('#')))
            break;
        at = nextLine(text, at);
    }
    return at;
}

bool hasBlankLine(const QByteArray &text, qsizetype from, qsizetype to)
{
    for (qsizetype at = nextLine(text, from); at < to; at = nextLine(text, at)) {
        if (text.sliced(at, lineEnd(text, at) - at).trimmed().isEmpty())
            return true;
    }
    return false;
}

} // namespace bd::yaml
