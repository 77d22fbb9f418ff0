// `brokerdeckctl new [FILE]`: a compose file for a stack that there is not yet.
#pragma once

#include "options.h"
#include "output.h"

namespace bd::ctl {

// Without a file it is printed. Returns the exit code.
int runNew(const Options &options, Output &output);

} // namespace bd::ctl
