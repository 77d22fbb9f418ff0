// A timeline as a table for spreadsheets (RFC 4180, UTF-8): one row a span, a mark, a gate and a phase. Pure.
#pragma once

#include <QByteArray>

#include "timeline/timeline.h"

namespace bd::timeline {

// type, service, kind, from (ISO 8601), from_s, to_s, duration_s, passed, text
QByteArray toCsv(const Timeline &timeline);

} // namespace bd::timeline
