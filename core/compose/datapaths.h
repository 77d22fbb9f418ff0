// Where a broker or a ZooKeeper keeps what must outlive its container. Pure.
#pragma once

#include <optional>

#include "compose/project.h"

namespace bd::compose {

struct DataPath {
    // | KafkaData     | a broker's log.dirs, a KRaft node's metadata too |
    // | ZooKeeperData | its snapshots                                    |
    // | ZooKeeperLog  | its transactions                                 |
    enum class Kind { KafkaData, ZooKeeperData, ZooKeeperLog };
    Kind kind = Kind::KafkaData;
    QString path; // in the container
    bool operator==(const DataPath &) const = default;
};

// As the environment says, else as the image has them. Empty for any other role, and where nothing tells.
std::vector<DataPath> dataPaths(const Service &service);

QString toString(DataPath::Kind kind); // kafka-data, zookeeper-data, zookeeper-log: as in JSON and files
std::optional<DataPath::Kind> dataKindFrom(QStringView text);

// Whether what is mounted at `destination` holds `path`: the same directory or one above it, but not the root.
bool holdsPath(const QString &destination, const QString &path);

} // namespace bd::compose
