#include "compose/graph.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>
#include <QSet>

#include "base/text.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Compose)
};

// Service -> what must come before it, of the services that are there.
struct Graph {
    QMap<QString, Role> roles;
    QMap<QString, QSet<QString>> before;
    QMap<QString, QSet<QString>> after;

    explicit Graph(const std::vector<Service> &services)
    {
        for (const Service &service : services)
            roles.insert(service.name, service.role);
        for (const Service &service : services) {
            for (const Gate &gate : service.gates) {
                if (roles.contains(gate.service))
                    add(gate.service, service.name);
            }
        }
    }

    void add(const QString &first, const QString &second)
    {
        before[second].insert(first);
        after[first].insert(second);
    }
};

struct Order {
    QStringList names;
    QSet<QString> stuck; // in a circle, or waiting for one
};

Order orderOf(const Graph &graph)
{
    using Ranked = std::pair<Role, QString>;
    QMap<QString, qsizetype> open;
    std::set<Ranked> ready;
    for (auto it = graph.roles.begin(); it != graph.roles.end(); ++it) {
        open[it.key()] = graph.before.value(it.key()).size();
        if (open[it.key()] == 0)
            ready.emplace(it.value(), it.key());
    }
    Order order;
    while (!ready.empty()) {
        const QString next = ready.begin()->second;
        ready.erase(ready.begin());
        order.names += next;
        open.remove(next);
        for (const QString &waiting : graph.after.value(next)) {
            if (--open[waiting] == 0)
                ready.emplace(graph.roles.value(waiting), waiting);
        }
    }
    order.stuck = QSet<QString>(open.keyBegin(), open.keyEnd());
    return order;
}

// From any stuck service, going back along the gates leads into a circle.
QString circleIn(const Graph &graph, const QSet<QString> &stuck)
{
    QStringList way{*std::ranges::min_element(stuck)};
    for (;;) {
        QStringList back = (graph.before.value(way.last()) & stuck).values();
        const QString next = *std::ranges::min_element(back);
        const qsizetype seen = way.indexOf(next);
        way += next;
        if (seen >= 0)
            return way.sliced(seen).join(QStringLiteral(" → "));
    }
}

Result<QStringList> namesInOrder(const Graph &graph)
{
    const Order order = orderOf(graph);
    if (order.stuck.isEmpty())
        return order.names;
    return fail(
        ErrorCode::ComposeFile,
        Tr::tr("The services wait for one another in a circle: %1").arg(firstLine(circleIn(graph, order.stuck))),
        Tr::tr("None of them can start first. Take one depends_on out."));
}

QSet<QString> reachable(const QMap<QString, QSet<QString>> &edges, const QStringList &from)
{
    QSet<QString> seen;
    QStringList open = from;
    while (!open.isEmpty()) {
        for (const QString &next : edges.value(open.takeLast())) {
            if (!seen.contains(next)) {
                seen.insert(next);
                open += next;
            }
        }
    }
    return seen;
}

QStringList only(QStringList names, const QSet<QString> &wanted)
{
    names.removeIf([&wanted](const QString &name) { return !wanted.contains(name); });
    return names;
}

} // namespace

Result<QStringList> startOrder(const std::vector<Service> &services)
{
    return namesInOrder(Graph(services));
}

Result<QStringList> withDependencies(const std::vector<Service> &services, const QStringList &wanted)
{
    const Graph graph(services);
    for (const QString &name : wanted) {
        if (!graph.roles.contains(name)) {
            return fail(ErrorCode::NotFound, Tr::tr("There is no service %1").arg(firstLine(name)),
                        Tr::tr("There are: %1").arg(firstLine(graph.roles.keys().join(QStringLiteral(", ")), 400)));
        }
    }
    const QSet<QString> needed = reachable(graph.before, wanted) | QSet<QString>(wanted.begin(), wanted.end());
    return namesInOrder(graph).map([&needed](const QStringList &names) { return only(names, needed); });
}

QStringList dependents(const std::vector<Service> &services, const QString &service)
{
    const Graph graph(services);
    const Order order = orderOf(graph);
    QStringList stuck = order.stuck.values();
    stuck.sort();
    QStringList found = only(order.names + stuck, reachable(graph.after, {service}));
    found.removeAll(service);
    return found;
}

Result<QStringList> stopOrder(const std::vector<Service> &services)
{
    Graph graph(services);
    Graph strict = graph;
    for (const Service &broker : services) {
        for (const Service &zookeeper : services) {
            if (broker.role == Role::Broker && zookeeper.role == Role::ZooKeeper)
                strict.add(zookeeper.name, broker.name);
        }
    }
    // Only where a ZooKeeper waits for a broker the two rules contradict each other; then the gates count.
    const Order order = orderOf(strict);
    Result<QStringList> names = order.stuck.isEmpty() ? Result<QStringList>(order.names) : namesInOrder(graph);
    if (names)
        std::ranges::reverse(*names);
    return names;
}

} // namespace bd::compose
