// Looks at the brokers of a project, in ZooKeeper, Kafka and on the engine, and at ZooKeeper's nodes; and removes a registration
// that nobody owns. Blocks: worker threads only.
#pragma once

#include <functional>
#include <memory>

#include "reach/nodes.h"
#include "registration/registration.h"

namespace bd::registration {

// | Everything | ZooKeeper, Kafka and the engine                                                             |
// | Owners     | all but Kafka: it has no say in who owns a node, and one that does not answer takes seconds |
enum class Scope { Everything, Owners };
// An Error only where the engine does not answer, or where the project has no ZooKeeper (NotFound).
Result<Seen> lookAt(const engine::Engine &engine, const compose::Project &project, Scope scope, std::stop_token stop);

// The way to ZooKeeper's nodes, for who wants to see others.
Result<reach::NodesWay> nodesOf(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);

// A node, and those under it.
struct NodeLook {
    zookeeper::Node node;
    QStringList children; // names
};
// NotFound where there is none.
Result<NodeLook> lookInto(const engine::Engine &engine, const compose::Project &project, const QString &path,
                          std::stop_token stop);

// What would go of a broker's registration, as it is now, with what the guard has to know to rule on it.
struct PlannedRemoval {
    guard::RegistrationPlan plan;
    guard::EngineState state;
    std::vector<guard::NodeNow> nodes;
    QStringList running;
};
// NotFound where that broker is not registered.
Result<PlannedRemoval> planRemoval(const engine::Engine &engine, const compose::Project &project, int broker,
                                   std::stop_token stop);

struct RemoveOrder {
    guard::RegistrationPlan plan; // that was shown
    guard::Marks marks;
    QString confirmedContext;   // by its name; empty: none
    bool noneElsewhere = false; // no broker of this id runs outside of this engine: somebody has said so
    QString program;            // that holds the project's lock meanwhile
};

// | GoneByItself | while it was waited for; nothing was deleted          |
// | Removed      | the nodes of the plan that were still there are gone  |
enum class RemoveOutcome { GoneByItself, Removed };

// Waits until it should have gone by itself, then asks the guard on what is true then, and removes it. `waits` hears until when,
// at most once a second. Errors: Locked, Cancelled (nothing was deleted), Failed with the guard's reason.
Result<RemoveOutcome> remove(const engine::Engine &engine, const compose::Project &project, const RemoveOrder &order,
                             const std::function<void(TimePoint until)> &waits, std::stop_token stop);

} // namespace bd::registration
