// The exit codes of brokerdeckctl, which scripts rely on.
#pragma once

#include "base/error.h"

namespace bd::ctl {

enum ExitCode { Well = 0, ProblemFound = 1, WrongUse = 2, NoEngine = 3, Failed = 4, Cancelled = 130 };

inline ExitCode exitCodeOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidUse: return WrongUse;
    case ErrorCode::NoEngine:
    case ErrorCode::EnginePermission:
    case ErrorCode::ComposeMissing:
    case ErrorCode::ComposeTooOld:
    case ErrorCode::ProgramMissing: return NoEngine;
    case ErrorCode::Cancelled: return Cancelled;
    default: return Failed;
    }
}

} // namespace bd::ctl
