// Lines of YAML text, as YAML breaks them: also at NEL, LS and PS.
#pragma once

#include <QByteArray>

namespace bd::yaml {

// Length of the line break at `at`, 0 where there is none.
qsizetype lineBreakAt(const QByteArray &text, qsizetype at);

qsizetype lineStart(const QByteArray &text, qsizetype at);
qsizetype lineEnd(const QByteArray &text, qsizetype at);  // before its line break
qsizetype nextLine(const QByteArray &text, qsizetype at); // after its line break, or the end of the text

// The line break that the document uses: that at the end of the line at `at`, else the first one, else a line feed.
QByteArray lineBreakOf(const QByteArray &text, qsizetype at);

// Back over blanks and line breaks from `at`, not before `limit`.
qsizetype backOverBlanks(const QByteArray &text, qsizetype at, qsizetype limit);
// The next character that is neither blank nor line break.
qsizetype overBlanks(const QByteArray &text, qsizetype at);
bool hasBlankLine(const QByteArray &text, qsizetype from, qsizetype to);
// From the start of a line over blank lines, and over those that are only comment.
qsizetype overLines(const QByteArray &text, qsizetype at, bool commentsToo);

} // namespace bd::yaml
