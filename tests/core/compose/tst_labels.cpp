// Projects known by their containers' labels alone.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "compose/load.h"

using namespace bd;
using namespace bd::compose;

namespace {

engine::Container container(const char *project, const char *service, const char *image)
{
    engine::Container result;
    result.id = QStringLiteral("id-%1-%2").arg(QLatin1String(project), QLatin1String(service));
    result.name = QStringLiteral("%1-%2-1").arg(QLatin1String(project), QLatin1String(service));
    result.image = QLatin1String(image);
    result.labels = {{QStringLiteral("com.docker.compose.project"), QLatin1String(project)},
                     {QStringLiteral("com.docker.compose.service"), QLatin1String(service)},
                     {QStringLiteral("com.docker.compose.oneoff"), QStringLiteral("False")},
                     {QStringLiteral("com.docker.compose.container-number"), QStringLiteral("1")}};
    result.restartPolicy = QStringLiteral("no");
    return result;
}

void setLabel(engine::Container &one, const char *name, const QString &value)
{
    one.labels.insert(QStringLiteral("com.docker.compose.") + QLatin1String(name), value);
}

std::vector<engine::Container> stack()
{
    engine::Container zookeeper = container("kc", "zookeeper", "confluentinc/cp-zookeeper:7.9.1");
    engine::Mount data;
    data.name = QStringLiteral("kc_zookeeper_data");
    data.destination = QStringLiteral("/var/lib/zookeeper/data");
    engine::Mount anonymous;
    anonymous.name = QString(64, QLatin1Char('a'));
    anonymous.destination = QStringLiteral("/etc/x");
    engine::Mount shared;
    shared.name = QStringLiteral("company-wide");
    shared.destination = QStringLiteral("/shared");
    shared.writable = false;
    engine::Mount bind;
    bind.kind = engine::Mount::Kind::Bind;
    bind.source = QStringLiteral("/home/me/conf");
    bind.destination = QStringLiteral("/conf");
    zookeeper.mounts = {data, anonymous, shared, bind};

    engine::Container kafka = container("kc", "kafka", "confluentinc/cp-kafka:7.9.1");
    setLabel(kafka, "depends_on", QStringLiteral("zookeeper:service_healthy:false"));
    kafka.command = QStringList{QStringLiteral("/etc/confluent/docker/run")};
    kafka.environment = QStringList{QStringLiteral("KAFKA_OPTS=-Da=b"), QStringLiteral("KAFKA_BROKER_ID=1")};
    kafka.healthCheck = engine::HealthCheck{{QStringLiteral("CMD-SHELL"), QStringLiteral("true")}};
    kafka.ports = {{QStringLiteral("127.0.0.1"), 9092, 9092, QStringLiteral("tcp")}};
    kafka.restartPolicy = QStringLiteral("unless-stopped");

    engine::Container init = container("kc", "kafka-init", "confluentinc/cp-kafka:7.9.1");
    setLabel(init, "depends_on", QStringLiteral("kafka:service_healthy:true"));
    init.command = QStringList{QStringLiteral("sh"), QStringLiteral("-c"),
                               QStringLiteral("for t in $TOPICS; do kafka-topics --create --topic $t; done")};
    init.environment = QStringList{QStringLiteral("TOPICS=a b")};

    engine::Container app = container("kc", "app", "acme/app");
    setLabel(app, "depends_on",
             QStringLiteral("kafka-init:service_completed_successfully:false,kafka:service_healthy:false"));
    engine::Container second = app;
    second.name = QStringLiteral("kc-app-2");
    engine::Container oneOff = container("kc", "kafka", "confluentinc/cp-kafka:7.9.1");
    setLabel(oneOff, "oneoff", QStringLiteral("True"));
    return {app, second, oneOff, init, kafka, zookeeper, container("other", "zookeeper", "zookeeper")};
}

} // namespace

class TestLabels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAProjectOfContainers();
    void survivesCirclesAndOddLabels();
    void findsProjects();
    void takesTheLastCallOfAProject();
};

void TestLabels::makesAProjectOfContainers()
{
    const Project project = fromContainers(QStringLiteral("kc"), stack());
    QStringList services;
    for (const Service &service : project.services)
        services += service.name + QLatin1Char('=') + toString(service.role) + QString::number(service.replicas);
    QCOMPARE(services, (QStringList{QStringLiteral("zookeeper=zookeeper1"), QStringLiteral("kafka=broker1"),
                                    QStringLiteral("kafka-init=init1"), QStringLiteral("app=worker2")}));
    QCOMPARE(project.name, QStringLiteral("kc"));
    QVERIFY(!project.hasFiles() && !project.isKRaft());

    const Service *kafka = project.service(u"kafka");
    QCOMPARE(kafka->gates, (std::vector<Gate>{{QStringLiteral("zookeeper"), Condition::Healthy, true}}));
    QVERIFY(kafka->flavour == Flavour::ConfluentKafka);
    QCOMPARE(kafka->environment.value(QStringLiteral("KAFKA_OPTS")), QStringLiteral("-Da=b"));
    QVERIFY(kafka->healthCheck && kafka->healthCheck->enabled());
    QCOMPARE(kafka->ports, (std::vector<PortSpec>{{QStringLiteral("127.0.0.1"), 9092, 9092, QStringLiteral("tcp")}}));
    QCOMPARE(kafka->restart, QStringLiteral("unless-stopped"));
    QCOMPARE(project.service(u"app")->gates.front(),
             (Gate{QStringLiteral("kafka-init"), Condition::CompletedSuccessfully, true}));

    using Kind = engine::Mount::Kind;
    QCOMPARE(project.service(u"zookeeper")->mounts,
             (std::vector<MountSpec>{{Kind::Volume, QStringLiteral("zookeeper_data"),
                                      QStringLiteral("/var/lib/zookeeper/data"), false},
                                     {Kind::Volume, {}, QStringLiteral("/etc/x"), false},
                                     {Kind::Volume, QStringLiteral("company-wide"), QStringLiteral("/shared"), true},
                                     {Kind::Bind, QStringLiteral("/home/me/conf"), QStringLiteral("/conf"), false}}));
    QCOMPARE(project.volumes,
             (std::vector<VolumeSpec>{{QStringLiteral("zookeeper_data"), QStringLiteral("kc_zookeeper_data"), false},
                                      {QStringLiteral("company-wide"), QStringLiteral("company-wide"), true}}));
    QCOMPARE(project.expectedTopics.size(), 2U);
    QCOMPARE(project.expectedTopics.back().name, QStringLiteral("b"));
}

void TestLabels::survivesCirclesAndOddLabels()
{
    engine::Container a = container("p", "a", "");
    setLabel(a, "depends_on", QStringLiteral("b:service_started:false"));
    engine::Container b = container("p", "b", "x");
    setLabel(b, "depends_on", QStringLiteral("a,,:::,c:what"));
    const Project project = fromContainers(QStringLiteral("p"), {b, a});
    QCOMPARE(project.services.size(), 2U);
    QCOMPARE(project.services.front().name, QStringLiteral("a"));
    QVERIFY(fromContainers(QStringLiteral("p"), {}).services.empty());
}

void TestLabels::findsProjects()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("compose.yaml"));
    QFile(file).open(QFile::WriteOnly);
    std::vector<engine::Container> containers = stack();
    for (engine::Container &one : containers) {
        setLabel(one, "project.config_files",
                 file + QStringLiteral(",") + folder.filePath(QStringLiteral("gone.yaml")));
        setLabel(one, "project.working_dir", folder.path());
    }
    engine::Container web = container("a-web", "nginx", "nginx");
    setLabel(web, "project.config_files", QStringLiteral("compose.yaml"));
    setLabel(web, "project.working_dir", folder.path());
    setLabel(web, "project.environment_file", folder.filePath(QStringLiteral("prod.env")));
    web.state = engine::ContainerState::Running;
    engine::Container migration = web; // ran once and ended well
    migration.id = QStringLiteral("migration");
    migration.state = engine::ContainerState::Exited;
    engine::Container dead = migration; // should run
    dead.restartPolicy = QStringLiteral("always");
    engine::Container retried = migration; // until it ends well, as it did
    retried.restartPolicy = QStringLiteral("on-failure");
    engine::Container plain;
    plain.image = QStringLiteral("zookeeper");
    containers.insert(containers.end(), {web, migration, dead, retried, plain});

    const std::vector<FoundProject> found = findProjects(containers);
    QCOMPARE(found.size(), 3U);
    QCOMPARE(found[0].name, QStringLiteral("kc"));
    QVERIFY(found[0].hasKafka && !found[0].filesExist);
    QCOMPARE(found[0].total, 5);
    QCOMPARE(found[0].running, 0);
    QCOMPARE(found[0].up(), 0);
    QCOMPARE(found[0].call.project, QStringLiteral("kc"));
    QCOMPARE(found[0].call.files.size(), 2);
    QVERIFY(found[0].call.directory.isEmpty());
    QCOMPARE(found[1].name, QStringLiteral("other"));
    QCOMPARE(found[2].name, QStringLiteral("a-web"));
    QVERIFY(!found[2].hasKafka && found[2].filesExist);
    QCOMPARE(found[2].running, 1);
    QCOMPARE(found[2].finished, 2);
    QCOMPARE(found[2].up(), 3);
    QCOMPARE(found[2].total, 4);
    QCOMPARE(found[2].call.files, QStringList{file});
    QCOMPARE(found[2].call.envFiles, QStringList{folder.filePath(QStringLiteral("prod.env"))});
}

void TestLabels::takesTheLastCallOfAProject()
{
    engine::Container old = container("p", "a", "x");
    setLabel(old, "project.config_files", QStringLiteral("/old/compose.yaml"));
    old.createdAt = TimePoint(Micros(1));
    engine::Container recent = container("p", "b", "x");
    setLabel(recent, "project.config_files", QStringLiteral("/new/compose.yaml"));
    setLabel(recent, "project.working_dir", QStringLiteral("/elsewhere"));
    recent.createdAt = TimePoint(Micros(2));
    for (const auto &containers : {std::vector{old, recent}, std::vector{recent, old}}) {
        const std::vector<FoundProject> found = findProjects(containers);
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found.front().call.files, QStringList{QStringLiteral("/new/compose.yaml")});
        QCOMPARE(found.front().call.directory, QStringLiteral("/elsewhere"));
    }
}

QTEST_APPLESS_MAIN(TestLabels)
#include "tst_labels.moc"
