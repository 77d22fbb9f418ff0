// A record with its key, value and headers as text, and the filter over that text. Pure.
#pragma once

#include <vector>

#include <QRegularExpression>
#include <QSet>

#include "decode/decode.h"
#include "kafka/records.h"
#include "records/jsonpath.h"

namespace bd::records {

struct Header {
    QString name;
    std::optional<QString> value; // nothing: null
    bool operator==(const Header &) const = default;
};

struct DecodedRecord {
    kafka::Record record;
    std::optional<decode::Decoded> key;   // nothing: null
    std::optional<decode::Decoded> value; // nothing: null
    std::vector<Header> headers;
    bool operator==(const DecodedRecord &) const = default;
};

struct Decoders {
    std::shared_ptr<const decode::Decoder> key;
    std::shared_ptr<const decode::Decoder> value;
};
// By their ids; InvalidUse for one that there is not. Headers are read as «auto».
Result<Decoders> decodersNamed(const QString &key, const QString &value);

bool needsSchemas(const Decoders &decoders); // one of them makes use of a Schema Registry
// The numbers of the schemas that these decoders would need for these records.
QSet<quint32> schemaIdsIn(const std::vector<kafka::Record> &records, const Decoders &decoders);
Decoders knowing(const Decoders &decoders, const decode::Schemas &schemas);

DecodedRecord decoded(kafka::Record record, const Decoders &decoders);

class Filter
{
public:
    enum class Where { Anywhere, Key, Value, Headers };
    Filter() = default; // takes everything
    // A text in any case, or a regular expression; InvalidUse with what is wrong with it.
    static Result<Filter> text(const QString &text, Where where = Where::Anywhere);
    static Result<Filter> regex(const QString &pattern, Where where = Where::Anywhere);
    // See JsonPath; what is no JSON is not taken. An empty one takes everything.
    static Result<Filter> path(const QString &expression, Where where = Where::Anywhere);

    bool takes(const DecodedRecord &record) const;
    bool isOpen() const { return !m_path && m_pattern.pattern().isEmpty(); }

private:
    bool takesText(const QString &text) const;

    QRegularExpression m_pattern;
    std::optional<JsonPath> m_path;
    Where m_where = Where::Anywhere;
};

} // namespace bd::records
