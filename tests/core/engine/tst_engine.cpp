// Which commands Engine runs and what it makes of their outcomes, with nothing real behind it.
#include <QtTest>

#include "engine/engine.h"
#include "fakes/fixture.h"
#include "fakes/recordingrunner.h"
#include "process/linesplitter.h"

using namespace bd;
using namespace bd::engine;
using namespace std::chrono_literals;
using fakes::fixture;
using fakes::RecordingRunner;

namespace {

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QByteArray error(const char *name)
{
    return fixture(QStringLiteral("engine/errors/%1.txt").arg(QLatin1String(name)));
}

// What ran, one line a command.
QStringList lines(const RecordingRunner &runner)
{
    QStringList list;
    for (const process::Command &command : runner.commands())
        list += command.line();
    return list;
}

ComposeCall shop()
{
    ComposeCall call;
    call.project = QStringLiteral("shop");
    call.files = {QStringLiteral("/p/compose.yaml"), QStringLiteral("/p/override.yaml")};
    call.directory = QStringLiteral("/p");
    call.envFiles = {QStringLiteral("/p/.env")};
    call.profiles = {QStringLiteral("a"), QStringLiteral("b")};
    call.environment = {{QStringLiteral("PORT"), QStringLiteral("9092")}};
    return call;
}

void ignore(const QString &) {}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void namesTheContextInEveryCommand();
    void callsComposeWithAllThatTheProjectSays();
    void passesTheContextToTheStandAloneCompose();
    void inspectsAllContainersOfAProjectAtOnce();
    void inspectsNothingWhereThereIsNothing();
    void leavesOutContainersThatVanish();
    void saysThatTheOnlyContainerIsGone();
    void readsVolumesByName();
    void asksForImagesOnce();
    void saysNothingOfImagesWhereTheEngineIsGone();
    void startsStopsAndRestarts();
    void givesStoppingAsMuchTimeAsItMayTake();
    void tellsWhyAStartFailed();
    void mergesLogsByTime();
    void keepsTheLastLogLines();
    void readsAWindowOfTheLog();
    void tellsTheEnginesErrorFromTheContainersLog();
    void followsLogsFromAMoment();
    void returnsWhatAProgramInAContainerDid();
    void tellsAnEngineErrorFromAProgramsOne();
    void subscribesFromTheEnginesOwnTime();
    void subscribesFromTheGivenTime();
    void isNeverReadyWhereNoEngineAnswers();
    void saysThatTheStreamBroke();
    void readsInfoWithClockOffsetAndCompose();
    void readsInfoWithoutCompose();
    void fallsBackToTheStandAloneCompose();
    void refusesComposeV1();
    void saysThatComposeIsMissing();
    void looksForComposeOnce();
    void createsWithoutEverSayingYes();
    void reportsAQuestionOfCompose();
    void startsOneServiceAlone();
    void reportsWhatIsWrongWithTheFile();
    void namesTheImageThatCouldNotBePulled();
    void explainsWhatTheRunnerSays_data();
    void explainsWhatTheRunnerSays();
    void masksSecretsInProgress();

private:
    std::shared_ptr<RecordingRunner> m_runner;
};

void TestEngine::init()
{
    m_runner = std::make_shared<RecordingRunner>();
    qunsetenv("DOCKER_HOST");
    qunsetenv("DOCKER_CONTEXT");
}

void TestEngine::namesTheContextInEveryCommand()
{
    QCOMPARE(Engine(m_runner).docker({QStringLiteral("ps")}).line(), QStringLiteral("docker ps"));
    const Engine far(m_runner, QStringLiteral("far"));
    QCOMPARE(far.contextName(), QStringLiteral("far"));
    QCOMPARE(far.docker({QStringLiteral("ps")}).line(), QStringLiteral("docker --context far ps"));
    QCOMPARE(far.compose({}, {QStringLiteral("ls")}).line(),
             QStringLiteral("docker --context far compose --ansi never ls"));
}

void TestEngine::callsComposeWithAllThatTheProjectSays()
{
    const process::Command command = Engine(m_runner).compose(shop(), {QStringLiteral("create")});
    QCOMPARE(command.line(),
             QStringLiteral("docker compose --ansi never -p shop --project-directory /p -f /p/compose.yaml "
                            "-f /p/override.yaml --env-file /p/.env --profile a --profile b create"));
    QCOMPARE(command.environment, shop().environment);
}

void TestEngine::passesTheContextToTheStandAloneCompose()
{
    m_runner->answer(words("docker --context far compose"), {}, error("compose-missing-flag"), 125);
    m_runner->answer(words("docker-compose version"), "2.26.1\n");
    m_runner->answer(words("docker-compose --ansi"), "{}");
    const Engine far(m_runner, QStringLiteral("far"));
    QVERIFY(far.composeConfig(shop(), {}));
    const QMap<QString, QString> expected{{QStringLiteral("PORT"), QStringLiteral("9092")},
                                          {QStringLiteral("DOCKER_CONTEXT"), QStringLiteral("far")},
                                          {QStringLiteral("DOCKER_HOST"), QString()}};
    QCOMPARE(m_runner->commands().back().environment, expected);
}

void TestEngine::inspectsAllContainersOfAProjectAtOnce()
{
    m_runner->answer(words("docker ps"), "aaa\nbbb\n");
    m_runner->answer(words("docker inspect"), fixture(QStringLiteral("engine/inspect-running.json")));
    const auto containers = Engine(m_runner).containers(QStringLiteral("shop"), {});
    QVERIFY(containers);
    QCOMPARE(containers->size(), 2U);
    QCOMPARE(lines(*m_runner),
             (QStringList{QStringLiteral("docker ps -aq --no-trunc --filter label=com.docker.compose.project=shop"),
                          QStringLiteral("docker inspect --type container aaa bbb")}));
    QVERIFY(Engine(m_runner).containers({}, {}));
    QCOMPARE(lines(*m_runner).at(2),
             QStringLiteral("docker ps -aq --no-trunc --filter label=com.docker.compose.project"));
}

void TestEngine::inspectsNothingWhereThereIsNothing()
{
    m_runner->answer(words("docker ps"), "\n");
    m_runner->answer(words("docker volume ls"), "");
    const Engine engine(m_runner);
    QVERIFY(engine.containers(QStringLiteral("shop"), {})->empty());
    QVERIFY(engine.inspect({}, {})->empty());
    QVERIFY(engine.volumes(QStringLiteral("shop"), {})->empty());
    QVERIFY(engine.imageIds({}, {})->isEmpty());
    QCOMPARE(m_runner->commands().size(), 2U);
}

void TestEngine::leavesOutContainersThatVanish()
{
    m_runner->answer(words("docker ps"), "aaa\nbbb\nccc\n");
    m_runner->answer(words("docker inspect"), fixture(QStringLiteral("engine/inspect-running.json")),
                     "Error response from daemon: No such container: ccc\n", 1);
    const auto containers = Engine(m_runner).containers(QStringLiteral("shop"), {});
    QVERIFY(containers);
    QCOMPARE(containers->size(), 2U);

    const auto none = std::make_shared<RecordingRunner>();
    none->answer(words("docker ps"), "aaa\n");
    none->answer(words("docker inspect"), "[]\n", error("no-engine-refused"), 1);
    QCOMPARE(Engine(none).containers(QStringLiteral("shop"), {}).error().code, ErrorCode::NoEngine);
}

void TestEngine::saysThatTheOnlyContainerIsGone()
{
    m_runner->answer(words("docker inspect"), "[]\n", error("no-container-inspect"), 1);
    const auto containers = Engine(m_runner).inspect({QStringLiteral("nope123")}, {});
    QVERIFY(!containers);
    QCOMPARE(containers.error().code, ErrorCode::NotFound);
    QVERIFY(containers.error().message.contains(QLatin1String("nope123")));
}

void TestEngine::readsVolumesByName()
{
    m_runner->answer(words("docker volume ls"), "shop_data\n");
    m_runner->answer(words("docker volume inspect"), fixture(QStringLiteral("engine/volume.json")));
    const auto volumes = Engine(m_runner).volumes(QStringLiteral("shop"), {});
    QVERIFY(volumes);
    QCOMPARE(volumes->size(), 1U);
    QCOMPARE(lines(*m_runner),
             (QStringList{QStringLiteral("docker volume ls -q --filter label=com.docker.compose.project=shop"),
                          QStringLiteral("docker volume inspect shop_data")}));
}

void TestEngine::asksForImagesOnce()
{
    m_runner->answer(words("docker image inspect"), R"({"Id":"sha256:11","RepoTags":["a:1"]})",
                     "Error response from daemon: No such image: b:1\n", 1);
    const auto ids = Engine(m_runner).imageIds(words("b:1 a:1 b:1"), {});
    QVERIFY(ids);
    QCOMPARE(*ids, (QMap<QString, QString>{{QStringLiteral("a:1"), QStringLiteral("sha256:11")}}));
    QCOMPARE(lines(*m_runner), QStringList{QStringLiteral("docker image inspect --format '{{json .}}' b:1 a:1")});
}

void TestEngine::saysNothingOfImagesWhereTheEngineIsGone()
{
    m_runner->answer(words("docker image inspect"), "", error("no-engine-refused"), 1);
    const auto ids = Engine(m_runner).imageIds(words("a:1"), {});
    QVERIFY(!ids);
    QCOMPARE(ids.error().code, ErrorCode::NoEngine);
}

void TestEngine::startsStopsAndRestarts()
{
    m_runner->answer(words("docker"), "");
    const Engine engine(m_runner);
    QVERIFY(engine.start(QStringLiteral("abc"), {}));
    QVERIFY(engine.stop(QStringLiteral("abc"), {}, {}));
    QVERIFY(engine.stop(QStringLiteral("abc"), 1500ms, {}));
    QVERIFY(engine.restart(QStringLiteral("abc"), {}));
    QCOMPARE(lines(*m_runner),
             (QStringList{QStringLiteral("docker start abc"), QStringLiteral("docker stop abc"),
                          QStringLiteral("docker stop -t 2 abc"), QStringLiteral("docker restart abc")}));
}

void TestEngine::givesStoppingAsMuchTimeAsItMayTake()
{
    m_runner->answer(words("docker"), "");
    QVERIFY(Engine(m_runner).stop(QStringLiteral("abc"), 300s, {}));
    QVERIFY(m_runner->lastLimits().deadline > 300s);
    QVERIFY(Engine(m_runner).stop(QStringLiteral("abc"), {}, {}));
    QVERIFY(m_runner->lastLimits().deadline > 300s);
}

void TestEngine::tellsWhyAStartFailed()
{
    m_runner->answer(words("docker start"), "", error("port-allocated"), 1);
    const auto started = Engine(m_runner).start(QStringLiteral("abc"), {});
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::PortTaken);
    QVERIFY(started.error().detail.contains(QLatin1String("port is already allocated")));
}

void TestEngine::mergesLogsByTime()
{
    m_runner->answer(words("docker logs"), "2026-11-23T10:00:00.000000001Z one\n2026-11-23T10:00:02.5Z three\n",
                     "2026-11-23T10:00:01.000001999Z two\n2026-11-23T10:00:03Z four\n");
    const auto log = Engine(m_runner).logs(QStringLiteral("abc"), {.maxLines = 100}, {});
    QVERIFY(log);
    QStringList texts;
    for (const Engine::LogLine &line : *log)
        texts += line.text;
    QCOMPARE(texts, words("one two three four"));
    QCOMPARE(log->at(1).at, fromIso(u"2026-11-23T10:00:01.000001Z"));
    QCOMPARE(lines(*m_runner), QStringList{QStringLiteral("docker logs --timestamps --tail 100 abc")});
}

void TestEngine::keepsTheLastLogLines()
{
    m_runner->answer(words("docker logs"), "2026-11-23T10:00:00Z one\n2026-11-23T10:00:02Z three\n",
                     "2026-11-23T10:00:01Z two\n2026-11-23T10:00:03Z four\n");
    const auto log = Engine(m_runner).logs(QStringLiteral("abc"), {2, fromIso(u"2026-11-23T10:00:00Z")}, {});
    QVERIFY(log);
    QCOMPARE(log->size(), 2U);
    QCOMPARE(log->front().text, QStringLiteral("three"));
    QCOMPARE(lines(*m_runner),
             QStringList{QStringLiteral("docker logs --timestamps --since 1795428000.000000 --tail 2 abc")});
}

void TestEngine::readsAWindowOfTheLog()
{
    m_runner->answer(words("docker logs"), "2026-11-23T10:00:00Z one\n2026-11-23T10:00:02Z two\n");
    const auto log = Engine(m_runner).logs(QStringLiteral("abc"),
                                           {1, fromIso(u"2026-11-23T10:00:00Z"), fromIso(u"2026-11-23T10:00:05Z")}, {});
    QVERIFY(log);
    QCOMPARE(log->size(), 1U);
    QCOMPARE(log->front().text, QStringLiteral("two"));
    // --tail would count from the end of the log
    QCOMPARE(lines(*m_runner),
             QStringList{
                 QStringLiteral("docker logs --timestamps --since 1795428000.000000 --until 1795428005.000000 abc")});
}

void TestEngine::tellsTheEnginesErrorFromTheContainersLog()
{
    m_runner->answer(words("docker logs"), "",
                     "2026-11-23T10:00:01Z Cannot connect to the Docker daemon at unix:///x.\n"
                     "Error response from daemon: No such container: abc\n",
                     1);
    QCOMPARE(Engine(m_runner).logs(QStringLiteral("abc"), {}, {}).error().code, ErrorCode::NotFound);
}

void TestEngine::followsLogsFromAMoment()
{
    const QByteArray begin("2026-11-23T10:00:00Z ");
    const QByteArray longPiece = begin + QByteArray(process::LineSplitter::maxLine - begin.size(), 'x');
    m_runner->answer(words("docker logs"), longPiece + "\nthe rest of it\n");
    std::vector<Engine::LogLine> got;
    QVERIFY(Engine(m_runner).followLogs(QStringLiteral("abc"), fromIso(u"2026-11-23T10:00:00.25Z"),
                                        [&](const Engine::LogLine &line) { got.push_back(line); }, {}));
    QCOMPARE(lines(*m_runner),
             QStringList{QStringLiteral("docker logs --timestamps --since 1795428000.250000 --follow abc")});
    QCOMPARE(got.size(), 2U);
    QCOMPARE(got[0].text.size(), 64 << 10);
    QCOMPARE(got[1].text, QStringLiteral("the rest of it"));
    QCOMPARE(got[1].at, got[0].at);
    QCOMPARE(m_runner->lastLimits().deadline, 0ms);
}

void TestEngine::returnsWhatAProgramInAContainerDid()
{
    m_runner->answer(words("docker exec"), "imok\n", "warning\n", 3);
    const auto result = Engine(m_runner).exec(QStringLiteral("abc"),
                                              {QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("a b")}, 5s,
                                              {});
    QVERIFY(result);
    QCOMPARE(result->exitCode, 3);
    QCOMPARE(result->output, QStringLiteral("imok\nwarning\n"));
    QCOMPARE(lines(*m_runner), QStringList{QStringLiteral("docker exec abc sh -c 'a b'")});
    QCOMPARE(m_runner->lastLimits().deadline, 5s);

    const auto much = std::make_shared<RecordingRunner>();
    much->answer(words("docker exec"), QByteArray(1'000'000, 'x') + "\nmore\n");
    QCOMPARE(Engine(much).exec(QStringLiteral("abc"), {}, 5s, {})->output.size(), 64 << 10);
}

void TestEngine::tellsAnEngineErrorFromAProgramsOne()
{
    m_runner->answer(words("docker exec gone"), "", error("no-container-exec"), 1);
    m_runner->answer(words("docker exec stopped"), "", error("not-running-exec"), 1);
    m_runner->answer(words("docker exec checked"), "", "no such container: x\n", 1);
    m_runner->answer(words("docker exec bare"), "",
                     "OCI runtime exec failed: exec failed: \"nc\": executable file not found\n", 126);
    const Engine engine(m_runner);
    QCOMPARE(engine.exec(QStringLiteral("gone"), {}, 5s, {}).error().code, ErrorCode::NotFound);
    QCOMPARE(engine.exec(QStringLiteral("stopped"), {}, 5s, {}).error().code, ErrorCode::Engine);
    QCOMPARE(engine.exec(QStringLiteral("checked"), {}, 5s, {})->exitCode, 1);
    QCOMPARE(engine.exec(QStringLiteral("bare"), {}, 5s, {})->exitCode, 126);
}

void TestEngine::subscribesFromTheEnginesOwnTime()
{
    m_runner->answer(words("docker info"), R"({"ID":"x","SystemTime":"2026-11-23T10:00:00.123456789Z"})");
    m_runner->answer(words("docker events"), fixture(QStringLiteral("engine/events.jsonl")) + "no JSON\n");
    int ready = 0;
    std::vector<Event> events;
    (void)Engine(m_runner).events(
        QStringLiteral("shop"), {}, [&] { ++ready; },
        [&](const Event &event) {
            QCOMPARE(ready, 1);
            events.push_back(event);
        },
        {});
    QCOMPARE(ready, 1);
    QCOMPARE(events.size(), 22U);
    const QString line = lines(*m_runner).at(1);
    QVERIFY2(line.startsWith(QStringLiteral(
                 "docker events --since 1795428000.123456 --filter type=container "
                 "--filter label=com.docker.compose.project=shop --format '{{json .}}' --filter event=")),
             qPrintable(line));
    for (const char *action : {"create", "start", "die", "oom", "health_status", "destroy"})
        QVERIFY2(line.contains(QLatin1String("--filter event=") + QLatin1String(action)), action);
    QVERIFY(!line.contains(QLatin1String("exec"))); // the health checks of a calm stack wake nobody
}

void TestEngine::subscribesFromTheGivenTime()
{
    m_runner->answer(words("docker events"), "");
    (void)Engine(m_runner).events({}, fromIso(u"2026-11-23T10:00:00Z"), {}, [](const Event &) {}, {});
    QVERIFY(lines(*m_runner).first().startsWith(
        QStringLiteral("docker events --since 1795428000.000000 --filter type=container "
                       "--filter label=com.docker.compose.project --format '{{json .}}' ")));
    QCOMPARE(m_runner->lastLimits().deadline, 0ms);
}

void TestEngine::isNeverReadyWhereNoEngineAnswers()
{
    m_runner->answer(words("docker info"), "{}", error("no-engine-info"), 1);
    bool ready = false;
    const auto ended = Engine(m_runner).events(
        QStringLiteral("shop"), {}, [&] { ready = true; }, [](const Event &) {}, {});
    QVERIFY(!ended);
    QCOMPARE(ended.error().code, ErrorCode::NoEngine);
    QVERIFY(!ready);
}

void TestEngine::saysThatTheStreamBroke()
{
    m_runner->answer(words("docker events"), "");
    const auto ended = Engine(m_runner).events({}, TimePoint{}, {}, [](const Event &) {}, {});
    QVERIFY(!ended);
    QCOMPARE(ended.error().code, ErrorCode::NoEngine);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(Engine(m_runner)
                 .events(
                     {}, TimePoint{}, {}, [](const Event &) {}, stop.get_token())
                 .error()
                 .code,
             ErrorCode::Cancelled);
}

void TestEngine::readsInfoWithClockOffsetAndCompose()
{
    const TimePoint ahead = Clock::system().now() + 90s;
    m_runner->answer(words("docker info"),
                     R"({"ID":"x","ServerVersion":"26.1.5","SystemTime":")" + toIso(ahead).toLatin1() + R"("})");
    m_runner->answer(words("docker version"), fixture(QStringLiteral("engine/version.json")));
    m_runner->answer(words("docker compose version --short"), "2.26.1-4\n");
    const auto info = Engine(m_runner).info({});
    QVERIFY(info);
    QCOMPARE(info->product, QStringLiteral("Docker"));
    QVERIFY((info->compose == Version{2, 26, 1}));
    QVERIFY(info->clockOffset > 89s && info->clockOffset < 91s);
    QCOMPARE(info->systemTime, ahead);
}

void TestEngine::readsInfoWithoutCompose()
{
    m_runner->answer(words("docker info"), fixture(QStringLiteral("engine/info.json")));
    m_runner->answer(words("docker version"), fixture(QStringLiteral("engine/version.json")));
    m_runner->answer(words("docker compose"), "", error("compose-missing"), 1);
    m_runner->answer(words("docker-compose"), fail(ErrorCode::ProgramMissing, {}));
    const Engine engine(m_runner);
    QVERIFY(!engine.info({})->compose);
    m_runner->answer(words("docker-compose version"), "1.29.2\n");
    QVERIFY((engine.info({})->compose == Version{1, 29, 2}));
}

void TestEngine::fallsBackToTheStandAloneCompose()
{
    m_runner->answer(words("docker compose"), "", error("compose-missing-shorthand"), 125);
    m_runner->answer(words("docker-compose version --short"), "2.26.1\n");
    m_runner->answer(words("docker-compose --ansi never"), "a 1\nb 2\n");
    const Engine engine(m_runner);
    const auto hashes = engine.composeHashes(shop(), {});
    QVERIFY(hashes);
    QCOMPARE(hashes->size(), 2);
    QCOMPARE(engine.compose({}, {QStringLiteral("ls")}).line(), QStringLiteral("docker-compose --ansi never ls"));
    QCOMPARE(Engine(engine).compose({}, {}).program, QStringLiteral("docker-compose"));
}

void TestEngine::refusesComposeV1()
{
    m_runner->answer(words("docker compose"), "", error("compose-missing"), 1);
    m_runner->answer(words("docker-compose version"), "1.29.2\n");
    const Engine engine(m_runner);
    for (const Error &refused :
         {engine.composeConfig(shop(), {}).error(), engine.composeCreate(shop(), {}, ignore, {}).error()}) {
        QCOMPARE(refused.code, ErrorCode::ComposeTooOld);
        QVERIFY(refused.message.contains(QLatin1String("1.29.2")));
        QVERIFY(refused.hint.contains(QLatin1String("docker-compose-plugin")));
    }
}

void TestEngine::saysThatComposeIsMissing()
{
    m_runner->answer(words("docker compose"), "", error("compose-missing-flag"), 125);
    m_runner->answer(words("docker-compose"), fail(ErrorCode::ProgramMissing, QStringLiteral("x")));
    const auto config = Engine(m_runner).composeConfig(shop(), {});
    QCOMPARE(config.error().code, ErrorCode::ComposeMissing);
    QVERIFY(config.error().detail.contains(QLatin1String("unknown flag: --ansi")));
}

void TestEngine::looksForComposeOnce()
{
    m_runner->answer(words("docker compose version"), "2.26.1\n");
    m_runner->answer(words("docker compose"), "");
    const Engine engine(m_runner);
    QVERIFY(engine.composeCreate(shop(), {}, ignore, {}));
    QVERIFY(engine.composeCreate(shop(), {}, ignore, {}));
    QCOMPARE(m_runner->commands().size(), 3U);

    const auto known = std::make_shared<RecordingRunner>();
    known->answer(words("docker compose"), "{}");
    const Engine second(known);
    QVERIFY(second.composeConfig(shop(), {}));
    QVERIFY(second.composeCreate(shop(), {}, ignore, {}));
    QCOMPARE(known->commands().size(), 2U);
}

void TestEngine::createsWithoutEverSayingYes()
{
    m_runner->answer(words("docker compose version"), "2.26.1\n");
    m_runner->answer(words("docker compose"), "",
                     " Network shop_default  Creating\n \n Container \x1b[32mshop-kafka-1\x1b[0m  Created\n");
    QStringList progress;
    QVERIFY(Engine(m_runner).composeCreate(shop(), words("kafka zookeeper"),
                                           [&](const QString &line) { progress += line; }, {}));
    QCOMPARE(progress, (QStringList{QStringLiteral("Network shop_default  Creating"),
                                    QStringLiteral("Container shop-kafka-1  Created")}));
    const QStringList arguments = m_runner->commands().back().arguments;
    QCOMPARE(arguments.mid(arguments.size() - 3), words("create kafka zookeeper"));
    QVERIFY(!arguments.contains(QStringLiteral("-y")) && !arguments.contains(QStringLiteral("--yes")));
}

void TestEngine::reportsAQuestionOfCompose()
{
    m_runner->answer(words("docker compose version"), "2.33.0\n");
    m_runner->answer(
        words("docker compose"),
        "Volume \"shop_data\" exists but doesn't match configuration in compose file. Recreate (data will be lost)? ",
        " Container shop-kafka-1  Created\n");
    const auto created = Engine(m_runner).composeCreate(shop(), {}, ignore, {});
    QVERIFY(!created);
    QCOMPARE(created.error().code, ErrorCode::Engine);
    QVERIFY(created.error().message.contains(QLatin1String("shop_data")));
}

void TestEngine::startsOneServiceAlone()
{
    m_runner->answer(words("docker compose version"), "2.26.1\n");
    m_runner->answer(words("docker compose"), "");
    QVERIFY(Engine(m_runner).composeUpOne(shop(), QStringLiteral("kafka"), {}));
    const QStringList arguments = m_runner->commands().back().arguments;
    QCOMPARE(arguments.mid(arguments.size() - 5), words("up -d --no-deps --no-recreate kafka"));
}

void TestEngine::reportsWhatIsWrongWithTheFile()
{
    m_runner->answer(words("docker compose"), "", fixture(QStringLiteral("engine/compose/undefdep.txt")), 15);
    QCOMPARE(Engine(m_runner).composeConfig(shop(), {}).error().code, ErrorCode::ComposeFile);
    QCOMPARE(Engine(m_runner).composeHashes(shop(), {}).error().code, ErrorCode::ComposeFile);
}

void TestEngine::namesTheImageThatCouldNotBePulled()
{
    m_runner->answer(words("docker pull"), "1: Pulling from x\n", error("image-missing-pull"), 1);
    QStringList progress;
    const auto pulled = Engine(m_runner).pull(QStringLiteral("lab/none:1"),
                                              [&](const QString &line) { progress += line; }, {});
    QVERIFY(!pulled);
    QCOMPARE(pulled.error().code, ErrorCode::ImageMissing);
    QVERIFY(pulled.error().message.contains(QLatin1String("lab/none:1")));
    QCOMPARE(progress, QStringList{QStringLiteral("1: Pulling from x")});
}

void TestEngine::explainsWhatTheRunnerSays_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("missing") << ErrorCode::ProgramMissing << "docker-cli";
    QTest::newRow("timed out") << ErrorCode::Timeout << "busy";
    QTest::newRow("cancelled") << ErrorCode::Cancelled << "";
}

void TestEngine::explainsWhatTheRunnerSays()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    m_runner->answer({}, fail(code, QStringLiteral("x")));
    const Engine engine(m_runner);
    const Error errors[] = {engine.info({}).error(),
                            engine.contexts({}).error(),
                            engine.context({}).error(),
                            engine.containers({}, {}).error(),
                            engine.inspect({QStringLiteral("a")}, {}).error(),
                            engine.volumes({}, {}).error(),
                            engine.imageIds({QStringLiteral("a")}, {}).error(),
                            engine.logs({}, {}, {}).error(),
                            engine.followLogs({}, {}, {}, {}).error(),
                            engine.start({}, {}).error(),
                            engine.stop({}, {}, {}).error(),
                            engine.restart({}, {}).error(),
                            engine.pull({}, ignore, {}).error(),
                            engine.exec({}, {}, 1s, {}).error(),
                            engine.composeConfig({}, {}).error(),
                            engine.composeHashes({}, {}).error(),
                            engine.composeProfiles({}, {}).error(),
                            engine.composeCreate({}, {}, ignore, {}).error(),
                            engine.composeUpOne({}, {}, {}).error(),
                            engine.events({}, {}, {}, {}, {}).error()};
    for (const Error &each : errors) {
        QCOMPARE(each.code, code);
        QVERIFY2(each.hint.contains(words), qPrintable(each.hint));
    }
}

void TestEngine::masksSecretsInProgress()
{
    m_runner->answer(words("docker compose version"), "2.26.1\n");
    m_runner->answer(words("docker compose"), "", "building with DB_PASSWORD=hunter2\n");
    QStringList progress;
    QVERIFY(Engine(m_runner).composeCreate(shop(), {}, [&](const QString &line) { progress += line; }, {}));
    QCOMPARE(progress.size(), 1);
    QVERIFY(!progress.first().contains(QLatin1String("hunter2")));
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
