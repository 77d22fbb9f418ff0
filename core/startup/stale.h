// A stale registration: the broker's ephemeral node /brokers/ids/N still belongs to the session of a broker that was
// killed, so the new one ends with NodeExistsException. It heals by itself when that session expires. Pure.
// Wordings: Kafka's KafkaZkClient.CheckedEphemeral, 2.x to 3.9 (fixtures in tests/fixtures/logs).
#pragma once

#include <optional>

#include <QStringList>

#include "base/clock.h"
#include "compose/project.h"

namespace bd::startup {

struct StaleRegistration {
    int brokerId = -1; // -1: not told
    QString owner;     // session that holds the node, as the log says it; empty: not told
    QString line;      // the proof
    bool operator==(const StaleRegistration &) const = default;
};

std::optional<StaleRegistration> staleRegistration(const QStringList &logLines);

// The effective zookeeper.session.timeout.ms of a broker, clamped by ZooKeeper to 2–20 ticks.
Millis sessionTimeout(const compose::Service &broker, const compose::Service *zooKeeper);
Millis tickTime(const compose::Service *zooKeeper);

// When the old session has surely expired: the time-out, rounded up to a tick, after the later of the old broker's end and
// ZooKeeper's start, since a restarted ZooKeeper gives every session its full time again.
TimePoint expiry(std::optional<TimePoint> oldEnd, std::optional<TimePoint> zooKeeperStart, Millis timeout, Millis tick,
                 TimePoint now);

} // namespace bd::startup
