// How topics and their numbers are said.
#pragma once

#include <optional>

#include <QString>

#include "common/settingwords.h"
#include "common/statepill.h"
#include "topics/topicrow.h"

namespace bd::app {

QString recordsText(const std::optional<qint64> &number); // ≈ 1,204; 0; …
// today 14:02; none; …
QString lastWriteText(const std::optional<TimePoint> &at, const std::optional<TimePoint> &asOf);

StatePill::Shape shapeOf(const TopicRow &row);
QString stateText(const TopicRow &row); // in sync; 2 under-replicated; no leader; missing; differs

} // namespace bd::app
