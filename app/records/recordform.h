// What somebody wrote to make new records, as what the broker is sent, or what is wrong with it. Pure.
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "kafka/produce.h"

namespace bd::app {

struct RecordForm {
    // | Null | nothing: as a value, a tombstone      |
    // | Text | the text in UTF-8                     |
    // | Json | the same, refused where it is no JSON |
    // | Hex  | the bytes                             |
    enum class Format { Null, Text, Json, Hex };

    QString topic;
    std::optional<int> partition; // nothing: by the key, or any
    Format keyFormat = Format::Null;
    QString key;
    Format valueFormat = Format::Text;
    QString value;
    QString headers;                       // lines of NAME=VALUE
    int count = 1;                         // with variables as ${n}: of records, each filled anew
    std::optional<kafka::Record> original; // sent again: what was not changed has its bytes
    bool operator==(const RecordForm &) const = default;
};

struct RecordFormProblem {
    enum class Field { Topic, Key, Value, Headers };
    Field field = Field::Topic;
    QString text;
    bool operator==(const RecordFormProblem &) const = default;
};

struct RecordFormResult {
    std::vector<kafka::NewRecord> records; // empty where there is a problem
    std::optional<RecordFormProblem> problem;
    bool operator==(const RecordFormResult &) const = default;
};

// `topics`: those that are there. `time` and `seed`: for variables, see records::filled().
RecordFormResult recordsFrom(const RecordForm &form, const QStringList &topics, TimePoint time, std::uint64_t seed);

// A form that sends this record again, as it is.
RecordForm formToSendAgain(const QString &topic, const kafka::Record &record);

// A form that sends a dead letter back to where it came from, without the headers that tell of its failure.
RecordForm formToSendBack(const QString &source, const kafka::Record &record);

} // namespace bd::app
