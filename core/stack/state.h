// What is true now of one project, for every view: a value, folded from what the engine and the probes said.
#pragma once

#include <optional>
#include <vector>

#include "base/error.h"
#include "compose/project.h"
#include "engine/types.h"
#include "timeline/event.h"

namespace bd::stack {

enum class ServiceState {
    Missing,  // no container
    Created,  // a container that never ran
    Starting, // runs, not ready yet
    Healthy,  // runs and its check or our probe passes
    Running,  // runs, and nothing can be asked
    Unhealthy,
    Restarting,
    Finished, // ended with exit 0
    Exited,   // ended otherwise
    Stopped,  // ended by a stop: exit 143, or 137 after one, or 0 of a long-running service
    Paused
};
QString toString(ServiceState state); // missing, created …: as in JSON
bool isUp(ServiceState state);        // Healthy or Running
bool isTrouble(ServiceState state);   // Unhealthy, Restarting, Exited

struct ServiceStatus {
    QString service;
    compose::Role role = compose::Role::Other;
    ServiceState state = ServiceState::Missing;
    QString health; // the engine's word: none, starting, healthy, unhealthy; empty: no container
    QString
        now; // a sentence: «answers srvr in 2 ms», «waits for kafka to be healthy: check 3 failed 2 s ago, exit 1: …»
    QString waitsFor; // the service whose gate is shut; empty: nothing
    QString image;
    QStringList endpoints;          // 127.0.0.1:9092
    std::optional<TimePoint> since; // start of its process, or its end
    int restarts = 0;
    std::optional<int> exitCode;
    bool oomKilled = false;
    QString containerId;
    QString containerName;
    std::optional<timeline::ProbeResult> lastProbe;

    bool operator==(const ServiceStatus &) const = default;
};

enum class TopicState { Unknown, Present, Missing };
struct TopicStatus {
    compose::ExpectedTopic expected;
    TopicState state = TopicState::Unknown;
    std::optional<int> partitions; // as it is
    bool operator==(const TopicStatus &) const = default;
};

// Something that needs the user: a sentence, what it means, and what to do about it.
struct Problem {
    enum class Mend { None, CreateTopics, StartStack, StartService, RestartService };
    QString title;
    QString text;
    QString proof; // raw text behind «Show the proof»
    Mend mend = Mend::None;
    QStringList targets; // topics or services that the mend is about
    bool operator==(const Problem &) const = default;
};

struct Identity { // of the broker's cluster and of ZooKeeper; empty or nothing: unknown
    std::optional<int> brokerId;
    QString clusterId;
    int brokers = 0;
    QString kafkaVersion;
    QString zooKeeperVersion;
    QString zooKeeperMode;
    bool operator==(const Identity &) const = default;
};

enum class Link { Connecting, Live, Lost }; // to the engine

struct StackState {
    QString project;
    Link link = Link::Connecting;
    std::optional<Error> error; // why the link is lost
    std::optional<engine::EngineInfo> engineInfo;
    engine::Context context;
    std::vector<ServiceStatus> services;        // in dependency order
    std::vector<TopicStatus> topics;            // expected ones
    QMap<QString, QString> containersByAddress; // address in the stack's networks -> container's name
    Identity identity;
    std::vector<Problem> problems; // worst first
    QString operation;             // «starting», «stopping»; empty: we do not act on it
    QString heldBy;                // another of ours that does: «brokerdeckctl up, pid 4711, …»; empty: nobody
    TimePoint asOf{};

    const ServiceStatus *service(QStringView name) const;
    int up() const;         // services that are up, or finished well
    bool isRunning() const; // anything runs
    bool operator==(const StackState &) const = default;
};

// --- the pure parts ---------------------------------------------------------------------------------------------

struct Facts {
    compose::Project project;
    engine::Context context;
    std::vector<engine::Container> containers;
    QMap<QString, timeline::ProbeResult> probes;    // last one by service
    QMap<QString, QStringList> lastLines;           // last log lines of services in trouble
    std::optional<std::vector<QString>> topicNames; // nothing: not known
    QMap<QString, int> topicPartitions;
    QMap<QString, QString> versions; // what brokers say of themselves, by service
};

StackState fold(const Facts &facts, TimePoint now);

// «waits for kafka to be healthy: check 3 failed 2 s ago, exit 1: …»
QString waitSentence(const compose::Gate &gate, const engine::Container *container,
                     const std::optional<timeline::ProbeResult> &probe, TimePoint now);

QJsonObject toJson(const StackState &state); // the document of `brokerdeckctl status --json`

} // namespace bd::stack
