// When the newest record of topics was written, read over a connection of its own. Blocks: worker threads only.
#pragma once

#include "kafka/client.h"

namespace bd::kafka {

// Of all partitions, and there are some: else the newest that can be read may be too old.
bool areKnown(const std::vector<PartitionOffsets> &offsets);

// By topic; nothing: it has no record, or none bears a time. One after another until the time is up: those that it was not enough
// for are left out, and so is one whose partitions do not answer. An Error where no connection can be made at all.
using NewestTimes = QMap<QString, std::optional<TimePoint>>;
Result<NewestTimes> newestTimes(const Settings &settings, const QMap<QString, std::vector<PartitionOffsets>> &offsets,
                                Millis timeInAll, std::stop_token stop);

} // namespace bd::kafka
