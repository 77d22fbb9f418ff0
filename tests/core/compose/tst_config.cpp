// parseConfig on what Compose 2.26 really printed for the stacks in tests/fixtures/compose.
#include <QFile>
#include <QTest>

#include "compose/duration.h"
#include "compose/load.h"

using namespace bd;
using namespace bd::compose;
using engine::Mount;

namespace {

QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(BD_SOURCE_DIR "/tests/fixtures/compose/%1.json").arg(name));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

Project projectOf(const char *name, const TeamFile &team = {})
{
    const Result<Project> project = parseConfig(fixture(QLatin1String(name)), {}, team);
    return project ? *project : Project{};
}

QStringList topicLines(const Project &project)
{
    QStringList lines;
    for (const ExpectedTopic &topic : project.expectedTopics) {
        QStringList config;
        for (auto it = topic.config.begin(); it != topic.config.end(); ++it)
            config += it.key() + QLatin1Char('=') + it.value();
        lines += QStringLiteral("%1:%2:%3 %4")
                     .arg(topic.name)
                     .arg(topic.partitions)
                     .arg(topic.replicationFactor)
                     .arg(config.join(QLatin1Char(',')))
                     .trimmed();
    }
    return lines;
}

QStringList roleLines(const Project &project)
{
    QStringList lines;
    for (const Service &service : project.services)
        lines += service.name + QLatin1Char('=') + toString(service.role);
    return lines;
}

QStringList list(const char *words)
{
    return QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

class TestConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDurations_data();
    void readsDurations();
    void readsEveryPartOfAService();
    void readsGatesAndReplicas();
    void readsVolumes();
    void readsNetworksAndMemory();
    void knowsTheStacks_data();
    void knowsTheStacks();
    void prefersTheTeamFile();
    void saysWhatWasNotUnderstood();
    void refusesWhatIsNoModel();
    void namesACircle();
};

void TestConfig::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("milliseconds");
    const auto row = [](const char *text, int milliseconds) {
        QTest::newRow(text) << QString::fromUtf8(text) << milliseconds;
    };
    row("1m30s", 90'000);
    row("10s", 10'000);
    row("1h0m0s", 3'600'000);
    row("500ms", 500);
    row("1.5s", 1500);
    row("2us", 0);
    row("0s", 0);
    row("0", 0);
    row("1d", 86'400'000);
    row("", -1);
    row("10", -1);
    row("10 s", -1);
    row("s", -1);
    row("10sx", -1);
    row("99999999999999999999h", -1);
}

void TestConfig::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(int, milliseconds);
    QCOMPARE(durationFrom(text).value_or(Millis(-1)).count(), milliseconds);
}

void TestConfig::readsEveryPartOfAService()
{
    const Project project = projectOf("everything");
    QCOMPARE(project.name, QStringLiteral("everything"));
    const Service *a = project.service(u"a");
    QVERIFY(a);
    QCOMPARE(a->containerName, QStringLiteral("the-a"));
    QVERIFY(a->image.startsWith(QStringLiteral("registry.example:5000/mirror/app:1@sha256:")));
    QVERIFY(!a->isBuilt);
    QCOMPARE(a->command, (QStringList{QStringLiteral("echo"), QStringLiteral("$HOME"), QStringLiteral("${A}"),
                                      QStringLiteral("foo")}));
    QVERIFY(a->entrypoint.isEmpty());
    QCOMPARE(a->environment, (QMap<QString, QString>{{QStringLiteral("C"), QString()},
                                                     {QStringLiteral("D"), QStringLiteral("x$y")},
                                                     {QStringLiteral("E"), QStringLiteral("5")},
                                                     {QStringLiteral("F"), QStringLiteral("true")}}));
    QCOMPARE(a->healthCheck, (engine::HealthCheck{{QStringLiteral("CMD-SHELL"), QStringLiteral("curl -f localhost")},
                                                  Millis(90'000),
                                                  Millis(500),
                                                  Millis(3'600'000),
                                                  Millis(1500),
                                                  7}));
    QCOMPARE(a->stopGrace, Millis(60'000));
    QVERIFY(a->restart.isEmpty());
    QVERIFY(a->startsByCompose); // inline config

    const QString tcp = QStringLiteral("tcp");
    const QString loopback = QStringLiteral("127.0.0.1");
    const std::vector<PortSpec> ports{{{}, 0, 9092, tcp},
                                      {loopback, 8000, 9000, tcp},
                                      {loopback, 8001, 9001, tcp},
                                      {{}, 53, 53, QStringLiteral("udp")},
                                      {QStringLiteral("::1"), 80, 80, tcp},
                                      {{}, 0, 7000, tcp}};
    QCOMPARE(a->ports, ports);
    const std::vector<MountSpec> mounts{{Mount::Kind::Volume, {}, QStringLiteral("/anonymous"), false},
                                        {Mount::Kind::Volume, QStringLiteral("named"), QStringLiteral("/named"), true},
                                        {Mount::Kind::Bind, QStringLiteral("/srv/everything/host"),
                                         QStringLiteral("/host"), false},
                                        {Mount::Kind::Tmpfs, {}, QStringLiteral("/memory"), false},
                                        {Mount::Kind::Volume, QStringLiteral("outside"), QStringLiteral("/outside"),
                                         false},
                                        {Mount::Kind::Tmpfs, {}, QStringLiteral("/fast"), false}};
    QCOMPARE(a->mounts, mounts);
}

void TestConfig::readsGatesAndReplicas()
{
    const Project project = projectOf("everything");
    const Service *a = project.service(u"a");
    const Service *b = project.service(u"b");
    const Service *c = project.service(u"c");
    const Service *d = project.service(u"d");
    QVERIFY(a && b && c && d);
    QCOMPARE(a->gates, (std::vector<Gate>{{QStringLiteral("b"), Condition::Started, true}}));
    QCOMPARE(b->gates, (std::vector<Gate>{{QStringLiteral("c"), Condition::CompletedSuccessfully, false}}));
    QCOMPARE(d->gates.size(), 2U); // Compose itself makes gates of links and network_mode
    QVERIFY(b->isBuilt && b->image.isEmpty());
    QCOMPARE(b->entrypoint, (QStringList{QStringLiteral("a"), QStringLiteral("b c")}));
    QCOMPARE(b->replicas, 3);
    QCOMPARE(b->healthCheck->test, QStringList{QStringLiteral("NONE")});
    QVERIFY(b->startsByCompose); // secret from the environment
    QCOMPARE(c->replicas, 2);
    QCOMPARE(c->restart, QStringLiteral("on-failure:3"));
    QCOMPARE(c->profiles, (QStringList{QStringLiteral("extra"), QStringLiteral("more")}));
    QCOMPARE(project.activeProfiles(), c->profiles); // Compose took it, so they are active
    Project chosen = project;
    chosen.call.profiles = {QStringLiteral("more")};
    QCOMPARE(chosen.activeProfiles(), QStringList{QStringLiteral("more")});
    QVERIFY(!c->healthCheck->enabled());
    QVERIFY(!c->startsByCompose); // a config from a file is only mounted
    QVERIFY(!d->healthCheck);
    QCOMPARE(d->replicas, 1);
}

void TestConfig::readsVolumes()
{
    const std::vector<VolumeSpec> volumes{{QStringLiteral("named"), QStringLiteral("everything_named"), false},
                                          {QStringLiteral("outside"), QStringLiteral("really-outside"), true}};
    QCOMPARE(projectOf("everything").volumes, volumes);
}

// As Compose 2.26 prints them.
void TestConfig::readsNetworksAndMemory()
{
    const QByteArray json = R"json({"name": "n", "services": {
        "a": {"image": "x", "container_name": "the-a", "hostname": "a-host", "mem_limit": "104857600",
              "networks": {"default": null, "back": {"aliases": ["kafka-1", "kafka-2"]}}},
        "b": {"image": "x", "networks": {"theirs": null},
              "deploy": {"resources": {"limits": {"memory": "1073741824"}}}}},
        "networks": {"default": {"name": "n_default"}, "back": {"name": "n_back"},
                     "theirs": {"name": "theirs", "external": true}}})json";
    const auto project = parseConfig(json, {}, {});
    QVERIFY(project);
    const Service *a = project->service(u"a");
    const Service *b = project->service(u"b");
    QVERIFY(a && b);
    for (const char *name : {"a", "the-a", "a-host", "kafka-1", "kafka-2"})
        QVERIFY2(a->isCalled(QString::fromLatin1(name)), name);
    QVERIFY(!a->isCalled(QStringLiteral("kafka")) && !a->isCalled(QString()));
    QVERIFY(!a->isOnOthersNetwork && b->isOnOthersNetwork);
    QCOMPARE(a->memoryLimit, std::optional<qint64>(104'857'600));
    QCOMPARE(b->memoryLimit, std::optional<qint64>(1'073'741'824));
}

void TestConfig::knowsTheStacks_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("roles"); // in start order
    QTest::addColumn<QStringList>("topics");
    QTest::addColumn<bool>("isKRaft");

    const QStringList reference{QStringLiteral("purchase-confirmed:3:1"), QStringLiteral("purchase-created:3:1"),
                                QStringLiteral("trainer-allocated:3:1"), QStringLiteral("dead-letter-queue:3:1")};
    QTest::newRow("reference") << QStringLiteral("zookeeper")
                               << list("zookeeper=zookeeper kafka=broker kafka-init=init billing-worker=worker "
                                       "mail-worker=worker")
                               << reference << false;
    QTest::newRow("kraft") << QStringLiteral("kraft")
                           << list("kafka=broker kafka-init=init billing-worker=worker mail-worker=worker") << reference
                           << true;
    QTest::newRow("kc-backend") << QStringLiteral("kc-backend")
                                << list("zookeeper=zookeeper kafka=broker kafka-init=init mail-worker=worker "
                                        "trainer-worker=worker")
                                << reference << false;
    QTest::newRow("confluent") << QStringLiteral("confluent")
                               << list("zookeeper=zookeeper broker=broker init-kafka=init control-center=worker "
                                       "schema-registry=worker connect=worker postgres=other")
                               << QStringList{QStringLiteral("my-topic-1:1:1"), QStringLiteral("my-topic-2:6:1")}
                               << false;
    QTest::newRow("wurstmeister") << QStringLiteral("wurstmeister") << list("zookeeper=zookeeper kafka=broker")
                                  << QStringList{QStringLiteral("Topic1:1:3"),
                                                 QStringLiteral("Topic2:1:1 cleanup.policy=compact")}
                                  << false;
    QTest::newRow("bitnami") << QStringLiteral("bitnami")
                             << list("kafka=broker kafka-setup=init api=worker nginx=other")
                             << QStringList{QStringLiteral("orders:3:1"), QStringLiteral("payments:6:1"),
                                            QStringLiteral("plain:1:1"),
                                            QStringLiteral("compacted:2:1 cleanup.policy=compact,segment.ms=1000")}
                             << true;
    QTest::newRow("redpanda") << QStringLiteral("redpanda")
                              << list("redpanda-0=broker create-topics=init console=worker")
                              << QStringList{QStringLiteral("orders:3:1 cleanup.policy=compact"),
                                             QStringLiteral("payments:3:1 cleanup.policy=compact")}
                              << true;
    QTest::newRow("controllers") << QStringLiteral("controllers")
                                 << list("kafka-ui=worker controller-1=other broker-1=broker broker-2=broker")
                                 << QStringList() << true;
}

void TestConfig::knowsTheStacks()
{
    QFETCH(QString, name);
    QFETCH(QStringList, roles);
    QFETCH(QStringList, topics);
    QFETCH(bool, isKRaft);
    const Result<Project> project = parseConfig(fixture(name), {}, {});
    QVERIFY2(project, project ? "" : qPrintable(project.error().message));
    QCOMPARE(roleLines(*project), roles);
    QCOMPARE(topicLines(*project), topics);
    QCOMPARE(project->isKRaft(), isKRaft);
    QVERIFY(!project->expectedFromTeamFile);
}

void TestConfig::prefersTheTeamFile()
{
    TeamFile team;
    team.hasTopics = true;
    team.isDevelopment = team.isProtected = true;
    team.topics = {{QStringLiteral("mine"), 2, 1, {}, ExpectedTopic::Source::TeamFile}};
    team.roles = {{QStringLiteral("mail-worker"), Role::Other}, {QStringLiteral("gone"), Role::Worker}};
    team.notes = {QStringLiteral("a note")};
    const Project project = projectOf("zookeeper", team);
    QCOMPARE(project.expectedTopics, team.topics);
    QVERIFY(project.expectedFromTeamFile && project.isDevelopment && project.isProtected);
    QCOMPARE(toString(project.service(u"mail-worker")->role), toString(Role::Other));
    QVERIFY(project.service(u"mail-worker")->roleByHand && !project.service(u"billing-worker")->roleByHand);
    QCOMPARE(project.notes.size(), 2);
    QCOMPARE(project.notes.first(), QStringLiteral("a note"));
    QVERIFY(project.notes.last().contains(QStringLiteral("gone")));
}

void TestConfig::saysWhatWasNotUnderstood()
{
    const QStringList bitnami = projectOf("bitnami").notes;
    QCOMPARE(bitnami.size(), 1);
    QVERIFY2(bitnami.first().startsWith(QStringLiteral("kafka-setup: ")), qPrintable(bitnami.first()));
    QVERIFY2(bitnami.first().contains(QStringLiteral("--topic audit-…")), qPrintable(bitnami.first()));
    const QStringList wurstmeister = projectOf("wurstmeister").notes;
    QCOMPARE(wurstmeister.size(), 1);
    QVERIFY2(wurstmeister.first().contains(QStringLiteral("«odd»")), qPrintable(wurstmeister.first()));
    QCOMPARE(projectOf("controllers").notes.size(), 1);
    QCOMPARE(projectOf("zookeeper").notes, QStringList());
    QCOMPARE(projectOf("kc-backend").notes, QStringList());
}

void TestConfig::refusesWhatIsNoModel()
{
    for (const char *text : {"", "[]", "{", "null", "time=\"2026\" level=warning"}) {
        const Result<Project> project = parseConfig(text, {}, {});
        QVERIFY2(!project, text);
        QCOMPARE(project.error().code, ErrorCode::Parse);
    }
    const Result<Project> empty = parseConfig("{\"name\": \"n\", \"services\": {\"a\": 5, \"b\": {\"ports\": 7}}}", {},
                                              {});
    QVERIFY(empty && empty->services.size() == 2);
}

void TestConfig::namesACircle()
{
    const Result<Project> project = parseConfig(
        R"({"name": "n", "services": {"a": {"depends_on": {"b": {}}}, "b": {"depends_on": ["c"]}, "c": {"depends_on": ["b"]}}})",
        {}, {});
    QVERIFY(!project);
    QCOMPARE(project.error().code, ErrorCode::ComposeFile);
    QVERIFY2(project.error().message.endsWith(QStringLiteral("b → c → b")), qPrintable(project.error().message));
}

QTEST_APPLESS_MAIN(TestConfig)
#include "tst_config.moc"
