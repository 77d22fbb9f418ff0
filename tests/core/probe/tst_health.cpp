// Checks through the engine, and which probe decides.
#include <QtTest>

#include <thread>

#include <QJsonArray>
#include <QJsonDocument>

#include "fakes/recordingrunner.h"
#include "probe/probe.h"

using namespace bd;
using fakes::RecordingRunner;
using probe::ProbeKind;

namespace {

const Millis Deadline{5000};
const QString Id = QStringLiteral("0123456789abcdef");

engine::HealthCheck checkOf(const QStringList &test, Millis timeout = Millis(10'000))
{
    engine::HealthCheck check;
    check.test = test;
    check.timeout = timeout;
    return check;
}

const engine::HealthCheck ShellCheck = checkOf(
    {QStringLiteral("CMD-SHELL"), QStringLiteral("echo ruok | nc localhost 2181 | grep imok")});

QByteArray inspected(const char *state, const char *health, const QJsonArray &log, const char *startedAt)
{
    QJsonObject stateObject{{QStringLiteral("Status"), QLatin1String(state)},
                            {QStringLiteral("Running"), qstrcmp(state, "running") == 0},
                            {QStringLiteral("StartedAt"), QLatin1String(startedAt)}};
    if (*health)
        stateObject[QLatin1String("Health")] = QJsonObject{{QStringLiteral("Status"), QLatin1String(health)},
                                                           {QStringLiteral("FailingStreak"), 3},
                                                           {QStringLiteral("Log"), log}};
    const QJsonObject container{{QStringLiteral("Id"), Id},
                                {QStringLiteral("Name"), QStringLiteral("/kafka")},
                                {QStringLiteral("State"), stateObject}};
    return QJsonDocument(QJsonArray{container}).toJson();
}

QJsonObject entry(int exitCode, const char *output)
{
    return {{QStringLiteral("Start"), QStringLiteral("2026-11-23T14:00:10.000000000Z")},
            {QStringLiteral("End"), QStringLiteral("2026-11-23T14:00:10.100000000Z")},
            {QStringLiteral("ExitCode"), exitCode},
            {QStringLiteral("Output"), QLatin1String(output)}};
}

// An engine that never answers until it is told to stop.
class SilentRunner final : public process::Runner
{
public:
    Result<process::Finished> run(const process::Command &, const process::Limits &, std::stop_token stop) override
    {
        Clock::system().sleep(Millis(30'000), std::move(stop));
        return cancelled();
    }
    Result<process::Finished> stream(const process::Command &command, const process::LineSink &,
                                     const process::Limits &limits, std::stop_token stop) override
    {
        return run(command, limits, std::move(stop));
    }
    Result<process::Finished> pipe(const process::Command &command, const process::Pipes &,
                                   const process::Limits &limits, std::stop_token stop) override
    {
        return run(command, limits, std::move(stop));
    }
};

compose::Service service(compose::Role role)
{
    compose::Service made;
    made.name = QStringLiteral("it");
    made.role = role;
    made.flavour = role == compose::Role::Broker ? compose::Flavour::ConfluentKafka
                                                 : compose::Flavour::ConfluentZooKeeper;
    return made;
}

engine::Container container(quint16 publishedPort, const char *environment = "")
{
    engine::Container made;
    made.id = Id;
    if (publishedPort)
        made.ports = {{QStringLiteral("127.0.0.1"), publishedPort, publishedPort, QStringLiteral("tcp")}};
    made.environment = QString::fromLatin1(environment).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    return made;
}

QString kindOf(probe::Probe *probe)
{
    if (!probe)
        return QStringLiteral("none");
    std::stop_source stopped; // the kind is told without waiting for anything
    stopped.request_stop();
    return timeline::toString(probe->check(Millis(1), stopped.get_token()).kind);
}

} // namespace

class TestHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsTheChecksOwnCommand_data()
    {
        QTest::addColumn<QStringList>("test");
        QTest::addColumn<QStringList>("argv");
        QTest::addColumn<QString>("target");
        QTest::newRow("shell") << ShellCheck.test
                               << QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                                              QStringLiteral("echo ruok | nc localhost 2181 | grep imok")}
                               << QStringLiteral("echo ruok | nc localhost 2181 | grep imok");
        QTest::newRow("program") << QStringList{QStringLiteral("CMD"), QStringLiteral("pg_isready"),
                                                QStringLiteral("-U a b")}
                                 << QStringList{QStringLiteral("pg_isready"), QStringLiteral("-U a b")}
                                 << QStringLiteral("pg_isready '-U a b'");
        QTest::newRow("with a secret") << QStringList{QStringLiteral("CMD"), QStringLiteral("redis-cli"),
                                                      QStringLiteral("--password=geheim")}
                                       << QStringList{QStringLiteral("redis-cli"), QStringLiteral("--password=geheim")}
                                       << QStringLiteral("redis-cli --password=••••");
    }

    void runsTheChecksOwnCommand()
    {
        QFETCH(QStringList, test);
        QFETCH(QStringList, argv);
        QFETCH(QString, target);
        const auto runner = std::make_shared<RecordingRunner>();
        runner->answer({QStringLiteral("docker"), QStringLiteral("exec")}, "imok\n");
        const engine::Engine engine(runner);
        const auto result = probe::healthCheck(engine, Id, checkOf(test))->check(Deadline, {});
        QVERIFY2(result.passed, qPrintable(result.summary));
        QVERIFY(result.kind == ProbeKind::HealthCheck);
        QCOMPARE(result.target, target);
        QCOMPARE(runner->argvs().size(), size_t(1));
        QCOMPARE(runner->argvs().front(), QStringList({QStringLiteral("docker"), QStringLiteral("exec"), Id}) + argv);
    }

    void saysWhyACheckFails_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("summary");
        const auto row = [](const char *name, int exitCode, const char *output, const char *summary) {
            QTest::newRow(name) << exitCode << QByteArray(output) << QString::fromUtf8(summary);
        };
        row("its own words", 1, "\n\x1b[31mnot yet\x1b[0m\nmore\n", "exit 1: not yet");
        row("no words", 2, "", "exit 2");
        row("the engine finds no program", 126,
            "OCI runtime exec failed: exec failed: unable to start container process: exec: \"curl\": executable file "
            "not found in $PATH: unknown\n",
            "its check cannot run: the image has no program curl");
        row("bash finds no program", 127, "sh: line 1: nc: command not found\n",
            "its check cannot run: the image has no program nc");
        row("dash finds no program", 127, "/bin/sh: 1: nc: not found\n",
            "its check cannot run: the image has no program nc");
        row("busybox finds no program", 127, "sh: nc: not found\n",
            "its check cannot run: the image has no program nc");
        row("127 for another reason", 127, "error while loading shared libraries: libc.so\n",
            "exit 127: error while loading shared libraries: libc.so");
        row("not found, but by the program itself", 1, "topic orders: not found\n", "exit 1: topic orders: not found");
    }

    void saysWhyACheckFails()
    {
        QFETCH(int, exitCode);
        QFETCH(QByteArray, output);
        QFETCH(QString, summary);
        const auto runner = std::make_shared<RecordingRunner>();
        runner->answer({QStringLiteral("docker"), QStringLiteral("exec")}, output, {}, exitCode);
        const engine::Engine engine(runner);
        const auto result = probe::healthCheck(engine, Id, ShellCheck)->check(Deadline, {});
        QVERIFY(!result.passed);
        QCOMPARE(result.summary, summary);
    }

    // Giving it up early would leave it running in the container, and the next one beside it.
    void aCheckHasItsOwnTimeout_data()
    {
        QTest::addColumn<qint64>("timeout");
        QTest::addColumn<qint64>("used");
        QTest::newRow("its own") << qint64(3000) << qint64(3000);
        QTest::newRow("the engine's default") << qint64(0) << qint64(30'000);
    }

    void aCheckHasItsOwnTimeout()
    {
        QFETCH(qint64, timeout);
        QFETCH(qint64, used);
        const auto runner = std::make_shared<RecordingRunner>();
        runner->answer({QStringLiteral("docker"), QStringLiteral("exec")},
                       fail(ErrorCode::Timeout, QStringLiteral("late")));
        const engine::Engine engine(runner);
        const auto result =
            probe::healthCheck(engine, Id, checkOf(ShellCheck.test, Millis(timeout)))->check(Millis(1000), {});
        QVERIFY(!result.passed);
        QCOMPARE(qint64(runner->lastLimits().deadline.count()), used);
        QVERIFY2(result.summary.contains(QStringLiteral("did not end within %1 s").arg(used / 1000)),
                 qPrintable(result.summary));
    }

    void secretsOfACheckAreMasked()
    {
        const auto runner = std::make_shared<RecordingRunner>();
        runner->answer({QStringLiteral("docker"), QStringLiteral("exec")}, "no answer of http://me:geheim@db/\n", {},
                       1);
        const engine::Engine engine(runner);
        const auto result = probe::healthCheck(engine, Id, ShellCheck)->check(Deadline, {});
        QVERIFY2(!result.summary.contains(QLatin1String("geheim")), qPrintable(result.summary));
        QVERIFY(!result.output.contains(QLatin1String("geheim")));
    }

    void checksBackOff()
    {
        const engine::Engine engine(std::make_shared<RecordingRunner>());
        const auto probe = probe::healthCheck(engine, Id, ShellCheck);
        QCOMPARE(probe->pause(1), Millis(250));
        QCOMPARE(probe->pause(2), Millis(500));
        QCOMPARE(probe->pause(4), Millis(2000));
        QCOMPARE(probe->pause(100'000), Millis(2000));
    }

    void theEnginesVerdict_data()
    {
        QTest::addColumn<QByteArray>("inspect");
        QTest::addColumn<bool>("passed");
        QTest::addColumn<QString>("summary");
        const char *before = "2026-11-23T14:00:00.000000000Z";
        const char *after = "2026-11-23T14:00:20.000000000Z";
        QTest::newRow("healthy") << inspected("running", "healthy", {entry(0, "imok")}, before) << true
                                 << QStringLiteral("healthy; last check: exit 0");
        QTest::newRow("starting") << inspected("running", "starting", {entry(0, ""), entry(1, "refused\n")}, before)
                                  << false << QStringLiteral("starting; last check: exit 1: refused");
        QTest::newRow("no result yet") << inspected("running", "starting", {}, before) << false
                                       << QStringLiteral("starting; last check: no result yet");
        QTest::newRow("only results of the run before")
            << inspected("running", "starting", {entry(1, "old")}, after) << false
            << QStringLiteral("starting; last check: no result yet");
        QTest::newRow("unhealthy") << inspected("running", "unhealthy", {entry(1, "refused")}, before) << false
                                   << QStringLiteral("unhealthy after 3 failed check(s): exit 1: refused");
        QTest::newRow("no check") << inspected("running", "", {}, before) << false
                                  << QStringLiteral("the engine gives no verdict: there is no health check");
        QTest::newRow("ended") << inspected("exited", "unhealthy", {entry(1, "refused")}, before) << false
                               << QStringLiteral("its container does not run");
    }

    void theEnginesVerdict()
    {
        QFETCH(QByteArray, inspect);
        QFETCH(bool, passed);
        QFETCH(QString, summary);
        const auto runner = std::make_shared<RecordingRunner>();
        runner->answer({QStringLiteral("docker"), QStringLiteral("inspect")}, inspect);
        const engine::Engine engine(runner);
        const auto result = probe::engineHealth(engine, Id)->check(Deadline, {});
        QCOMPARE(result.summary, summary);
        QCOMPARE(result.passed, passed);
        QVERIFY(result.kind == ProbeKind::EngineHealth);
    }

    void aContainerThatIsGoneIsNotReady()
    {
        const auto runner = std::make_shared<RecordingRunner>();
        runner->answer({QStringLiteral("docker"), QStringLiteral("inspect")}, "[]\n",
                       "Error: No such container: 0123\n", 1);
        const engine::Engine engine(runner);
        const auto result = probe::engineHealth(engine, Id)->check(Deadline, {});
        QVERIFY(!result.passed);
        QVERIFY(!result.summary.isEmpty());
    }

    void aSilentEngineKeepsToTheDeadline()
    {
        const engine::Engine engine(std::make_shared<SilentRunner>());
        const auto result = probe::engineHealth(engine, Id)->check(Millis(100), {});
        QVERIFY(!result.passed);
        QCOMPARE(result.summary, QStringLiteral("the engine did not answer within 100 ms"));
        QVERIFY(result.duration < Micros(1'000'000));
    }

    void theRightProbeDecides_data()
    {
        using compose::Role;
        QTest::addColumn<compose::Service>("of");
        QTest::addColumn<engine::Container>("runs");
        QTest::addColumn<bool>("strict");
        QTest::addColumn<QString>("kind");
        const char *plain = "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092";
        const char *secure = "KAFKA_ADVERTISED_LISTENERS=SASL_SSL://localhost:9092";
        const auto withCheck = [](engine::Container one) {
            one.healthCheck = ShellCheck;
            return one;
        };
        const auto withoutCheck = [](engine::Container one) {
            one.healthCheck = checkOf({QStringLiteral("NONE")});
            return one;
        };
        auto checkInFile = service(Role::Worker);
        checkInFile.healthCheck = ShellCheck;

        const QString zk = timeline::toString(ProbeKind::ZooKeeper);
        const QString metadata = timeline::toString(ProbeKind::KafkaMetadata);
        const QString own = timeline::toString(ProbeKind::HealthCheck);
        const QString verdict = timeline::toString(ProbeKind::EngineHealth);
        const QString none = QStringLiteral("none");
        QTest::newRow("ZooKeeper") << service(Role::ZooKeeper) << withCheck(container(2181)) << false << zk;
        QTest::newRow("ZooKeeper, strict") << service(Role::ZooKeeper) << withCheck(container(2181)) << true << verdict;
        QTest::newRow("ZooKeeper, strict, no check") << service(Role::ZooKeeper) << container(2181) << true << zk;
        QTest::newRow("ZooKeeper, not published")
            << service(Role::ZooKeeper) << withCheck(container(0)) << false << own;
        QTest::newRow("ZooKeeper, nothing to ask") << service(Role::ZooKeeper) << container(0) << false << none;
        QTest::newRow("broker") << service(Role::Broker) << withCheck(container(9092, plain)) << false << metadata;
        QTest::newRow("broker, strict") << service(Role::Broker) << withCheck(container(9092, plain)) << true
                                        << verdict;
        QTest::newRow("broker, only encrypted")
            << service(Role::Broker) << withCheck(container(9092, secure)) << false << own;
        QTest::newRow("broker, only encrypted, no check")
            << service(Role::Broker) << container(9092, secure) << false << none;
        QTest::newRow("worker") << service(Role::Worker) << withCheck(container(0)) << false << own;
        QTest::newRow("worker, strict") << service(Role::Worker) << withCheck(container(0)) << true << verdict;
        QTest::newRow("worker, check in the file") << checkInFile << container(0) << false << own;
        QTest::newRow("worker, check switched off") << checkInFile << withoutCheck(container(0)) << false << none;
        QTest::newRow("worker without a check") << service(Role::Worker) << container(0) << false << none;
        QTest::newRow("another service on ZooKeeper's port")
            << service(Role::Other) << container(2181) << false << none;
    }

    void theRightProbeDecides()
    {
        QFETCH(compose::Service, of);
        QFETCH(engine::Container, runs);
        QFETCH(bool, strict);
        QFETCH(QString, kind);
        const engine::Engine engine(std::make_shared<RecordingRunner>());
        const engine::Context context{QStringLiteral("default"), QStringLiteral("unix:///var/run/docker.sock"), true};
        const auto probe = probe::readiness(engine, context, of, runs, strict);
        QCOMPARE(kindOf(probe.get()), kind);
    }
};

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
