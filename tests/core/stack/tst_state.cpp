// The fold that says what is true: from containers, probes and topics to states, sentences and problems.
#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

#include "stack/sentences.h"
#include "stack/state.h"

using namespace bd;
using namespace std::chrono_literals;
using compose::Condition;
using compose::Role;
using engine::ContainerState;
using stack::ServiceState;

namespace {

const TimePoint now(Micros(1'700'000'000'000'000));

compose::Service service(const QString &name, Role role, std::vector<compose::Gate> gates = {})
{
    compose::Service made;
    made.name = name;
    made.role = role;
    made.gates = std::move(gates);
    return made;
}

engine::Container container(const QString &serviceName, ContainerState state, int exitCode = 0)
{
    engine::Container made;
    made.id = serviceName + QStringLiteral("-id");
    made.name = QStringLiteral("kc-") + serviceName;
    made.image = QStringLiteral("image");
    made.labels = {{QStringLiteral("com.docker.compose.project"), QStringLiteral("kc")},
                   {QStringLiteral("com.docker.compose.service"), serviceName},
                   {QStringLiteral("com.docker.compose.oneoff"), QStringLiteral("False")}};
    made.state = state;
    made.exitCode = exitCode;
    if (state != ContainerState::Created)
        made.startedAt = now - 60s;
    if (state == ContainerState::Exited)
        made.finishedAt = now - 12s;
    return made;
}

timeline::ProbeResult probe(bool passed, const QString &summary)
{
    timeline::ProbeResult result;
    result.startedAt = now - 2s;
    result.passed = passed;
    result.summary = summary;
    return result;
}

stack::Facts reference()
{
    stack::Facts facts;
    facts.project.name = QStringLiteral("kc");
    facts.project.services = {
        service(QStringLiteral("zookeeper"), Role::ZooKeeper),
        service(QStringLiteral("kafka"), Role::Broker, {{QStringLiteral("zookeeper"), Condition::Healthy, true}}),
        service(QStringLiteral("kafka-init"), Role::Init, {{QStringLiteral("kafka"), Condition::Healthy, true}}),
        service(QStringLiteral("mail-worker"), Role::Worker,
                {{QStringLiteral("kafka-init"), Condition::CompletedSuccessfully, true}}),
    };
    for (const char *topic : {"purchase-created", "trainer-allocated"})
        facts.project.expectedTopics.push_back(
            {QString::fromLatin1(topic), 3, 1, {}, compose::ExpectedTopic::Source::InitService});
    return facts;
}

stack::Facts healthy()
{
    stack::Facts facts = reference();
    facts.containers = {container(QStringLiteral("zookeeper"), ContainerState::Running),
                        container(QStringLiteral("kafka"), ContainerState::Running),
                        container(QStringLiteral("kafka-init"), ContainerState::Exited),
                        container(QStringLiteral("mail-worker"), ContainerState::Running)};
    facts.probes.insert(QStringLiteral("zookeeper"), probe(true, QStringLiteral("answers srvr")));
    facts.probes.insert(QStringLiteral("kafka"), probe(true, QStringLiteral("registered")));
    facts.topicNames = std::vector<QString>{QStringLiteral("purchase-created"), QStringLiteral("trainer-allocated"),
                                            QStringLiteral("__consumer_offsets")};
    return facts;
}

} // namespace

Q_DECLARE_METATYPE(bd::stack::ServiceState)
Q_DECLARE_METATYPE(bd::engine::ContainerState)

class TestState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void healthyStackHasNoProblem()
    {
        const auto state = stack::fold(healthy(), now);
        QVERIFY(state.service(u"zookeeper")->state == ServiceState::Healthy);
        QVERIFY(state.service(u"kafka")->state == ServiceState::Healthy);
        QVERIFY(state.service(u"kafka-init")->state == ServiceState::Finished);
        QVERIFY(state.service(u"mail-worker")->state == ServiceState::Running);
        QCOMPARE(state.up(), 4);
        QVERIFY(state.problems.empty());
        QVERIFY(state.topics.front().state == stack::TopicState::Present);
    }

    void nothingStartedIsNoProblemAndTopicsAreUnknown()
    {
        const auto state = stack::fold(reference(), now);
        QVERIFY(state.service(u"kafka")->state == ServiceState::Missing);
        QVERIFY(!state.isRunning());
        QVERIFY(state.problems.empty());
        QVERIFY(state.topics.front().state == stack::TopicState::Unknown); // unknown is not missing
    }

    void endsAreToldApart_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<ServiceState>("state");
        QTest::newRow("init 0") << QStringLiteral("kafka-init") << 0 << ServiceState::Finished;
        QTest::newRow("init 1") << QStringLiteral("kafka-init") << 1 << ServiceState::Exited;
        QTest::newRow("init 143") << QStringLiteral("kafka-init") << 143 << ServiceState::Exited;
        QTest::newRow("broker 143") << QStringLiteral("kafka") << 143 << ServiceState::Stopped;
        QTest::newRow("broker 137") << QStringLiteral("kafka") << 137 << ServiceState::Exited;
        QTest::newRow("worker 0") << QStringLiteral("mail-worker") << 0 << ServiceState::Stopped;
        QTest::newRow("worker 1") << QStringLiteral("mail-worker") << 1 << ServiceState::Exited;
    }

    void endsAreToldApart()
    {
        QFETCH(QString, name);
        QFETCH(int, exitCode);
        stack::Facts facts = reference();
        facts.containers = {container(name, ContainerState::Exited, exitCode)};
        const auto folded = stack::fold(facts, now);
        QFETCH(ServiceState, state);
        QVERIFY(folded.service(name)->state == state);
    }

    void aProbeOfTheProcessBeforeSaysNothing()
    {
        stack::Facts facts = healthy();
        facts.probes[QStringLiteral("kafka")].startedAt = now - 1h;
        const auto state = stack::fold(facts, now);
        QVERIFY(!state.service(u"kafka")->lastProbe);
    }

    void brokerThatAnswersNoLongerIsUnhealthyAfterItsStartPeriod()
    {
        stack::Facts facts = healthy();
        facts.probes[QStringLiteral("kafka")] = probe(false, QStringLiteral("does not answer"));
        QVERIFY(stack::fold(facts, now).service(u"kafka")->state == ServiceState::Unhealthy);
        facts.containers[1].startedAt = now - 5s;
        QVERIFY(stack::fold(facts, now).service(u"kafka")->state == ServiceState::Starting);
    }

    void waitingIsSaidInASentence()
    {
        stack::Facts facts = healthy();
        facts.containers[1].startedAt = now - 5s;
        facts.probes[QStringLiteral("kafka")] = probe(false, QStringLiteral("broker 1 is not registered yet"));
        facts.containers[2] = container(QStringLiteral("kafka-init"), ContainerState::Created);
        const auto state = stack::fold(facts, now);
        const auto *init = state.service(u"kafka-init");
        QCOMPARE(init->waitsFor, QStringLiteral("kafka"));
        QVERIFY2(init->now.startsWith(QLatin1String("waits for kafka to be healthy")), qPrintable(init->now));
        QVERIFY(init->now.contains(QLatin1String("broker 1 is not registered yet")));
    }

    void failedCheckOfTheEngineIsQuoted()
    {
        engine::Container kafka = container(QStringLiteral("kafka"), ContainerState::Running);
        kafka.failingStreak = 3;
        kafka.healthLog = {{now - 3s, now - 2s, 1, QStringLiteral("\x1b[31mConnection refused\x1b[0m\nmore")}};
        const QString sentence = stack::waitSentence({QStringLiteral("kafka"), Condition::Healthy, true}, &kafka, {},
                                                     now);
        QCOMPARE(sentence,
                 QStringLiteral("waits for kafka to be healthy: check 3 failed 2 s ago, exit 1: Connection refused"));
    }

    void workerThatNamesAMissingTopicIsOneProblemWithOneMend()
    {
        stack::Facts facts = healthy();
        facts.topicNames = std::vector<QString>{QStringLiteral("purchase-created")};
        facts.containers[3] = container(QStringLiteral("mail-worker"), ContainerState::Exited, 1);
        facts.lastLines.insert(QStringLiteral("mail-worker"), {QStringLiteral("unknown topic trainer-allocated")});
        const auto state = stack::fold(facts, now);
        QCOMPARE(state.problems.size(), std::size_t(1));
        QVERIFY(state.problems.front().title.contains(QLatin1String("mail-worker")));
        QVERIFY(state.problems.front().mend == stack::Problem::Mend::CreateTopics);
        QCOMPARE(state.problems.front().targets, QStringList{QStringLiteral("trainer-allocated")});
        QVERIFY(state.service(u"mail-worker")
                    ->now.contains(QLatin1String("exit 1, 12 s ago: unknown topic trainer-allocated")));
    }

    void topicsAreNotMissedWhileInitStillWorks()
    {
        stack::Facts facts = healthy();
        facts.topicNames = std::vector<QString>{};
        facts.containers[2] = container(QStringLiteral("kafka-init"), ContainerState::Running);
        QVERIFY(stack::fold(facts, now).problems.empty());
    }

    void brokerTroubleComesFirst()
    {
        stack::Facts facts = healthy();
        facts.containers[1] = container(QStringLiteral("kafka"), ContainerState::Exited, 1);
        facts.containers[3] = container(QStringLiteral("mail-worker"), ContainerState::Exited, 1);
        facts.topicNames.reset();
        const auto state = stack::fold(facts, now);
        QCOMPARE(state.problems.size(), std::size_t(2));
        QCOMPARE(state.problems.front().targets, QStringList{QStringLiteral("kafka")});
    }

    void crashLoopIsRestartingEvenBetweenTwoCrashes()
    {
        stack::Facts facts = healthy();
        engine::Container &worker = facts.containers[3];
        worker.restartCount = 6;
        worker.startedAt = now - 3s;
        worker.finishedAt = now - 12s;
        QVERIFY(stack::fold(facts, now).service(u"mail-worker")->state == ServiceState::Restarting);
    }

    void aHelperThatHasDoneItsWorkIsFinished()
    {
        stack::Facts facts = healthy();
        facts.project.services.push_back(service(QStringLiteral("fix-perms"), Role::Other));
        facts.containers.push_back(container(QStringLiteral("fix-perms"), ContainerState::Exited));
        const auto stateNow = [&] { return stack::fold(facts, now).service(u"fix-perms")->state; };
        QVERIFY(stateNow() == ServiceState::Finished);
        facts.containers.back().restartPolicy = QStringLiteral("unless-stopped"); // it should run
        QVERIFY(stateNow() == ServiceState::Stopped);
    }

    // Its grace period ran out while the whole stack was stopped; alone, it is trouble.
    void whatWasKilledWithAllOthersWasStopped()
    {
        stack::Facts facts = healthy();
        facts.containers[3] = container(QStringLiteral("mail-worker"), ContainerState::Exited, 137);
        QVERIFY(stack::fold(facts, now).service(u"mail-worker")->state == ServiceState::Exited);
        facts.containers[0] = container(QStringLiteral("zookeeper"), ContainerState::Exited, 143);
        facts.containers[1] = container(QStringLiteral("kafka"), ContainerState::Exited, 143);
        const auto state = stack::fold(facts, now);
        QVERIFY(state.service(u"mail-worker")->state == ServiceState::Stopped);
        QVERIFY(state.problems.empty());
        facts.containers[3].oomKilled = true;
        QVERIFY(stack::fold(facts, now).service(u"mail-worker")->state == ServiceState::Exited);
    }

    void jsonTellsUnknownFromNone()
    {
        const QJsonObject topics = stack::toJson(stack::fold(reference(), now))[QLatin1String("topics")].toObject();
        QVERIFY(topics[QLatin1String("missing")].isNull());
        QCOMPARE(topics[QLatin1String("expected")].toArray().size(), 2);
        const QJsonObject known = stack::toJson(stack::fold(healthy(), now))[QLatin1String("topics")].toObject();
        QCOMPARE(known[QLatin1String("missing")].toArray().size(), 0);
        QVERIFY(known[QLatin1String("missing")].isArray());
    }

    void theTellingLineIsTheErrorNotTheFrame()
    {
        QCOMPARE(stack::tellingLine({QStringLiteral("INFO starting"), QStringLiteral("ERROR no such topic"),
                                     QStringLiteral("\tat kafka.Foo.bar(Foo.scala)")}),
                 QStringLiteral("ERROR no such topic"));
        QCOMPARE(stack::tellingLine({}), QString());
        // a healthy broker's words: «unknown» is of no error
        QCOMPARE(stack::tellingLine({QStringLiteral("INFO Dynamic member with unknown member id joins group billing")}),
                 QString());
    }

    void theBrokersVersionIsWhatItSays_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("version");
        QTest::newRow("apache") << QStringLiteral("[2026-11-25 13:16:09,383] INFO Kafka version: 3.9.1 "
                                                  "(org.apache.kafka.common.utils.AppInfoParser)")
                                << QStringLiteral("3.9.1");
        QTest::newRow("confluent") << QStringLiteral("INFO Kafka version: 7.9.1-ccs (…)")
                                   << QStringLiteral("7.9.1-ccs");
        QTest::newRow("old") << QStringLiteral("INFO Kafka version : 2.1.0 (…)") << QStringLiteral("2.1.0");
        QTest::newRow("other") << QStringLiteral("INFO inter.broker.protocol.version = 3.9-IV0") << QString();
        QTest::newRow("endless") << QStringLiteral("Kafka version: ") + QString(1000, QLatin1Char('9'))
                                 << QString(40, QLatin1Char('9'));
    }

    void theBrokersVersionIsWhatItSays()
    {
        QFETCH(QString, line);
        QFETCH(QString, version);
        QCOMPARE(stack::kafkaVersion({QStringLiteral("first"), line, QStringLiteral("last")}), version);
    }

    void theVersionIsKnownWhileTheBrokerAnswers()
    {
        stack::Facts facts = healthy();
        facts.versions.insert(QStringLiteral("kafka"), QStringLiteral("3.9.1"));
        QCOMPARE(stack::fold(facts, now).identity.kafkaVersion, QStringLiteral("3.9.1"));
        facts.probes.insert(QStringLiteral("kafka"), probe(false, QStringLiteral("no answer")));
        QCOMPARE(stack::fold(facts, now).identity.kafkaVersion, QString());
    }
};

QTEST_GUILESS_MAIN(TestState)
#include "tst_state.moc"
