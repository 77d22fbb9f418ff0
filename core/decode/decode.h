// Bytes of a record's key or value as text that people read. What cannot be decoded as asked is shown as bytes, with the
// reason; nothing is ever hidden. Pure.
#pragma once

#include <memory>
#include <optional>

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include "base/error.h"

namespace bd::decode {

struct Decoded {
    QString text;
    QString reason;    // why it is shown as bytes; empty: it was decoded as asked
    QString decoder;   // the id of the one whose text it is: «auto» says here what it took
    QString note = {}; // what else is to be known: that it breaks its schema, or that its schema could not be had
    std::optional<quint32> schemaId = {}; // the number in a Schema Registry that the bytes begin with
    QString schemaName = {};              // «com.acme.Order», where it was decoded by a schema
    bool operator==(const Decoded &) const = default;
};

class Decoder;

// What is known of one schema of a Schema Registry.
struct KnownSchema {
    std::shared_ptr<const Decoder> decoder; // of what stands behind the number; nothing: see `missing`
    QString missing;                        // why there is none
};
using Schemas = QMap<quint32, KnownSchema>;

// Others join by being one: it must not block, and knows nothing of where the bytes come from. One that needs schemas does
// not fetch them: whoever has the bytes looks which are needed (schemaIdOf), fetches them, and goes on with the decoder that
// knows them.
class Decoder
{
public:
    virtual ~Decoder() = default;
    virtual QString id() const = 0; // as people choose it: text, json, hex …
    virtual Decoded decode(const QByteArray &bytes) const = 0;
    // One that knows these; nothing: it needs none.
    virtual std::shared_ptr<const Decoder> knowing(const Schemas &) const { return {}; }
};

// | id    | takes                                                             |
// | auto  | what a known schema says, else JSON where it is an object or a list, else text, else hex |
// | text  | UTF-8                                                             |
// | json  | JSON of any kind, in one line                                     |
// | hex   | anything                                                          |
// | int   | 1, 2, 4 or 8 bytes, a signed number, most significant byte first  |
// | double | 4 or 8 bytes, IEEE 754, most significant byte first              |
// | registry | what a known schema says: see framed.h                         |
QStringList decoderIds();
Result<std::shared_ptr<const Decoder>> decoderNamed(const QString &id); // InvalidUse: there is none

QString hexText(const QByteArray &bytes); // «ff 00 41»

} // namespace bd::decode
