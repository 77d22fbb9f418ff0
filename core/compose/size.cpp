#include "compose/size.h"

#include <limits>

#include <QRegularExpression>

namespace bd::compose {

std::optional<qint64> bytesFrom(const QString &text)
{
    static const QRegularExpression size(QStringLiteral("^(\\d{1,15})\\s*([bkmgBKMG]?)[bB]?$"));
    const auto match = size.match(text.trimmed());
    if (!match.hasMatch())
        return {};
    const QString unit = match.captured(2).toLower();
    const qsizetype shift = unit.isEmpty() ? 0 : 10 * (QStringLiteral("kmg").indexOf(unit) + 1);
    const qint64 number = match.captured(1).toLongLong();
    if (number > std::numeric_limits<qint64>::max() >> shift)
        return {};
    return number << shift;
}

} // namespace bd::compose
