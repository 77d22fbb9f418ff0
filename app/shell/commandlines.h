// The command lines that do what the panel's buttons do, for «Copy as command line».
#pragma once

#include "compose/project.h"

namespace bd::app {

// `brokerdeckctl -f compose.yaml restart kafka`, quoted for a shell. `context` empty: the engine's own choice.
// `strict`: what starts waits for the engine's verdict.
QString controlLine(const compose::Project &project, const QString &context, const QStringList &verb,
                    bool strict = false);

// The same for a cluster that is kept under this name.
QString connectionLine(const QString &connection, const QStringList &verb);

} // namespace bd::app
