// What is seen of a project's services on its engine now, for diagnose(). Asks the engine: blocks, worker threads only.
#pragma once

#include <stop_token>

#include "diagnose/diagnose.h"
#include "engine/engine.h"

namespace bd::diagnose {

struct Seen {
    std::vector<Symptoms> stack;                 // one a service that has a container
    std::vector<engine::Container> containers;   // of the project, as they were
    QMap<QString, std::vector<Evidence>> alarms; // of services that ended badly or are not ready
};
// `services`: only these; empty: all.
Result<Seen> lookAt(const engine::Engine &engine, const compose::Project &project, const Knowledge &knowledge,
                    const QStringList &services, std::stop_token stop);

// The words of a container that its state has: how it ended, and what its health check wrote last, in its current life. Pure.
Symptoms symptomsOf(const compose::Service &service, const engine::Container &container);

// Of what a service that runs has ever written in this life, what it still writes: one that is over once it is silent
// counts only where it is among the `recent` hits. Pure.
std::vector<Hit> stillSaid(const std::vector<Hit> &hits, const std::vector<Hit> &recent, const Knowledge &knowledge);

} // namespace bd::diagnose
