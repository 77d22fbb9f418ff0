// ZooKeeper's answer to `srvr`, read.
#pragma once

#include <optional>

#include <QJsonObject>
#include <QString>

namespace bd::probe {

struct Srvr {
    QString mode; // standalone, leader, follower, observer; empty: does not serve requests
    QString version;
    std::optional<int> connections;
    QString zxid;

    bool operator==(const Srvr &) const = default;
    QJsonObject facts() const;
};

Srvr parseSrvr(const QByteArray &reply);
bool isNotWhitelisted(const QByteArray &reply);

} // namespace bd::probe
