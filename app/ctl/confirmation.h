// What must be confirmed on the command line before something is deleted.
#pragma once

#include "options.h"

namespace bd::ctl {

// InvalidUse unless --confirm is the project's name, exactly.
Result<> confirmed(const Options &options, const QString &project);

} // namespace bd::ctl
