// What the checklist says of what was found out.
#include <algorithm>

#include <QtTest>

#include "verify/verify.h"

using namespace bd;
using namespace bd::verify;
using stack::ServiceState;
using What = Check::What;
using Status = Check::Status;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

stack::ServiceStatus service(const char *name, compose::Role role, ServiceState state)
{
    stack::ServiceStatus made;
    made.service = s(name);
    made.role = role;
    made.state = state;
    return made;
}

Facts well()
{
    Facts facts;
    facts.project.expectedTopics = {{s("orders"), 1, 1, {}, {}}};
    facts.state.services = {service("zookeeper", compose::Role::ZooKeeper, ServiceState::Healthy),
                            service("kafka", compose::Role::Broker, ServiceState::Healthy),
                            service("topics", compose::Role::Init, ServiceState::Finished),
                            service("mail", compose::Role::Worker, ServiceState::Running)};
    facts.wantedIds[s("kafka")] = 1;
    facts.metadata.clusterId = s("abc");
    facts.metadata.brokers = {{1, s("localhost"), 9092}};
    kafka::Topic orders;
    orders.name = s("orders");
    orders.partitions = {{0, 1, {1}, {1}, {}}};
    facts.metadata.topics = {orders};
    facts.endpoints = {{1, s("localhost:9092"), {}, false, {}}};
    stack::ProjectVolume volume;
    volume.volume.name = s("shop_kafka");
    volume.holds = compose::DataPath::Kind::KafkaData;
    volume.uses = {{s("k1"), s("shop-kafka-1"), s("shop"), s("kafka"), s("/var/lib/kafka/data"), volume.holds}};
    facts.project.name = s("shop");
    facts.volumes.volumes = {volume};
    kafka::GroupDescription group;
    group.id = s("mail");
    group.members.resize(1);
    group.members.front().host = s("172.18.0.5");
    facts.groups = {group};
    facts.servicesByAddress[s("172.18.0.5")] = s("mail");
    return facts;
}

Check checkOf(const Facts &facts, What what)
{
    const auto checks = checksOf(facts);
    return *std::ranges::find(checks, what, &Check::what);
}

} // namespace

class TestChecks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWellStackPasses()
    {
        const auto checks = checksOf(well());
        QCOMPARE(checks.size(), size_t(9));
        for (const Check &check : checks) {
            QVERIFY2(check.status == Status::Passed, qPrintable(check.text));
            QVERIFY(!check.text.isEmpty() && !titleOf(check.what).isEmpty());
        }
        QVERIFY(isWell(checks));
    }

    void whatIsWrongFailsItsOwnCheck_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, What what, Status status, const char *says) {
            QTest::newRow(name) << int(what) << int(status) << s(says);
        };
        row("unhealthy", What::Containers, Status::Failed, "kafka");
        row("unhealthy by the engine alone", What::Containers, Status::Failed, "health check");
        row("no answer", What::Broker, Status::Failed, "nobody");
        row("another id", What::Registration, Status::Failed, "id 2");
        row("one missing", What::Registration, Status::Failed, "0 of");
        row("mapped", What::Endpoints, Status::Failed, "inside the stack");
        row("unreachable inside", What::Endpoints, Status::Failed, "kafak:29092 cannot be reached inside");
        row("unreachable", What::Endpoints, Status::Failed, "cannot be reached");
        row("TLS", What::Endpoints, Status::Unknown, "TLS");
        row("half a set", What::Volumes, Status::Failed, "half");
        row("unheld", What::Volumes, Status::Failed, "/data");
        row("unmounted", What::Volumes, Status::Failed, "no container mounts it");
        row("unasked", What::ZooKeeper, Status::Unknown, "nobody could ask it");
        row("no volumes", What::Volumes, Status::Unknown, "No container");
        row("missing topic", What::Topics, Status::Failed, "orders is missing");
        row("other partitions", What::Topics, Status::Failed, "orders");
        row("init failed", What::Init, Status::Failed, "exit 1");
        row("worker down", What::Workers, Status::Failed, "mail");
        row("worker silent", What::Workers, Status::Unknown, "mail");
        row("ZooKeeper down", What::ZooKeeper, Status::Failed, "zookeeper");
    }

    void whatIsWrongFailsItsOwnCheck()
    {
        QFETCH(int, what);
        QFETCH(int, status);
        QFETCH(QString, says);
        Facts facts = well();
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        const std::map<QString, std::function<void()>> happen{
            {s("unhealthy by the engine alone"), [&] { facts.state.services[1].health = s("unhealthy"); }},
            {s("unhealthy"), [&] { facts.state.services[1].state = ServiceState::Unhealthy; }},
            {s("no answer"),
             [&] {
                 facts.brokerError = Error{ErrorCode::Unreachable, s("nobody answers"), {}, {}};
             }},
            {s("another id"), [&] { facts.wantedIds[s("kafka")] = 2; }},
            {s("one missing"), [&] { facts.metadata.brokers.clear(), facts.wantedIds.clear(); }},
            {s("mapped"), [&] { facts.endpoints[0] = {1, s("kafka:9092"), Error{}, false, true, {}}; }},
            {s("unreachable inside"),
             [&] {
                 facts.endpoints.push_back({-1, s("kafak:29092"), Error{}, false, false, true, {}});
             }},
            {s("unreachable"),
             [&] {
                 facts.endpoints[0].error = Error{ErrorCode::Unreachable, s("refused"), {}, {}};
             }},
            {s("TLS"),
             [&] {
                 facts.endpoints[0].error = Error{ErrorCode::InvalidUse, s("TLS"), {}, {}};
             }},
            {s("half a set"), [&] { facts.volumes.isHalfASet = true; }},
            {s("unheld"),
             [&] {
                 facts.volumes.unheld = {{s("kafka"), {{}, s("/data")}}};
             }},
            {s("unmounted"), [&] { facts.volumes.volumes.front().uses.clear(); }},
            {s("unasked"),
             [&] {
                 facts.state.services[0].lastProbe.reset();
                 facts.state.services[0].state = stack::ServiceState::Running;
             }},
            {s("no volumes"), [&] { facts.volumes.volumes.clear(); }},
            {s("missing topic"), [&] { facts.metadata.topics.clear(); }},
            {s("other partitions"), [&] { facts.project.expectedTopics[0].partitions = 3; }},
            {s("init failed"),
             [&] {
                 facts.state.services[2].state = ServiceState::Exited;
                 facts.state.services[2].exitCode = 1;
             }},
            {s("worker down"), [&] { facts.state.services[3].state = ServiceState::Exited; }},
            {s("worker silent"), [&] { facts.groups.clear(); }},
            {s("ZooKeeper down"), [&] { facts.state.services[0].state = ServiceState::Exited; }},
        };
        happen.at(tag)();
        const Check check = checkOf(facts, What(what));
        QVERIFY2(check.status == Status(status), qPrintable(check.text));
        QVERIFY2((check.text + check.detail).contains(says), qPrintable(check.text));
        QVERIFY(!isWell(checksOf(facts)));
    }

    void whatThereIsNotIsNotApplicable()
    {
        Facts facts = well();
        facts.project.expectedTopics.clear();
        facts.state.services.erase(facts.state.services.begin() + 2, facts.state.services.end());
        facts.state.services.erase(facts.state.services.begin());
        for (const What what : {What::ZooKeeper, What::Topics, What::Init, What::Workers})
            QVERIFY(checkOf(facts, what).status == Status::NotApplicable);
        QVERIFY(isWell(checksOf(facts)));
    }

    void withoutABrokerTheRestIsUnknown()
    {
        Facts facts = well();
        facts.brokerError = Error{ErrorCode::Unreachable, s("nobody answers"), {}, {}};
        for (const What what : {What::Registration, What::Endpoints, What::Topics, What::Workers})
            QVERIFY(checkOf(facts, what).status == Status::Unknown);
    }
};

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"
