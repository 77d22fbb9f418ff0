// How the settings name a project: what Compose must be told to find it again, as one line of JSON. Pure.
#pragma once

#include "engine/types.h"

namespace bd::app {

// Holds the project's name only where somebody gave it: else it follows the files. Profiles are a choice of their own.
QString projectKey(const engine::ComposeCall &call);

// Of an earlier version too, which wrote only the files, joined by the path separator.
engine::ComposeCall callFromKey(const QString &key);

} // namespace bd::app
