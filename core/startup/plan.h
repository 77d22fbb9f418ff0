// What a start or a stop will do, before it does it. Pure.
#pragma once

#include "compose/project.h"
#include "timeline/event.h"

namespace bd::startup {

struct PlannedService {
    compose::Service service;
    std::vector<compose::Gate> gates; // only those that can be waited for in this plan
    bool oneShot = false;             // its end is its success: init services, and what somebody waits for to complete
};

struct StartPlan {
    std::vector<PlannedService> services; // gates before what waits for them
    QStringList stopFirst;                // drifted services that run, in stop order
    bool hasInit = false;

    const PlannedService *find(const QString &service) const;
    QStringList names() const;
    std::vector<timeline::LaneInfo> lanes() const;
};

// `wanted` empty: every service of the project. `drifted`, `running`: see preflight. A drifted ZooKeeper takes its
// brokers with it: a broker that outlives its ZooKeeper cannot close cleanly. ComposeFile for a cycle or an unknown name.
Result<StartPlan> planStart(const compose::Project &project, const QStringList &wanted, const QStringList &drifted,
                            const QStringList &running);

struct StopStep {
    QString service;
    QStringList after; // stopped before this one
};

// Everything that waits for a service is stopped before it; brokers before ZooKeeper even where no gate says so.
Result<std::vector<StopStep>> planStop(const compose::Project &project, const QStringList &wanted);

} // namespace bd::startup
