// Writes the records of a file to a topic. Blocks: worker threads only.
#pragma once

#include <functional>

#include "records/recordfile.h"

namespace bd::records {

struct TransferEnd {
    qint64 written = 0;
    qint64 refused = 0;
    QString firstError;     // of those that were refused
    bool isStopped = false; // before the end of the file: some of the last portion may be written, too
    bool operator==(const TransferEnd &) const = default;
};

// Ends at the first line that is no record: what came before it is written, and the error says how much that is. `stop`
// is no error.
Result<TransferEnd> importFile(const kafka::Settings &settings, const QString &topic, const QString &path,
                               FileFormat format, const std::function<void(qint64 written)> &progress,
                               std::stop_token stop);

} // namespace bd::records
