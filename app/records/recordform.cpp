#include "records/recordform.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringList>

#include "decode/decode.h"
#include "decode/indented.h"
#include "records/deadletter.h"
#include "records/recordtemplate.h"

namespace bd::app {

namespace {

using Format = RecordForm::Format;
using Field = RecordFormProblem::Field;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(RecordForm)
};

Result<std::optional<QByteArray>> bytesOf(Format format, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    switch (format) {
    case Format::Null: return std::optional<QByteArray>();
    case Format::Text: break;
    case Format::Json: {
        QJsonParseError error;
        const bool isStructured = text.trimmed().startsWith(QLatin1Char('{'))
                                  || text.trimmed().startsWith(QLatin1Char('['));
        QJsonDocument::fromJson(isStructured ? bytes : '[' + bytes + ']', &error);
        if (error.error != QJsonParseError::NoError || text.trimmed().isEmpty()) {
            return fail(ErrorCode::Parse,
                        Tr::tr("it is no JSON: %1 at byte %2").arg(error.errorString()).arg(error.offset));
        }
        break;
    }
    case Format::Hex: {
        static const QRegularExpression pairs(QStringLiteral("^\\s*([0-9a-fA-F]{2}\\s*)*$"));
        if (!pairs.match(text).hasMatch()) {
            return fail(ErrorCode::Parse, Tr::tr("it is no hex: write pairs of 0–9 and a–f, as 00 ff"));
        }
        return std::optional(QByteArray::fromHex(bytes));
    }
    }
    return std::optional(bytes);
}

using Headers = std::vector<std::pair<QByteArray, std::optional<QByteArray>>>;

QString linesOf(const Headers &headers)
{
    QStringList lines;
    for (const auto &[name, value] : headers) {
        lines += QString::fromUtf8(name) + QLatin1Char('=') + QString::fromUtf8(value.value_or(QByteArray()));
    }
    return lines.join(QLatin1Char('\n'));
}

Result<Headers> headersOf(const RecordForm &form, const QString &text)
{
    if (form.original && text == linesOf(form.original->headers)) {
        return form.original->headers; // bytes, and null as against empty
    }
    Headers headers;
    for (const QString &line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals < 1) {
            return fail(ErrorCode::Parse, Tr::tr("«%1» is no NAME=VALUE").arg(line.left(60)));
        }
        headers.emplace_back(line.first(equals).trimmed().toUtf8(), line.sliced(equals + 1).toUtf8());
    }
    return headers;
}

struct Written {
    Format format;
    QString text;
};

// So that it can be edited: JSON indented, other text as it is, bytes in hex.
Written writtenOf(const std::optional<QByteArray> &bytes)
{
    if (!bytes) {
        return {Format::Null, {}};
    }
    const decode::Decoded decoded = (*decode::decoderNamed(QStringLiteral("auto")))->decode(*bytes);
    if (decoded.decoder == QLatin1String("hex")) {
        return {Format::Hex, decoded.text};
    }
    return decoded.decoder == QLatin1String("json") ? Written{Format::Json, decode::indented(decoded.text)}
                                                    : Written{Format::Text, decoded.text};
}

// What was not touched goes out with the bytes it came with.
bool isUntouched(const std::optional<QByteArray> &bytes, Format format, const QString &text)
{
    const Written written = writtenOf(bytes);
    return written.format == format && written.text == text;
}

RecordFormResult problem(Field field, const QString &text)
{
    return {{}, RecordFormProblem{field, text}};
}

} // namespace

RecordFormResult recordsFrom(const RecordForm &form, const QStringList &topics, TimePoint time, std::uint64_t seed)
{
    if (!topics.contains(form.topic)) {
        return problem(Field::Topic, form.topic.isEmpty() ? Tr::tr("Choose a topic")
                                                          : Tr::tr("There is no topic %1").arg(form.topic.left(100)));
    }
    RecordFormResult result;
    for (int number = 1; number <= form.count; ++number) {
        const auto fill = [&](const QString &text) { return records::filled(text, {number, time, seed}); };
        kafka::NewRecord record;
        record.partition = form.partition;
        if (form.original && isUntouched(form.original->key, form.keyFormat, form.key)) {
            record.key = form.original->key;
        } else if (auto key = bytesOf(form.keyFormat, fill(form.key))) {
            record.key = std::move(*key);
        } else {
            return problem(Field::Key, Tr::tr("The key: %1").arg(key.error().message));
        }
        if (form.original && isUntouched(form.original->value, form.valueFormat, form.value)) {
            record.value = form.original->value;
        } else if (auto value = bytesOf(form.valueFormat, fill(form.value))) {
            record.value = std::move(*value);
        } else {
            return problem(Field::Value, Tr::tr("The value: %1").arg(value.error().message));
        }
        auto headers = headersOf(form, fill(form.headers));
        if (!headers) {
            return problem(Field::Headers, Tr::tr("The headers: %1").arg(headers.error().message));
        }
        record.headers = std::move(*headers);
        result.records.push_back(std::move(record));
    }
    return result;
}

RecordForm formToSendAgain(const QString &topic, const kafka::Record &record)
{
    RecordForm form;
    form.topic = topic;
    const Written key = writtenOf(record.key);
    const Written value = writtenOf(record.value);
    form.keyFormat = key.format;
    form.key = key.text;
    form.valueFormat = value.format;
    form.value = value.text;
    form.headers = linesOf(record.headers);
    form.original = record;
    return form;
}

RecordForm formToSendBack(const QString &source, const kafka::Record &record)
{
    kafka::Record cleaned = record;
    cleaned.headers = records::withoutFailure(record);
    return formToSendAgain(source, cleaned);
}

} // namespace bd::app
