// Which names Kafka takes for a topic. Pure.
// Source: org.apache.kafka.common.internals.Topic (letters, digits, «.», «_», «-»; at most 249; neither «.» nor «..»;
// «.» and «_» collide, for metrics have one in place of the other).
#pragma once

#include <QString>
#include <QStringList>

namespace bd::kafka {

// Why Kafka would refuse it, for people; empty: it takes it.
QString topicNameProblem(QStringView name);

// The one of `others` that differs from `name` only in «.» and «_»; empty: there is none.
QString collidingTopic(const QString &name, const QStringList &others);

} // namespace bd::kafka
