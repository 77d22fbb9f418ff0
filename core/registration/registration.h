// Which brokers there are by what ZooKeeper, Kafka and the engine each say, who owns the registration of one, and what can be done
// about one that is stale: the ladder of stability.md. Pure, on what was seen.
#pragma once

#include "base/clock.h"
#include "engine/engine.h"
#include "guard/registration.h"
#include "kafka/client.h"
#include "zookeeper/words.h"

namespace bd::registration {

// /brokers/ids/N, as a broker writes it.
struct Registered {
    int broker = -1;
    zookeeper::Node node;
    QStringList endpoints; // «PLAINTEXT://kafka:9092»
    bool operator==(const Registered &) const = default;
};
Registered registeredIn(zookeeper::Node node, int broker);
std::optional<int> controllerIn(const QByteArray &data); // the broker that /controller names

// A session that a broker's log says it had.
struct LoggedSession {
    qint64 session = 0;
    Millis timeout{0}; // negotiated
    TimePoint at{};
    QString line; // the proof
    bool operator==(const LoggedSession &) const = default;
};
std::vector<LoggedSession> sessionsIn(const std::vector<engine::Engine::LogLine> &log);

// A container of a broker.
struct EngineBroker {
    QString container;         // ID
    QString name;              // of the container
    QString service;           // empty: not this project's
    std::optional<int> broker; // that it is set to; nothing: generated, or not known
    bool isUp = false;
    std::optional<TimePoint> startedAt, finishedAt;
    QStringList addresses;
    std::vector<LoggedSession> sessions;
    bool operator==(const EngineBroker &) const = default;
};

// What was seen. An Error stands where nothing could be.
struct Seen {
    TimePoint at{};           // by the engine's clock
    TimePoint watchedSince{}; // the same nodes were there then already; `at` where nobody has looked before
    std::optional<Error> zookeeperError;
    QString zookeeperWay; // over which it was asked: «127.0.0.1:2181»
    std::vector<Registered> registered;
    std::optional<zookeeper::Node> controller;
    std::optional<std::vector<zookeeper::Connection>>
        connections;                         // of every ZooKeeper; nothing: not allowed to be asked
    std::optional<TimePoint> zookeeperSince; // it gives every session its full time anew
    std::optional<Error> kafkaError;
    kafka::Metadata metadata;
    std::vector<EngineBroker> brokers; // containers of this project, and of others that are in a network with ZooKeeper
    Millis timeout{18'000};            // of sessions, as the brokers ask for it
    Millis tick{2'000};
    bool operator==(const Seen &) const = default;
};

// One broker id by those who say something of it.
struct Row {
    int broker = -1;
    const Registered *inZooKeeper = nullptr;
    const kafka::Broker *inKafka = nullptr;
    std::vector<const EngineBroker *> onEngine; // that are set to it
};
std::vector<Row> rowsOf(const Seen &seen); // by id; point into `seen`

// Since when the same registrations are seen: from `before` on, where none has changed since then.
void watchOn(Seen &now, const Seen &before);

struct Ownership {
    guard::Owner owner = guard::Owner::Unknown;
    qint64 session = 0;
    QString container;                // that it belongs to, or belonged to; empty: not known
    QString service;                  // of this project; empty: none
    QString address;                  // that it is connected from; empty: not told
    QString proof;                    // a line; empty: none
    std::optional<TimePoint> expires; // when it goes by itself, at the latest
    std::optional<TimePoint> overdue; // two ticks later: it should have gone
    bool operator==(const Ownership &) const = default;
};
Ownership ownerOf(const Seen &seen, qint64 session);
QString sentenceOf(const Ownership &ownership, const Seen &seen); // who owns it, and how that is known

// What can be done, least harmful first. Offered steps are those of which it is known that they are right.
struct Rung {
    enum class What { StopDuplicate, WaitAndStart, Remove, Reset };
    enum class State { Offered, Later, Refused };
    What what = What::WaitAndStart;
    State state = State::Refused;
    QString text;                // what it is, or why it is not offered
    std::optional<TimePoint> at; // Later: when
    QString service;             // that is stopped or started; empty: none of this project
    bool operator==(const Rung &) const = default;
};
std::vector<Rung> ladderOf(const Seen &seen, int broker);
// Does this registration keep a broker from starting: nobody who runs owns it, or it is in doubt.
bool isStale(const Seen &seen, const Registered &registered);

// What would go, as it is now; the facts for the guard.
guard::RegistrationPlan planOf(const Seen &seen, int broker, const guard::RemovalPlan &place);
std::vector<guard::NodeNow> nodesNow(const Seen &seen, const guard::RegistrationPlan &plan);
QStringList runningWith(const Seen &seen, int broker); // containers that have this id, or may have it

} // namespace bd::registration
