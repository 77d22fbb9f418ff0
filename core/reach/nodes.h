// The way to ZooKeeper's tree from here: its published port, else the tool in its container.
#pragma once

#include <memory>

#include "compose/project.h"
#include "engine/engine.h"
#include "zookeeper/node.h"

namespace bd::reach {

struct NodesWay {
    std::unique_ptr<zookeeper::Nodes> nodes;
    QString text; // «127.0.0.1:2181», or «zookeeper-shell in NAME»
};

// `deadline` is for each question; the tool starts a JVM for each, and takes a second. `engine` must outlive it. Blocks: worker
// threads only. Unreachable where ZooKeeper does not run.
Result<NodesWay> openNodes(const engine::Engine &engine, const engine::Context &context,
                           const compose::Service &service, const engine::Container &container, Millis deadline,
                           std::stop_token stop);

} // namespace bd::reach
