// What `brokerdeck` was called with.
#pragma once

#include "base/error.h"
#include "shell/projectsession.h"

namespace bd::app {

struct Arguments {
    OpenRequest request; // nothing in it: the picker is shown
    QString context;     // empty: the engine's own choice
    bool version = false;
    bool help = false;
    QString helpText;

    bool opensProject() const
    {
        return !request.path.isEmpty() || !request.call.files.isEmpty() || !request.call.project.isEmpty();
    }
};

Result<Arguments> parseArguments(const QStringList &words);

} // namespace bd::app
