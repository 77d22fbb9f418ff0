#include <QtTest>

#include "engine/parsers.h"
#include "fakes/fixture.h"

using namespace bd;
using namespace bd::engine;
using namespace std::chrono_literals;
using fakes::fixture;

namespace {

TimePoint at(const char *text)
{
    return fromIso(QString::fromLatin1(text)).value();
}

Container named(const QString &file, const QString &service)
{
    const auto containers = parseContainers(fixture(file));
    if (!containers)
        qFatal("%s", qPrintable(containers.error().message));
    for (const Container &container : *containers) {
        if (container.service() == service)
            return container;
    }
    qFatal("no %s in %s", qPrintable(service), qPrintable(file));
}

} // namespace

class TestParsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAContainerThatRuns();
    void knowsWhichContainerIsBehindAnAddress();
    void readsItsHealth();
    void readsContainersThatNeverRanOrEnded();
    void readsComposeLabels();
    void readsVariablesByTheirWholeName();
    void fillsInTheEnginesDefaultsOfAHealthCheck();
    void knowsEveryState_data();
    void knowsEveryState();
    void refusesWhatIsNotDockersOutput_data();
    void refusesWhatIsNotDockersOutput();
    void readsVolumes();
    void readsContexts();
    void findsTheEffectiveContext_data();
    void findsTheEffectiveContext();
    void tellsWhereAContextLeads_data();
    void tellsWhereAContextLeads();
    void readsInfo();
    void readsErrorsInsideOfInfo();
    void tellsPodmanFromDocker();
    void readsEvents();
    void readsStampedLines_data();
    void readsStampedLines();
    void readsHashes();
    void findsMissingImages_data();
    void findsMissingImages();
    void readsSizesOfVolumes();
    void readsWhatContainersTake();
};

void TestParsers::readsAContainerThatRuns()
{
    const Container sleeper = named(QStringLiteral("engine/inspect-running.json"), QStringLiteral("sleeper"));
    QCOMPARE(sleeper.id, QStringLiteral("815780ca73074660807adf95315203e174b5feb84499cc62085f9117af4bbb5b"));
    QCOMPARE(sleeper.name, QStringLiteral("bdtest-engine-cap-sleeper-1"));
    QCOMPARE(sleeper.image, QStringLiteral("brokerdeck-lab/busybox:1"));
    QVERIFY(sleeper.imageId.startsWith(QLatin1String("sha256:e8fc65af")));
    QCOMPARE(sleeper.state, ContainerState::Running);
    QVERIFY(sleeper.isUp());
    QCOMPARE(sleeper.pid, 7340);
    QCOMPARE(sleeper.createdAt, at("2026-11-23T23:45:31.129089Z"));
    QCOMPARE(sleeper.startedAt, at("2026-11-23T23:45:31.747245Z"));
    QVERIFY(!sleeper.finishedAt);
    QCOMPARE(sleeper.health, Health::None);
    QVERIFY(!sleeper.healthCheck);
    QCOMPARE(sleeper.restartPolicy, QStringLiteral("no"));
    QCOMPARE(sleeper.command.mid(0, 2), (QStringList{QStringLiteral("sh"), QStringLiteral("-c")}));
    QCOMPARE(sleeper.addresses.value(QStringLiteral("bdtest-engine-cap_default")), QStringLiteral("172.30.0.2"));
    const std::vector<PortBinding> ports{{QStringLiteral("127.0.0.1"), 39581, 80, QStringLiteral("tcp")}};
    QCOMPARE(sleeper.ports, ports);
    QCOMPARE(sleeper.mounts.size(), 2U);
    const auto volume = std::find_if(sleeper.mounts.begin(), sleeper.mounts.end(),
                                     [](const Mount &mount) { return mount.kind == Mount::Kind::Volume; });
    QVERIFY(volume != sleeper.mounts.end());
    QCOMPARE(volume->name, QStringLiteral("bdtest-engine-cap_data"));
    QCOMPARE(volume->destination, QStringLiteral("/data"));
    QCOMPARE(volume->driver, QStringLiteral("local"));
    QVERIFY(volume->writable);
    const auto bind = std::find_if(sleeper.mounts.begin(), sleeper.mounts.end(),
                                   [](const Mount &mount) { return mount.kind == Mount::Kind::Bind; });
    QVERIFY(bind != sleeper.mounts.end());
    QVERIFY(!bind->writable);
}

void TestParsers::knowsWhichContainerIsBehindAnAddress()
{
    const auto container = [](const char *name, const QMap<QString, QString> &addresses) {
        Container made;
        made.name = QString::fromLatin1(name);
        made.addresses = addresses;
        return made;
    };
    const QString front = QStringLiteral("front"), back = QStringLiteral("back");
    const QString first = QStringLiteral("172.18.0.2"), second = QStringLiteral("172.19.0.2");
    const std::vector<Container> containers{container("worker", {{front, first}, {back, second}}),
                                            container("ended", {}), container("kafka", {{back, second}}),
                                            container("twice", {{front, QStringLiteral("10.0.0.1")},
                                                                {back, QStringLiteral("10.0.0.1")}})};
    const QMap<QString, QString> expected{{first, QStringLiteral("worker")},
                                          {QStringLiteral("10.0.0.1"), QStringLiteral("twice")}};
    QCOMPARE(containersByAddress(containers), expected); // what two claim is nobody's
    QVERIFY(containersByAddress({}).isEmpty());
}

void TestParsers::readsItsHealth()
{
    const Container checked = named(QStringLiteral("engine/inspect-running.json"), QStringLiteral("checked"));
    QCOMPARE(checked.health, Health::Healthy);
    QCOMPARE(checked.restartPolicy, QStringLiteral("unless-stopped"));
    HealthCheck check;
    check.test = {QStringLiteral("CMD-SHELL"), QStringLiteral("test -f /tmp/ok")};
    check.interval = 1s;
    check.timeout = 2s;
    check.startPeriod = 10s;
    check.retries = 5;
    QVERIFY(checked.healthCheck == check);
    QCOMPARE(checked.healthLog.size(), 3U);
    QCOMPARE(checked.healthLog[0].start, at("2026-11-23T23:45:32.930619Z"));
    QCOMPARE(checked.healthLog[0].end, at("2026-11-23T23:45:32.993878Z"));
    QCOMPARE(checked.healthLog[0].exitCode, 0);
    QCOMPARE(checked.mounts.size(), 1U);
    QCOMPARE(checked.mounts[0].kind, Mount::Kind::Tmpfs);
    QCOMPARE(checked.mounts[0].destination, QStringLiteral("/scratch"));
}

void TestParsers::readsContainersThatNeverRanOrEnded()
{
    const Container created = named(QStringLiteral("engine/inspect-created.json"), QStringLiteral("sleeper"));
    QCOMPARE(created.state, ContainerState::Created);
    QVERIFY(!created.isUp());
    QVERIFY(!created.startedAt);
    QVERIFY(!created.finishedAt);
    QVERIFY(created.ports.empty());
    QVERIFY(created.addresses.isEmpty());

    const Container ended = named(QStringLiteral("engine/inspect-stopped.json"), QStringLiteral("checked"));
    QCOMPARE(ended.state, ContainerState::Exited);
    QCOMPARE(ended.exitCode, 137);
    QVERIFY(!ended.oomKilled);
    QCOMPARE(ended.finishedAt, at("2026-11-23T23:45:36.098473Z"));
    QCOMPARE(ended.health, Health::Unhealthy);
}

void TestParsers::readsComposeLabels()
{
    const Container sleeper = named(QStringLiteral("engine/inspect-running.json"), QStringLiteral("sleeper"));
    QCOMPARE(sleeper.project(), QStringLiteral("bdtest-engine-cap"));
    QCOMPARE(sleeper.number(), 1);
    QVERIFY(!sleeper.oneOff());
    QVERIFY(sleeper.configHash().startsWith(QLatin1String("19f69a5b")));
    QCOMPARE(sleeper.composeFiles(), QStringList{QStringLiteral("/home/dev/shop/compose.yaml")});
    QCOMPARE(sleeper.workingDirectory(), QStringLiteral("/home/dev/shop"));
    QVERIFY(sleeper.environmentFiles().isEmpty());
    QCOMPARE(sleeper.labels.value(QStringLiteral("tricky")), QStringLiteral("a=b,c=d"));

    Container oneOff;
    oneOff.labels = {{QStringLiteral("com.docker.compose.oneoff"), QStringLiteral("True")},
                     {QStringLiteral("com.docker.compose.container-number"), QStringLiteral("3")}};
    QVERIFY(oneOff.oneOff());
    QCOMPARE(oneOff.number(), 3);
    QCOMPARE(Container().number(), 1);
}

void TestParsers::readsVariablesByTheirWholeName()
{
    const Container sleeper = named(QStringLiteral("engine/inspect-running.json"), QStringLiteral("sleeper"));
    QCOMPARE(sleeper.variable(u"PLAIN"), QStringLiteral("a=b"));
    QCOMPARE(sleeper.variable(u"PLAI"), QString());
    QCOMPARE(sleeper.variable(u"PASSWORD"), QString());
    QCOMPARE(sleeper.variable(u"DB_PASSWORD"), QStringLiteral("s3cret"));
}

void TestParsers::fillsInTheEnginesDefaultsOfAHealthCheck()
{
    const auto containers = parseContainers(R"([{"Config":{"Healthcheck":{"Test":["CMD","true"]}}},
                                                {"Config":{"Healthcheck":{"Test":["NONE"]}}},
                                                {"Config":{"Healthcheck":{}}}])");
    QVERIFY(containers);
    HealthCheck check;
    check.test = {QStringLiteral("CMD"), QStringLiteral("true")};
    QVERIFY(containers->at(0).healthCheck == check);
    QCOMPARE(containers->at(0).healthCheck->interval, 30s);
    QVERIFY(containers->at(0).healthCheck->enabled());
    QVERIFY(!containers->at(1).healthCheck->enabled());
    QVERIFY(!containers->at(2).healthCheck);
}

void TestParsers::knowsEveryState_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ContainerState>("state");
    QTest::newRow("created") << QByteArray("created") << ContainerState::Created;
    QTest::newRow("running") << QByteArray("running") << ContainerState::Running;
    QTest::newRow("paused") << QByteArray("paused") << ContainerState::Paused;
    QTest::newRow("restarting") << QByteArray("restarting") << ContainerState::Restarting;
    QTest::newRow("removing") << QByteArray("removing") << ContainerState::Removing;
    QTest::newRow("exited") << QByteArray("exited") << ContainerState::Exited;
    QTest::newRow("dead") << QByteArray("dead") << ContainerState::Dead;
    QTest::newRow("Podman: stopped") << QByteArray("stopped") << ContainerState::Exited;
    QTest::newRow("Podman: configured") << QByteArray("configured") << ContainerState::Created;
}

void TestParsers::knowsEveryState()
{
    QFETCH(QByteArray, status);
    const auto containers = parseContainers(R"([{"State":{"Status":")" + status + R"("}}])");
    QVERIFY(containers);
    QTEST(containers->at(0).state, "state");
}

void TestParsers::refusesWhatIsNotDockersOutput_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("hello");
    QTest::newRow("cut off") << QByteArray(R"({"Type":"container","Act)");
    QTest::newRow("another form") << QByteArray("12");
}

void TestParsers::refusesWhatIsNotDockersOutput()
{
    QFETCH(QByteArray, text);
    QCOMPARE(parseContainers(text).error().code, ErrorCode::Parse);
    QCOMPARE(parseVolumes(text).error().code, ErrorCode::Parse);
    QCOMPARE(parseInfo(text).error().code, ErrorCode::Parse);
    QCOMPARE(parseEvent(text).error().code, ErrorCode::Parse);
    QCOMPARE(parseEvent("{}").error().code, ErrorCode::Parse);
    if (!text.isEmpty())
        QCOMPARE(parseContexts(text).error().code, ErrorCode::Parse);
}

void TestParsers::readsVolumes()
{
    const auto volumes = parseVolumes(fixture(QStringLiteral("engine/volume.json")));
    QVERIFY(volumes);
    QCOMPARE(volumes->size(), 1U);
    const Volume &volume = volumes->front();
    QCOMPARE(volume.name, QStringLiteral("bdtest-engine-cap_data"));
    QCOMPARE(volume.driver, QStringLiteral("local"));
    QCOMPARE(volume.mountpoint, QStringLiteral("/var/lib/docker/volumes/bdtest-engine-cap_data/_data"));
    QCOMPARE(volume.createdAt, at("2026-11-23T23:45:31Z"));
    QCOMPARE(volume.project(), QStringLiteral("bdtest-engine-cap"));
}

void TestParsers::readsContexts()
{
    const auto contexts = parseContexts(fixture(QStringLiteral("engine/contexts.jsonl")));
    QVERIFY(contexts);
    const std::vector<Context> expected{
        {QStringLiteral("default"), QStringLiteral("unix:///var/run/docker.sock"), true},
        {QStringLiteral("far"), QStringLiteral("ssh://dev@build.invalid"), false},
        {QStringLiteral("lan"), QStringLiteral("tcp://192.0.2.7:2376"), false},
    };
    QVERIFY(*contexts == expected);
}

void TestParsers::findsTheEffectiveContext_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("dockerHost");
    QTest::addColumn<QString>("dockerContext");
    QTest::addColumn<QString>("endpoint"); // empty: NoEngine
    const QString host = QStringLiteral("tcp://192.0.2.9:2375");
    const QString lan = QStringLiteral("tcp://192.0.2.7:2376");
    const QString far = QStringLiteral("ssh://dev@build.invalid");
    QTest::newRow("the current one") << ""
                                     << ""
                                     << ""
                                     << "unix:///var/run/docker.sock";
    QTest::newRow("the variable's") << ""
                                    << ""
                                    << "lan" << lan;
    QTest::newRow("the host beats the variable") << "" << host << "lan" << host;
    QTest::newRow("ours beats both") << "far" << host << "lan" << far;
    QTest::newRow("unknown variable") << ""
                                      << ""
                                      << "nope"
                                      << "";
    QTest::newRow("unknown ours") << "nope"
                                  << ""
                                  << ""
                                  << "";
}

void TestParsers::findsTheEffectiveContext()
{
    QFETCH(QString, wanted);
    QFETCH(QString, dockerHost);
    QFETCH(QString, dockerContext);
    QFETCH(QString, endpoint);
    // The last line is what the CLI adds for a DOCKER_CONTEXT that nobody made.
    const auto contexts = parseContexts(
        fixture(QStringLiteral("engine/contexts.jsonl"))
        + R"({"Current":true,"DockerEndpoint":"","Error":"context not found","Name":"nope"})");
    QVERIFY(contexts);
    const auto context = effectiveContext(*contexts, wanted, dockerHost, dockerContext);
    if (endpoint.isEmpty()) {
        QVERIFY(!context);
        QCOMPARE(context.error().code, ErrorCode::NoEngine);
        QVERIFY(context.error().message.contains(QLatin1String("nope")));
        return;
    }
    QVERIFY(context);
    QCOMPARE(context->endpoint, endpoint);
}

void TestParsers::tellsWhereAContextLeads_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<bool>("remote");
    QTest::addColumn<QString>("host");
    QTest::newRow("socket") << "unix:///var/run/docker.sock" << false << "127.0.0.1";
    QTest::newRow("named pipe") << "npipe:////./pipe/docker_engine" << false << "127.0.0.1";
    QTest::newRow("ssh") << "ssh://dev@build.invalid" << true << "build.invalid";
    QTest::newRow("ssh with port") << "ssh://dev@build.invalid:2222/run/docker.sock" << true << "build.invalid";
    QTest::newRow("tcp") << "tcp://192.0.2.7:2376" << true << "192.0.2.7";
    QTest::newRow("tcp, IPv6") << "tcp://[2001:db8::7]:2376" << true << "2001:db8::7";
    QTest::newRow("tcp on this machine") << "tcp://127.0.0.1:2375" << false << "127.0.0.1";
    QTest::newRow("tcp by name on this machine") << "tcp://localhost:2375" << false << "127.0.0.1";
    QTest::newRow("tcp, IPv6, on this machine") << "tcp://[::1]:2375" << false << "127.0.0.1";
    QTest::newRow("nothing") << "" << false << "127.0.0.1";
}

void TestParsers::tellsWhereAContextLeads()
{
    QFETCH(QString, endpoint);
    const Context context{QStringLiteral("x"), endpoint, false};
    QTEST(context.isRemote(), "remote");
    QTEST(context.publishHost(), "host");
}

void TestParsers::readsInfo()
{
    const auto info = parseInfo(fixture(QStringLiteral("engine/info.json")));
    QVERIFY(info);
    QCOMPARE(info->id, QStringLiteral("724e0abb-0034-4e5a-9ab5-eca9a3f8421b"));
    QCOMPARE(info->name, QStringLiteral("vm"));
    QCOMPARE(info->os, QStringLiteral("Debian GNU/Linux 12 (bookworm)"));
    QCOMPARE(info->architecture, QStringLiteral("x86_64"));
    QVERIFY((info->version == Version{26, 1, 5}));
    QCOMPARE(info->cpus, 2);
    QCOMPARE(info->memoryBytes, 25276514304);
    QCOMPARE(info->rootDirectory, QStringLiteral("/var/lib/docker"));
    QVERIFY(info->systemTime > at("2026-11-23T00:00:00Z"));
}

void TestParsers::readsErrorsInsideOfInfo()
{
    const auto info = parseInfo(
        R"({"ID":"","ServerErrors":["Cannot connect to the Docker daemon at unix:///var/run/docker.sock. )"
        R"(Is the docker daemon running?"]})");
    QVERIFY(!info);
    QCOMPARE(info.error().code, ErrorCode::NoEngine);
}

void TestParsers::tellsPodmanFromDocker()
{
    QCOMPARE(parseProduct(fixture(QStringLiteral("engine/version.json"))), QStringLiteral("Docker"));
    QCOMPARE(parseProduct(R"({"Client":{},"Server":{"Components":[{"Name":"Podman Engine","Version":"4.9.3"}]}})"),
             QStringLiteral("Podman"));
    QCOMPARE(parseProduct("no JSON"), QStringLiteral("Docker"));
}

void TestParsers::readsEvents()
{
    std::vector<Event> events;
    for (const QByteArray &line : fixture(QStringLiteral("engine/events.jsonl")).trimmed().split('\n')) {
        const auto event = parseEvent(line);
        QVERIFY(event);
        events.push_back(*event);
    }
    QCOMPARE(events.size(), 22U);
    const Event &start = events.front();
    QCOMPARE(start.type, QStringLiteral("container"));
    QCOMPARE(start.action, QStringLiteral("start"));
    QCOMPARE(start.id, QStringLiteral("815780ca73074660807adf95315203e174b5feb84499cc62085f9117af4bbb5b"));
    QCOMPARE(start.at, at("2026-11-23T23:45:31.748473Z"));
    QCOMPARE(start.project(), QStringLiteral("bdtest-engine-cap"));
    QCOMPARE(start.service(), QStringLiteral("sleeper"));
    QVERIFY(!start.exitCode());
    QCOMPARE(events[5].action, QStringLiteral("health_status: healthy"));
    const Event &died = events[18];
    QCOMPARE(died.action, QStringLiteral("die"));
    QCOMPARE(died.service(), QStringLiteral("checked"));
    QCOMPARE(died.exitCode(), 137);
}

void TestParsers::readsStampedLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("stamped");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("line") << QByteArray("2026-11-23T23:45:31.747004326Z hello out") << true << QByteArray("hello out");
    QTest::newRow("empty line") << QByteArray("2026-11-23T23:45:31.747004326Z ") << true << QByteArray();
    QTest::newRow("indented") << QByteArray("2026-11-23T23:45:31.747004326Z   at x") << true << QByteArray("  at x");
    QTest::newRow("whole second") << QByteArray("2026-11-23T23:45:31Z x") << true << QByteArray("x");
    QTest::newRow("offset") << QByteArray("2026-11-24T00:45:31.747004326+01:00 x") << true << QByteArray("x");
    QTest::newRow("the CLI's words") << QByteArray("Error response from daemon: No such container: x") << false
                                     << QByteArray();
    QTest::newRow("nothing") << QByteArray() << false << QByteArray();
    QTest::newRow("a date that is none") << QByteArray("2026-13-45T99:99:99.000000000Z x") << false << QByteArray();
}

void TestParsers::readsStampedLines()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, stamped);
    const auto parsed = parseStamped(line);
    QCOMPARE(parsed.has_value(), stamped);
    if (stamped) {
        QTEST(parsed->text, "text");
        QCOMPARE(parsed->at.time_since_epoch() / 1s, at("2026-11-23T23:45:31Z").time_since_epoch() / 1s);
    }
}

void TestParsers::readsHashes()
{
    const QMap<QString, QString> expected{{QStringLiteral("checked"), QStringLiteral("4e51")},
                                          {QStringLiteral("sleeper"), QStringLiteral("19f6")}};
    QCOMPARE(parseHashes("checked 4e51\nsleeper 19f6\n"), expected);
    QVERIFY(parseHashes("").isEmpty());
}

void TestParsers::findsMissingImages_data()
{
    QTest::addColumn<QByteArray>("found");
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QStringList>("missing");
    const QByteArray busybox =
        R"({"Id":"sha256:e8fc65af2caf","RepoTags":["lab/busybox:1"],"RepoDigests":["lab/busybox@sha256:aa"]})";
    const QByteArray latest = R"({"Id":"sha256:11","RepoTags":["zookeeper:latest"]})";
    const QByteArray podman = R"({"Id":"sha256:22","RepoTags":["registry.invalid/library/zookeeper:3.8"]})";
    const QStringList none;
    QTest::newRow("none found, order kept") << QByteArray() << QStringList{QStringLiteral("b:1"), QStringLiteral("a:1")}
                                            << QStringList{QStringLiteral("b:1"), QStringLiteral("a:1")};
    QTest::newRow("tag") << busybox << QStringList{QStringLiteral("lab/busybox:1"), QStringLiteral("lab/busybox:2")}
                         << QStringList{QStringLiteral("lab/busybox:2")};
    QTest::newRow("no tag is latest") << latest + '\n' + busybox
                                      << QStringList{QStringLiteral("zookeeper"), QStringLiteral("lab/busybox")}
                                      << QStringList{QStringLiteral("lab/busybox")};
    QTest::newRow("digest") << busybox
                            << QStringList{QStringLiteral("lab/busybox@sha256:aa"),
                                           QStringLiteral("lab/busybox@sha256:bb")}
                            << QStringList{QStringLiteral("lab/busybox@sha256:bb")};
    QTest::newRow("tag and digest") << busybox << QStringList{QStringLiteral("lab/busybox:9@sha256:aa")} << none;
    QTest::newRow("id") << busybox << QStringList{QStringLiteral("sha256:e8fc65af2caf"), QStringLiteral("e8fc65af2caf")}
                        << none;
    QTest::newRow("Podman names the registry") << podman << QStringList{QStringLiteral("zookeeper:3.8")} << none;
    QTest::newRow("another registry's") << podman << QStringList{QStringLiteral("other.invalid/zookeeper:3.8")}
                                        << QStringList{QStringLiteral("other.invalid/zookeeper:3.8")};
    QTest::newRow("a port is no tag") << QByteArray(R"({"RepoTags":["host:5000/a:latest"]})")
                                      << QStringList{QStringLiteral("host:5000/a")} << none;
}

void TestParsers::findsMissingImages()
{
    QFETCH(QByteArray, found);
    QFETCH(QStringList, wanted);
    const QMap<QString, QString> ids = imageIdsIn(found, wanted);
    QStringList missing = wanted;
    missing.removeIf([&](const QString &name) { return ids.contains(name); });
    QTEST(missing, "missing");
}

void TestParsers::readsSizesOfVolumes()
{
    const auto sizes = parseVolumeSizes(R"([{"Name":"a","Size":"1.234MB"},{"Name":"b","Size":"0B"},
        {"Name":"c","Size":"N/A"},{"Name":"d","Size":"96.1kB"},{"Name":"e","Size":"2GB"}])");
    QVERIFY(sizes);
    QCOMPARE(sizes->value(QStringLiteral("a")), 1'234'000);
    QCOMPARE(sizes->value(QStringLiteral("b"), -1), 0);
    QVERIFY(!sizes->contains(QStringLiteral("c"))); // not known is not 0
    QCOMPARE(sizes->value(QStringLiteral("d")), 96'100);
    QCOMPARE(sizes->value(QStringLiteral("e")), 2'000'000'000);
    QVERIFY(!parseVolumeSizes("no JSON"));
}

// As Docker 26.1 prints it.
void TestParsers::readsWhatContainersTake()
{
    const auto usage = parseUsage(
        R"({"CPUPerc":"12.50%","Container":"aa","ID":"aa11","MemPerc":"1.60%","MemUsage":"384.5MiB / 23.46GiB","Name":"k"})"
        "\n"
        R"({"CPUPerc":"201.00%","ID":"bb22","MemUsage":"512KiB / 512MiB"})"
        "\n"
        R"({"CPUPerc":"--","ID":"cc33","MemUsage":"-- / --"})"
        "\n"
        R"({"CPUPerc":"0.00%","ID":"dd44","MemUsage":"0B / 0B"})"
        "\n");
    QVERIFY(usage);
    QCOMPARE(usage->value(QStringLiteral("aa11")), (Usage{0.125, 403'177'472, 25'189'983'191}));
    QCOMPARE(usage->value(QStringLiteral("bb22")), (Usage{2.01, 524'288, 536'870'912}));
    QVERIFY(!usage->contains(QStringLiteral("cc33"))); // not known is not 0
    QCOMPARE(usage->value(QStringLiteral("dd44"), {1, 1, 1}), (Usage{0, 0, 0}));
    QVERIFY(parseUsage("")->isEmpty());
    QVERIFY(!parseUsage("no JSON"));
}

QTEST_GUILESS_MAIN(TestParsers)
#include "tst_parsers.moc"
