// Every option means what --help says, and nothing else is taken.
#include <QtTest>

#include "moments.h"
#include "options.h"
#include "shell/commandlines.h"

using bd::ctl::Options;

class TestOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOptionHasItsPlace()
    {
        const auto options = bd::ctl::parseOptions(
            {QStringLiteral("-f"),        QStringLiteral("a.yaml"),    QStringLiteral("--file=b.yaml"),
             QStringLiteral("-p"),        QStringLiteral("kc"),        QStringLiteral("--project-directory"),
             QStringLiteral("/code"),     QStringLiteral("--context"), QStringLiteral("remote"),
             QStringLiteral("--profile"), QStringLiteral("debug"),     QStringLiteral("--env-file"),
             QStringLiteral("x.env"),     QStringLiteral("--json"),    QStringLiteral("up"),
             QStringLiteral("kafka"),     QStringLiteral("--strict"),  QStringLiteral("--create-topics"),
             QStringLiteral("--timeout"), QStringLiteral("20")});
        QVERIFY(options);
        Options expected;
        expected.files = {QStringLiteral("a.yaml"), QStringLiteral("b.yaml")};
        expected.project = QStringLiteral("kc");
        expected.projectDirectory = QStringLiteral("/code");
        expected.context = QStringLiteral("remote");
        expected.profiles = {QStringLiteral("debug")};
        expected.envFiles = {QStringLiteral("x.env")};
        expected.json = expected.strict = expected.createTopics = true;
        expected.timeoutSeconds = 20;
        expected.verb = QStringLiteral("up");
        expected.arguments = {QStringLiteral("kafka")};
        QCOMPARE(*options, expected);
    }

    void peekHasARegistryAndAPath()
    {
        const auto options = bd::ctl::parseOptions(
            {QStringLiteral("peek"), QStringLiteral("orders"), QStringLiteral("--registry=http://localhost:8081"),
             QStringLiteral("--registry-user"), QStringLiteral("ann"), QStringLiteral("--registry-ca"),
             QStringLiteral("ca.pem"), QStringLiteral("--path"), QStringLiteral("$.id == 7"),
             QStringLiteral("--value-format"), QStringLiteral("registry")});
        QVERIFY(options);
        Options expected;
        expected.verb = QStringLiteral("peek");
        expected.arguments = {QStringLiteral("orders")};
        expected.registry = QStringLiteral("http://localhost:8081");
        expected.registryUser = QStringLiteral("ann");
        expected.registryCa = QStringLiteral("ca.pem");
        expected.path = QStringLiteral("$.id == 7");
        expected.valueFormat = QStringLiteral("registry");
        QCOMPARE(*options, expected);
        for (const char *name : {"--registry URL", "--registry-user", "--registry-ca", "--path", "registry",
                                 "BROKERDECK_REGISTRY_PASSWORD"})
            QVERIFY2(bd::ctl::usage().contains(QLatin1String(name)), name);
        QVERIFY(!bd::ctl::usage().contains(QLatin1String("--registry-password")));
    }

    void connectionsAreNamed()
    {
        const auto options = bd::ctl::parseOptions(
            {QStringLiteral("connections"), QStringLiteral("add"), QStringLiteral("shop"),
             QStringLiteral("--read-only"), QStringLiteral("--colour"), QStringLiteral("red"),
             QStringLiteral("--properties"), QStringLiteral("a"), QStringLiteral("--secrets-from=-")});
        QVERIFY(options);
        Options expected;
        expected.verb = QStringLiteral("connections");
        expected.arguments = {QStringLiteral("add"), QStringLiteral("shop")};
        expected.readOnly = true;
        expected.colour = QStringLiteral("red");
        expected.properties = QStringLiteral("a");
        expected.secretsFrom = QStringLiteral("-");
        QCOMPARE(*options, expected);
        const auto used = bd::ctl::parseOptions(
            {QStringLiteral("peek"), QStringLiteral("orders"), QStringLiteral("--connection"), QStringLiteral("shop")});
        QVERIFY(used);
        QCOMPARE(used->connection, QStringLiteral("shop"));
        QVERIFY(bd::ctl::parseOptions({QStringLiteral("check-connection")}));
        QVERIFY(!bd::ctl::parseOptions({QStringLiteral("check-connection"), QStringLiteral("a"), QStringLiteral("b")}));
    }

    void aResetIsUnderstood()
    {
        const auto options = bd::ctl::parseOptions(
            {QStringLiteral("groups"), QStringLiteral("reset"), QStringLiteral("billing"), QStringLiteral("--to"),
             QStringLiteral("-10"), QStringLiteral("--topic"), QStringLiteral("orders"), QStringLiteral("--topic"),
             QStringLiteral("audit"), QStringLiteral("--partition"), QStringLiteral("0"), QStringLiteral("--apply")});
        QVERIFY(options);
        Options expected;
        expected.verb = QStringLiteral("groups");
        expected.arguments = {QStringLiteral("reset"), QStringLiteral("billing")};
        expected.to = QStringLiteral("-10");
        expected.topics = {QStringLiteral("orders"), QStringLiteral("audit")};
        expected.partition = 0;
        expected.apply = true;
        QCOMPARE(*options, expected);
    }

    void whereAResetLeads_data()
    {
        using bd::kafka::ResetTo;
        using Kind = ResetTo::Kind;
        QTest::addColumn<QString>("text");
        QTest::addColumn<std::optional<ResetTo>>("to");
        const bd::TimePoint now = *bd::fromIso(u"2026-11-25T14:00:00Z");
        const auto row = [](const char *text, std::optional<ResetTo> to) {
            QTest::newRow(text) << QString::fromLatin1(text) << to;
        };
        row("beginning", ResetTo{});
        row("end", ResetTo{Kind::End, 0, {}});
        row("0", ResetTo{Kind::Offset, 0, {}});
        row("9223372036854775807", ResetTo{Kind::Offset, std::numeric_limits<qint64>::max(), {}});
        row("+10", ResetTo{Kind::Shift, 10, {}});
        row("-10", ResetTo{Kind::Shift, -10, {}});
        row("10m", ResetTo{Kind::Time, 0, now - std::chrono::minutes(10)});
        row("2026-11-25T13:00:00+01:00", ResetTo{Kind::Time, 0, now - std::chrono::hours(2)});
        row("", {});
        row("+", {});
        row("--1", {});
        row("1.5", {});
        row("10x", {});
        row("yesterday", {});
        row("92233720368547758080", {});
    }

    void whereAResetLeads()
    {
        QFETCH(QString, text);
        QFETCH(std::optional<bd::kafka::ResetTo>, to);
        const auto understood = bd::ctl::resetToIn(text, *bd::fromIso(u"2026-11-25T14:00:00Z"));
        QCOMPARE(understood.has_value(), to.has_value());
        if (to)
            QCOMPARE(*understood, *to);
        else
            QVERIFY2(understood.error().message.contains(text), qPrintable(understood.error().message));
    }

    void wrongUseIsRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("nothing") << QStringList{} << QStringLiteral("verb");
        QTest::newRow("unknown verb") << QStringList{QStringLiteral("explode")} << QStringLiteral("explode");
        QTest::newRow("unknown option") << QStringList{QStringLiteral("up"), QStringLiteral("--force")}
                                        << QStringLiteral("--force");
        QTest::newRow("value missing") << QStringList{QStringLiteral("up"), QStringLiteral("-f")}
                                       << QStringLiteral("-f");
        QTest::newRow("flag with value") << QStringList{QStringLiteral("up"), QStringLiteral("--json=yes")}
                                         << QStringLiteral("--json");
        QTest::newRow("bad number") << QStringList{QStringLiteral("up"), QStringLiteral("--timeout"),
                                                   QStringLiteral("soon")}
                                    << QStringLiteral("soon");
        QTest::newRow("too many") << QStringList{QStringLiteral("restart"), QStringLiteral("a"), QStringLiteral("b")}
                                  << QStringLiteral("«b»");
        QTest::newRow("status takes none")
            << QStringList{QStringLiteral("status"), QStringLiteral("kafka")} << QStringLiteral("kafka");
        QTest::newRow("cluster alone") << QStringList{QStringLiteral("cluster")} << QStringLiteral("acls");
        QTest::newRow("an unknown one of cluster")
            << QStringList{QStringLiteral("cluster"), QStringLiteral("explode")} << QStringLiteral("«explode»");
        QTest::newRow("too many for cluster") << QStringList{QStringLiteral("cluster"), QStringLiteral("config"),
                                                             QStringLiteral("1"), QStringLiteral("two")}
                                              << QStringLiteral("«two»");
        QTest::newRow("topics alone") << QStringList{QStringLiteral("topics")} << QStringLiteral("create");
        QTest::newRow("an unknown one of topics")
            << QStringList{QStringLiteral("topics"), QStringLiteral("explode")} << QStringLiteral("«explode»");
        QTest::newRow("and what there is")
            << QStringList{QStringLiteral("topics"), QStringLiteral("explode")} << QStringLiteral("create");
        QTest::newRow("connections alone") << QStringList{QStringLiteral("connections")} << QStringLiteral("export");
        QTest::newRow("groups alone") << QStringList{QStringLiteral("groups")} << QStringLiteral("delete-offsets");
        QTest::newRow("no such partition")
            << QStringList{QStringLiteral("groups"), QStringLiteral("reset"), QStringLiteral("g"),
                           QStringLiteral("--partition"), QStringLiteral("-1")}
            << QStringLiteral("--partition");
        QTest::newRow("no project directory")
            << QStringList{QStringLiteral("up"), QStringLiteral("--project-directory")}
            << QStringLiteral("--project-directory");
    }

    void wrongUseIsRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const auto options = bd::ctl::parseOptions(arguments);
        QVERIFY(!options);
        QCOMPARE(options.error().code, bd::ErrorCode::InvalidUse);
        QVERIFY2(options.error().message.contains(named), qPrintable(options.error().message));
        QVERIFY(options.error().hint.contains(QLatin1String("--help")));
    }

    void behindLogsItFollows()
    {
        const auto options = bd::ctl::parseOptions({QStringLiteral("-f"), QStringLiteral("a.yaml"),
                                                    QStringLiteral("logs"), QStringLiteral("-f"),
                                                    QStringLiteral("kafka")});
        QVERIFY(options && options->follow);
        QCOMPARE(options->files, QStringList{QStringLiteral("a.yaml")});
        QCOMPARE(options->arguments, QStringList{QStringLiteral("kafka")});
    }

    void helpNeedsNoVerb()
    {
        QVERIFY(bd::ctl::parseOptions({QStringLiteral("--help")})->help);
        QVERIFY(bd::ctl::parseOptions({QStringLiteral("--version")})->version);
        for (const char *verb : {"projects", "status", "up", "stop", "restart", "topics create", "groups reset",
                                 "connections add", "check-connection", "diagnose", "logs", "runs", "timeline"})
            QVERIFY2(bd::ctl::usage().contains(QLatin1String(verb)), verb);
        QVERIFY(bd::ctl::usage().contains(QLatin1String("--project-directory DIR")));
    }

    void onlyOperationsStreamTheirJson_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<bool>("streams");
        for (const char *verb : {"up", "stop", "restart"})
            QTest::newRow(verb) << QStringList{QStringLiteral("--json"), QLatin1String(verb)} << true;
        for (const char *verb : {"projects", "status", "runs", "timeline"})
            QTest::newRow(verb) << QStringList{QStringLiteral("--json"), QLatin1String(verb)} << false;
        QTest::newRow("topics") << QStringList{QStringLiteral("--json"), QStringLiteral("topics"),
                                               QStringLiteral("create")}
                                << false;
        QTest::newRow("no JSON") << QStringList{QStringLiteral("up")} << false;
    }

    void onlyOperationsStreamTheirJson()
    {
        QFETCH(QStringList, arguments);
        const auto options = bd::ctl::parseOptions(arguments);
        QVERIFY(options);
        QTEST(options->streams(), "streams");
    }

    void whatThePanelCopiesIsUnderstood()
    {
        bd::compose::Project project;
        project.call.files = {QStringLiteral("/a/compose.yaml")};
        project.call.directory = QStringLiteral("/code");
        project.call.envFiles = {QStringLiteral("/a/x.env")};
        project.call.profiles = {QStringLiteral("debug")};
        const QString line = bd::app::controlLine(project, QStringLiteral("far"),
                                                  {QStringLiteral("restart"), QStringLiteral("kafka")}, true);
        const auto options = bd::ctl::parseOptions(line.split(QLatin1Char(' ')).sliced(1));
        QVERIFY2(options, qPrintable(line));
        Options expected;
        expected.context = QStringLiteral("far");
        expected.files = project.call.files;
        expected.projectDirectory = project.call.directory;
        expected.envFiles = project.call.envFiles;
        expected.profiles = project.call.profiles;
        expected.strict = true;
        expected.verb = QStringLiteral("restart");
        expected.arguments = {QStringLiteral("kafka")};
        QCOMPARE(*options, expected);
    }

    void aCopiedLineSaysNoMoreThanIsMeant()
    {
        bd::compose::Project project;
        project.call.files = {QStringLiteral("/a.yaml")};
        QCOMPARE(bd::app::controlLine(project, {}, {QStringLiteral("stop")}, true),
                 QStringLiteral("brokerdeckctl -f /a.yaml stop"));
        QCOMPARE(bd::app::controlLine(project, {}, {QStringLiteral("up")}, false),
                 QStringLiteral("brokerdeckctl -f /a.yaml up"));
    }

    void profilesThatWereAllTakenAwayStayAway()
    {
        bd::compose::Project project;
        project.call.files = {QStringLiteral("/a.yaml")};
        project.call.environment.insert(QStringLiteral("COMPOSE_PROFILES"), QString());
        QCOMPARE(bd::app::controlLine(project, {}, {QStringLiteral("up")}, true),
                 QStringLiteral("env COMPOSE_PROFILES= brokerdeckctl -f /a.yaml up --strict"));
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
