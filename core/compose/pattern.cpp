#include "compose/pattern.h"

#include <QHash>

namespace bd::compose {

bool matches(const QString &text, const QString &pattern, QRegularExpression::PatternOptions options)
{
    thread_local QHash<std::pair<QString, int>, QRegularExpression> made;
    const std::pair key(pattern, options.toInt());
    auto found = made.find(key);
    if (found == made.end())
        found = made.insert(key, QRegularExpression(pattern, options));
    return found->match(text).hasMatch();
}

} // namespace bd::compose
