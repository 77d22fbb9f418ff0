// What a project's expected topics ask for that is not so. Pure.
#pragma once

#include <vector>

#include "compose/project.h"
#include "kafka/client.h"

namespace bd::stack {

struct TopicDifference {
    // | kind       | can be mended                                     |
    // | Partitions | by adding some; never by taking some away         |
    // | Replicas   | not here: partitions would have to be reassigned  |
    // | Setting    | by setting it                                     |
    enum class Kind { Partitions, Replicas, Setting };
    Kind kind = Kind::Partitions;
    QString setting; // of Kind::Setting: its name
    QString expected;
    QString found;
    bool canBeMended = false;
    bool operator==(const TopicDifference &) const = default;
};

// `config`: of this topic; nullptr where it is not known, and then no setting is compared.
std::vector<TopicDifference> differences(const compose::ExpectedTopic &expected, const kafka::Topic &topic,
                                         const std::vector<kafka::ConfigEntry> *config);

QString sentenceOf(const TopicDifference &difference); // «12 partitions expected, 3 there»

} // namespace bd::stack
