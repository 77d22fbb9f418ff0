// What is said when an operation has ended; nothing where the screen says it already. Pure.
#pragma once

#include <optional>

#include "common/findingcard.h"
#include "shell/projectsession.h"

namespace bd::app {

std::optional<Finding> noticeOf(const Operation &operation, const Result<startup::StartReport> &outcome);

} // namespace bd::app
