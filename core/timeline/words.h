// How times, gates, exits and spans are written, in every view of a timeline.
#pragma once

#include "timeline/timeline.h"

namespace bd::timeline {

QString durationText(Micros duration);                                            // 38 ms, 5.1 s, 2 min 5 s
QString secondsText(Micros duration);                                             // 0.4 s; for differences: no sign
QString offsetText(Micros offset);                                                // 3.94 s: a point on the ruler
QString gateText(const QString &on, std::optional<compose::Condition> condition); // waits for kafka to be healthy
QString exitText(std::optional<int> exitCode, bool oomKilled);                    // exit 137, out of memory
QString outcomeText(std::optional<Outcome> outcome);                              // done, failed, without an end
QString spanWord(SpanKind kind);                                                  // starting, ready, failed …
QString listText(const QStringList &names);                                       // a, b and c

} // namespace bd::timeline
