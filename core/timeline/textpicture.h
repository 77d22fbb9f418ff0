// A timeline drawn with characters, for the terminal. Pure.
#pragma once

#include <QStringList>

#include "timeline/timeline.h"

namespace bd::timeline {

struct TextStyle {
    int columns = 80;    // at least 40 are used
    bool unicode = true; // false: plain ASCII, our own texts too as far as names allow
};

// The sentence, a ruler, a lane a line with its time until ready, the legend, the critical path and its phases.
// No line is longer than `columns` characters, and nothing from outside but printable text is in it.
QStringList textPicture(const Timeline &timeline, const TextStyle &style, TimePoint now);

} // namespace bd::timeline
