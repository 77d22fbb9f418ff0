// What could go wrong, looked at before anything is started.
#pragma once

#include <stop_token>

#include "compose/project.h"
#include "engine/engine.h"

namespace bd::startup {

struct Preflight {
    engine::EngineInfo engineInfo;
    engine::Context context;
    std::vector<engine::Container> containers; // of the project, now
    QStringList missingImages;                 // to be pulled
    QStringList drifted;                       // services whose container would be recreated
    std::vector<Error> problems;               // what will surely fail: a taken port, no disk
    QStringList warnings;                      // what may: little memory, a clock that is off
};

Result<Preflight> preflight(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                            std::stop_token stop);

// Services that publish the same port of the same address: the second one can never start. Pure.
std::vector<Error> portClashes(const compose::Project &project, const QStringList &services);

// Pure: services whose config hash, or whose image's ID, is another one than their container was made from. What Compose
// would make anew.
QStringList drift(const QMap<QString, QString> &hashes, const QMap<QString, QString> &imageIds,
                  const std::vector<engine::Container> &containers);

} // namespace bd::startup
