// Every option means what --help says, and nothing else is taken.
#include <QtTest>

#include "options.h"

using bd::ctl::Options;

class TestOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOptionHasItsPlace()
    {
        const auto options = bd::ctl::parseOptions(
            {QStringLiteral("-f"), QStringLiteral("a.yaml"), QStringLiteral("--file=b.yaml"), QStringLiteral("-p"),
             QStringLiteral("kc"), QStringLiteral("--context"), QStringLiteral("remote"), QStringLiteral("--profile"),
             QStringLiteral("debug"), QStringLiteral("--env-file"), QStringLiteral("x.env"), QStringLiteral("--json"),
             QStringLiteral("up"), QStringLiteral("kafka"), QStringLiteral("--strict"),
             QStringLiteral("--create-topics"), QStringLiteral("--timeout"), QStringLiteral("20")});
        QVERIFY(options);
        Options expected;
        expected.files = {QStringLiteral("a.yaml"), QStringLiteral("b.yaml")};
        expected.project = QStringLiteral("kc");
        expected.context = QStringLiteral("remote");
        expected.profiles = {QStringLiteral("debug")};
        expected.envFiles = {QStringLiteral("x.env")};
        expected.json = expected.strict = expected.createTopics = true;
        expected.timeoutSeconds = 20;
        expected.verb = QStringLiteral("up");
        expected.arguments = {QStringLiteral("kafka")};
        QCOMPARE(*options, expected);
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

    void helpNeedsNoVerb()
    {
        QVERIFY(bd::ctl::parseOptions({QStringLiteral("--help")})->help);
        QVERIFY(bd::ctl::parseOptions({QStringLiteral("--version")})->version);
        for (const char *verb : {"projects", "status", "up", "stop", "restart", "runs", "timeline"})
            QVERIFY2(bd::ctl::usage().contains(QLatin1String(verb)), verb);
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
