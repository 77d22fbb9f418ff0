#include "records/decoded.h"

#include <algorithm>

#include <QCoreApplication>

#include "decode/framed.h"

namespace bd::records {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

const decode::Decoder &headerDecoder()
{
    static const auto decoder = *decode::decoderNamed(QStringLiteral("auto"));
    return *decoder;
}

} // namespace

Result<Decoders> decodersNamed(const QString &key, const QString &value)
{
    return decode::decoderNamed(key).and_then([&](const std::shared_ptr<const decode::Decoder> &ofKey) {
        return decode::decoderNamed(value).map([&](const std::shared_ptr<const decode::Decoder> &ofValue) {
            return Decoders{ofKey, ofValue};
        });
    });
}

bool needsSchemas(const Decoders &decoders)
{
    return decoders.key->knowing({}) || decoders.value->knowing({});
}

QSet<quint32> schemaIdsIn(const std::vector<kafka::Record> &records, const Decoders &decoders)
{
    const bool ofKeys = decoders.key->knowing({}) != nullptr, ofValues = decoders.value->knowing({}) != nullptr;
    QSet<quint32> ids;
    const auto add = [&ids](const std::optional<QByteArray> &bytes) {
        if (const auto id = bytes ? decode::schemaIdOf(*bytes) : std::nullopt)
            ids.insert(*id);
    };
    for (const kafka::Record &record : records) {
        if (ofKeys)
            add(record.key);
        if (ofValues)
            add(record.value);
    }
    return ids;
}

Decoders knowing(const Decoders &decoders, const decode::Schemas &schemas)
{
    const auto one = [&](const std::shared_ptr<const decode::Decoder> &decoder) {
        auto knowing = decoder->knowing(schemas);
        return knowing ? knowing : decoder;
    };
    return {one(decoders.key), one(decoders.value)};
}

DecodedRecord decoded(kafka::Record record, const Decoders &decoders)
{
    DecodedRecord result;
    if (record.key)
        result.key = decoders.key->decode(*record.key);
    if (record.value)
        result.value = decoders.value->decode(*record.value);
    for (const auto &[name, value] : record.headers) {
        result.headers.push_back({headerDecoder().decode(name).text,
                                  value ? std::optional(headerDecoder().decode(*value).text) : std::nullopt});
    }
    result.record = std::move(record);
    return result;
}

Filter Filter::text(const QString &text, Where where)
{
    return text.isEmpty() ? Filter() : Filter(QStringMatcher(text, Qt::CaseInsensitive), where);
}

Result<Filter> Filter::regex(const QString &pattern, Where where)
{
    if (pattern.isEmpty())
        return Filter();
    const QRegularExpression regex(pattern, QRegularExpression::DontCaptureOption);
    if (!regex.isValid())
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no regular expression").arg(pattern.left(100)),
                    Tr::tr("At character %1: %2").arg(regex.patternErrorOffset() + 1).arg(regex.errorString()));
    regex.optimize();
    return Filter(regex, where);
}

Result<Filter> Filter::path(const QString &expression, Where where)
{
    if (expression.trimmed().isEmpty())
        return Filter();
    return JsonPath::parse(expression).map([where](JsonPath path) { return Filter(std::move(path), where); });
}

bool Filter::takesText(const QString &text) const
{
    if (const auto *matcher = std::get_if<QStringMatcher>(&m_what))
        return matcher->indexIn(text) >= 0;
    if (const auto *pattern = std::get_if<QRegularExpression>(&m_what))
        return pattern->match(text).hasMatch();
    const auto *path = std::get_if<JsonPath>(&m_what);
    const auto json = path ? jsonOf(text) : std::nullopt;
    return json && path->holds(*json);
}

bool Filter::takesHeaders(const kafka::Record &record) const
{
    const bool seesNames = !std::holds_alternative<JsonPath>(m_what);
    return std::ranges::any_of(record.headers, [&](const auto &header) {
        return (seesNames && takesText(headerDecoder().decode(header.first).text))
               || (header.second && takesText(headerDecoder().decode(*header.second).text));
    });
}

bool Filter::takes(const kafka::Record &record, const Decoders &decoders) const
{
    if (isOpen())
        return true;
    const bool anywhere = m_where == Where::Anywhere;
    if ((anywhere || m_where == Where::Key) && record.key && takesText(decoders.key->decode(*record.key).text))
        return true;
    if ((anywhere || m_where == Where::Value) && record.value && takesText(decoders.value->decode(*record.value).text))
        return true;
    return (anywhere || m_where == Where::Headers) && takesHeaders(record);
}

} // namespace bd::records
