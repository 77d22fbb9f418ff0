// Whether a broker's registration in ZooKeeper (/brokers/ids/N, and /controller where it names that broker) may be removed by
// hand: only where nobody owns it any more, for certain, and it has not gone by itself. Pure.
#pragma once

#include "guard/guard.h"

namespace bd::guard {

struct PlannedNode {
    QString path;
    qint64 czxid = 0; // what is removed and made again is another one
    qint64 owner = 0; // session; 0: it is persistent
    bool operator==(const PlannedNode &) const = default;
};

// | Nobody       | it is persistent: it never goes by itself                                      |
// | Connected    | a session that ZooKeeper has a connection of, or of a broker that runs         |
// | Corpse       | the log of a broker that has ended names this session as its own               |
// | NotConnected | ZooKeeper lists its connections, and this session has none                     |
// | Unknown      | none of these can be told                                                      |
enum class Owner { Nobody, Connected, Corpse, NotConnected, Unknown };

struct NodeNow {
    PlannedNode node;
    Owner owner = Owner::Unknown;
    bool isOverdue = false; // its session's time-out and two ticks are over since its owner ended
    bool operator==(const NodeNow &) const = default;
};

// What was shown: nothing else goes.
struct RegistrationPlan {
    RemovalPlan place; // planOfNothing(): which project, engine and context
    int broker = -1;
    std::vector<PlannedNode> nodes;
    bool operator==(const RegistrationPlan &) const = default;
};

struct RegistrationCase {
    const RegistrationPlan &plan;
    const compose::Project &project;
    const EngineState &state;
    const Marks &marks;
    const std::vector<NodeNow> &nodes; // as they are now: what has gone is not among them
    const QStringList &running;        // containers of brokers that run and have this id, or may have it
    bool noneElsewhere = false;        // somebody has said that no broker of this id runs outside of this engine
};

Ruling ruleOn(const RegistrationCase &facts, const QString &confirmedContext);

} // namespace bd::guard
