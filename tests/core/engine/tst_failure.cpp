#include <QtTest>

#include "engine/failure.h"
#include "fakes/fixture.h"

using namespace bd;
using namespace bd::engine;
using fakes::fixture;

class TestFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatHappened_data();
    void tellsWhatHappened();
    void tellsWhatIsWrongWithTheFile_data();
    void tellsWhatIsWrongWithTheFile();
    void saysWhatToDo_data();
    void saysWhatToDo();
    void blamesTheFileOnlyWhereItIsToBlame();
    void namesTheFileThatComposeNames();
    void reportsQuestions_data();
    void reportsQuestions();
    void tellsTheEnginesComplaintFromTheProgramsWords_data();
    void tellsTheEnginesComplaintFromTheProgramsWords();
    void showsNoSecretsAndNoEscapes();
};

void TestFailure::tellsWhatHappened_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    const auto real = [](const char *name, ErrorCode code, const char *message) {
        QTest::newRow(name) << fixture(QStringLiteral("engine/errors/%1.txt").arg(QLatin1String(name))) << code
                            << QString::fromUtf8(message);
    };
    real("no-engine-socket-missing", ErrorCode::NoEngine, "No engine answers at unix:///nonexistent/docker.sock");
    real("no-engine-refused", ErrorCode::NoEngine, "No engine answers at tcp://127.0.0.1:1");
    real("no-engine-host-unknown", ErrorCode::NoEngine, "The engine's machine nowhere.invalid is not known");
    real(
        "no-engine-ssh-host", ErrorCode::NoEngine,
        "The engine's machine cannot be reached over ssh: Could not resolve hostname nowhere.invalid: Name or service not known");
    real("no-engine-ssh-refused", ErrorCode::NoEngine,
         "The engine's machine cannot be reached over ssh: connect to host 127.0.0.1 port 1: Connection refused");
    real("no-engine-compose", ErrorCode::NoEngine, "No engine answers at unix:///nonexistent/docker.sock");
    real("context-unknown", ErrorCode::NoEngine, "There is no Docker context named nope");
    real("permission", ErrorCode::EnginePermission, "The engine's socket refuses this user");
    real("permission-compose", ErrorCode::EnginePermission, "The engine's socket refuses this user");
    real("compose-missing", ErrorCode::ComposeMissing, "Docker Compose is not installed");
    real("compose-missing-flag", ErrorCode::ComposeMissing, "Docker Compose is not installed");
    real("compose-missing-shorthand", ErrorCode::ComposeMissing, "Docker Compose is not installed");
    real("port-allocated", ErrorCode::PortTaken, "Port 39581 on 127.0.0.1 is already taken");
    real("port-allocated-compose", ErrorCode::PortTaken, "Port 39581 on 127.0.0.1 is already taken");
    real("port-address-in-use", ErrorCode::PortTaken, "Port 39582 on 127.0.0.1 is already taken");
    real("image-missing-pull", ErrorCode::ImageMissing, "An image is not here and could not be fetched");
    real("image-missing-compose", ErrorCode::ImageMissing, "An image is not here and could not be fetched");
    real("no-container", ErrorCode::NotFound, "The container nope123 is gone");
    real("no-container-exec", ErrorCode::NotFound, "The container nope123 is gone");
    real("volume-missing", ErrorCode::NotFound, "The volume nope is not there");
    real("not-running-exec", ErrorCode::Engine, "The container is not running");
    real("paused-exec", ErrorCode::Engine, "The container is paused");
    real("name-in-use", ErrorCode::Engine, "The container name bdtest-engine-oci is already in use");
    real("no-program", ErrorCode::Engine, "The image has no program nosuchprogram");

    // As other versions write it
    const auto other = [](const char *name, const char *output, ErrorCode code, const char *message) {
        QTest::newRow(name) << QByteArray(output) << code << QString::fromUtf8(message);
    };
    other(
        "CLI 29: no socket",
        "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon "
        "is running: dial unix /var/run/docker.sock: connect: no such file or directory",
        ErrorCode::NoEngine, "No engine answers at unix:///var/run/docker.sock");
    other("CLI 29: no permission",
          "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock",
          ErrorCode::EnginePermission, "The engine's socket refuses this user");
    other("CLI 20: no compose", "docker: 'compose' is not a docker command.\nSee 'docker --help'",
          ErrorCode::ComposeMissing, "Docker Compose is not installed");
    other("CLI 20: no compose, with a flag", "unknown flag: --ansi\nSee 'docker --help'.", ErrorCode::ComposeMissing,
          "Docker Compose is not installed");
    other(
        "ssh asks for a key",
        "error during connect: Get \"http://docker.example.com/v1.24/info\": command [ssh -l dev -- build.invalid docker system "
        "dial-stdio] has exited with exit status 255, please make sure the URL is valid, and Docker 18.09 or later is installed "
        "on the remote host: stderr=dev@build.invalid: Permission denied (publickey).",
        ErrorCode::NoEngine,
        "The engine's machine cannot be reached over ssh: dev@build.invalid: Permission denied (publickey).");
    other(
        "engine 28: port",
        "Error response from daemon: failed to set up container networking: driver failed programming external connectivity on "
        "endpoint x (1): failed to bind host port 0.0.0.0:9092/tcp: address already in use",
        ErrorCode::PortTaken, "Port 9092 is already taken");
    other(
        "Docker Desktop: port",
        "Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:9092 -> 0.0.0.0:0: listen tcp "
        "0.0.0.0:9092: bind: address already in use",
        ErrorCode::PortTaken, "Port 9092 is already taken");
    other("any address: port", "Bind for :::9092 failed: port is already allocated", ErrorCode::PortTaken,
          "Port 9092 is already taken");
    other("no address: port", "driver failed programming external connectivity: port is already allocated",
          ErrorCode::PortTaken, "A port that is to be published is already taken");
    other(
        "denied",
        "Error response from daemon: pull access denied for nobody/none, repository does not exist or may require 'docker login'",
        ErrorCode::ImageMissing, "The image nobody/none is not here and could not be fetched");
    other("no such tag",
          "Error response from daemon: manifest for bitnami/kafka:3.4 not found: manifest unknown: manifest unknown",
          ErrorCode::ImageMissing, "The image bitnami/kafka:3.4 is not here and could not be fetched");
    other("no such image", "Error response from daemon: No such image: nobody/none:1", ErrorCode::ImageMissing,
          "The image nobody/none:1 is not here and could not be fetched");
    other("rate limit", "Error response from daemon: toomanyrequests: You have reached your pull rate limit.",
          ErrorCode::ImageMissing, "An image is not here and could not be fetched");
    other("disk", "Error response from daemon: mkdir /var/lib/docker/x: no space left on device", ErrorCode::Engine,
          "The engine's disk is full");
    other("something new",
          "time=\"x\" level=warning msg=\"y\"\n Container a  Creating\nError response from daemon: strange things",
          ErrorCode::Engine, "The engine says: strange things");
    other("nothing", "", ErrorCode::Engine, "The engine refused without saying why");
}

void TestFailure::tellsWhatHappened()
{
    QFETCH(QByteArray, output);
    const Error error = failure(QString::fromUtf8(output));
    QTEST(error.message, "message");
    QTEST(error.code, "code");
    QCOMPARE(error.detail, QString::fromUtf8(output).trimmed());
    // Compose's errors are the same, whatever else it checks.
    QCOMPARE(composeFailure(QString::fromUtf8(output), {}, false).code, error.code);
}

void TestFailure::tellsWhatIsWrongWithTheFile_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    const auto real = [](const char *name, const char *message, ErrorCode code = ErrorCode::ComposeFile) {
        QTest::newRow(name) << fixture(QStringLiteral("engine/compose/%1.txt").arg(QLatin1String(name))) << code
                            << QString::fromUtf8(message);
    };
    real("tab", "mine.yaml:3: not valid YAML: found character that cannot start any token");
    real("badindent", "mine.yaml:1: not valid YAML: did not find expected key");
    real("badseq", "mine.yaml:3: not valid YAML: did not find expected ',' or ']'");
    real("dupkey", "mine.yaml:4: not valid YAML: mapping key \"a\" already defined at line 2");
    real("anchor", "mine.yaml: not valid YAML: unknown anchor 'nope' referenced");
    real("notyaml", "mine.yaml: not valid YAML: control characters are not allowed");
    real("badkey", "compose.yaml: services.a has no setting «imag»");
    real("badtype", "compose.yaml: services.a.ports must be a list");
    real("badservices", "mine.yaml: services must be a mapping");
    real("baddur", "mine.yaml: error decoding 'services[a].stop_grace_period': time: invalid duration \"ten\"");
    real("badport", "mine.yaml: Invalid hostPort: 99999");
    real("noimage", "mine.yaml: a has neither an image nor a build");
    real("undefdep", "mine.yaml: a waits for the service nope, which is not there");
    real("undefnet", "mine.yaml: a uses the network n, which is not declared");
    real("undefvol", "mine.yaml: a uses the volume data, which is not declared");
    real("cycle", "The services wait for one another in a circle: a → b → a");
    real("required", "The variable NOT_SET is not set: must be set");
    real("interp", "mine.yaml: the variable in services.a.command is not written rightly");
    real("envfile", "The environment file /home/dev/shop/envfile/missing.env is not there");
    real("noenvfile", "The environment file /none.env is not there");
    real("badenvfile", "bad.env:2: key cannot contain a space");
    real("empty", "mine.yaml is empty");
    real("badextends", "The file /home/dev/shop/badextends/nofile.yaml, which the compose file uses, is not there");
    real("badinclude", "The file /home/dev/shop/badinclude/nofile.yaml, which the compose file uses, is not there");
    real("nofile", "The compose file /home/dev/shop/none.yaml is not there", ErrorCode::NotFound);
    real("noservice", "The compose file has no service zzz", ErrorCode::NotFound);
    real("unreadable", "/home/dev/shop/badname/compose.yaml cannot be read: no permission", ErrorCode::Io);
    real("isdir", "/home/dev/shop/badname is a folder, not a compose file", ErrorCode::InvalidUse);
    real("projectname", "«Bad Name» cannot be a project's name", ErrorCode::InvalidUse);
}

void TestFailure::tellsWhatIsWrongWithTheFile()
{
    QFETCH(QByteArray, output);
    ComposeCall call;
    call.files = {QStringLiteral("/home/dev/shop/mine.yaml")};
    if (output.contains("none.yaml"))
        call.files = {QStringLiteral("/home/dev/shop/none.yaml")};
    const QByteArray warning =
        "time=\"2026-11-23T23:43:46Z\" level=warning msg=\"yaml: line 9: the \\\"X\\\" variable is not set\"\n";
    const Error error = composeFailure(QString::fromUtf8(warning + output), call, true);
    QTEST(error.message, "message");
    QTEST(error.code, "code");
    QVERIFY(error.detail.contains(QString::fromUtf8(output).trimmed()));
}

void TestFailure::saysWhatToDo_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("words"); // that the hint must have
    QTest::newRow("permission") << "errors/permission"
                                << "usermod";
    QTest::newRow("no engine") << "errors/no-engine-refused"
                               << "systemctl start docker";
    QTest::newRow("ssh") << "errors/no-engine-ssh-refused"
                         << "ssh";
    QTest::newRow("context") << "errors/context-unknown"
                             << "docker context ls";
    QTest::newRow("compose") << "errors/compose-missing"
                             << "docker-compose-plugin";
    QTest::newRow("a container's port") << "errors/port-allocated"
                                        << "docker ps";
    QTest::newRow("a program's port") << "errors/port-address-in-use"
                                      << "ss -ltnp";
    QTest::newRow("registry") << "errors/image-missing-pull"
                              << "registry cannot be reached";
    QTest::newRow("variable") << "compose/required"
                              << "services.a.image needs it. Set it in the .env file";
    QTest::newRow("tab") << "compose/tab"
                         << "tab";
    QTest::newRow("duplicate") << "compose/dupkey"
                               << "only once";
    QTest::newRow("cycle") << "compose/cycle"
                           << "depends_on";
}

void TestFailure::saysWhatToDo()
{
    QFETCH(QString, file);
    QFETCH(QString, words);
    const QString output = QString::fromUtf8(fixture(QStringLiteral("engine/%1.txt").arg(file)));
    const Error error = composeFailure(output, {}, file.startsWith(QLatin1String("compose/")));
    QVERIFY2(error.hint.contains(words), qPrintable(error.hint));
}

void TestFailure::blamesTheFileOnlyWhereItIsToBlame()
{
    const QString unknown = QStringLiteral("Error response from daemon: something new");
    QCOMPARE(composeFailure(unknown, {}, false).code, ErrorCode::Engine);
    QCOMPARE(composeFailure(unknown, {}, true).code, ErrorCode::ComposeFile);
    const QString file = QStringLiteral("service \"a\" depends on undefined service \"b\": invalid compose project");
    QCOMPARE(composeFailure(file, {}, false).code, ErrorCode::ComposeFile);
}

void TestFailure::namesTheFileThatComposeNames()
{
    ComposeCall two;
    two.files = {QStringLiteral("/p/compose.yaml"), QStringLiteral("/p/compose.override.yaml")};
    QCOMPARE(composeFailure(QStringLiteral(
                                "parsing /p/compose.override.yaml: yaml: line 7, column 3: did not find expected key"),
                            two, true)
                 .message,
             QStringLiteral("compose.override.yaml:7:3: not valid YAML: did not find expected key"));
    QCOMPARE(composeFailure(QStringLiteral("yaml: line 7: did not find expected key"), two, true).message,
             QStringLiteral("compose file:7: not valid YAML: did not find expected key"));
}

void TestFailure::reportsQuestions_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("words"); // of the message; empty: no question
    QTest::newRow("volume")
        << " Network x  Created\n? Volume \"shop_kafka_data\" exists but doesn't match configuration in compose file. "
           "Recreate (data will be lost)? (y/N) "
        << "the volume shop_kafka_data anew";
    QTest::newRow("another question") << "Are you sure you want to proceed? [y/N]:"
                                      << "asked a question";
    QTest::newRow("none") << " Container x  Created\n"
                          << "";
}

void TestFailure::reportsQuestions()
{
    QFETCH(QString, output);
    QFETCH(QString, words);
    const auto question = askedQuestion(output);
    QCOMPARE(question.has_value(), !words.isEmpty());
    if (question)
        QVERIFY2(question->message.contains(words), qPrintable(question->message));
}

void TestFailure::tellsTheEnginesComplaintFromTheProgramsWords_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<bool>("complaint");
    QTest::newRow("gone") << "Error response from daemon: No such container: x" << true;
    QTest::newRow("paused") << "Error response from daemon: Container x is paused, unpause the container before exec"
                            << true;
    QTest::newRow("no engine") << "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?"
                               << true;
    QTest::newRow("a check's words") << "nc: connect to localhost port 2181 failed: Connection refused" << false;
    QTest::newRow("a check that quotes") << "the log says Error response from daemon: x" << false;
    QTest::newRow("no such program")
        << "OCI runtime exec failed: exec failed: unable to start container process: exec: \"nope\": executable file not found "
           "in $PATH: unknown"
        << false;
    QTest::newRow("nothing") << "" << false;
}

void TestFailure::tellsTheEnginesComplaintFromTheProgramsWords()
{
    QFETCH(QString, output);
    QTEST(isEngineComplaint(output), "complaint");
}

void TestFailure::showsNoSecretsAndNoEscapes()
{
    const Error error = failure(
        QStringLiteral("Error response from daemon: \x1b[31mbad\x1b[0m option DB_PASSWORD=hunter2 "
                       "at http://me:hunter2@build.invalid/"));
    for (const QString &text : {error.message, error.detail}) {
        QVERIFY(!text.contains(QLatin1String("hunter2")));
        QVERIFY(!text.contains(QChar(0x1b)));
        QVERIFY(text.contains(QLatin1String("bad option")));
    }
    QVERIFY(failure(QString(1'000'000, QLatin1Char('x'))).detail.size() < 10'000);
}

QTEST_GUILESS_MAIN(TestFailure)
#include "tst_failure.moc"
