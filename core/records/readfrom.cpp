#include "records/readfrom.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace bd::records {

namespace {

using namespace std::chrono_literals;
using kafka::ReadFrom;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

// A time that names no zone.
std::optional<TimePoint> timeIn(QString text, Qt::TimeSpec zone)
{
    static const QRegularExpression form(
        QStringLiteral("^\\d{4}-\\d\\d-\\d\\d([ T]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?)?$"));
    if (!form.match(text).hasMatch())
        return {};
    QDateTime time = QDateTime::fromString(text.replace(QLatin1Char(' '), QLatin1Char('T')), Qt::ISODateWithMs);
    time.setTimeSpec(zone);
    return time.isValid() ? std::optional(TimePoint(Millis(time.toMSecsSinceEpoch()))) : std::nullopt;
}

} // namespace

std::optional<Millis> durationIn(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{1,9})([smhd])$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return {};
    static const QMap<QString, std::chrono::seconds> units{{QStringLiteral("s"), 1s},
                                                           {QStringLiteral("m"), 60s},
                                                           {QStringLiteral("h"), 3600s},
                                                           {QStringLiteral("d"), 86400s}};
    return match.captured(1).toInt() * units.value(match.captured(2));
}

Result<ReadFrom> readFrom(const QString &text, TimePoint now)
{
    const QString from = text.trimmed();
    if (from == QLatin1String("beginning"))
        return ReadFrom{};
    if (from == QLatin1String("end"))
        return ReadFrom{.kind = ReadFrom::Kind::End};
    bool isOffset = false;
    if (const qint64 offset = from.toLongLong(&isOffset); isOffset && offset >= 0)
        return ReadFrom{.kind = ReadFrom::Kind::Offset, .offset = offset};
    if (const auto ago = durationIn(from))
        return ReadFrom{.kind = ReadFrom::Kind::Time, .time = now - *ago};
    if (const auto local = timeIn(from, Qt::LocalTime))
        return ReadFrom{.kind = ReadFrom::Kind::Time, .time = *local};
    if (const auto time = fromIso(from))
        return ReadFrom{.kind = ReadFrom::Kind::Time, .time = *time};
    return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no offset, no time and no «10m» ago").arg(from.left(60)),
                Tr::tr("Write beginning, end, an offset as 1204, a time as 2026-11-25 14:02, or how long ago as 10m."));
}

QString inUtc(const QString &text)
{
    const auto time = timeIn(text.trimmed(), Qt::UTC);
    return time ? toIso(*time) : text;
}

QString localTimeText(TimePoint at)
{
    const auto milliseconds = std::chrono::floor<Millis>(at).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

} // namespace bd::records
