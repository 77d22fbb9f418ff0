// Bytes framed for a Schema Registry: a zero, the schema's number in four bytes, most significant first, and what was
// written by that schema. Pure.
// https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
//
// Avro becomes JSON (avro.h), JSON is shown as it stands behind its frame, Protobuf is not decoded. Frames of other kinds
// (Apicurio's with eight bytes, Confluent's with the schema's id in a header) are bytes like any others.
//
// JSON is not checked against its schema: Debian 12's valijson (1.0) matches patterns by std::regex and no other, which
// neither time nor stack bounds, and schemas and records are both from outside.
#pragma once

#include "decode/decode.h"

namespace bd::decode {

// Nothing: they are not framed. Eight bytes of a small number look as if they were.
std::optional<quint32> schemaIdOf(const QByteArray &bytes);

struct SchemaText {
    QString kind; // as the registry says it: AVRO, JSON, PROTOBUF …
    QByteArray text;
    std::vector<std::pair<QString, QByteArray>> references; // name and text, each after those that it uses itself
    bool operator==(const SchemaText &) const = default;
};

// Of what stands behind the frame. Parse: the schema itself is wrong. One for a kind that is not decoded says so each time.
Result<std::shared_ptr<const Decoder>> decoderOf(const SchemaText &schema);

// «registry»: what is not framed, or whose schema is not known, is shown as bytes with the reason.
std::shared_ptr<const Decoder> registryDecoder(const Schemas &schemas);
// «auto»: the same for what is framed and whose schema is known; else as if there were no schemas, with a note where one
// could not be had.
std::shared_ptr<const Decoder> autoDecoder(const Schemas &schemas);

} // namespace bd::decode
