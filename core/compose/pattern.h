// Patterns that are asked of every service of a project: made once for each thread, for making one takes longer than asking it.
#pragma once

#include <QRegularExpression>

namespace bd::compose {

bool matches(const QString &text, const QString &pattern, QRegularExpression::PatternOptions options);

} // namespace bd::compose
