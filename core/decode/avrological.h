// Avro's logical types as JSON text. Pure. https://avro.apache.org/docs/1.11.1/specification/#logical-types
#pragma once

#include <QByteArray>

#include "decode/avroschema.h"

namespace bd::decode {

// What people read: dates and times in quotes, in ISO 8601. Empty where the number is no such thing (a year of five digits):
// then the number itself is to be shown.
QByteArray logicalText(AvroType::Logical logical, qint64 number);

// A decimal with all its digits, as a number; a UUID or a duration in quotes. Empty where the bytes are no such thing.
QByteArray logicalText(const AvroType &type, const QByteArray &bytes);

} // namespace bd::decode
