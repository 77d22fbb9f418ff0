// Times and places as they are written on the command line. Pure.
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "kafka/groupreset.h"

namespace bd::ctl {

// beginning, end, an offset, +N or -N, a time (RFC 3339), or how long before `now`.
Result<kafka::ResetTo> resetToIn(const QString &text, TimePoint now);

} // namespace bd::ctl
