// The same as JSON, and in words that panel and command line share. Pure.
#pragma once

#include <QJsonObject>

#include "registration/registration.h"

namespace bd::registration {

QJsonObject toJson(const Seen &seen);
QJsonObject toJson(const zookeeper::Node &node, const QStringList &children);

QString toString(guard::Owner owner); // nobody, connected …
QString toString(Rung::What what);
QString titleOf(const Rung &rung, TimePoint now); // «Wait and start Kafka (at most 12 s)»
QString titleOf(Rung::What what);

// One id, as each says it; «?»: it cannot be asked.
QString zooKeeperText(const Seen &seen, const Row &row);
QString kafkaText(const Seen &seen, const Row &row);
QString engineText(const Row &row);

} // namespace bd::registration
