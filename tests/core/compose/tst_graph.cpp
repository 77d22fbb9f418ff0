// Orders of starting and stopping, on small graphs by hand and on generated ones by their properties.
#include <algorithm>

#include <QRandomGenerator>
#include <QTest>

#include "compose/graph.h"

using namespace bd;
using namespace bd::compose;

namespace {

Service service(const char *name, Role role, std::initializer_list<const char *> gates = {})
{
    Service result;
    result.name = QLatin1String(name);
    result.role = role;
    for (const char *gate : gates)
        result.gates.push_back({QLatin1String(gate), Condition::Started, true});
    return result;
}

std::vector<Service> reference()
{
    return {service("worker-b", Role::Worker, {"kafka", "init"}),
            service("worker-a", Role::Worker, {"kafka", "init"}),
            service("init", Role::Init, {"kafka"}),
            service("db", Role::Other),
            service("kafka", Role::Broker, {"zookeeper"}),
            service("zookeeper", Role::ZooKeeper)};
}

QString line(const QStringList &names)
{
    return names.join(QLatin1Char(' '));
}

QString line(const Result<QStringList> &names)
{
    return names ? line(*names) : names.error().message;
}

std::vector<Service> generated(QRandomGenerator &random, bool mayHaveCircles)
{
    const int count = 1 + random.bounded(12);
    std::vector<Service> services;
    for (int index = 0; index < count; ++index) {
        Service one;
        one.name = QStringLiteral("s%1").arg((index * 7) % count, 2, 10, QLatin1Char('0'));
        one.name += QString::number(index);
        one.role = static_cast<Role>(random.bounded(5));
        services.push_back(one);
    }
    for (int edges = random.bounded(2 * count); edges > 0; --edges) {
        const int from = random.bounded(count);
        const int to = random.bounded(count);
        if (mayHaveCircles || from < to)
            services[static_cast<size_t>(to)].gates.push_back(
                {services[static_cast<size_t>(from)].name, Condition::Healthy, true});
    }
    std::shuffle(services.begin(), services.end(), random);
    return services;
}

// By another way than the code's: what can never be taken away.
bool hasCircle(std::vector<Service> services)
{
    for (bool taken = true; taken;) {
        taken = std::erase_if(services,
                              [all = services](const Service &one) {
                                  return std::ranges::none_of(one.gates, [&all](const Gate &gate) {
                                      return std::ranges::find(all, gate.service, &Service::name) != all.end();
                                  });
                              })
                > 0;
    }
    return !services.empty();
}

} // namespace

class TestGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsGatesFirstAndTiesByRole();
    void takesWhatIsNeeded();
    void saysWhomARestartDisturbs();
    void stopsBrokersBeforeZooKeeper();
    void namesTheCircle();
    void skipsGatesToServicesThatAreNotThere();
    void respectsEveryGate();
    void findsACircleExactlyWhereThereIsOne();
};

void TestGraph::startsGatesFirstAndTiesByRole()
{
    QCOMPARE(line(startOrder(reference())), QStringLiteral("zookeeper kafka init worker-a worker-b db"));
    QCOMPARE(line(startOrder({})), QString());
}

void TestGraph::takesWhatIsNeeded()
{
    QCOMPARE(line(withDependencies(reference(), {QStringLiteral("init")})), QStringLiteral("zookeeper kafka init"));
    QCOMPARE(line(withDependencies(reference(), {QStringLiteral("db"), QStringLiteral("zookeeper")})),
             QStringLiteral("zookeeper db"));
    const Result<QStringList> none = withDependencies(reference(), {QStringLiteral("nope")});
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
}

void TestGraph::saysWhomARestartDisturbs()
{
    QCOMPARE(line(dependents(reference(), QStringLiteral("zookeeper"))),
             QStringLiteral("kafka init worker-a worker-b"));
    QCOMPARE(line(dependents(reference(), QStringLiteral("init"))), QStringLiteral("worker-a worker-b"));
    QCOMPARE(line(dependents(reference(), QStringLiteral("db"))), QString());
}

void TestGraph::stopsBrokersBeforeZooKeeper()
{
    QCOMPARE(line(stopOrder(reference())), QStringLiteral("db worker-b worker-a init kafka zookeeper"));
    // No gate says so, and by name and role alone the broker would have to go last.
    QCOMPARE(line(stopOrder({service("late", Role::Other), service("zookeeper", Role::ZooKeeper, {"late"}),
                             service("kafka", Role::Broker)})),
             QStringLiteral("kafka zookeeper late"));
    // A gate the wrong way round counts: Compose would insist on it too.
    QCOMPARE(line(stopOrder({service("zookeeper", Role::ZooKeeper, {"kafka"}), service("kafka", Role::Broker)})),
             QStringLiteral("zookeeper kafka"));
}

void TestGraph::namesTheCircle()
{
    const std::vector<Service> services{service("x", Role::Other, {"b"}), service("b", Role::Other, {"a"}),
                                        service("a", Role::Other, {"b"}), service("y", Role::Other)};
    const Result<QStringList> order = startOrder(services);
    QVERIFY(!order);
    QCOMPARE(order.error().code, ErrorCode::ComposeFile);
    QVERIFY2(order.error().message.endsWith(QStringLiteral("a → b → a")), qPrintable(order.error().message));
    QVERIFY(line(startOrder({service("a", Role::Other, {"a"})})).endsWith(QStringLiteral("a → a")));
    QVERIFY(!stopOrder(services) && !withDependencies(services, {QStringLiteral("y")}));
    QCOMPARE(line(dependents(services, QStringLiteral("a"))), QStringLiteral("b x"));
}

void TestGraph::skipsGatesToServicesThatAreNotThere()
{
    QCOMPARE(line(startOrder({service("a", Role::Other, {"inactive"})})), QStringLiteral("a"));
}

void TestGraph::respectsEveryGate()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 2000; ++round) {
        const std::vector<Service> services = generated(random, false);
        const Result<QStringList> start = startOrder(services);
        const Result<QStringList> stop = stopOrder(services);
        QVERIFY(start && stop);
        QCOMPARE(start->size(), std::ssize(services));
        QCOMPARE(QSet<QString>(stop->begin(), stop->end()), QSet<QString>(start->begin(), start->end()));
        for (const Service &one : services) {
            const QStringList disturbed = dependents(services, one.name);
            const Result<QStringList> needed = withDependencies(services, {one.name});
            QVERIFY(needed && needed->contains(one.name));
            for (const Gate &gate : one.gates) {
                QVERIFY(start->indexOf(gate.service) < start->indexOf(one.name));
                QVERIFY(stop->indexOf(gate.service) > stop->indexOf(one.name));
                QVERIFY(needed->contains(gate.service));
                QVERIFY(dependents(services, gate.service).contains(one.name));
            }
            for (const QString &name : disturbed)
                QVERIFY(withDependencies(services, {name})->contains(one.name));
        }
    }
}

void TestGraph::findsACircleExactlyWhereThereIsOne()
{
    QRandomGenerator random(4);
    int circles = 0;
    for (int round = 0; round < 3000; ++round) {
        const std::vector<Service> services = generated(random, true);
        const Result<QStringList> order = startOrder(services);
        QCOMPARE(!order, hasCircle(services));
        if (order)
            continue;
        ++circles;
        const QStringList way = order.error().message.section(QStringLiteral(": "), 1).split(QStringLiteral(" → "));
        QVERIFY(way.size() >= 2);
        QCOMPARE(way.first(), way.last());
        for (qsizetype at = 1; at < way.size(); ++at) { // each waits for the next
            const auto one = std::ranges::find(services, way[at - 1], &Service::name);
            QVERIFY(one != services.end());
            QVERIFY(std::ranges::find(one->gates, way[at], &Gate::service) != one->gates.end());
        }
    }
    QVERIFY(circles > 500 && circles < 2900);
}

QTEST_APPLESS_MAIN(TestGraph)
#include "tst_graph.moc"
