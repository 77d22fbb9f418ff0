// What the user and the team have said of a project, and what stands in the way, for the guard.
#pragma once

#include "guard/guard.h"

namespace bd::reset {

// `settingsFile` empty: the user's own.
guard::Marks marksOf(const compose::Project &project, const QString &engineId, const QString &settingsFile = {});

} // namespace bd::reset
