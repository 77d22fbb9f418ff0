// What makes a stack slow, or keeps its services from Kafka, though everything runs and answers: looked at where somebody asks for
// a reason, and no part of the checklist.
#pragma once

#include "verify/verify.h"

namespace bd::verify {

struct Burdens {
    compose::Project project;
    std::vector<engine::Container> containers; // of the project
    engine::EngineInfo engine;
    std::optional<qint64> room;                 // bytes; nothing: cannot be told
    Result<QMap<QString, engine::Usage>> usage; // by container, of all that run
};

bool isBurden(Check::What what);

// Processors, Memory, Room, HealthChecks, Addresses. Pure.
std::vector<Check> checksOf(const Burdens &burdens);

// The engine measures for one or two seconds. Blocks: worker threads only. An Error where it does not answer.
Result<std::vector<Check>> lookAtBurdens(const engine::Engine &engine, const compose::Project &project,
                                         std::stop_token stop);

} // namespace bd::verify
