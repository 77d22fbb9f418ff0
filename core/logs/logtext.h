// Lines of a store as a text file has them: the time in UTC, the service, what it wrote without colours. Pure; a copy of the store
// may be written on a worker thread.
#pragma once

#include <functional>
#include <stop_token>

#include "base/error.h"
#include "logs/logstore.h"

namespace bd::logs {

// In portions of about a megabyte. Ends with the first error of `sink`, or Cancelled.
using TextSink = std::function<Result<>(const QByteArray &portion)>;
Result<> writeText(const LogStore &store, const std::vector<qint64> &numbers, const TextSink &sink,
                   const std::stop_token &stop);

} // namespace bd::logs
