// A record with its key, value and headers as text, and the filter over that text. Pure.
#pragma once

#include <variant>
#include <vector>

#include <QRegularExpression>
#include <QSet>
#include <QStringMatcher>

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
    // Each takes everything where it is empty.
    static Filter text(const QString &text, Where where = Where::Anywhere); // in any case
    // InvalidUse with what is wrong with it.
    static Result<Filter> regex(const QString &pattern, Where where = Where::Anywhere);
    // See JsonPath; what is no JSON is not taken.
    static Result<Filter> path(const QString &expression, Where where = Where::Anywhere);

    bool takes(const kafka::Record &record, const Decoders &decoders) const;
    bool isOpen() const { return std::holds_alternative<std::monostate>(m_what); }

private:
    using What = std::variant<std::monostate, QStringMatcher, QRegularExpression, JsonPath>;
    Filter(What what, Where where) : m_what(std::move(what)), m_where(where) {}
    bool takesText(const QString &text) const;
    bool takesHeaders(const kafka::Record &record) const;

    What m_what;
    Where m_where = Where::Anywhere;
};

} // namespace bd::records
