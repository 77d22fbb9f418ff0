// What is seen of a stack for diagnose(): what its containers say, and how Kafka answers its clients.
#pragma once

#include "diagnose/look.h"
#include "verify/verify.h"

namespace bd::verify {

// By service, what tells of failures beside logs and states:
//
// | text                                   | service                                                                |
// | advertised 10.0.0.7:9092: unknown host | a broker that tells clients out here of it                             |
// | advertised 10.0.0.7:9092: no answer    | the same                                                               |
// | topics are missing: a, b               | the init service that ended well, or else a broker; expected topics    |
// | broker id 1 is set on kafka, kafka2    | of one cluster: those of them that ended badly, or else the last       |
// | no ZooKeeper runs: zookeeper           | each broker that does                                                  |
// | several data directories: /a,/b        | each broker that has: what it says may mean another thing then         |
//
// The first three only where a broker answers: otherwise its own words tell why. `facts`: project, metadata and endpoints. Pure.
QMap<QString, QStringList> cluesOf(const Facts &facts, const std::vector<engine::Container> &containers);

// diagnose::lookAt() with these. Kafka is asked where a broker is up and no check of it has failed, and has 1 s for each answer.
// Blocks.
Result<diagnose::Seen> symptomsOf(const engine::Engine &engine, const compose::Project &project,
                                  const diagnose::Knowledge &knowledge, const QStringList &services,
                                  std::stop_token stop);

} // namespace bd::verify
