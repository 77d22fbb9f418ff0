// Tells on standard error how long it took from exec to the first painted frame, for the benchmark
// (BROKERDECK_TRACE_START=1).
#pragma once

class QWidget;

namespace bd::app {

void traceStart(QWidget *window); // does nothing where nobody asked

} // namespace bd::app
