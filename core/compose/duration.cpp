#include "compose/duration.h"

#include <QHash>
#include <QRegularExpression>

namespace bd::compose {

std::optional<Millis> durationFrom(QStringView text)
{
    static const QHash<QString, double> milliseconds{{QStringLiteral("ns"), 1e-6}, {QStringLiteral("us"), 1e-3},
                                                     {QStringLiteral("µs"), 1e-3}, {QStringLiteral("ms"), 1},
                                                     {QStringLiteral("s"), 1e3},   {QStringLiteral("m"), 6e4},
                                                     {QStringLiteral("h"), 3.6e6}, {QStringLiteral("d"), 8.64e7}};
    static const QRegularExpression part(QStringLiteral("\\G(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h|d)"));
    if (text == QLatin1String("0"))
        return Millis(0);
    double sum = 0;
    qsizetype end = 0;
    for (auto it = part.globalMatch(text.toString()); it.hasNext();) {
        const auto match = it.next();
        sum += match.captured(1).toDouble() * milliseconds.value(match.captured(2));
        end = match.capturedEnd();
    }
    constexpr double limit = 1e15;
    if (end == 0 || end != text.size() || sum > limit)
        return {};
    return Millis(static_cast<Millis::rep>(sum));
}

} // namespace bd::compose
