// What a service runs, as far as its entrypoint and command tell.
#pragma once

#include "compose/project.h"

namespace bd::compose {

struct Program {
    bool isDefault = false;         // nothing is said: the image's own
    std::optional<Role> runsServer; // ZooKeeper's or Kafka's, or (Other) some other server's start script
    bool createsTopics = false;     // with kafka-topics or the like, and no server
    bool usesTopicTool = false;     // runs that tool, if only to list
    bool isClient = false;          // consumes, produces, shows, connects
    bool isScript = false;          // a script file of which nothing more is known
    bool operator==(const Program &) const = default;
};

Program programOf(const Service &service);

} // namespace bd::compose
