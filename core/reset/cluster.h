// The connection that a reset works over: to whichever of the project's brokers can be reached. Blocks: worker threads only.
#pragma once

#include <memory>

#include "guard/guard.h"
#include "kafka/client.h"
#include "reach/reach.h"

namespace bd::reset {

struct TopicPlan;

struct Cluster {
    kafka::Settings settings;
    std::unique_ptr<kafka::Client> client;
};
Result<Cluster> clusterOf(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);
// As this state of the engine tells: asks nobody.
Result<Cluster> clusterIn(const guard::EngineState &state, const compose::Project &project);

// What anything with topics begins with. An Error where the engine does not answer.
struct Survey {
    guard::EngineState state;
    Result<Cluster> cluster;
};
Result<Survey> survey(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);

// The cluster, once the guard allows that topics of this project are changed on this engine; Failed where it is another one
// than the plan was made for.
Result<Cluster> clusterToChange(const engine::Engine &engine, const compose::Project &project, const TopicPlan &plan,
                                const guard::Marks &marks, const QString &confirmedContext, std::stop_token stop);

} // namespace bd::reset
