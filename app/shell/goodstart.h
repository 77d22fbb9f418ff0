// Which runs say how long a start of the whole stack takes. Pure.
#pragma once

#include "compose/project.h"
#include "timeline/event.h"

namespace bd::app {

bool isGoodStart(const timeline::Run &run, const compose::Project &project);

} // namespace bd::app
