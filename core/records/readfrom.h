// Where to read from, as people write it. Pure.
#pragma once

#include "kafka/records.h"

namespace bd::records {

std::optional<Millis> durationIn(const QString &text); // «90s», «10m», «2h», «1d»

// | text                                  | reads from                                                  |
// | beginning, end                        | there                                                       |
// | 1204                                  | that offset                                                 |
// | 90s, 10m, 2h, 1d                      | so long before `now`                                        |
// | 2026-11-25T14:02:00Z, … +01:00        | that time                                                   |
// | 2026-11-25, 2026-11-25 14:02[:00[.5]] | that time where this machine is                             |
// InvalidUse for any other text.
Result<kafka::ReadFrom> readFrom(const QString &text, TimePoint now);

// The same where times of no zone are UTC's: what then says so. Any other text stays as it is.
QString inUtc(const QString &text);

// How a time is written here, so that it can be read again.
QString localTimeText(TimePoint at); // 2026-11-25 14:02:00.123

} // namespace bd::records
