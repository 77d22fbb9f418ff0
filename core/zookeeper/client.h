// ZooKeeper's tree over its client port, by libzookeeper: the only user of it.
#pragma once

#include <memory>

#include "zookeeper/node.h"

namespace bd::zookeeper {

// Opens a session of its own, which owns nothing, and ends with the object. `address` is host:port; `deadline` is for the
// session to be there, and then for each question. Blocks: worker threads only. Unreachable, Timeout, Cancelled.
Result<std::unique_ptr<Nodes>> connectTo(const QString &address, Millis deadline, std::stop_token stop);

} // namespace bd::zookeeper
