// Why a record is in a dead-letter queue and where it came from, as its headers say. Pure.
// Sources: Spring for Apache Kafka (KafkaHeaders.DLT_*), Kafka Connect (DeadLetterQueueReporter), Spring Cloud Stream
// (x-original-*, x-exception-*), and the plain names that home-made ones use.
#pragma once

#include "records/decoded.h"

namespace bd::records {

struct DeadLetter {
    QString topic; // where it came from; empty: no header says so
    std::optional<int> partition;
    std::optional<qint64> offset;
    QString reason;  // the message of the failure; empty: not told
    QString failure; // its class, as Java names it
    bool operator==(const DeadLetter &) const = default;
};

// Nothing: no header says that it is one.
std::optional<DeadLetter> deadLetterOf(const kafka::Record &record);

// The headers without those that tell of the failure: what is sent back begins anew.
std::vector<std::pair<QByteArray, std::optional<QByteArray>>> withoutFailure(const kafka::Record &record);

} // namespace bd::records
