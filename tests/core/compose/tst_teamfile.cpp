// The team file: reading with positions, and setting roles without touching anything else.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "compose/teamfile.h"

using namespace bd;
using namespace bd::compose;

namespace {

const QByteArray example = "# ours\n"
                           "version: 1\n"
                           "development: true\n"
                           "protected: true\n"
                           "topics:\n"
                           "  - name: purchase-confirmed # the one\n"
                           "    partitions: 3\n"
                           "    replication-factor: 2\n"
                           "    config: { cleanup.policy: compact, retention.ms: 1000 }\n"
                           "  - dead-letter-queue\n"
                           "roles: { my-service: worker }\n"
                           "protected-volumes: [kc-backend_kafka_data]\n";

QString pathIn(const QTemporaryDir &folder)
{
    return folder.filePath(QStringLiteral(".brokerdeck.yaml"));
}

void write(const QTemporaryDir &folder, const QByteArray &text)
{
    QFile file(pathIn(folder));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(text);
}

QByteArray written(const QTemporaryDir &folder)
{
    QFile file(pathIn(folder));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("no file");
}

} // namespace

class TestTeamFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverything();
    void readsTheBundledStacks_data();
    void readsTheBundledStacks();
    void takesAMissingOrEmptyFileForNothing();
    void notesWhatItDoesNotKnow();
    void refusesWrongTypesWithTheirPlace_data();
    void refusesWrongTypesWithTheirPlace();
    void setsRolesAndKeepsEverythingElse();
    void makesTheFile();
    void touchesNothingWhereNothingChanges();
    void refusesToEditAWrongFile();
    void writesTopicsThatItReadsBack();
    void expectsTopicsAndKeepsEverythingElse();
    void theFirstListHasWhatWasExpectedSoFar();
};

void TestTeamFile::readsEverything()
{
    const Result<TeamFile> team = parseTeamFile(example, QStringLiteral("/p/.brokerdeck.yaml"));
    QVERIFY2(team, team ? "" : qPrintable(team.error().message));
    TeamFile expected;
    expected.path = QStringLiteral("/p/.brokerdeck.yaml");
    expected.exists = true;
    expected.isDevelopment = true;
    expected.isProtected = true;
    expected.hasTopics = true;
    expected.topics = {{QStringLiteral("purchase-confirmed"),
                        3,
                        2,
                        {{QStringLiteral("cleanup.policy"), QStringLiteral("compact")},
                         {QStringLiteral("retention.ms"), QStringLiteral("1000")}},
                        ExpectedTopic::Source::TeamFile},
                       {QStringLiteral("dead-letter-queue"), 1, 1, {}, ExpectedTopic::Source::TeamFile}};
    expected.roles = {{QStringLiteral("my-service"), Role::Worker}};
    expected.protectedVolumes = QStringList{QStringLiteral("kc-backend_kafka_data")};
    QVERIFY(*team == expected);
}

void TestTeamFile::readsTheBundledStacks_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("zookeeper") << QStringLiteral(BD_SOURCE_DIR "/resources/stacks/zookeeper");
    QTest::newRow("kraft") << QStringLiteral(BD_SOURCE_DIR "/resources/stacks/kraft");
}

void TestTeamFile::readsTheBundledStacks()
{
    QFETCH(QString, folder);
    const Result<TeamFile> team = readTeamFile(folder);
    QVERIFY2(team, team ? "" : qPrintable(team.error().message));
    QVERIFY(team->exists && team->isDevelopment && team->hasTopics);
    QCOMPARE(team->topics.size(), 4U);
    QCOMPARE(team->topics.front().partitions, 3);
    QCOMPARE(team->notes, QStringList());
}

void TestTeamFile::takesAMissingOrEmptyFileForNothing()
{
    const QTemporaryDir folder;
    Result<TeamFile> team = readTeamFile(folder.path());
    QVERIFY(team && !team->exists);
    QCOMPARE(team->path, pathIn(folder));
    write(folder, "# nothing yet\n");
    team = readTeamFile(folder.path());
    QVERIFY(team && team->exists && !team->hasTopics && team->roles.isEmpty());
    write(folder, "topics:\nroles:\nprotected-volumes:\n");
    team = readTeamFile(folder.path());
    QVERIFY(team && team->hasTopics && team->topics.empty());
}

void TestTeamFile::notesWhatItDoesNotKnow()
{
    const Result<TeamFile> team = parseTeamFile("version: 2\ncolour: red\ntopics:\n  - name: a\n    owner: me\n",
                                                QStringLiteral("t.yaml"));
    QVERIFY(team);
    QCOMPARE(team->topics.size(), 1U);
    QCOMPARE(team->notes.size(), 3);
    QVERIFY(team->notes[0].startsWith(QStringLiteral("t.yaml:1:10: ")));
    QVERIFY(team->notes[1].startsWith(QStringLiteral("t.yaml:2:1: «colour»")));
    QVERIFY(team->notes[2].startsWith(QStringLiteral("t.yaml:5:5: «owner»")));
}

void TestTeamFile::refusesWrongTypesWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *text, const char *place) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(place);
    };
    row("- a\n", "1:1");
    row("just text\n", "1:1");
    row("version: one\n", "1:10");
    row("development: maybe\n", "1:14");
    row("development: 'true'\n", "1:14");
    row("topics: a\n", "1:9");
    row("topics:\n  - [a]\n", "2:5");
    row("topics:\n  - partitions: 3\n", "2:5");
    row("topics:\n  - name: a\n    partitions: many\n", "3:17");
    row("topics:\n  - name: a\n    partitions: 0\n", "3:17");
    row("topics:\n  - name: a\n    config: compact\n", "3:13");
    row("roles: [a]\n", "1:8");
    row("roles:\n  a: boss\n", "2:6");
    row("roles:\n  a: [worker]\n", "2:6");
    row("protected-volumes: a\n", "1:20");
    row("protected-volumes:\n  - {a: b}\n", "2:5");
    row("topics: [\n", "2:1");
}

void TestTeamFile::refusesWrongTypesWithTheirPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    const Result<TeamFile> team = parseTeamFile(text, QStringLiteral("/p/t.yaml"));
    QVERIFY(!team);
    QCOMPARE(team.error().code, ErrorCode::Parse);
    QVERIFY2(team.error().message.startsWith(QStringLiteral("t.yaml:%1: ").arg(place)),
             qPrintable(team.error().message));
}

void TestTeamFile::setsRolesAndKeepsEverythingElse()
{
    const QTemporaryDir folder;
    write(folder, example);
    QVERIFY(setRole(folder.path(), QStringLiteral("other one"), Role::Init));
    QByteArray expected = example;
    expected.replace("{ my-service: worker }", "{ my-service: worker, other one: init }");
    QCOMPARE(written(folder), expected);

    QVERIFY(setRole(folder.path(), QStringLiteral("my-service"), Role::Broker));
    expected.replace("my-service: worker", "my-service: broker");
    QCOMPARE(written(folder), expected);
    QCOMPARE(toString(readTeamFile(folder.path())->roles.value(QStringLiteral("other one"))), QStringLiteral("init"));

    QVERIFY(setRole(folder.path(), QStringLiteral("my-service"), {}));
    QVERIFY(setRole(folder.path(), QStringLiteral("other one"), {}));
    expected = example;
    expected.replace("{ my-service: worker }", "{  }");
    QCOMPARE(written(folder), expected);
}

void TestTeamFile::makesTheFile()
{
    const QTemporaryDir folder;
    QVERIFY(setRole(folder.path(), QStringLiteral("app"), Role::Worker));
    QVERIFY2(written(folder).endsWith("\nversion: 1\nroles:\n  app: worker\n"), written(folder).constData());
    QVERIFY(readTeamFile(folder.path())->notes.isEmpty());
    QVERIFY(setRole(folder.path(), QStringLiteral("app"), {}));
    QVERIFY2(written(folder).endsWith("\nversion: 1\nroles: {}\n"), written(folder).constData());
}

void TestTeamFile::touchesNothingWhereNothingChanges()
{
    const QTemporaryDir folder;
    QVERIFY(setRole(folder.path(), QStringLiteral("app"), {}));
    QCOMPARE(written(folder), QByteArray("no file"));
    write(folder, "roles: {app: other}");
    QVERIFY(setRole(folder.path(), QStringLiteral("app"), Role::Other));
    QVERIFY(setRole(folder.path(), QStringLiteral("gone"), {}));
    QCOMPARE(written(folder), QByteArray("roles: {app: other}"));
}

void TestTeamFile::refusesToEditAWrongFile()
{
    const QTemporaryDir folder;
    write(folder, "roles: [\n");
    const Result<> result = setRole(folder.path(), QStringLiteral("app"), Role::Other);
    QVERIFY(!result);
    QVERIFY(result.error().message.startsWith(QStringLiteral(".brokerdeck.yaml:2:1: ")));
    QCOMPARE(written(folder), QByteArray("roles: [\n"));
}

void TestTeamFile::writesTopicsThatItReadsBack()
{
    ExpectedTopic plain;
    plain.name = QStringLiteral("orders.v1");
    plain.source = ExpectedTopic::Source::TeamFile;
    ExpectedTopic odd = plain;
    odd.name = QStringLiteral("1e3"); // would be a number
    odd.partitions = 12;
    odd.replicationFactor = 3;
    odd.config = {{QStringLiteral("cleanup.policy"), QStringLiteral("compact,delete")},
                  {QStringLiteral("preallocate"), QStringLiteral("true")},
                  {QStringLiteral("retention.ms"), QStringLiteral("-1")},
                  {QStringLiteral("x"), QStringLiteral("a: b # c\n'\"")}};
    for (const std::vector<ExpectedTopic> &topics :
         {std::vector<ExpectedTopic>{}, std::vector<ExpectedTopic>{plain}, std::vector<ExpectedTopic>{odd, plain}}) {
        const Result<TeamFile> read = parseTeamFile(topicsText(topics), QStringLiteral("topics.yaml"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message + QString::fromUtf8(topicsText(topics))));
        QCOMPARE(read->topics, topics);
        QVERIFY(read->hasTopics && read->notes.isEmpty());
    }
}

namespace {

ExpectedTopic topic(const char *name, int partitions, const QMap<QString, QString> &config = {})
{
    return {QString::fromLatin1(name), partitions, 1, config, ExpectedTopic::Source::TeamFile};
}

} // namespace

void TestTeamFile::expectsTopicsAndKeepsEverythingElse()
{
    const QTemporaryDir folder;
    const ExpectedTopic audit = topic("audit", 1, {{QStringLiteral("cleanup.policy"), QStringLiteral("compact")}});
    write(folder,
          "# ours\ntopics:\n  - orders # short\n  # slow\n  - name: mail\n    partitions: 3\nroles: {a: worker}\n");
    QVERIFY(expectTopics(folder.path(), {topic("mail", 3), topic("orders", 6), audit}, {topic("unused", 1)}));
    const QByteArray expected =
        "# ours\ntopics:\n  - name: orders\n    partitions: 6\n    replication-factor: 1 # short\n"
        "  # slow\n  - name: mail\n    partitions: 3\n  - name: audit\n    partitions: 1\n"
        "    replication-factor: 1\n    config:\n      cleanup.policy: compact\n"
        "roles: {a: worker}\n";
    QCOMPARE(written(folder), expected);
    QCOMPARE(readTeamFile(folder.path())->topics, (std::vector{topic("orders", 6), topic("mail", 3), audit}));

    QVERIFY(expectTopics(folder.path(), {topic("mail", 3), audit}, {})); // nothing is otherwise
    QCOMPARE(written(folder), expected);
    QVERIFY(
        forgetTopics(folder.path(), {QStringLiteral("audit"), QStringLiteral("orders"), QStringLiteral("nobody")}, {}));
    QCOMPARE(written(folder),
             QByteArray("# ours\ntopics:\n  # slow\n  - name: mail\n    partitions: 3\nroles: {a: worker}\n"));
    QVERIFY(forgetTopics(folder.path(), {QStringLiteral("mail")}, {}));
    QVERIFY(readTeamFile(folder.path())->hasTopics); // expects none: an init service's do not come back
    QVERIFY(readTeamFile(folder.path())->topics.empty());
    QVERIFY(expectTopics(folder.path(), {audit}, {}));
    QCOMPARE(readTeamFile(folder.path())->topics, std::vector{audit});
}

void TestTeamFile::theFirstListHasWhatWasExpectedSoFar()
{
    const QTemporaryDir folder;
    QVERIFY(expectTopics(folder.path(), {topic("audit", 2)}, {topic("orders", 6), topic("audit", 1)}));
    QVERIFY(written(folder).startsWith("# "));
    QCOMPARE(readTeamFile(folder.path())->topics, (std::vector{topic("orders", 6), topic("audit", 2)}));

    write(folder, "development: true\n");
    QVERIFY(forgetTopics(folder.path(), {QStringLiteral("orders")}, {topic("orders", 6), topic("audit", 1)}));
    QCOMPARE(written(folder), QByteArray("development: true\ntopics:\n  - name: audit\n    partitions: 1\n"
                                         "    replication-factor: 1\n"));

    write(folder, "topics: [\n");
    QVERIFY(!expectTopics(folder.path(), {topic("audit", 2)}, {}));
    QCOMPARE(written(folder), QByteArray("topics: [\n"));
}

QTEST_APPLESS_MAIN(TestTeamFile)
#include "tst_teamfile.moc"
