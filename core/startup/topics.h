// Expected topics: looked for at the end of a start, made where that is wanted, and brought into line.
#pragma once

#include "kafka/client.h"
#include "stack/expectedtopics.h"
#include "startup/eventlog.h"
#include "startup/runner.h"

namespace bd::startup {

// Asks the first broker that can be reached; makes what is missing; gives the names made. Retries while leaders are
// being elected. Unreachable where no broker is published.
Result<QStringList> makeMissingTopics(const engine::Engine &engine, const compose::Project &project, EventLog &log,
                                      std::stop_token stop);

// What was done, by topic; a refusal is a sentence with the topic's name.
struct AppliedTopics {
    QStringList created;
    QStringList changed;
    QStringList refused;
    bool operator==(const AppliedTopics &) const = default;
};
// Looks at the topics and their settings, and says what would make them as they are expected to be.
Result<stack::TopicsPlan> planTopics(kafka::Client &client, const std::vector<compose::ExpectedTopic> &expected,
                                     stack::Records records, Millis deadline, std::stop_token stop);
// Goes on after a refusal: one topic's trouble is none of the others'. When the broker is gone or `stop` comes, what was
// done so far is given, with that among the refusals.
Result<AppliedTopics> applyTopics(kafka::Client &client, const stack::TopicsPlan &plan, Millis deadline,
                                  std::stop_token stop);

// These topics and what is set on them, as what could be expected of another cluster; those that have just gone left out.
Result<std::vector<compose::ExpectedTopic>> expectationsOf(kafka::Client &client,
                                                           const std::vector<kafka::Topic> &topics, Millis deadline,
                                                           std::stop_token stop);

// Deletes a topic and makes it again, empty, with as many partitions and replicas and with what was set on it. InvalidUse
// with nothing deleted where `onlyIfEmpty` and it holds records, or may; NotFound where it is gone.
Result<> recreateTopic(kafka::Client &client, const QString &name, bool onlyIfEmpty, Millis deadline,
                       std::stop_token stop);

// Fills the topic fields of `report`; what cannot be known stays unknown.
void checkTopics(const engine::Engine &engine, const compose::Project &project, bool create, StartReport &report,
                 EventLog &log, std::stop_token stop);

} // namespace bd::startup
