// The name under which a project is locked: one engine, one project, whatever context or file leads to it.
#pragma once

#include <QString>

namespace bd::stack {

inline QString lockKey(const QString &engineId, const QString &project)
{
    return engineId + QLatin1Char('/') + project;
}

} // namespace bd::stack
