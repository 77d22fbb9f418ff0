// How checks are put together.
#pragma once

#include "verify/verify.h"

namespace bd::verify {

inline QString joined(const QStringList &names)
{
    return names.join(QStringLiteral(", "));
}

Check checkOf(Check::What what, Check::Status status, const QString &text, const QString &detail = {});

// Passed with `well` where nothing is wrong; else Failed with the first that is, and all of them as detail.
Check judged(Check::What what, const QStringList &wrong, const QString &well);

} // namespace bd::verify
