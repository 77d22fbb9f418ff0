// Times and places as they are written on the command line. Pure.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "kafka/groupreset.h"

namespace bd::ctl {

std::optional<Millis> durationIn(const QString &text); // «90s», «10m», «2h», «1d»

// beginning, end, an offset, +N or -N, a time (RFC 3339), or how long before `now`.
Result<kafka::ResetTo> resetToIn(const QString &text, TimePoint now);

} // namespace bd::ctl
