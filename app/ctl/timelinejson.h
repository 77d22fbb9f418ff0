// The document of `brokerdeckctl timeline --json`.
#pragma once

#include <QJsonObject>

#include "timeline/timeline.h"

namespace bd::ctl {

QJsonObject timelineDocument(const timeline::Run &run, const timeline::Timeline &timeline);

} // namespace bd::ctl
