#include "records/jsonline.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace bd::records {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

const QString hexFormat = QStringLiteral("hex");

// By a decoder whose text is not the bytes themselves.
bool isMade(const QString &format)
{
    static const QStringList made{QStringLiteral("int"), QStringLiteral("double"), QStringLiteral("avro"),
                                  QStringLiteral("json-schema")};
    return made.contains(format);
}

// The text, unless these bytes are another: then hex, so that it reads back as what it was. What a decoder made of bytes
// (a number, Avro) is kept, with the bytes beside it.
void put(QJsonObject &object, const QString &name, const std::optional<QByteArray> &raw,
         const std::optional<decode::Decoded> &decoded)
{
    object.insert(name, decoded ? QJsonValue(decoded->text) : QJsonValue());
    if (!decoded || !raw)
        return;
    const auto add = [&](const char *what, const QJsonValue &value) {
        object.insert(name + QLatin1String(what), value);
    };
    const bool isText = decoded->decoder == QLatin1String("json") || decoded->decoder == QLatin1String("text");
    const bool isReformatted = isText && decoded->text.toUtf8() != *raw; // a byte order mark is lost, too
    if (isReformatted)
        object.insert(name, decode::hexText(*raw));
    add("Format", isReformatted ? hexFormat : decoded->decoder);
    if (isMade(decoded->decoder))
        add("Bytes", decode::hexText(*raw));
    if (!decoded->reason.isEmpty())
        add("Reason", decoded->reason);
    if (!decoded->note.isEmpty())
        add("Note", decoded->note);
    if (decoded->schemaId)
        add("SchemaId", static_cast<qint64>(*decoded->schemaId));
    if (!decoded->schemaName.isEmpty())
        add("SchemaName", decoded->schemaName);
}

// A header's value is text, or null, or bytes in hex that say so.
QJsonObject headerOf(const std::pair<QByteArray, std::optional<QByteArray>> &raw, const Header &header)
{
    QJsonObject object{{QStringLiteral("name"), header.name},
                       {QStringLiteral("value"), header.value ? QJsonValue(*header.value) : QJsonValue()}};
    if (raw.second && header.value && raw.second->compare(header.value->toUtf8()) != 0) {
        object.insert(QStringLiteral("value"), decode::hexText(*raw.second));
        object.insert(QStringLiteral("format"), hexFormat);
    }
    return object;
}

Result<std::optional<QByteArray>> bytesOf(const QJsonValue &value, const QString &format)
{
    if (value.isNull() || value.isUndefined())
        return std::optional<QByteArray>();
    if (!value.isString())
        return fail(ErrorCode::Parse, Tr::tr("a key or value must be a text or null"));
    const QByteArray text = value.toString().toUtf8();
    if (format == hexFormat) {
        static const QRegularExpression pairs(QStringLiteral("^\\s*([0-9a-fA-F]{2}\\s*)*$"));
        if (!pairs.match(value.toString()).hasMatch())
            return fail(ErrorCode::Parse, Tr::tr("«%1» is no hex").arg(value.toString().left(40)));
        return std::optional(QByteArray::fromHex(text));
    }
    if (isMade(format))
        return fail(ErrorCode::Parse, Tr::tr("%1 cannot be read back: read the records as hex").arg(format));
    return std::optional(text);
}

} // namespace

QJsonObject toJson(const DecodedRecord &record)
{
    using Time = kafka::Record::Time;
    QJsonObject object{{QStringLiteral("partition"), record.record.partition},
                       {QStringLiteral("offset"), record.record.offset}};
    if (record.record.timeKind != Time::None)
        object.insert(QStringLiteral("time"), toIso(record.record.time));
    put(object, QStringLiteral("key"), record.record.key, record.key);
    put(object, QStringLiteral("value"), record.record.value, record.value);
    QJsonArray headers;
    for (size_t i = 0; i < record.headers.size(); ++i)
        headers += headerOf(record.record.headers[i], record.headers[i]);
    object.insert(QStringLiteral("headers"), headers);
    return object;
}

Result<kafka::NewRecord> fromJson(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (!document.isObject())
        return fail(ErrorCode::Parse, Tr::tr("a record is a JSON object in one line"), error.errorString());
    return fromJson(document.object());
}

Result<kafka::NewRecord> fromJson(const QJsonObject &object)
{
    const auto read = [&object](const QString &name) {
        const QJsonValue bytes = object.value(name + QStringLiteral("Bytes"));
        return bytes.isString() ? bytesOf(bytes, hexFormat)
                                : bytesOf(object.value(name), object.value(name + QStringLiteral("Format")).toString());
    };
    static const QRegularExpression known(QStringLiteral(
        "^(topic|partition|offset|time|headers|(key|value)(|Format|Bytes|Reason|Note|SchemaId|SchemaName))$"));
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!known.match(it.key()).hasMatch())
            return fail(ErrorCode::Parse, Tr::tr("a record has no «%1»").arg(it.key().left(60)));
    }
    if (!object.contains(QStringLiteral("value"))) // a tombstone says so
        return fail(ErrorCode::Parse, Tr::tr("a record needs a «value», which may be null"));
    kafka::NewRecord record;
    auto key = read(QStringLiteral("key"));
    auto value = read(QStringLiteral("value"));
    if (!key || !value)
        return tl::unexpected(key ? value.error() : key.error());
    record.key = std::move(*key);
    record.value = std::move(*value);
    for (const QJsonValue one : object.value(QStringLiteral("headers")).toArray()) {
        const QJsonObject header = one.toObject();
        auto bytes = bytesOf(header.value(QStringLiteral("value")), header.value(QStringLiteral("format")).toString());
        const QString name = header.value(QStringLiteral("name")).toString();
        if (!bytes || name.isEmpty())
            return fail(ErrorCode::Parse, Tr::tr("a header is an object with name and value"));
        record.headers.emplace_back(name.toUtf8(), std::move(*bytes));
    }
    if (object.contains(QStringLiteral("time"))) {
        record.time = fromIso(object.value(QStringLiteral("time")).toString());
        if (!record.time)
            return fail(ErrorCode::Parse, Tr::tr("«time» is no time"));
    }
    return record;
}

} // namespace bd::records
