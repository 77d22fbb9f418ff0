// An Avro schema as a table of its types, in which each refers to others by their place: types may hold themselves. Pure.
// https://avro.apache.org/docs/1.11.1/specification/
//
// Own code: Debian's Avro C knows no logical types and takes one schema at a time, without references to others, and its
// interface has no bound that one could set (some bytes say «2^60 nulls»). Avro C++ is not in Debian 12.
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>

#include "base/error.h"

namespace bd::decode {

struct AvroType {
    enum class Kind { Null, Boolean, Int, Long, Float, Double, Bytes, String, Record, Enum, Array, Map, Union, Fixed };
    // One that does not fit its type, or is not among these, is none, as the specification wants it.
    enum class Logical {
        None,
        Decimal,
        Uuid,
        Date,
        TimeMillis,
        TimeMicros,
        TimestampMillis,
        TimestampMicros,
        TimestampNanos,
        LocalTimestampMillis,
        LocalTimestampMicros,
        LocalTimestampNanos,
        Duration
    };
    Kind kind = Kind::Null;
    Logical logical = Logical::None;
    QString name;                  // full, of records, enums and fixed ones
    std::vector<QByteArray> names; // of a record's fields or an enum's symbols
    std::vector<int> types; // places: of a record's fields, a union's branches, or the one of a list's or map's items
    qint64 size = 0;        // of a fixed one, in bytes
    int scale = 0;          // of a decimal
    bool operator==(const AvroType &) const = default;
};

struct AvroSchema {
    std::vector<AvroType> types;
    int root = 0;

    QString name() const; // «com.acme.Order», «array»
    bool operator==(const AvroSchema &) const = default;
};

// `references`: other schemas whose named types this one uses, each after those that it uses itself. Parse, with the place
// in the schema.
Result<AvroSchema> parseAvroSchema(const QByteArray &json, const std::vector<QByteArray> &references = {});

} // namespace bd::decode
