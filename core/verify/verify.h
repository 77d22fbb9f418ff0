// The checklist that a team runs by hand after a start or a reset, with evidence: does everything run, answer, know itself,
// and hold what is expected?
#pragma once

#include <memory>

#include "engine/engine.h"
#include "kafka/client.h"
#include "stack/state.h"
#include "stack/volumes.h"

namespace bd::verify {

struct Check {
    enum class What {
        Containers,   // up, and healthy where they have a check
        ZooKeeper,    // answers
        Broker,       // answers ApiVersions
        Registration, // brokers are in the cluster, under the ids that they are set to
        Endpoints,    // every advertised one that clients out here are told leads to a broker
        Volumes,      // all data is on one that is mounted, Kafka's and ZooKeeper's
        Topics,       // expected ones are there, with their partitions and replicas
        Init,         // exit 0
        Workers,      // are members of their groups
        // What is no part of the checklist: see verify/burdens.h
        Processors,   // not all of them busy
        Memory,       // containers are not near their limits
        Room,         // on the engine's disk
        HealthChecks, // none starts a JVM every few seconds
        Addresses     // what services are told of Kafka leads to it from where they run
    };
    // | Passed        | it is so                                                  |
    // | Failed        | it is not                                                 |
    // | Unknown       | it cannot be told: the text says why                      |
    // | NotApplicable | this project has no such thing                            |
    enum class Status { Passed, Failed, Unknown, NotApplicable };
    What what = What::Containers;
    Status status = Status::Unknown;
    QString text;   // a sentence with what was seen
    QString detail; // raw, or one line for each that is wrong
    Micros took{0};
    bool operator==(const Check &) const = default;
};
QString toString(Check::What what); // containers, zookeeper …: as in JSON
std::optional<Check::What> whatFrom(const QString &text);
QString toString(Check::Status status);
QString titleOf(Check::What what); // «Containers are up and healthy»

bool isWell(const std::vector<Check> &checks); // nothing has failed, nothing is unknown

// An advertised endpoint, as it answered from here without any mapping.
struct Endpoint {
    int broker = -1;
    QString address;
    std::optional<Error> error; // nothing: that broker answered
    bool isUnknownHost = false; // its name has no address here
    bool isMapped = false;      // the panel reaches it by another way
    bool isInside = false;      // one of the stack's own network, asked from a broker's container
    Micros took{0};
    bool operator==(const Endpoint &) const = default;
};

// What was found out. Errors stand where nothing could be.
struct Facts {
    compose::Project project;
    stack::StackState state;
    stack::VolumeList volumes;
    QMap<QString, int> wantedIds; // service -> the id that it is set to
    std::optional<Error> brokerError;
    kafka::Metadata metadata;
    std::vector<Endpoint> endpoints;
    QString brokerContainer; // one that runs; empty: none
    std::optional<Error> groupsError;
    std::vector<kafka::GroupDescription> groups;
    QMap<QString, QString> servicesByAddress; // of the stack's networks
    QMap<Check::What, Micros> took;
};
std::vector<Check> checksOf(const Facts &facts); // one of each kind to Workers, in order. Pure

// What the brokers answer, into the facts: metadata and endpoints. `deadline`: for each answer. Blocks.
Result<> askBrokers(kafka::Client &client, const kafka::Settings &settings, Millis deadline, Facts &facts,
                    const std::stop_token &stop);

// A broker tells each listener's clients of that listener alone: those for the stack's own network («INSIDE kafka:29092») are asked
// from facts.brokerContainer, where there is one. Blocks.
void askInsides(const engine::Engine &engine, const QStringList &advertised, Facts &facts, const std::stop_token &stop);

// `patience`: how long workers that are up may take to join their groups. An Error only where the engine does not answer.
Result<std::vector<Check>> verify(const std::shared_ptr<const engine::Engine> &engine, const compose::Project &project,
                                  Millis patience, std::stop_token stop);

} // namespace bd::verify
