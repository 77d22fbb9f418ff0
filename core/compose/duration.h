// Durations as compose files write them: 1m30s, 1h0m0s, 500ms, 1.5s.
#pragma once

#include <optional>

#include <QStringView>

#include "base/clock.h"

namespace bd::compose {

// Nothing for other text. Less than a millisecond is rounded down.
std::optional<Millis> durationFrom(QStringView text);

} // namespace bd::compose
