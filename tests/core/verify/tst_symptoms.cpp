// What is laid to whom of how Kafka answers, and what is diagnosed of it.
#include <QtTest>

#include "diagnose/knowledge.h"
#include "verify/symptoms.h"

using namespace bd;
using namespace bd::verify;
using compose::Role;
using engine::Container;
using engine::ContainerState;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

compose::Service service(const char *name, Role role, const char *id = nullptr)
{
    compose::Service made;
    made.name = s(name);
    made.role = role;
    if (id)
        made.environment.insert(s("KAFKA_BROKER_ID"), s(id));
    return made;
}

Container container(const char *service, ContainerState state, int exitCode = 0)
{
    Container made;
    made.id = s(service);
    made.labels.insert(s("com.docker.compose.service"), s(service));
    made.state = state;
    made.exitCode = exitCode;
    return made;
}

struct Stack {
    Facts facts;
    std::vector<Container> containers;
};

// Two brokers, and one that makes the topics.
Stack well()
{
    Stack stack;
    stack.facts.project.services = {service("one", Role::Broker, "1"), service("two", Role::Broker, "2"),
                                    service("maker", Role::Init)};
    stack.facts.project.expectedTopics = {{s("orders"), 1, 1, {}, {}}, {s("mails"), 1, 1, {}, {}}};
    stack.facts.metadata.brokers = {{1, s("localhost"), 9092}, {2, s("localhost"), 9093}};
    for (const char *name : {"orders", "mails"}) {
        kafka::Topic topic;
        topic.name = s(name);
        stack.facts.metadata.topics.push_back(topic);
    }
    for (const auto &broker : stack.facts.metadata.brokers) {
        Endpoint endpoint;
        endpoint.broker = broker.id;
        endpoint.address = broker.address();
        stack.facts.endpoints.push_back(endpoint);
    }
    stack.containers = {container("one", ContainerState::Running), container("two", ContainerState::Running),
                        container("maker", ContainerState::Exited)};
    return stack;
}

QMap<QString, QStringList> cluesOf(const Stack &stack)
{
    return verify::cluesOf(stack.facts, stack.containers);
}

const diagnose::Knowledge &knowledge()
{
    static const diagnose::Knowledge known = *diagnose::readKnowledge(s(BD_SOURCE_DIR "/resources/diagnoses"));
    return known;
}

std::vector<diagnose::Diagnosis> diagnosed(const char *service, Role role, const char *probe)
{
    diagnose::Symptoms symptoms;
    symptoms.service = s(service);
    symptoms.role = role;
    symptoms.probes = {s(probe)};
    return diagnose::diagnose(knowledge(), {symptoms});
}

} // namespace

class TestSymptoms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWellHasNone() { QVERIFY(cluesOf(well()).isEmpty()); }

    void anAddressIsLaidToItsBroker()
    {
        Stack stack = well();
        Endpoint &second = stack.facts.endpoints[1];
        second.address = s("10.0.0.7:9092");
        second.error = Error{ErrorCode::Timeout, s("x"), {}, {}};
        QCOMPARE(cluesOf(stack), (QMap<QString, QStringList>{{s("two"), {s("advertised 10.0.0.7:9092: no answer")}}}));
        second.isMapped = true; // the panel's own way is not the clients'
        QCOMPARE(cluesOf(stack).size(), 1);
        second.address = s("kafka:9092");
        second.isUnknownHost = true;
        QCOMPARE(cluesOf(stack).value(s("two")), QStringList{s("advertised kafka:9092: unknown host")});
        second.error->code = ErrorCode::InvalidUse; // TLS: it was not asked
        QVERIFY(cluesOf(stack).isEmpty());
    }

    void missingTopicsAreLaidToWhoShouldHaveMadeThem()
    {
        Stack stack = well();
        stack.facts.metadata.topics.clear();
        QCOMPARE(cluesOf(stack), (QMap<QString, QStringList>{{s("maker"), {s("topics are missing: orders, mails")}}}));
        stack.containers[2].state = ContainerState::Running; // it is about to
        QVERIFY(cluesOf(stack).isEmpty());
        stack.containers[2] = container("maker", ContainerState::Exited, 1); // it says so itself
        QVERIFY(cluesOf(stack).isEmpty());
        stack.containers.pop_back(); // never ran
        QCOMPARE(cluesOf(stack).size(), 1);
        QVERIFY(!cluesOf(stack).contains(s("maker")));
        stack.facts.metadata.brokers.clear(); // nobody answers: nothing is known of topics
        QVERIFY(cluesOf(stack).isEmpty());
    }

    void aSharedIdIsLaidToWhoFailed()
    {
        Stack stack = well();
        auto &brokers = stack.facts.project.services;
        brokers[1] = service("two", Role::Broker, "1");
        QVERIFY(cluesOf(stack).isEmpty()); // of two clusters, as far as is known
        for (size_t at : {0, 1})
            brokers[at].environment.insert(s("KAFKA_ZOOKEEPER_CONNECT"), s("zookeeper:2181"));
        const QStringList text{s("broker id 1 is set on one, two")};
        QCOMPARE(cluesOf(stack), (QMap<QString, QStringList>{{s("two"), text}}));
        stack.containers[0] = container("one", ContainerState::Exited, 1);
        QCOMPARE(cluesOf(stack).keys(), QStringList{s("one")});
        stack.containers[0].exitCode = 0; // stopped: it is in nobody's way
        QVERIFY(cluesOf(stack).isEmpty());
        stack.containers[0].exitCode = 1;
        stack.containers[1] = container("two", ContainerState::Exited, 1); // neither runs: this is not why
        QVERIFY(cluesOf(stack).isEmpty());
        stack.containers[1] = container("two", ContainerState::Running);
        brokers[1].environment.insert(s("KAFKA_ZOOKEEPER_CONNECT"), s("other:2181"));
        QVERIFY(cluesOf(stack).isEmpty());
    }

    void eachIsDiagnosed_data()
    {
        QTest::addColumn<QByteArray>("probe");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << QByteArray("advertised kafka:9092: unknown host") << s("advertised-unknown-host")
                                 << s("kafka");
        QTest::newRow("unreachable") << QByteArray("advertised [fd00::7]:9092: no answer")
                                     << s("advertised-unreachable") << s("[fd00::7]:9092");
        QTest::newRow("topics") << QByteArray("topics are missing: orders") << s("topics-missing") << QString();
    }

    void aZooKeeperThatIsGoneIsLaidToBrokersThatRun()
    {
        Stack stack = well();
        stack.facts.project.services.push_back(service("zookeeper", Role::ZooKeeper));
        QVERIFY(cluesOf(stack).isEmpty()); // it may be anywhere
        stack.containers.push_back(container("zookeeper", ContainerState::Exited, 143));
        const QStringList text{s("no ZooKeeper runs: zookeeper")};
        QCOMPARE(cluesOf(stack), (QMap<QString, QStringList>{{s("one"), text}, {s("two"), text}}));
        stack.containers[0].state = ContainerState::Exited;
        QCOMPARE(cluesOf(stack).keys(), QStringList{s("two")});
        stack.containers.back().state = ContainerState::Running;
        QVERIFY(cluesOf(stack).isEmpty());
    }

    // What a broker says that finds its number taken is no corpse's doing, where the other one is known.
    void aSharedIdIsNoStaleNode()
    {
        diagnose::Symptoms kafka;
        kafka.service = s("two");
        kafka.role = Role::Broker;
        diagnose::LogScan scan(knowledge());
        scan.line("ERROR Error while creating ephemeral at /brokers/ids/1, node already exists and owner "
                  "'0x100001bdba70000' does not match current session '0x100001bdba70001'");
        kafka.hits = scan.hits();
        const auto ids = [&] {
            QStringList all;
            for (const auto &one : diagnose::diagnose(knowledge(), {kafka}))
                all += one.id;
            return all;
        };
        QCOMPARE(ids(), QStringList{s("stale-broker-znode")});
        kafka.probes = {s("broker id 1 is set on one, two")};
        QCOMPARE(ids(), QStringList{s("duplicate-broker-id")});
    }

    void eachIsDiagnosed()
    {
        QFETCH(QByteArray, probe);
        QFETCH(QString, id);
        QFETCH(QString, says);
        const auto found = diagnosed("kafka", Role::Broker, probe.constData());
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found.front().id, id);
        QVERIFY2((found.front().title + found.front().cause).contains(says), qPrintable(found.front().cause));
        QCOMPARE(found.front().evidence.front().text, QString::fromUtf8(probe));
        QVERIFY(diagnosed("mail", Role::Worker, probe.constData()).empty());
    }

    // What the pattern names is in the texts, whatever it was found in.
    void whatTheEngineSaysFillsTheTexts()
    {
        diagnose::Symptoms symptoms;
        symptoms.service = s("mail");
        symptoms.engine = {s("dependency failed to start: container shop-kafka-1 is unhealthy")};
        const auto found = diagnose::diagnose(knowledge(), {symptoms});
        QCOMPARE(found.size(), size_t(1));
        QVERIFY2(found.front().title.contains(s("shop-kafka-1")), qPrintable(found.front().title));
    }
};

QTEST_APPLESS_MAIN(TestSymptoms)
#include "tst_symptoms.moc"
