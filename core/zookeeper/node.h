// A node of ZooKeeper's tree (a znode), as a value, and who can read it: over the network, or by a tool in the container.
#pragma once

#include <optional>
#include <stop_token>

#include <QByteArray>
#include <QStringList>

#include "base/clock.h"
#include "base/error.h"
#include "zookeeper/permit.h"

namespace bd::zookeeper {

// https://zookeeper.apache.org/doc/r3.8.4/zookeeperProgrammers.html#sc_zkStatStructure
struct NodeStat {
    qint64 czxid = 0; // the transaction that made it: what is removed and made again has another one
    qint64 mzxid = 0;
    TimePoint createdAt{}; // by ZooKeeper's clock
    TimePoint changedAt{};
    qint64 dataVersion = 0;    // of the data alone: 0 again in a node that was made anew
    qint64 ephemeralOwner = 0; // session; 0: it is persistent, and stays until somebody removes it
    qint64 dataLength = 0;     // bytes
    qint64 children = 0;
    bool operator==(const NodeStat &) const = default;
};

struct Node {
    QString path;
    NodeStat stat;
    QByteArray data; // at most mostData bytes of it; untrusted
    bool operator==(const Node &) const = default;
};
constexpr qsizetype mostData = 256 << 10; // bytes

// «0x100000b5a8f0000», as ZooKeeper's own tools write a session.
QString sessionText(qint64 session);
// Also in decimal, as Kafka's older logs have it. Nothing for anything else.
std::optional<qint64> sessionFrom(QStringView text);

// «/a/b», from the root, without «.», «..», «//» or a slash at its end, which ZooKeeper refuses.
bool isPath(const QString &path);
QString childPath(const QString &parent, const QString &name);

// Calls block: worker threads only. Errors: Unreachable, Timeout, Cancelled, InvalidUse (no path), Failed with what ZooKeeper says.
class Nodes
{
public:
    virtual ~Nodes() = default;
    virtual Result<std::optional<Node>> node(const QString &path, std::stop_token stop) = 0; // nothing: there is none
    virtual Result<QStringList> children(const QString &path, std::stop_token stop) = 0; // names, sorted; or NotFound
    // What has gone already is done; another node than the permit is for stays: Failed.
    virtual Result<> remove(NodePermit permit, std::stop_token stop) = 0;
};

// Reads the node again, right before it would go: ZooKeeper itself compares the data version only. For implementations.
// false: there is none any more.
Result<bool> isStillThere(Nodes &nodes, const NodePermit &permit, std::stop_token stop);

} // namespace bd::zookeeper
