// Finding files as Compose does, and loading: compared with what `docker compose` itself makes of a folder. That
// needs the program, but no engine.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "compose/dotenv.h"
#include "compose/load.h"
#include "process/process.h"

using namespace bd;
using namespace bd::compose;

namespace {

const std::stop_token never;

class Tree
{
public:
    Tree &add(const char *path, const QByteArray &text)
    {
        const QString file = m_folder.filePath(QLatin1String(path));
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        if (out.open(QFile::WriteOnly))
            out.write(text);
        return *this;
    }
    QString path(const char *relative) const { return QDir::cleanPath(m_folder.filePath(QLatin1String(relative))); }
    QStringList relative(const QStringList &files) const
    {
        QStringList result;
        for (const QString &file : files)
            result += QDir(m_folder.path()).relativeFilePath(file);
        return result;
    }

private:
    QTemporaryDir m_folder;
};

QByteArray services(const char *name, const char *image = "x:1")
{
    return QByteArray("services:\n  ") + name + ":\n    image: " + image + "\n";
}

engine::Engine ourEngine()
{
    return engine::Engine(std::make_shared<process::SystemRunner>());
}

// What Compose makes of the folder when people just call it there.
QByteArray asComposeDoes(const QString &folder)
{
    process::Command command{QStringLiteral("docker"),
                             {QStringLiteral("compose"), QStringLiteral("config"), QStringLiteral("--format"),
                              QStringLiteral("json")},
                             folder,
                             {}};
    const Result<process::Finished> finished = process::SystemRunner().run(command, {}, never);
    return finished && finished->ok() ? finished->out : QByteArray();
}

} // namespace

class TestLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void readsDotEnv_data();
    void readsDotEnv();
    void findsFilesInComposesOrder();
    void takesTheOverrideAlong();
    void takesAnotherNameAlone();
    void looksUpwards();
    void honoursComposeFile();
    void saysWhatItLookedFor();
    void agreesWithCompose_data();
    void agreesWithCompose();
    void loadsTheBundledStack();
    void saysWhereAFileIsWrong();
    void saysWhatComposeRefuses_data();
    void saysWhatComposeRefuses();
    void notesUnsetVariables();
    void saysThatAFileIsGone();
};

void TestLoad::initTestCase()
{
    for (const char *name :
         {"COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "COMPOSE_PATH_SEPARATOR", "COMPOSE_ENV_FILES"})
        qunsetenv(name);
}

void TestLoad::init()
{
    qunsetenv("COMPOSE_FILE");
}

void TestLoad::readsDotEnv_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *line, const char *value) {
        QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(value);
    };
    row("V=a b", "a b");
    row(" export V = a # c", "a");
    row("V=\"a # b\" # c", "a # b");
    row("V='$X'", "$X");
    row("V=$X/${X}", "x/x");
    row("V=${Y:-d}${X:-d}", "dx");
    row("V=$OUTER", "theirs");
    row("V=a#b\r", "a#b");
    row("V=", "");
    row("#V=1", "none");
    row("V: a", "a");
}

void TestLoad::readsDotEnv()
{
    QFETCH(QString, line);
    QFETCH(QString, value);
    const QMap<QString, QString> values = parseDotEnv(QStringLiteral("# c\nX=x\nOUTER=ours\n") + line,
                                                      {{QStringLiteral("OUTER"), QStringLiteral("theirs")}});
    QCOMPARE(values.value(QStringLiteral("V"), QStringLiteral("none")), value);
}

void TestLoad::findsFilesInComposesOrder()
{
    Tree tree;
    const QStringList order{QStringLiteral("compose.yaml"), QStringLiteral("compose.yml"),
                            QStringLiteral("docker-compose.yml"), QStringLiteral("docker-compose.yaml")};
    for (auto name = order.rbegin(); name != order.rend(); ++name) {
        tree.add(name->toLatin1().constData(), services("a"));
        const Result<engine::ComposeCall> call = callFor(tree.path("."));
        QVERIFY(call);
        QCOMPARE(tree.relative(call->files), QStringList{*name});
        engine::ComposeCall expected;
        expected.files = call->files;
        QCOMPARE(*call, expected); // name, profiles and .env are left to Compose
    }
}

void TestLoad::takesTheOverrideAlong()
{
    Tree tree;
    tree.add("docker-compose.yml", services("a")).add("docker-compose.override.yml", services("a", "y:1"));
    for (const char *opened : {".", "docker-compose.yml", "docker-compose.override.yml"}) {
        const Result<engine::ComposeCall> call = callFor(tree.path(opened));
        QVERIFY(call);
        QCOMPARE(tree.relative(call->files),
                 (QStringList{QStringLiteral("docker-compose.yml"), QStringLiteral("docker-compose.override.yml")}));
    }
}

void TestLoad::takesAnotherNameAlone()
{
    Tree tree;
    tree.add("compose.yaml", services("a")).add("compose.override.yaml", services("b")).add("kafka.yml", services("k"));
    tree.add("docker-compose.yml", services("old"));
    QCOMPARE(tree.relative(callFor(tree.path("kafka.yml"))->files), QStringList{QStringLiteral("kafka.yml")});
    // Compose would not choose this one, but a person did.
    QCOMPARE(tree.relative(callFor(tree.path("docker-compose.yml"))->files),
             QStringList{QStringLiteral("docker-compose.yml")});
}

void TestLoad::looksUpwards()
{
    Tree tree;
    tree.add("compose.yaml", services("a")).add("src/deep/main.cpp", "").add("src/.env", "V=1\n");
    QCOMPARE(tree.relative(callFor(tree.path("src/deep"))->files), QStringList{QStringLiteral("compose.yaml")});
    QVERIFY(callFor(tree.path("src"))->envFiles.isEmpty());
}

void TestLoad::honoursComposeFile()
{
    Tree tree;
    tree.add("compose.yaml", services("a")).add("one.yml", services("b")).add("sub/two.yml", services("c"));
    tree.add(".env", "COMPOSE_FILE=one.yml:sub/two.yml\n");
    const QStringList named{QStringLiteral("one.yml"), QStringLiteral("sub/two.yml")};
    QCOMPARE(tree.relative(callFor(tree.path("."))->files), named);
    QVERIFY(callFor(tree.path("."))->envFiles.isEmpty());
    QCOMPARE(tree.relative(callFor(tree.path("compose.yaml"))->files), QStringList{QStringLiteral("compose.yaml")});
    tree.add(".env", "COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=one.yml,sub/two.yml\n");
    QCOMPARE(tree.relative(callFor(tree.path("."))->files), named);
    qputenv("COMPOSE_FILE", "sub/two.yml");
    QCOMPARE(tree.relative(callFor(tree.path("."))->files), QStringList{QStringLiteral("sub/two.yml")});
    QCOMPARE(tree.relative(callFor(tree.path("."))->envFiles), QStringList{QStringLiteral(".env")});
    tree.add("sub/.env", "");
    QCOMPARE(tree.relative(callFor(tree.path("."))->envFiles),
             (QStringList{QStringLiteral("sub/.env"), QStringLiteral(".env")}));
}

void TestLoad::saysWhatItLookedFor()
{
    Tree tree;
    tree.add("readme", "");
    const Result<engine::ComposeCall> none = callFor(tree.path("."));
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
    QVERIFY(none.error().hint.contains(QStringLiteral("compose.yaml, compose.yml")));
    QCOMPARE(callFor(tree.path("gone.yaml")).error().code, ErrorCode::NotFound);
}

void TestLoad::agreesWithCompose_data()
{
    QTest::addColumn<QStringList>("files"); // path, text, path, text…
    QTest::addColumn<QString>("folder");
    const QString base = QStringLiteral(
        "services:\n  a:\n    image: ${V:-none}\n  b:\n    image: b\n    profiles: [p]\n");
    const QString more = QStringLiteral("services:\n  a:\n    command: more\n");
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    QTest::newRow("plain") << QStringList{s("compose.yaml"), base} << s(".");
    QTest::newRow("override") << QStringList{s("docker-compose.yml"), base, s("compose.override.yaml"), more} << s(".");
    QTest::newRow(".env") << QStringList{s("compose.yml"), base, s(".env"),
                                         s("V=env\nCOMPOSE_PROFILES=p\nCOMPOSE_PROJECT_NAME=named\n")}
                          << s(".");
    QTest::newRow("from below") << QStringList{s("compose.yml"), base,
                                               s(".env"),        s("V=above\nCOMPOSE_PROFILES=p\n"),
                                               s("sub/.env"),    s("V=below\nCOMPOSE_PROJECT_NAME=sub-name\n")}
                                << s("sub");
    QTest::newRow("COMPOSE_FILE") << QStringList{s("x/base.yml"), base,
                                                 s("x/.env"),     s("V=x\nCOMPOSE_PROFILES=p\n"),
                                                 s("more.yml"),   more,
                                                 s(".env"),       s("COMPOSE_FILE=x/base.yml:more.yml\nV=here\n")}
                                  << s(".");
    QTest::newRow("name in the file") << QStringList{s("compose.yaml"), s("name: mine\n") + base} << s(".");
}

void TestLoad::agreesWithCompose()
{
    QFETCH(QStringList, files);
    QFETCH(QString, folder);
    Tree tree;
    for (qsizetype at = 0; at < files.size(); at += 2)
        tree.add(files[at].toLatin1().constData(), files[at + 1].toUtf8());
    const QString opened = tree.path(folder.toLatin1().constData());
    const QByteArray expected = asComposeDoes(opened);
    QVERIFY2(!expected.isEmpty(), "this test needs `docker compose`");
    const Result<engine::ComposeCall> call = callFor(opened);
    QVERIFY(call);
    const Result<QByteArray> config = ourEngine().composeConfig(*call, never);
    QVERIFY2(config, config ? "" : qPrintable(config.error().detail));
    QCOMPARE(config->trimmed(), expected.trimmed());
}

void TestLoad::loadsTheBundledStack()
{
    const Result<engine::ComposeCall> call = callFor(QStringLiteral(BD_SOURCE_DIR "/resources/stacks/zookeeper"));
    QVERIFY(call);
    const Result<Project> project = load(ourEngine(), *call, never);
    QVERIFY2(project, project ? "" : qPrintable(project.error().message + project.error().detail));
    QCOMPARE(project->services.size(), 5U);
    QVERIFY(project->expectedFromTeamFile && project->isDevelopment);
    QCOMPARE(project->expectedTopics.size(), 4U);
    QCOMPARE(project->notes, QStringList());
    QCOMPARE(project->call, *call);
}

void TestLoad::saysWhereAFileIsWrong()
{
    Tree tree;
    tree.add("compose.yaml", services("a")).add("compose.override.yaml", "services:\n  a:\n    image: x\n   b: c\n");
    const Result<Project> project = load(ourEngine(), *callFor(tree.path(".")), never);
    QVERIFY(!project);
    QCOMPARE(project.error().code, ErrorCode::ComposeFile);
    QCOMPARE(project.error().message, QStringLiteral("compose.override.yaml:4:4: a key is expected here"));
    QVERIFY(!project.error().hint.isEmpty());

    tree.add("compose.override.yaml", services("a")).add(".brokerdeck.yaml", "roles: 5\n");
    const Result<Project> withTeam = load(ourEngine(), *callFor(tree.path(".")), never);
    QVERIFY(!withTeam);
    QVERIFY(withTeam.error().message.startsWith(QStringLiteral(".brokerdeck.yaml:1:8: ")));
}

void TestLoad::saysWhatComposeRefuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("circle") << QByteArray(
        "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}\n")
                            << QStringLiteral("a → b → a");
    QTest::newRow("variable") << QByteArray("services:\n  a:\n    image: ${NOPE_X:?say which}\n")
                              << QStringLiteral("NOPE_X");
    QTest::newRow("env file") << QByteArray("services:\n  a: {image: x, env_file: nope.env}\n")
                              << QStringLiteral("nope.env");
    QTest::newRow("unknown key") << QByteArray("services:\n  a: {image: x, comand: y}\n") << QStringLiteral("comand");
    QTest::newRow("unknown service") << QByteArray("services:\n  a: {image: x, depends_on: [kafka]}\n")
                                     << QStringLiteral("kafka");
}

void TestLoad::saysWhatComposeRefuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    Tree tree;
    tree.add("compose.yaml", text);
    const Result<Project> project = load(ourEngine(), *callFor(tree.path(".")), never);
    QVERIFY(!project);
    QCOMPARE(project.error().code, ErrorCode::ComposeFile);
    QVERIFY2(project.error().message.contains(says), qPrintable(project.error().message));
}

void TestLoad::notesUnsetVariables()
{
    Tree tree;
    tree.add(".env", "SET=1\n");
    tree.add("compose.yaml",
             "services:\n  a:\n    image: x:${NOPE_A}\n    command: $SET ${NOPE_A} $$NOPE ${NOPE_B:-d} ${NOPE_C-}"
             " ${NOPE_D:+e} $NOPE_E\n    environment: { PATHS: \"$PATH\" }\n");
    const Result<Project> project = load(ourEngine(), *callFor(tree.path(".")), never);
    QVERIFY2(project, project ? "" : qPrintable(project.error().message));
    QCOMPARE(project->notes.size(), 2);
    QVERIFY2(project->notes[0].startsWith(QStringLiteral("compose.yaml:3:12: the variable NOPE_A is not set")),
             qPrintable(project->notes[0]));
    QVERIFY2(project->notes[1].startsWith(QStringLiteral("compose.yaml:4:14: the variable NOPE_E")),
             qPrintable(project->notes[1]));
}

void TestLoad::saysThatAFileIsGone()
{
    engine::ComposeCall call;
    call.project = QStringLiteral("p");
    QCOMPARE(load(ourEngine(), call, never).error().code, ErrorCode::NotFound);
    call.files = QStringList{QStringLiteral("/nowhere/compose.yaml")};
    const Result<Project> project = load(ourEngine(), call, never);
    QCOMPARE(project.error().code, ErrorCode::NotFound);
    QVERIFY(project.error().message.contains(QStringLiteral("/nowhere/compose.yaml")));
}

QTEST_GUILESS_MAIN(TestLoad)
#include "tst_load.moc"
