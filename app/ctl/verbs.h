// The verbs of brokerdeckctl: thin over core, one function each, giving the exit code.
#pragma once

#include <stop_token>

#include "options.h"
#include "output.h"

namespace bd::ctl {

int runVerb(const Options &options, Output &output, std::stop_token stop);

} // namespace bd::ctl
