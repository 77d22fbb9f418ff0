// What needs the user, folded from what is true: a sentence, the proof, one mend. Pure.
#pragma once

#include "stack/state.h"

namespace bd::stack {

// Worst first. A stack that nobody started has none.
std::vector<Problem> problemsOf(const StackState &state, const Facts &facts, TimePoint now);

} // namespace bd::stack
