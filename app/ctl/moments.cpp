#include "moments.h"

#include <QCoreApplication>

#include "records/readfrom.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

} // namespace

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
    if (const auto ago = records::durationIn(text))
        return kafka::ResetTo{.kind = Kind::Time, .time = now - *ago};
    if (const auto time = fromIso(text))
        return kafka::ResetTo{.kind = Kind::Time, .time = *time};
    return fail(
        ErrorCode::InvalidUse,
        Tr::tr("--to takes beginning, end, an offset, +N or -N, a time or how long ago (10m), not «%1»").arg(text),
        Tr::tr("«brokerdeckctl --help» shows how it is used."));
}

} // namespace bd::ctl
