// What ZooKeeper's words and tools print, read. Pure.
// https://zookeeper.apache.org/doc/r3.8.4/zookeeperAdmin.html#sc_4lw
// https://zookeeper.apache.org/doc/r3.8.4/zookeeperCLI.html
#pragma once

#include <vector>

#include "zookeeper/node.h"

namespace bd::zookeeper {

struct Connection {
    qint64 session = 0; // 0: none, as the connection that asks
    QString address;    // of the client as the server sees it, without the port
    bool operator==(const Connection &) const = default;
};
std::vector<Connection> connectionsIn(const QByteArray &cons); // the answer to «cons»

// Of `zookeeper-shell HOST get -s PATH` and `ls PATH`, with what it writes around. Nothing: there is no such node.
Result<std::optional<Node>> nodeIn(const QString &output, const QString &path);
Result<std::optional<QStringList>> childrenIn(const QString &output);

} // namespace bd::zookeeper
