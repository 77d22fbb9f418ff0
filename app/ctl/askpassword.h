// A password typed at the terminal, without echo.
#pragma once

#include <stop_token>

#include "base/error.h"

namespace bd::ctl {

// At the terminal itself, whatever the standard input is. InvalidUse: there is no terminal. Cancelled: Ctrl+C.
Result<QString> askPassword(const QString &prompt, std::stop_token stop);

} // namespace bd::ctl
