// What the pill beside the project's name says. Pure.
#pragma once

#include <optional>

#include "common/statepill.h"
#include "shell/projectsession.h"
#include "stack/state.h"

namespace bd::app {

struct Status {
    StatePill::Shape shape = StatePill::Shape::Idle;
    QString text;
    bool operator==(const Status &) const = default;
};

// «4 of 5 services are up», «starting, 5.6 s»
Status statusOf(const std::optional<stack::StackState> &state, const std::optional<Operation> &operation,
                TimePoint now);

} // namespace bd::app
