// What changes do to the model that Compose makes of the files: `compose config` before and after may differ by that, and by nothing
// else. Pure.
#pragma once

#include <QJsonObject>

#include "audit/finding.h"
#include "base/error.h"

namespace bd::audit {

// Both as `compose config --format json` prints them. Failed with the first place at which they differ otherwise.
Result<> differsAsSaid(const QJsonObject &before, const QJsonObject &after, const std::vector<Change> &changes);

} // namespace bd::audit
