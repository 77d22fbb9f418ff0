#include "base/clock.h"

#include <condition_variable>
#include <mutex>

#include <QDateTime>
#include <QTimeZone>

namespace bd {

Clock Clock::system()
{
    return {[] { return std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now()); },
            [](Millis duration, std::stop_token stop) {
                std::mutex mutex;
                std::condition_variable_any wake;
                std::unique_lock lock(mutex);
                wake.wait_for(lock, stop, duration, [] { return false; });
                return !stop.stop_requested();
            }};
}

QString toIso(TimePoint at)
{
    const qint64 micros = at.time_since_epoch().count();
    const qint64 fraction = ((micros % 1'000'000) + 1'000'000) % 1'000'000;
    const QDateTime seconds = QDateTime::fromSecsSinceEpoch((micros - fraction) / 1'000'000, QTimeZone::utc());
    return seconds.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) + QLatin1Char('.')
           + QString::number(fraction).rightJustified(6, QLatin1Char('0')) + QLatin1Char('Z');
}

QString toLocalText(TimePoint at)
{
    const auto millis = std::chrono::floor<Millis>(at).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(millis).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

std::optional<TimePoint> fromIso(QStringView text)
{
    if (text.size() < 20)
        return {};
    qint64 micros = 0;
    qsizetype at = 19;
    if (text[at] == QLatin1Char('.')) {
        qint64 unit = 100'000;
        for (++at; at < text.size() && text[at].isDigit(); ++at, unit /= 10)
            micros += text[at].digitValue() * unit;
    }
    const QString seconds = text.first(19).toString() + text.sliced(at).toString();
    const QDateTime parsed = QDateTime::fromString(seconds, Qt::ISODate);
    if (!parsed.isValid() || parsed.date().year() <= 1)
        return {};
    return TimePoint(Micros(parsed.toSecsSinceEpoch() * 1'000'000 + micros));
}

} // namespace bd
