// What may be deleted: a pure function from what was shown and confirmed, and what is true now, to a ruling. Asked when a
// plan is shown, and again right before each removal; what has changed in between is refused.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/permit.h"
#include "guard/stackvolumes.h"
#include "zookeeper/permit.h"

namespace bd::guard {

// What an engine has, all of it: what other projects mount must be seen, too.
struct EngineState {
    QString id;                                // of the engine, whatever context leads to it
    engine::Context context;                   // that it is reached by
    std::vector<engine::Container> containers; // of every project and of none, in all states
    std::vector<engine::Volume> volumes;
    bool operator==(const EngineState &) const = default;
};

// What people have said.
struct Marks {
    QStringList lockedVolumes;  // by the user or the team
    bool isDevelopment = false; // the team file says so
    bool isProtected = false;   // the team wants to be asked twice
    QString unfinished;         // what was begun with its volumes and has not ended, for people; empty: nothing
    bool operator==(const Marks &) const = default;
};

struct PlannedContainer {
    QString id;
    QString name;
    QString service;
    bool operator==(const PlannedContainer &) const = default;
};

struct PlannedVolume {
    QString name;
    bool isAnonymous = false;
    std::optional<TimePoint> createdAt;
    QStringList containers; // IDs of all that mounted it when the plan was made
    // It is none of the set: the engine made it for a container that goes, at a path that its image declares and the compose
    // file does not. Nobody would find it again.
    bool goesWithContainer = false;
    bool operator==(const PlannedVolume &) const = default;
};

// What was shown: nothing else goes.
struct RemovalPlan {
    QString project;
    QString engineId;
    QString context;
    std::vector<PlannedContainer> containers;
    std::vector<PlannedVolume> volumes;
    bool takesRecords = false; // of brokers, whose volumes stay: then a lock on these counts as well
    bool operator==(const RemovalPlan &) const = default;
};

// The containers of these roles and the volumes of this project that a full reset takes. Pure, and no ruling.
RemovalPlan planRemoval(const compose::Project &project, const EngineState &state);

// Nothing of the engine's: for who only asks which engine it is, and how the project is marked. Pure.
RemovalPlan planOfNothing(const QString &project, const QString &engineId, const QString &context);
// The same for what deletes records and topics. Pure.
RemovalPlan planOfRecords(const QString &project, const QString &engineId, const QString &context);

// One volume alone; empty where there is none of that name. Pure, and no ruling.
RemovalPlan planRemovalOf(const QString &volume, const compose::Project &project, const EngineState &state);

struct Objection {
    enum class Why {
        OtherEngine, // the context leads to another one by now
        LooksLikeProduction,
        External,   // the compose file says that it is somebody else's
        NoVolume,   // it is a path, or no volume of this name is there
        OtherLabel, // it does not bear this project's
        Locked,
        Unfinished,     // something else was begun with its volumes
        OtherProject,   // a container of another project, or of none, mounts it
        OtherService,   // a service of this project that is no broker and no ZooKeeper mounts it
        NotData,        // it is mounted where neither data nor logs are
        Changed,        // it is another one than was shown, or used otherwise
        HalfASet,       // a volume of the set would stay behind
        OtherContainer, // not this project's, or of a service that a reset leaves alone
        // of a broker's registration in ZooKeeper
        OwnerLives,   // its session is connected
        OwnerUnknown, // whether it is cannot be told
        NotOverdue,   // it may still go by itself
        BrokerRuns,   // one that has this id, or may have it
        NotAsked,     // whether one runs outside of this engine
    };
    Why why = Why::Changed;
    QString subject; // the name of the volume, container or project
    QString text;    // for people
    bool operator==(const Objection &) const = default;
};

// | Allowed           | everything of the plan may go                                            |
// | NeedsConfirmation | it may, once somebody has confirmed the engine's context by its name too |
// | Refused           | nothing may go: see the objections                                       |
struct Ruling {
    enum class Verdict { Allowed, NeedsConfirmation, Refused };
    Verdict verdict = Verdict::Refused;
    std::vector<Objection> objections;
    bool operator==(const Ruling &) const = default;
};

// The facts that a rule looks at. Containers that are in the plan and have gone already are no objection.
struct Case {
    const RemovalPlan &plan;
    const compose::Project &project;
    const EngineState &state;
    const Marks &marks;
};
using Rule = std::vector<Objection> (*)(const Case &);
std::span<const Rule> rules(); // all of them; each can refuse on its own

// `confirmedContext`: the context that somebody has confirmed beside the project; empty: none.
Ruling ruleOn(const Case &facts, const QString &confirmedContext, std::span<const Rule> by = rules());

Error refusalOf(const Ruling &ruling, const EngineState &state); // of one that is not Allowed, for people

struct RegistrationCase; // registration.h

// Permits for what was ruled Allowed, each good for one removal. Rules anew on what is true now: an Error (Conflict) with the
// first objection where it does not stand any more, and where `what` is not in the plan.
class Permits
{
public:
    static Result<engine::RemovalPermit> forContainer(const QString &id, const Case &now,
                                                      const QString &confirmedContext);
    static Result<engine::RemovalPermit> forVolume(const QString &name, const Case &now,
                                                   const QString &confirmedContext);
    // What we made ourselves for copying, and nobody else uses: it bears our label. InvalidUse for anything else.
    static Result<engine::RemovalPermit> forOwnHolder(const QString &id, const EngineState &now);
    static Result<engine::RemovalPermit> forOwnVolume(const QString &name, const EngineState &now);
    // All that is of a lesson's project: whose name says so, and whose compose file is in the lesson's folder. InvalidUse for
    // anything else.
    static Result<engine::RemovalPermit> forPracticeContainer(const QString &id, const QString &folder,
                                                              const EngineState &now);
    // Its label says so; or it is anonymous, and `before` its containers went they alone mounted it.
    static Result<engine::RemovalPermit> forPracticeVolume(const QString &name, const QString &project,
                                                           const EngineState &before, const EngineState &now);
    // A broker's registration.
    static Result<zookeeper::NodePermit> forNode(const QString &path, const RegistrationCase &now,
                                                 const QString &confirmedContext);
};

// The name of a lesson's project begins so: «brokerdeck-practice-».
QString practicePrefix();

// The label of containers and volumes that Brokerdeck makes for copying; its value is the project that they serve.
QString holderLabel();

} // namespace bd::guard
