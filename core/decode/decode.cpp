#include "decode/decode.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringDecoder>
#include <QtEndian>

#include "decode/framed.h"

namespace bd::decode {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Decode)
};

const QString hexId = QStringLiteral("hex");

Decoded asBytes(const QByteArray &bytes, const QString &reason)
{
    return {hexText(bytes), reason, hexId};
}

std::optional<QString> utf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(std::move(text));
}

// A number in four bytes is valid UTF-8 more often than not: text that people wrote has no control characters.
bool isReadable(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) {
        const bool isPlain = c >= QLatin1Char(' ') && c <= QLatin1Char('~'); // nearly all are: the rest costs more
        return isPlain || c.isPrint() || c.isSpace() || c.isSurrogate() || c.category() == QChar::Other_Format;
    });
}

// Of valid JSON. The text itself, so that numbers keep all their digits and keys their order.
QByteArray withoutBlanks(const QByteArray &json)
{
    QByteArray line;
    bool isInside = false, isEscaped = false;
    for (const char c : json) {
        if (isInside || !QByteArrayLiteral(" \t\r\n").contains(c))
            line += c;
        isInside = c == '"' && !isEscaped ? !isInside : isInside;
        isEscaped = c == '\\' && !isEscaped;
    }
    return line;
}

// In one line; numbers, strings and words alone too.
std::optional<QString> json(const QByteArray &bytes, bool structuredOnly)
{
    QJsonParseError error;
    const QByteArray trimmed = bytes.trimmed();
    const bool isStructured = trimmed.startsWith('{') || trimmed.startsWith('[');
    if (structuredOnly && !isStructured)
        return {};
    // QJsonDocument takes objects and lists only.
    const QByteArray wrapped = isStructured ? trimmed : '[' + trimmed + ']';
    const QJsonDocument document = QJsonDocument::fromJson(wrapped, &error);
    if (error.error != QJsonParseError::NoError || trimmed.isEmpty())
        return {};
    return QString::fromUtf8(trimmed.contains('\n') ? withoutBlanks(trimmed) : trimmed);
}

class Text : public Decoder
{
public:
    QString id() const override { return QStringLiteral("text"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        const auto text = utf8(bytes);
        return text ? Decoded{*text, {}, id()} : asBytes(bytes, Tr::tr("it is no UTF-8"));
    }
};

class Json : public Decoder
{
public:
    QString id() const override { return QStringLiteral("json"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        if (const auto text = json(bytes, false))
            return {*text, {}, id()};
        QJsonParseError error;
        QJsonDocument::fromJson(bytes, &error);
        const QString reason = Tr::tr("it is no JSON: %1 at byte %2").arg(error.errorString()).arg(error.offset);
        const auto text = utf8(bytes); // readable all the same
        return text && isReadable(*text) ? Decoded{*text, reason, QStringLiteral("text")} : asBytes(bytes, reason);
    }
};

class Hex : public Decoder
{
public:
    QString id() const override { return hexId; }
    Decoded decode(const QByteArray &bytes) const override { return {hexText(bytes), {}, id()}; }
};

class Int : public Decoder
{
public:
    QString id() const override { return QStringLiteral("int"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        const auto is = [&](qint64 number) { return Decoded{QString::number(number), {}, id()}; };
        switch (bytes.size()) {
        case 1: return is(static_cast<qint8>(bytes.front()));
        case 2: return is(qFromBigEndian<qint16>(bytes.constData()));
        case 4: return is(qFromBigEndian<qint32>(bytes.constData()));
        case 8: return is(qFromBigEndian<qint64>(bytes.constData()));
        default: return asBytes(bytes, Tr::tr("a number has 1, 2, 4 or 8 bytes, and these are %1").arg(bytes.size()));
        }
    }
};

class Double : public Decoder
{
public:
    QString id() const override { return QStringLiteral("double"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        if (bytes.size() == 4)
            return {QString::number(qFromBigEndian<float>(bytes.constData()), 'g', 9), {}, id()};
        if (bytes.size() == 8)
            return {QString::number(qFromBigEndian<double>(bytes.constData()), 'g', 17), {}, id()};
        return asBytes(bytes, Tr::tr("such a number has 4 or 8 bytes, and these are %1").arg(bytes.size()));
    }
};

class Auto : public Decoder
{
public:
    QString id() const override { return QStringLiteral("auto"); }
    Decoded decode(const QByteArray &bytes) const override
    {
        if (const auto text = json(bytes, true))
            return {*text, {}, QStringLiteral("json")};
        const auto text = utf8(bytes);
        return text && isReadable(*text) ? Decoded{*text, {}, QStringLiteral("text")}
                                         : Decoded{hexText(bytes), {}, hexId};
    }
    std::shared_ptr<const Decoder> knowing(const Schemas &schemas) const override { return autoDecoder(schemas); }
};

const std::vector<std::shared_ptr<const Decoder>> &decoders()
{
    static const std::vector<std::shared_ptr<const Decoder>> all{std::make_shared<Auto>(), std::make_shared<Text>(),
                                                                 std::make_shared<Json>(), std::make_shared<Hex>(),
                                                                 std::make_shared<Int>(),  std::make_shared<Double>(),
                                                                 registryDecoder({})};
    return all;
}

} // namespace

QString hexText(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' '));
}

QStringList decoderIds()
{
    QStringList ids;
    for (const auto &decoder : decoders())
        ids += decoder->id();
    return ids;
}

Result<std::shared_ptr<const Decoder>> decoderNamed(const QString &id)
{
    for (const auto &decoder : decoders()) {
        if (decoder->id() == id)
            return decoder;
    }
    return fail(ErrorCode::InvalidUse, Tr::tr("There is no format «%1»").arg(id),
                Tr::tr("There is: %1").arg(decoderIds().join(QStringLiteral(", "))));
}

} // namespace bd::decode
