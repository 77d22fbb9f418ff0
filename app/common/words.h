// How the panel writes times, states, roles and paths.
#pragma once

#include <optional>

#include <QString>

#include "base/clock.h"
#include "compose/project.h"
#include "stack/state.h"
#include "timeline/words.h"

namespace bd::app {

using timeline::durationText; // 38 ms, 5.1 s, 2 min 5 s
using timeline::listText;     // a, b and c

QDateTime localTime(TimePoint at);
QString uptimeText(TimePoint since, TimePoint now);    // 3 s, 4 min, 2 h, 3 d
QString dayText(TimePoint at, TimePoint now);          // today 14:02, yesterday 09:30, 3 Nov 09:30
QString timeOfDayText(TimePoint at);                   // 14:02:07
QString dateText(TimePoint at);                        // 3 Nov
QString stateText(const stack::ServiceStatus &status); // healthy; finished, exit 0
QString roleText(compose::Role role, std::optional<int> brokerId = {});
QString shortPath(const QString &path); // ~ for the home directory

// For setToolTip(): text from outside shown as text, whatever markup is in it.
QString plainToolTip(const QString &text);

} // namespace bd::app
