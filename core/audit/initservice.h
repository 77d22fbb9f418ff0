// An init service that makes a project's expected topics, for a file that has none. Pure.
#pragma once

#include <optional>

#include "audit/settings.h"

namespace bd::audit {

// Nothing where no topics are known, or this broker's image has no tool for it.
std::optional<Change> initService(const Subject &subject, const compose::Service &broker);

} // namespace bd::audit
