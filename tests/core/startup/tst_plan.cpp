// The plan of a start and of a stop: pure, so every promise is checked on values.
#include <QtTest>

#include "startup/plan.h"

using namespace bd;
using compose::Condition;
using compose::Role;
using compose::Service;

namespace {

Service service(const QString &name, Role role, std::vector<compose::Gate> gates = {})
{
    Service made;
    made.name = name;
    made.role = role;
    made.gates = std::move(gates);
    return made;
}

compose::Project reference()
{
    compose::Project project;
    project.name = QStringLiteral("kc-backend");
    const QString zk = QStringLiteral("zookeeper"), kafka = QStringLiteral("kafka"),
                  init = QStringLiteral("kafka-init");
    project.services = {
        service(zk, Role::ZooKeeper),
        service(kafka, Role::Broker, {{zk, Condition::Healthy, true}}),
        service(init, Role::Init, {{kafka, Condition::Healthy, true}}),
        service(QStringLiteral("mail-worker"), Role::Worker, {{init, Condition::CompletedSuccessfully, true}}),
        service(QStringLiteral("migrate"), Role::Other),
        service(QStringLiteral("web"), Role::Other,
                {{QStringLiteral("migrate"), Condition::CompletedSuccessfully, true}}),
    };
    return project;
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsStartedAfterWhatItWaitsFor()
    {
        const auto plan = startup::planStart(reference(), {}, {}, {});
        QVERIFY(plan);
        const QStringList names = plan->names();
        QCOMPARE(names.size(), 6);
        for (const auto &planned : plan->services) {
            for (const auto &gate : planned.gates)
                QVERIFY(names.indexOf(gate.service) < names.indexOf(planned.service.name));
        }
        QVERIFY(plan->hasInit);
    }

    void onlyTheWantedAndWhatItNeeds()
    {
        const auto plan = startup::planStart(reference(), {QStringLiteral("kafka")}, {}, {});
        QVERIFY(plan);
        QCOMPARE(plan->names(), QStringList({QStringLiteral("zookeeper"), QStringLiteral("kafka")}));
        QVERIFY(!plan->hasInit);
    }

    void initAndWhatSomebodyWaitsForToEndAreOneShots()
    {
        const auto plan = startup::planStart(reference(), {}, {}, {});
        QVERIFY(plan->find(QStringLiteral("kafka-init"))->oneShot);
        QVERIFY(plan->find(QStringLiteral("migrate"))->oneShot);
        QVERIFY(!plan->find(QStringLiteral("kafka"))->oneShot);
        QVERIFY(!plan->find(QStringLiteral("web"))->oneShot);
    }

    void driftedZooKeeperTakesItsRunningBrokerDownFirst()
    {
        const QStringList running{QStringLiteral("zookeeper"), QStringLiteral("kafka"), QStringLiteral("mail-worker")};
        const auto plan = startup::planStart(reference(), {}, {QStringLiteral("zookeeper")}, running);
        QVERIFY(plan);
        QCOMPARE(plan->stopFirst, QStringList({QStringLiteral("kafka"), QStringLiteral("zookeeper")}));
    }

    void aBrokerThatIsStoppedForItsZooKeeperComesUpAgain()
    {
        const QString zk = QStringLiteral("zookeeper"), kafka = QStringLiteral("kafka");
        const auto plan = startup::planStart(reference(), {zk}, {zk}, {zk, kafka});
        QVERIFY(plan);
        QCOMPARE(plan->stopFirst, QStringList({kafka, zk}));
        QCOMPARE(plan->names(), QStringList({zk, kafka}));
    }

    void whatHasNoReplicaIsNotStarted()
    {
        compose::Project project = reference();
        for (Service &one : project.services) {
            if (one.name == QLatin1String("migrate"))
                one.replicas = 0;
        }
        const auto plan = startup::planStart(project, {}, {}, {});
        QVERIFY(plan);
        QVERIFY(!plan->find(QStringLiteral("migrate")));
        QVERIFY(plan->find(QStringLiteral("web"))->gates.empty());
    }

    void driftedServiceThatDoesNotRunNeedsNoStop()
    {
        const auto plan = startup::planStart(reference(), {}, {QStringLiteral("kafka")}, {});
        QVERIFY(plan);
        QVERIFY(plan->stopFirst.isEmpty());
    }

    void unknownServiceIsRefusedWithTheKnownOnes()
    {
        const auto plan = startup::planStart(reference(), {QStringLiteral("kafak")}, {}, {});
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, ErrorCode::InvalidUse);
        QVERIFY(plan.error().hint.contains(QLatin1String("kafka-init")));
    }

    void stopIsTheReverse()
    {
        const auto steps = startup::planStop(reference(), {});
        QVERIFY(steps);
        QStringList stopped;
        for (const startup::StopStep &step : *steps) {
            for (const QString &earlier : step.after)
                QVERIFY2(stopped.contains(earlier), qPrintable(step.service));
            stopped += step.service;
        }
        QVERIFY(stopped.indexOf(QStringLiteral("mail-worker")) < stopped.indexOf(QStringLiteral("kafka-init")));
        QVERIFY(stopped.indexOf(QStringLiteral("kafka")) < stopped.indexOf(QStringLiteral("zookeeper")));
    }

    void brokerStopsBeforeZooKeeperEvenWithoutAGate()
    {
        compose::Project project;
        project.services = {service(QStringLiteral("kafka"), Role::Broker),
                            service(QStringLiteral("zoo"), Role::ZooKeeper)};
        const auto steps = startup::planStop(project, {});
        QVERIFY(steps);
        QCOMPARE(steps->front().service, QStringLiteral("kafka"));
        QCOMPARE(steps->back().after, QStringList{QStringLiteral("kafka")});
    }

    void stoppingOneServiceTouchesNoOther()
    {
        const auto steps = startup::planStop(reference(), {QStringLiteral("kafka")});
        QVERIFY(steps);
        QCOMPARE(steps->size(), std::size_t(1));
        QVERIFY(steps->front().after.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
