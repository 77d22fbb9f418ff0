// From files, labels and the engine to a compose::Project. Blocking calls for worker threads; the parsers are pure.
#pragma once

#include <stop_token>

#include "compose/project.h"
#include "compose/teamfile.h"
#include "engine/engine.h"

namespace bd::compose {

// The call for a file or folder that a person opened or dropped: finds compose.yaml, compose.yml,
// docker-compose.yaml, docker-compose.yml and their override beside it, as Compose does (COMPOSE_FILE of the
// environment and .env too). NotFound with what was looked for.
Result<engine::ComposeCall> callFor(const QString &fileOrFolder);

// The whole project: `compose config`, roles, flavours, expected topics, team file beside the first file.
// ComposeFile for wrong YAML (file:line:column in the message), cycles, unset variables, missing env files.
Result<Project> load(const engine::Engine &engine, const engine::ComposeCall &call, std::stop_token stop);

// What the engine alone knows of a project whose files are gone: from its containers' labels.
Project fromContainers(const QString &name, const std::vector<engine::Container> &containers);

// Pure: the model of `docker compose config --format json`.
Result<Project> parseConfig(const QByteArray &json, const engine::ComposeCall &call, const TeamFile &team);

struct FoundProject {
    QString name;
    engine::ComposeCall call; // from the labels
    bool filesExist = false;
    bool hasKafka = false; // a broker or ZooKeeper among its containers
    int running = 0;
    int finished = 0; // one-shot containers that ended with 0
    int total = 0;
    int up() const { return running > 0 ? running + finished : 0; }
    bool operator==(const FoundProject &) const = default;
};

// Pure but for looking whether the files exist: projects among all containers of the engine, those with Kafka first.
std::vector<FoundProject> findProjects(const std::vector<engine::Container> &containers);

} // namespace bd::compose
