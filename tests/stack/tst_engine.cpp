// Engine on the real engine: a small project of busybox containers, made and removed here by name.
#include <condition_variable>
#include <mutex>
#include <thread>

#include <QtTest>

#include "engine/engine.h"

using namespace bd;
using namespace bd::engine;
using namespace std::chrono_literals;

namespace {

const char *const composeText = R"(
services:
  sleeper:
    image: %1
    command: ["sh", "-c", "trap 'exit 0' TERM; echo out; sleep 0.2; echo err >&2; sleep 0.2; i=0; while :; do i=$$((i+1)); echo tick $$i; sleep 0.1; done"]
    ports: ["127.0.0.1::80"]
    volumes: ["data:/data"]
    environment: { DB_PASSWORD: "hunter2" }
    stop_grace_period: 3s
  checked:
    image: %1
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep 1; touch /tmp/ok; while :; do sleep 0.1; done"]
    healthcheck: { test: "test -f /tmp/ok", interval: 1s, timeout: 5s, retries: 3, start_period: 30s }
  once:
    image: %1
    command: ["sh", "-c", "exit 7"]
  stubborn:
    image: %1
    command: ["sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done"]
    stop_grace_period: 20s
  helper:
    image: %1
    profiles: [tools, debug]
volumes:
  data:
)";

// What a subscription has seen; filled by its thread, waited for by the test's.
class Seen
{
public:
    void add(const Event &event)
    {
        const std::scoped_lock lock(m_mutex);
        m_events.push_back(event);
        m_delays.push_back(Clock::system().now() - event.at);
        m_changed.notify_all();
    }

    void setReady()
    {
        const std::scoped_lock lock(m_mutex);
        m_ready = true;
        m_changed.notify_all();
    }

    bool waitReady()
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 20s, [this] { return m_ready; });
    }

    std::optional<Event> waitFor(const QString &service, const QString &action)
    {
        std::unique_lock lock(m_mutex);
        std::optional<Event> found;
        m_changed.wait_for(lock, 20s, [&] {
            for (const Event &event : m_events) {
                if (event.service() == service && event.action == action)
                    found = event;
            }
            return found.has_value();
        });
        return found;
    }

    int count(const QString &action)
    {
        const std::scoped_lock lock(m_mutex);
        return static_cast<int>(std::count_if(m_events.begin(), m_events.end(),
                                              [&](const Event &event) { return event.action == action; }));
    }

    std::vector<Micros> delays()
    {
        const std::scoped_lock lock(m_mutex);
        return m_delays;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Event> m_events;
    std::vector<Micros> m_delays;
    bool m_ready = false;
};

bool someProcessNames(const QString &word)
{
    for (const QString &pid : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(pid));
        if (commandLine.open(QIODevice::ReadOnly) && commandLine.readAll().contains(word.toUtf8()))
            return true;
    }
    return false;
}

double medianMillis(std::vector<Micros> durations)
{
    if (durations.empty())
        return 0;
    std::nth_element(durations.begin(), durations.begin() + qsizetype(durations.size() / 2), durations.end());
    return double(durations[durations.size() / 2].count()) / 1000;
}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void knowsTheEngine();
    void saysWhichImagesAreMissing();
    void readsTheProject();
    void saysWhatIsWrongWithAFile();
    void createsWithoutStarting();
    void missesNoEventAfterReady();
    void seesWhatHappensToContainers();
    void inspectsWhatRuns();
    void runsProgramsInContainers();
    void readsLogsOfBothChannels();
    void followsLogsUntilTheContainerEnds();
    void namesThePortThatIsTaken();
    void leavesOutWhatIsGone();
    void canBeCancelledInTheMiddle();
    void leavesNoComposeBehindWhenCancelled();
    void restartsAndStops();
    void saysThatNoEngineAnswers();
    void isQuick();

private:
    QStringList idsOf(const QString &service);
    QString idOf(const QString &service) { return idsOf(service).value(0); }
    Result<process::Finished> docker(const QStringList &arguments);
    template<typename Function>
    double median(int rounds, Function function);

    const QString m_project = QStringLiteral("bdtest-engine-%1").arg(QCoreApplication::applicationPid());
    const QString m_image = QStringLiteral("bdtest-engine/busybox:%1").arg(QCoreApplication::applicationPid());
    std::shared_ptr<process::SystemRunner> m_runner = std::make_shared<process::SystemRunner>();
    Engine m_engine{m_runner};
    QTemporaryDir m_folder;
    ComposeCall m_call;
};

Result<process::Finished> TestEngine::docker(const QStringList &arguments)
{
    return m_runner->run(m_engine.docker(arguments), {}, {});
}

QStringList TestEngine::idsOf(const QString &service)
{
    QStringList ids;
    for (const Container &container : m_engine.containers(m_project, {}).value_or(std::vector<Container>{})) {
        if (container.service() == service)
            ids += container.id;
    }
    return ids;
}

template<typename Function>
double TestEngine::median(int rounds, Function function)
{
    std::vector<Micros> durations;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        function();
        durations.push_back(std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - begin));
    }
    return medianMillis(durations);
}

void TestEngine::initTestCase()
{
    QVERIFY2(QFileInfo::exists(QStringLiteral("/bin/busybox")), "the package busybox-static is needed");
    const QDir root(m_folder.filePath(QStringLiteral("root")));
    QVERIFY(root.mkpath(QStringLiteral("bin")) && root.mkpath(QStringLiteral("tmp")));
    QVERIFY(QFile::copy(QStringLiteral("/bin/busybox"), root.filePath(QStringLiteral("bin/busybox"))));
    for (const char *name : {"sh", "sleep", "touch", "test", "cat", "echo", "true"})
        QVERIFY(QFile::link(QStringLiteral("busybox"), root.filePath(QStringLiteral("bin/") + QLatin1String(name))));
    process::Command tar;
    tar.program = QStringLiteral("tar");
    tar.arguments = {QStringLiteral("-C"), root.path(), QStringLiteral("-cf"),
                     m_folder.filePath(QStringLiteral("image.tar")), QStringLiteral(".")};
    QVERIFY(m_runner->run(tar, {}, {})->ok());
    const auto imported = docker({QStringLiteral("import"), m_folder.filePath(QStringLiteral("image.tar")), m_image});
    QVERIFY(imported && imported->ok());

    m_call.project = m_project;
    m_call.files = {m_folder.filePath(QStringLiteral("compose.yaml"))};
    QFile file(m_call.files.first());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QString::fromLatin1(composeText).arg(m_image).toUtf8());
}

void TestEngine::cleanupTestCase()
{
    (void)docker({QStringLiteral("rm"), QStringLiteral("-f"), m_project + QStringLiteral("-taken")});
    const QStringList down{QStringLiteral("down"), QStringLiteral("--volumes"), QStringLiteral("--timeout"),
                           QStringLiteral("0")};
    const auto removed = m_runner->run(m_engine.compose(m_call, down), {}, {});
    QVERIFY(removed && removed->ok());
    QVERIFY(docker({QStringLiteral("rmi"), m_image})->ok());
    QVERIFY(m_engine.containers(m_project, {})->empty());
}

void TestEngine::knowsTheEngine()
{
    const auto info = m_engine.info({});
    QVERIFY2(info, qPrintable(info ? QString() : info.error().message));
    QVERIFY(!info->id.isEmpty());
    QVERIFY((info->version > Version{17, 0, 0}));
    QVERIFY(info->compose && info->compose->major >= 2);
    QVERIFY(info->cpus > 0 && info->memoryBytes > 0 && !info->rootDirectory.isEmpty());
    const auto context = m_engine.context({});
    QVERIFY(context && !context->endpoint.isEmpty());
    if (!context->isRemote())
        QVERIFY(info->clockOffset > -1s && info->clockOffset < 1s);
    const auto contexts = m_engine.contexts({});
    QVERIFY(contexts && !contexts->empty());
}

void TestEngine::saysWhichImagesAreMissing()
{
    const QString none = QStringLiteral("bdtest-engine/none:1");
    const auto ids = m_engine.imageIds({none, m_image}, {});
    QVERIFY(ids);
    QCOMPARE(ids->keys(), QStringList{m_image});
    QVERIFY(ids->value(m_image).startsWith(QLatin1String("sha256:")));
}

void TestEngine::readsTheProject()
{
    const auto config = m_engine.composeConfig(m_call, {});
    QVERIFY2(config, qPrintable(config ? QString() : config.error().detail));
    QCOMPARE(QJsonDocument::fromJson(*config)[QLatin1String("services")].toObject().size(), 4);
    const auto hashes = m_engine.composeHashes(m_call, {});
    QVERIFY(hashes);
    QCOMPARE(hashes->size(), 4);
    const auto profiles = m_engine.composeProfiles(m_call, {});
    QVERIFY(profiles);
    QCOMPARE(*profiles, QStringList({QStringLiteral("debug"), QStringLiteral("tools")}));
    engine::ComposeCall withTools = m_call;
    withTools.profiles = {QStringLiteral("tools")};
    QCOMPARE(m_engine.composeHashes(withTools, {})->size(), 5);
}

void TestEngine::saysWhatIsWrongWithAFile()
{
    const QString path = m_folder.filePath(QStringLiteral("wrong.yaml"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("services:\n  a:\n\timage: x\n");
    file.close();
    ComposeCall call = m_call;
    call.files = {path};
    const auto config = m_engine.composeConfig(call, {});
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::ComposeFile);
    QVERIFY2(config.error().message.startsWith(QLatin1String("wrong.yaml:3")), qPrintable(config.error().message));
}

void TestEngine::createsWithoutStarting()
{
    QStringList progress;
    const auto created = m_engine.composeCreate(m_call, {}, [&](const QString &line) { progress += line; }, {});
    QVERIFY2(created, qPrintable(created ? QString() : created.error().detail));
    QVERIFY(progress.join(QLatin1Char('\n')).contains(m_project + QStringLiteral("-sleeper-1")));
    const auto containers = m_engine.containers(m_project, {});
    QVERIFY(containers);
    QCOMPARE(containers->size(), 4U);
    const auto hashes = m_engine.composeHashes(m_call, {});
    for (const Container &container : *containers) {
        QCOMPARE(container.state, ContainerState::Created);
        QCOMPARE(container.configHash(), hashes->value(container.service()));
        QCOMPARE(container.composeFiles(), m_call.files);
    }
    const auto volumes = m_engine.volumes(m_project, {});
    QVERIFY(volumes);
    QCOMPARE(volumes->size(), 1U);
    QCOMPARE(volumes->front().name, m_project + QStringLiteral("_data"));
    QCOMPARE(volumes->front().project(), m_project);
}

void TestEngine::missesNoEventAfterReady()
{
    const QString id = idOf(QStringLiteral("sleeper"));
    QVERIFY(m_engine.start(id, {}));
    const auto signal = [&] { QVERIFY(docker({QStringLiteral("kill"), QStringLiteral("--signal=CONT"), id})->ok()); };
    for (int round = 0; round < 5; ++round) {
        signal(); // before the subscription: not ours
        std::stop_source stop;
        int kills = 0;
        // The worst case: it happens before the CLI has even begun to connect, and only later comes another one.
        const auto ended = m_engine.events(
            m_project, {}, signal,
            [&](const Event &event) {
                kills += event.action == QLatin1String("kill");
                if (kills == 1)
                    signal();
                else if (kills == 2)
                    stop.request_stop();
            },
            stop.get_token());
        QCOMPARE(ended.error().code, ErrorCode::Cancelled);
        QCOMPARE(kills, 2);
    }
    QVERIFY(m_engine.stop(id, {}, {}));
}

void TestEngine::seesWhatHappensToContainers()
{
    std::stop_source stop;
    Seen seen;
    Result<> ended;
    std::jthread subscriber([&] {
        ended = m_engine.events(
            m_project, {}, [&] { seen.setReady(); }, [&](const Event &event) { seen.add(event); }, stop.get_token());
    });
    const auto stopWhateverFails = qScopeGuard([&] { stop.request_stop(); });
    QVERIFY(seen.waitReady());
    for (const char *service : {"once", "checked", "sleeper"})
        QVERIFY(m_engine.start(idOf(QLatin1String(service)), {}));
    const auto died = seen.waitFor(QStringLiteral("once"), QStringLiteral("die"));
    QVERIFY(died);
    QCOMPARE(died->exitCode(), 7);
    QCOMPARE(died->project(), m_project);
    QVERIFY(seen.waitFor(QStringLiteral("sleeper"), QStringLiteral("start")));
    QVERIFY(seen.waitFor(QStringLiteral("checked"), QStringLiteral("health_status: healthy")));
    QCOMPARE(seen.count(QStringLiteral("start")), 3);
    stop.request_stop();
    subscriber.join();
    QCOMPARE(ended.error().code, ErrorCode::Cancelled);
    qInfo("an event comes %.1f ms after it happened (median of %d)", medianMillis(seen.delays()),
          int(seen.delays().size()));
}

void TestEngine::inspectsWhatRuns()
{
    const auto sleeper = m_engine.inspect({idOf(QStringLiteral("sleeper"))}, {});
    QVERIFY(sleeper);
    QCOMPARE(sleeper->size(), 1U);
    const Container &running = sleeper->front();
    QVERIFY(running.isUp());
    QVERIFY(running.startedAt);
    QCOMPARE(running.ports.size(), 1U);
    QVERIFY(running.ports[0].hostPort > 0);
    QCOMPARE(running.ports[0].containerPort, 80);
    QCOMPARE(running.addresses.size(), 1);
    QCOMPARE(running.mounts[0].name, m_project + QStringLiteral("_data"));
    QCOMPARE(running.variable(u"DB_PASSWORD"), QStringLiteral("hunter2"));
    const auto checked = m_engine.inspect({idOf(QStringLiteral("checked"))}, {});
    QCOMPARE(checked->front().health, Health::Healthy);
    QVERIFY(!checked->front().healthLog.empty());
    const auto once = m_engine.inspect({idOf(QStringLiteral("once"))}, {});
    QCOMPARE(once->front().state, ContainerState::Exited);
    QCOMPARE(once->front().exitCode, 7);
}

void TestEngine::runsProgramsInContainers()
{
    const QString id = idOf(QStringLiteral("sleeper"));
    const auto sh = [](const char *script) {
        return QStringList{QStringLiteral("sh"), QStringLiteral("-c"), QString::fromLatin1(script)};
    };
    const auto result = m_engine.exec(id, sh("echo a b; echo c >&2; exit 3"), 20s, {});
    QVERIFY(result);
    QCOMPARE(result->exitCode, 3);
    QVERIFY(result->output.contains(QLatin1String("a b\n")) && result->output.contains(QLatin1String("c\n")));
    QVERIFY(result->duration > 0us && result->duration < 20s);
    const auto missing = m_engine.exec(id, {QStringLiteral("nosuchprogram")}, 20s, {});
    QVERIFY(missing);
    QVERIFY(missing->exitCode == 126 || missing->exitCode == 127);
    QCOMPARE(m_engine.exec(id, sh("exec sleep 5"), 300ms, {}).error().code, ErrorCode::Timeout);
    QCOMPARE(m_engine.exec(idOf(QStringLiteral("once")), sh("true"), 20s, {}).error().code, ErrorCode::Engine);
    QCOMPARE(m_engine.exec(QStringLiteral("bdtest-engine-nobody"), sh("true"), 20s, {}).error().code,
             ErrorCode::NotFound);
}

void TestEngine::readsLogsOfBothChannels()
{
    const QString id = idOf(QStringLiteral("sleeper"));
    const TimePoint runBefore = m_engine.inspect({id}, {})->front().finishedAt.value();
    const auto log = m_engine.logs(id, {1000, runBefore}, {});
    QVERIFY(log);
    QStringList texts;
    for (const Engine::LogLine &line : *log) {
        QVERIFY(line.at >= runBefore);
        texts += line.text;
    }
    QCOMPARE(texts.mid(0, 3), (QStringList{QStringLiteral("out"), QStringLiteral("err"), QStringLiteral("tick 1")}));
    const auto last = m_engine.logs(id, {.maxLines = 2}, {});
    QCOMPARE(last->size(), 2U);
    QVERIFY(last->front().text.startsWith(QLatin1String("tick ")));
    QCOMPARE(m_engine.logs(QStringLiteral("bdtest-engine-nobody"), {}, {}).error().code, ErrorCode::NotFound);
}

void TestEngine::followsLogsUntilTheContainerEnds()
{
    const QString id = idOf(QStringLiteral("sleeper"));
    QVERIFY(m_engine.restart(id, {}));
    const TimePoint runBefore = m_engine.inspect({id}, {})->front().finishedAt.value();
    QStringList texts;
    std::jthread stopper;
    const auto followed = m_engine.followLogs(id, runBefore,
                                              [&](const Engine::LogLine &line) {
                                                  texts += line.text;
                                                  if (line.text == QLatin1String("tick 3"))
                                                      stopper = std::jthread([&] { (void)m_engine.stop(id, {}, {}); });
                                              },
                                              {});
    QVERIFY2(followed, qPrintable(followed ? QString() : followed.error().detail));
    QVERIFY(texts.contains(QLatin1String("err")) && texts.contains(QLatin1String("tick 3")));
    stopper.join();
    QVERIFY(m_engine.start(id, {}));

    std::stop_source stop;
    const auto cancelledFollow = m_engine.followLogs(
        id, {}, [&](const Engine::LogLine &) { stop.request_stop(); }, stop.get_token());
    QCOMPARE(cancelledFollow.error().code, ErrorCode::Cancelled);
}

void TestEngine::namesThePortThatIsTaken()
{
    const int port = m_engine.inspect({idOf(QStringLiteral("sleeper"))}, {})->front().ports[0].hostPort;
    const QString name = m_project + QStringLiteral("-taken");
    QVERIFY(
        docker({QStringLiteral("create"), QStringLiteral("--name"), name, QStringLiteral("-p"),
                QStringLiteral("127.0.0.1:%1:80").arg(port), m_image, QStringLiteral("sleep"), QStringLiteral("60")})
            ->ok());
    const auto started = m_engine.start(name, {});
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::PortTaken);
    QVERIFY2(started.error().message.contains(QString::number(port)), qPrintable(started.error().message));
}

void TestEngine::leavesOutWhatIsGone()
{
    const auto found = m_engine.inspect({QStringLiteral("bdtest-engine-nobody"), idOf(QStringLiteral("once"))}, {});
    QVERIFY(found);
    QCOMPARE(found->size(), 1U);
    QCOMPARE(m_engine.inspect({QStringLiteral("bdtest-engine-nobody")}, {}).error().code, ErrorCode::NotFound);
    QCOMPARE(m_engine.start(QStringLiteral("bdtest-engine-nobody"), {}).error().code, ErrorCode::NotFound);
}

void TestEngine::canBeCancelledInTheMiddle()
{
    const QString id = idOf(QStringLiteral("stubborn"));
    QVERIFY(m_engine.start(id, {}));
    // before the shell is there, what ends at TERM is runc
    QTRY_VERIFY_WITH_TIMEOUT(!m_engine.logs(id, {10, {}, {}}, {})->empty(), 20'000);
    std::stop_source stop;
    const auto begin = std::chrono::steady_clock::now();
    std::jthread canceller([&] {
        std::this_thread::sleep_for(300ms);
        stop.request_stop();
    });
    const auto stopped = m_engine.stop(id, {}, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s); // its grace is 20 s
    QVERIFY(docker({QStringLiteral("kill"), id})->ok());
}

void TestEngine::leavesNoComposeBehindWhenCancelled()
{
    ComposeCall call = m_call;
    call.project = m_project + QStringLiteral("-cancelled");
    std::stop_source stop;
    const auto created = m_engine.composeCreate(
        call, {}, [&](const QString &) { stop.request_stop(); }, stop.get_token());
    QCOMPARE(created.error().code, ErrorCode::Cancelled);
    // The CLI runs Compose as a child of its own, which must end too.
    QTRY_VERIFY_WITH_TIMEOUT(!someProcessNames(call.project), 5000);
    const QStringList down{QStringLiteral("down"), QStringLiteral("--volumes"), QStringLiteral("--timeout"),
                           QStringLiteral("0")};
    QVERIFY(m_runner->run(m_engine.compose(call, down), {}, {})->ok());
}

void TestEngine::restartsAndStops()
{
    const QString id = idOf(QStringLiteral("checked"));
    const auto before = m_engine.inspect({id}, {})->front().startedAt;
    QVERIFY(m_engine.restart(id, {}));
    const Container after = m_engine.inspect({id}, {})->front();
    QVERIFY(after.isUp());
    QVERIFY(after.startedAt > before);
    QVERIFY(m_engine.stop(id, 5s, {}));
    const Container stopped = m_engine.inspect({id}, {})->front();
    QCOMPARE(stopped.state, ContainerState::Exited);
    QCOMPARE(stopped.exitCode, 0);
    QVERIFY(m_engine.composeUpOne(m_call, QStringLiteral("checked"), {}));
    QCOMPARE(idsOf(QStringLiteral("checked")), QStringList{id});
    QVERIFY(m_engine.inspect({id}, {})->front().isUp());
}

void TestEngine::saysThatNoEngineAnswers()
{
    const QByteArray host = qgetenv("DOCKER_HOST");
    qputenv("DOCKER_HOST", "unix:///nonexistent/bdtest.sock");
    const auto info = m_engine.info({});
    const auto containers = m_engine.containers(m_project, {});
    const auto ids = m_engine.imageIds({m_image}, {});
    const auto created = m_engine.composeCreate(m_call, {}, {}, {});
    const auto context = m_engine.context({});
    bool ready = false;
    const auto events = m_engine.events(
        m_project, {}, [&] { ready = true; }, [](const Event &) {}, {});
    host.isNull() ? qunsetenv("DOCKER_HOST") : qputenv("DOCKER_HOST", host);
    for (const Error &error : {info.error(), containers.error(), ids.error(), created.error(), events.error()}) {
        QCOMPARE(error.code, ErrorCode::NoEngine);
        QVERIFY2(error.message.contains(QLatin1String("bdtest.sock")), qPrintable(error.message));
    }
    QVERIFY(!ready);
    QCOMPARE(context->endpoint, QStringLiteral("unix:///nonexistent/bdtest.sock"));
}

void TestEngine::isQuick()
{
    const QString id = idOf(QStringLiteral("once"));
    const double inspect = median(15, [&] { QVERIFY(m_engine.inspect({id}, {})); });
    const double containers = median(15, [&] { QVERIFY(m_engine.containers(m_project, {})); });
    const double info = median(9, [&] { QVERIFY(m_engine.info({})); });
    const double start = median(9, [&] { QVERIFY(m_engine.start(id, {})); });
    const double exec = median(9, [&] {
        QVERIFY(m_engine.exec(idOf(QStringLiteral("sleeper")), {QStringLiteral("true")}, 20s, {}));
    });
    const double config = median(9, [&] { QVERIFY(m_engine.composeConfig(m_call, {})); });
    qInfo(
        "medians in ms: inspect %.0f, containers %.0f, info %.0f, start %.0f, exec with ps and inspect %.0f, compose config %.0f",
        inspect, containers, info, start, exec, config);
    QVERIFY2(inspect < 500, "inspect takes 17 ms on an idle machine");
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
