// What a full reset will do, before it does it. Pure.
#pragma once

#include <QJsonObject>

#include "guard/guard.h"

namespace bd::reset {

struct FullPlan {
    guard::RemovalPlan removal; // containers and volumes that go
    QStringList stops;          // services that run and are stopped first: the stack's own, and whom that would disturb
    QStringList starts;         // services that are started afterwards, with whatever they need
    QStringList workers;        // of `stops`: only stopped and started again
    QStringList services;       // that stay as they are
    QStringList volumes;        // of this project that stay
    bool operator==(const FullPlan &) const = default;
};

bool isOfTheStack(const compose::Service &service); // a broker, a ZooKeeper or an init service

FullPlan planFull(const compose::Project &project, const guard::EngineState &state);

QJsonObject toJson(const guard::RemovalPlan &plan);
Result<guard::RemovalPlan> removalPlanFrom(const QJsonObject &json); // Parse

// Volumes that the team file protects, beside those that the user has locked, by their names on the engine.
QStringList lockedVolumes(const compose::Project &project, const QStringList &lockedByUser);

} // namespace bd::reset
