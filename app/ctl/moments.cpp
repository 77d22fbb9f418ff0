#include "moments.h"

#include <QCoreApplication>
#include <QMap>
#include <QRegularExpression>

namespace bd::ctl {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

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

Result<kafka::ResetTo> resetToIn(const QString &text, TimePoint now)
{
    using Kind = kafka::ResetTo::Kind;
    if (text == QLatin1String("beginning"))
        return kafka::ResetTo{};
    if (text == QLatin1String("end"))
        return kafka::ResetTo{.kind = Kind::End};
    bool isNumber = false;
    if (const qint64 number = text.toLongLong(&isNumber); isNumber) {
        const bool isShift = text.startsWith(QLatin1Char('+')) || text.startsWith(QLatin1Char('-'));
        return kafka::ResetTo{.kind = isShift ? Kind::Shift : Kind::Offset, .number = number};
    }
    if (const auto ago = durationIn(text))
        return kafka::ResetTo{.kind = Kind::Time, .time = now - *ago};
    if (const auto time = fromIso(text))
        return kafka::ResetTo{.kind = Kind::Time, .time = *time};
    return fail(
        ErrorCode::InvalidUse,
        Tr::tr("--to takes beginning, end, an offset, +N or -N, a time or how long ago (10m), not «%1»").arg(text),
        Tr::tr("«brokerdeckctl --help» shows how it is used."));
}

} // namespace bd::ctl
