// Variables in the texts of a new record, so that several are written that are not all the same. Pure.
#pragma once

#include <cstdint>

#include <QString>

#include "base/clock.h"

namespace bd::records {

struct TemplateValues {
    qint64 number = 1; // which of the records it is
    TimePoint time{};
    std::uint64_t seed = 0; // of what is random; the same seed, number and text give the same
    bool operator==(const TemplateValues &) const = default;
};

// | variable      | becomes                                          |
// | ${n}          | which of the records it is, from 1               |
// | ${time}       | the time, as 2026-11-25T14:02:00.000Z            |
// | ${ms}         | the same in milliseconds since 1970              |
// | ${uuid}       | a random UUID, another at each place             |
// | ${random:A:B} | a random whole number from A to B                |
// «$${» stands for «${». What is no variable stays as it is.
QString filled(const QString &text, const TemplateValues &values);

bool hasVariables(const QString &text);

} // namespace bd::records
