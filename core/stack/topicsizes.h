// How large topics are on the disks of a stack's own brokers. Kafka's protocol could say it and librdkafka cannot ask
// (DescribeLogDirs): the brokers' data directories are listed through exec, one `du` a broker.
#pragma once

#include <optional>
#include <stop_token>

#include <QMap>

#include "compose/project.h"
#include "engine/engine.h"
#include "kafka/client.h"

namespace bd::stack {

// By topic, in bytes as the disk counts them; a topic that is not in it has no directory there: not known, which is not 0.
using TopicSizes = QMap<QString, qint64>;

// Adds up what `du -k -d 1 DIRECTORY…` printed. Nothing: the listing is not whole. Pure.
std::optional<TopicSizes> topicSizesIn(QStringView listing, const QStringList &directories);

// Of all replicas together, in every broker that runs. An Error where one of them cannot be listed: half would be wrong.
// Blocks; seconds where there are thousands of partitions.
Result<TopicSizes> topicSizes(const engine::Engine &engine, const compose::Project &project, kafka::Client &client,
                              std::stop_token stop);

} // namespace bd::stack
