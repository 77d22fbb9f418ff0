#include "records/recordtemplate.h"

#include <array>
#include <random>

#include <QRegularExpression>
#include <QUuid>

namespace bd::records {

namespace {

const QRegularExpression &variable()
{
    static const QRegularExpression form(
        QStringLiteral("\\$\\$\\{|\\$\\{(n|time|ms|uuid|random:(-?\\d{1,18}):(-?\\d{1,18}))\\}"));
    return form;
}

QString uuidOf(std::mt19937_64 &random)
{
    std::array<quint64, 2> words{random(), random()};
    QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof(words));
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40); // RFC 4122: version 4, variant 1
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
}

QString valueOf(const QRegularExpressionMatch &match, const TemplateValues &values, std::mt19937_64 &random)
{
    const QString name = match.captured(1);
    if (name.isEmpty())
        return QStringLiteral("${");
    if (name == QLatin1String("n"))
        return QString::number(values.number);
    const auto milliseconds = std::chrono::floor<Millis>(values.time);
    if (name == QLatin1String("time")) // with three decimals, as most programs write it
        return toIso(milliseconds).chopped(4) + QLatin1Char('Z');
    if (name == QLatin1String("ms"))
        return QString::number(milliseconds.time_since_epoch().count());
    if (name == QLatin1String("uuid"))
        return uuidOf(random);
    const auto [low, high] = std::minmax({match.captured(2).toLongLong(), match.captured(3).toLongLong()});
    return QString::number(std::uniform_int_distribution<qint64>(low, high)(random));
}

} // namespace

QString filled(const QString &text, const TemplateValues &values)
{
    std::mt19937_64 random(values.seed + static_cast<std::uint64_t>(values.number) * 0x9e3779b97f4a7c15ULL);
    QString result;
    qsizetype end = 0;
    for (auto matches = variable().globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(text).sliced(end, match.capturedStart() - end);
        result += valueOf(match, values, random);
        end = match.capturedEnd();
    }
    return result += QStringView(text).sliced(end);
}

bool hasVariables(const QString &text)
{
    return variable().match(text).hasMatch();
}

} // namespace bd::records
