// Bytes of a record's key or value as text that people read. What cannot be decoded as asked is shown as bytes, with the
// reason; nothing is ever hidden. Pure.
#pragma once

#include <memory>
#include <optional>

#include <QByteArray>
#include <QStringList>

#include "base/error.h"

namespace bd::decode {

struct Decoded {
    QString text;
    QString reason;  // why it is shown as bytes; empty: it was decoded as asked
    QString decoder; // the id of the one whose text it is: «auto» says here what it took
    bool operator==(const Decoded &) const = default;
};

// Others join by being one: it must not block, and knows nothing of where the bytes come from.
class Decoder
{
public:
    virtual ~Decoder() = default;
    virtual QString id() const = 0; // as people choose it: text, json, hex …
    virtual Decoded decode(const QByteArray &bytes) const = 0;
};

// | id    | takes                                                             |
// | auto  | JSON where it is an object or a list, else text, else hex         |
// | text  | UTF-8                                                             |
// | json  | JSON of any kind, in one line                                     |
// | hex   | anything                                                          |
// | int   | 1, 2, 4 or 8 bytes, a signed number, most significant byte first  |
// | double | 4 or 8 bytes, IEEE 754, most significant byte first              |
QStringList decoderIds();
Result<std::shared_ptr<const Decoder>> decoderNamed(const QString &id); // InvalidUse: there is none

QString hexText(const QByteArray &bytes); // «ff 00 41»

} // namespace bd::decode
