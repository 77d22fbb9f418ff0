// Avro's binary encoding as JSON in one line, by the schema that it was written with. Pure, and bounded for any bytes:
// in depth, and in text to some multiple of the bytes.
//
// A union's value stands for itself, without its type's name; bytes and fixed ones are hex («00 ff»), logical types are what
// people read (12.50, "2026-11-25T14:02:00.123Z"), numbers keep all their digits, and what is no number in JSON is in
// quotes ("NaN").
#pragma once

#include <memory>

#include "decode/avroschema.h"
#include "decode/decode.h"

namespace bd::decode {

// Its id is «avro». A reason says where the bytes do not fit: «lines[2].price: the bytes end too early».
std::shared_ptr<const Decoder> avroDecoder(AvroSchema schema);

} // namespace bd::decode
