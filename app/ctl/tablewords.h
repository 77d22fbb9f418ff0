// The words of the tables' cells, translated; JSON keeps the ones of toString().
#pragma once

#include "stack/state.h"
#include "timeline/event.h"

namespace bd::ctl {

QString roleWord(compose::Role role);
QString stateWord(stack::ServiceState state);
QString kindWord(timeline::RunKind kind);
QString timeText(TimePoint at);            // 2026-11-25 14:02:07, as this machine has it
QString originWord(const QString &origin); // of a run

} // namespace bd::ctl
