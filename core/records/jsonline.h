// Records as lines of JSON, out and in again. A line reads back as the same record: bytes that are no text are written as
// hex and say so. Pure.
//
//   {"partition":0,"offset":7,"time":"…Z","key":"a","value":"{…}","headers":[{"name":"n","value":"v"}],
//    "keyFormat":"text","valueFormat":"json"}
//
// A value that a decoder made of bytes (a number, Avro) has them beside it, which are what counts when it is read:
//
//   {…,"value":"{\"id\":7}","valueFormat":"avro","valueBytes":"00 00 …","valueSchemaId":3,"valueSchemaName":"com.acme.Order"}
#pragma once

#include <QJsonObject>

#include "kafka/produce.h"
#include "records/decoded.h"

namespace bd::records {

QJsonObject toJson(const DecodedRecord &record);

// Only key, value, headers, time and the formats count: a partition is chosen anew. Parse where it is no such line.
Result<kafka::NewRecord> fromJson(const QByteArray &line);
Result<kafka::NewRecord> fromJson(const QJsonObject &object);

} // namespace bd::records
