// A timeline in the Trace Event Format, for chrome://tracing and Perfetto. Pure.
#pragma once

#include <QByteArray>

#include "timeline/timeline.h"

namespace bd::timeline {

// One thread a service, in the lanes' order; spans as complete events, marks as instants (probes with a duration as
// complete events on a thread of their own), gates as flows, the critical path's phases on the first thread.
QByteArray toTraceEvents(const Timeline &timeline, const QString &project);

} // namespace bd::timeline
