// Which broker of the cluster a service is, and whose address was tried.
#include <QTest>

#include "auditlive/auditlive.h"

using namespace bd;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

compose::Service broker(const char *name, const char *advertised)
{
    compose::Service service;
    service.name = s(name);
    service.role = compose::Role::Broker;
    service.flavour = compose::Flavour::ConfluentKafka;
    service.environment = {{s("KAFKA_LISTENERS"), s("INSIDE://:29092,HOST://:9092")},
                           {s("KAFKA_ADVERTISED_LISTENERS"), s(advertised)},
                           {s("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"), s("INSIDE:PLAINTEXT,HOST:PLAINTEXT")}};
    return service;
}

engine::Container running(const compose::Service &service)
{
    engine::Container container;
    container.state = engine::ContainerState::Running;
    container.labels = {{s("com.docker.compose.service"), service.name}};
    for (auto one = service.environment.begin(); one != service.environment.end(); ++one)
        container.environment += one.key() + QLatin1Char('=') + one.value();
    return container;
}

} // namespace

class TestAuditLive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byWhatTheyAdvertise()
    {
        compose::Project project;
        project.services = {broker("kafka-1", "INSIDE://kafka-1:29092,HOST://localhost:9092"),
                            broker("kafka-2", "INSIDE://kafka-2:29092,HOST://localhost:9093")};
        const std::vector<engine::Container> containers{running(project.services[0]), running(project.services[1])};
        kafka::Metadata metadata;
        metadata.brokers = {{1002, s("localhost"), 9093}, {1001, s("localhost"), 9092}};
        QCOMPARE(auditlive::brokerIds(project, containers, metadata),
                 (QMap<QString, int>{{s("kafka-1"), 1001}, {s("kafka-2"), 1002}}));
        metadata.brokers = {{7, s("elsewhere"), 9093}};
        QVERIFY(auditlive::brokerIds(project, containers, metadata).isEmpty()); // never a guess
        project.services.pop_back();
        QCOMPARE(auditlive::brokerIds(project, {containers.front()}, metadata),
                 (QMap<QString, int>{{s("kafka-1"), 7}}));
    }

    void whoseAddressItIs()
    {
        std::vector<verify::Endpoint> endpoints(3);
        endpoints[0].broker = 1;
        endpoints[0].address = s("localhost:9092");
        endpoints[1].broker = 9; // of no service
        endpoints[1].address = s("other:9092");
        endpoints[2].address = s("kafka:29092");
        endpoints[2].isInside = true;
        endpoints[2].error = Error{ErrorCode::Unreachable, s("Connection refused"), {}, {}};
        const auto tried = auditlive::triedOf(endpoints, {{s("kafka"), 1}}, s("kafka"));
        QCOMPARE(tried.size(), size_t(2));
        QCOMPARE(tried[0], (audit::Tried{s("kafka"), s("localhost:9092"), {}, false}));
        QCOMPARE(tried[1], (audit::Tried{s("kafka"), s("kafka:29092"), s("Connection refused"), true}));
    }

    void whatTheDataBears()
    {
        using auditlive::Borne;
        QVERIFY(auditlive::borneBy("#\n#Fri Nov 27\ncluster.id=AbC-1\nversion=0\nbroker.id=1001\n")
                == (Borne{1001, s("AbC-1")}));
        QVERIFY(auditlive::borneBy("node.id=3\r\nversion=1\r\n") == (Borne{3, {}}));
        QVERIFY(auditlive::borneBy("broker.id=\nbroker.id") == Borne());
        QVERIFY(auditlive::borneBy("cluster.id=${SECRET}\nbroker.id=-1") == Borne());
        QVERIFY(auditlive::borneBy({}) == Borne());
    }
};

QTEST_GUILESS_MAIN(TestAuditLive)
#include "tst_auditlive.moc"
