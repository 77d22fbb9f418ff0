// Which volumes, and the way into each: through a container that mounts it, or where none does, through one of our own.
#pragma once

#include <memory>

#include "engine/engine.h"
#include "guard/guard.h"
#include "snapshot/volumecopy.h"

namespace bd::snapshot {

struct Source { // a volume that is to be archived, and the way to it
    QString volume;
    QString driver;
    QMap<QString, QString> labels;
    bool isAnonymous = false;
    std::optional<compose::DataPath::Kind> holds;
    QString service;
    VolumePlace place; // its container is empty where none mounts it
    bool operator==(const Source &) const = default;
};
// The stack's volumes in their order, or those that are named. NotFound where there is none. Pure.
Result<std::vector<Source>> sourcesOf(const compose::Project &project, const guard::EngineState &state,
                                      const QStringList &volumes);
// By the volumes' names. Pure.
bool mountsOneOf(const engine::Container &container, const std::vector<Source> &sources);

// Services with a container that runs and mounts one of these. Pure.
QStringList runningUsers(const guard::EngineState &state, const std::vector<Source> &sources);

// Where `docker cp` finds a volume. What had to be made for it never runs, bears our label, and is removed by close(), or at
// last with the object. Asks the engine: blocks, worker threads only.
class WayIn
{
public:
    // NotFound where no container mounts it and no image of the project is there to make one from.
    static Result<std::unique_ptr<WayIn>> open(const engine::Engine &engine, const compose::Project &project,
                                               const guard::EngineState &state, const Source &source,
                                               std::stop_token stop);
    // Into a volume of the project by its name, as the engine has it now.
    static Result<std::unique_ptr<WayIn>> open(const engine::Engine &engine, const compose::Project &project,
                                               const QString &volume, std::stop_token stop);
    ~WayIn();
    Q_DISABLE_COPY_MOVE(WayIn)

    const VolumePlace &place() const { return m_place; }
    Result<> close(); // what could not be removed is, by the next operation of this project

private:
    WayIn(const engine::Engine &engine, VolumePlace place, bool isOurs);

    const engine::Engine &m_engine;
    VolumePlace m_place;
    bool m_isOurs; // and there still
};

} // namespace bd::snapshot
