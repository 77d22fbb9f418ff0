#include "records/recordwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "base/text.h"
#include "decode/indented.h"
#include "records/readfrom.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(RecordWords)
};

constexpr qsizetype decodedWhole = 16 << 10; // bytes; what is larger is cut before it is read
constexpr qsizetype cutTo = 600;
constexpr qsizetype inLine = 400; // characters
constexpr qsizetype longestLine = 2000;

QDateTime dateTime(TimePoint at)
{
    return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<Millis>(at).time_since_epoch().count());
}

QString oneLine(const QString &text)
{
    QString line = text.left(inLine);
    line.replace(QLatin1Char('\n'), QStringLiteral("↵"));
    return plainText(line, inLine);
}

// The beginning, where reading all of it would take too long for a list.
QString beginningOf(const QByteArray &bytes, const decode::Decoder &decoder)
{
    const QByteArray begin = bytes.first(cutTo);
    const QString text = QString::fromUtf8(begin);
    const bool isText = decoder.id() != QLatin1String("hex") && text.count(QChar::ReplacementCharacter) <= 1
                        && !text.contains(QChar());
    return isText ? text : decode::hexText(begin);
}

QString brokenLines(const QString &text)
{
    QString broken;
    broken.reserve(text.size() + text.size() / longestLine + 1);
    qsizetype length = 0;
    for (const QChar one : text) {
        length = one == QLatin1Char('\n') ? 0 : length + 1;
        broken += one;
        if (length >= longestLine && !one.isHighSurrogate()) {
            broken += QLatin1Char('\n');
            length = 0;
        }
    }
    return broken;
}

QString aboutText(const decode::Decoded &decoded)
{
    QStringList parts;
    if (decoded.schemaId) {
        parts += decoded.schemaName.isEmpty()
                     ? Tr::tr("Schema %1").arg(*decoded.schemaId)
                     : Tr::tr("Schema %1, %2").arg(*decoded.schemaId).arg(plainText(decoded.schemaName, 200));
    }
    if (!decoded.note.isEmpty()) {
        parts += plainText(decoded.note, 400);
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

Shown shownInLine(const std::optional<QByteArray> &bytes, const decode::Decoder &decoder)
{
    if (!bytes) {
        return {Tr::tr("null"), {}};
    }
    if (bytes->isEmpty()) {
        return {Tr::tr("empty"), {}};
    }
    if (bytes->size() > decodedWhole) {
        return {Tr::tr("%1… (%2)", "beginning of a large value, and its size")
                    .arg(oneLine(beginningOf(*bytes, decoder)), bytesText(bytes->size())),
                {}};
    }
    const decode::Decoded decoded = decoder.decode(*bytes);
    return {oneLine(decoded.text), decoded.reason};
}

Shown shownWhole(const std::optional<QByteArray> &bytes, const decode::Decoder &decoder, qsizetype limit)
{
    if (!bytes) {
        return {Tr::tr("null"), {}};
    }
    const decode::Decoded decoded = decoder.decode(*bytes);
    const bool isJson = decoded.text.startsWith(QLatin1Char('{')) || decoded.text.startsWith(QLatin1Char('['));
    const QString text = isJson ? decode::indented(decoded.text, limit + 1) : decoded.text;
    return {plainText(brokenLines(text), limit), decoded.reason, aboutText(decoded)};
}

QString recordTimeText(const kafka::Record &record, bool utc)
{
    if (record.timeKind == kafka::Record::Time::None) {
        return QStringLiteral("–");
    }
    return utc ? dateTime(record.time).toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"))
               : records::localTimeText(record.time);
}

QString bothTimesText(const kafka::Record &record)
{
    using Time = kafka::Record::Time;
    if (record.timeKind == Time::None) {
        return Tr::tr("This record bears no time.");
    }
    return Tr::tr("%1 local time\n%2 UTC\n%3")
        .arg(recordTimeText(record, false), recordTimeText(record, true),
             record.timeKind == Time::Appended ? Tr::tr("when the broker took it") : Tr::tr("as its producer says"));
}

QString bytesText(qint64 bytes)
{
    return bytes < 1024 ? Tr::tr("%Ln byte(s)", nullptr, static_cast<int>(bytes))
                        : QLocale().formattedDataSize(bytes, 1);
}

} // namespace bd::app
