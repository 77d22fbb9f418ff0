#include "base/version.h"

#include <QRegularExpression>

namespace bd {

std::optional<Version> Version::in(QStringView text)
{
    static const QRegularExpression number(QStringLiteral(R"((\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?)"));
    const auto match = number.match(text.toString());
    if (!match.hasMatch())
        return {};
    return Version{match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt()};
}

QString Version::text() const
{
    return QStringLiteral("%1.%2.%3").arg(major).arg(minor).arg(patch);
}

} // namespace bd
