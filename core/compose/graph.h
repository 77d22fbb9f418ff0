// The order in which services may start: pure functions over a project's gates.
#pragma once

#include "compose/project.h"

namespace bd::compose {

// Names in dependency order (gates before what waits for them; ties by role zookeeper, broker, init, worker,
// other, then by name). ComposeFile naming the circle where there is one: «a → b → a».
Result<QStringList> startOrder(const std::vector<Service> &services);

// `wanted` and everything they need, in start order.
Result<QStringList> withDependencies(const std::vector<Service> &services, const QStringList &wanted);

// Everything that waits for `service`, directly or not, in start order: what a restart of it will disturb.
QStringList dependents(const std::vector<Service> &services, const QString &service);

// The reverse of startOrder, brokers before ZooKeeper even where no gate says so.
Result<QStringList> stopOrder(const std::vector<Service> &services);

} // namespace bd::compose
