// The topics that a project expects, read from what its services would run: never guessed.
#pragma once

#include "compose/project.h"

namespace bd::compose {

struct ReadTopics {
    std::vector<ExpectedTopic> topics; // each name once
    QStringList notes;                 // for people: what was not understood

    bool operator==(const ReadTopics &) const = default;
};

// From `kafka-topics --create` and `rpk topic create` in the commands of init services (and of brokers that make
// their own), and from KAFKA_CREATE_TOPICS. What a command leaves open comes from the broker's settings.
ReadTopics topicsOf(const std::vector<Service> &services);

} // namespace bd::compose
