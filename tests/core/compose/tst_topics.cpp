// Expected topics, read from what init services run.
#include <QTest>

#include "compose/shell.h"
#include "compose/topics.h"

using namespace bd;
using namespace bd::compose;

namespace {

Service init(const QStringList &entrypoint, const QStringList &command, const QMap<QString, QString> &environment)
{
    Service service;
    service.name = QStringLiteral("kafka-init");
    service.role = Role::Init;
    service.entrypoint = entrypoint;
    service.command = command;
    service.environment = environment;
    return service;
}

QString lines(const ReadTopics &read)
{
    QStringList result;
    for (const ExpectedTopic &topic : read.topics) {
        QString line = QStringLiteral("%1:%2:%3").arg(topic.name).arg(topic.partitions).arg(topic.replicationFactor);
        for (auto it = topic.config.begin(); it != topic.config.end(); ++it)
            line += QStringLiteral(" %1=%2").arg(it.key(), it.value());
        result += line;
    }
    return result.join(QStringLiteral(", "));
}

QString shown(const ShellReading &reading)
{
    QStringList commands;
    for (const ShellCommand &command : reading.commands) {
        QStringList words;
        for (const ShellWord &word : command.words)
            words += word.isKnown ? word.text : QStringLiteral("?");
        commands += (command.isConditional ? QStringLiteral("if ") : QString()) + words.join(QLatin1Char('_'));
    }
    return commands.join(QStringLiteral("; "));
}

} // namespace

class TestTopics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsShellScripts_data();
    void followsShellScripts();
    void endsOnAnyScript_data();
    void endsOnAnyScript();
    void readsTopics_data();
    void readsTopics();
    void readsArgv();
    void takesDefaultsFromTheBroker();
    void readsNothingFromOtherServices();
    void saysThatAScriptIsNotThere();
};

void TestTopics::followsShellScripts_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("commands"); // words joined by _
    const auto row = [](const char *script, const char *commands) {
        QTest::newRow(script) << QString::fromUtf8(script) << QString::fromUtf8(commands);
    };
    row("a b; c 'd e' # f\ng", "a_b; c_d e; g");
    row("a \\\n  b \\\r\n c", "a_b_c");
    row("X=1 Y='2 3'; a $X \"$Y\" $Y ${X}4", "a_1_2 3_2_3_14");
    row("a $SET ${SET} \"${UNSET}\" ${UNSET:-d} ${SET:-d} ${UNSET-\"q\"}", "a_v_w_v_w_?_d_v_w_q");
    row("for t in a 'b c' $L; do x \"$t\"; done; y", "x_a; x_b c; x_l1; x_l2; y");
    row("for t in $(cat f); do x $t; done", "x_?");
    row("A=(a b\n c); A+=(d); x \"${A[@]}\"; for i in ${A[*]}; do y $i; done", "x_a_b_c_d; y_a; y_b; y_c; y_d");
    row("f() { x $1 \"${2:-2}\"; }\nf a; f b 3; function g { y \"$@\"; }; g 1 '2 3'", "x_a_2; x_b_3; y_1_2 3");
    row("until nc -z k 1; do sleep 1; done && x", "nc_-z_k_1; sleep_1; x");
    row("if [ \"$X\" = y ]; then a; else b; fi; c", "[_?_=_y_]; if a; if b; c");
    row("if ! kafka-topics --list | grep -q t; then a; fi", "kafka-topics_--list; grep_-q_t; a");
    row("[ -n \"$X\" ] && a; b || c", "[_-n_?_]; if a; b; c");
    row("case $X in a|b) x;; *) y;; esac; z", "if x; if y; z");
    row("(a; b) > f 2>&1; { c; } &> /dev/null; d >> f < g", "a; b; c; d");
    row("cat <<EOF\na b $X\nEOF\nc <<< d; e", "cat; c; e");
    row("export A=b; C=d e $A", "e_b");
    row("X=a:3:1; x ${X%%:*} ${X##*:} ${X#*:} ${X%:*} ${X%x} ${X#a}", "x_a_1_3:1_a:3_a:3:1_:3:1");
    row("x {1..3} a{b,c} {} \"{a,b}\"", "x_?_?_{}_{a,b}");
    row("X=a,b; for t in ${X//,/ }; do x $t; done", "x_a; x_b");
    row("sh -c 'a; b'; exec bash -ec \"c\"", "a; b; c");
    row("x `y` $(z (1)) $((1+2)) {a,b} \"a$(b)\"", "x_?_?_?_?_?");
    row("while read t; do x $t; done < f", "x_?");
    row("! a; exec b; a 'it'\\''s' \"q\\\"\\$X\" \\$y", "a; b; a_it's_q\"$X_$y");
    row("echo \"unclosed $(", "echo_?");
    row("a$", "a$");
}

void TestTopics::followsShellScripts()
{
    QFETCH(QString, script);
    QFETCH(QString, commands);
    const QMap<QString, QString> environment{{QStringLiteral("SET"), QStringLiteral("v w")},
                                             {QStringLiteral("L"), QStringLiteral(" l1  l2 ")}};
    QCOMPARE(shown(readShell(script, environment)), commands);
}

void TestTopics::endsOnAnyScript_data()
{
    QTest::addColumn<QString>("script");
    const auto row = [](const char *name, const QString &script) { QTest::newRow(name) << script; };
    row("calls itself", QStringLiteral("f() { f; f; }; f"));
    row("calls each other", QStringLiteral("f() { g; g; }; g() { f; f; }; f"));
    row("nested loops", QStringLiteral("for a in 1 2 3 4 5 6 7 8 9; do ").repeated(9) + QStringLiteral("x;")
                            + QStringLiteral("done;").repeated(9));
    row("deep", QStringLiteral("( ").repeated(50'000));
    row("deep ifs", QStringLiteral("if ").repeated(50'000));
    row("deep braces", QStringLiteral("{ ").repeated(50'000) + QStringLiteral("${").repeated(50'000));
    row("doubling", QStringLiteral("X=aaaaaaaa;") + QStringLiteral("X=$X$X;").repeated(60) + QStringLiteral("x $X"));
    row("doubling a list", QStringLiteral("A=(a a a);") + QStringLiteral("A=(${A[@]} ${A[@]});").repeated(40)
                               + QStringLiteral("x ${A[@]}"));
    row("shells in shells", QStringLiteral("X='sh -c \"$X\"'; sh -c \"$X\""));
    row("unfinished", QStringLiteral("for"));
    row("unfinished 2", QStringLiteral("for x in a; do case $x in"));
    row("unfinished 3", QStringLiteral("f() {"));
    row("unfinished 4", QStringLiteral("X=( a ; ) ) \"${"));
}

void TestTopics::endsOnAnyScript()
{
    QFETCH(QString, script);
    const ShellReading reading = readShell(script, {});
    QVERIFY(reading.commands.size() <= 5000);
}

void TestTopics::readsTopics_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("topics");
    QTest::addColumn<int>("notes");
    const auto row = [](const char *name, const char *script, const char *topics, int notes = 0) {
        QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(topics) << notes;
    };
    row("plain",
        "kafka-topics --bootstrap-server k:1 --create --if-not-exists --topic a --partitions 3 --replication-factor 1",
        "a:3:1");
    row("several",
        "set -e\n/opt/kafka/bin/kafka-topics.sh --create --topic a\nkafka-topics --create --topic=b --partitions=2 && kafka-topics --list",
        "a:1:1, b:2:1");
    row("continued", "kafka-topics --create \\\n --topic a \\\n --partitions 5", "a:5:1");
    row("settings", "kafka-topics --create --topic a --config cleanup.policy=compact --config=segment.ms=5",
        "a:1:1 cleanup.policy=compact segment.ms=5");
    row("loop", "for t in a b.c d_e; do kafka-topics --create --topic \"$t\" --partitions $P; done",
        "a:3:1, b.c:3:1, d_e:3:1");
    row("list from the environment", "for t in $TOPICS; do kafka-topics --create --topic $t; done", "x:1:1, y:1:1");
    row("only if it is not there", "kafka-topics --list | grep -q '^a$' || kafka-topics --create --topic a", "a:1:1");
    row("replica assignment", "kafka-topics --create --topic a --replica-assignment 0:1,1:2,2:0", "a:3:2");
    row("broker's default", "kafka-topics --create --topic a --partitions -1", "a:1:1");
    row("short option", "kafka-topics --create --topic a --partition 4", "a:4:1");
    row("twice", "kafka-topics --create --topic a --partitions 2; kafka-topics --create --topic a", "a:2:1");
    row("with wrappers", "timeout 30 env X=y kafka-topics --create --topic a", "a:1:1");
    row("rpk", "rpk topic create a b --partitions 2 -r 3 --topic-config retention.ms=1 -X brokers=k:1",
        "a:2:3 retention.ms=1, b:2:3 retention.ms=1");
    row("wherever the broker is", "kafka-topics --bootstrap-server $HOST:9092 --create --topic a --command-config=$F",
        "a:1:1");
    row("not create", "kafka-topics --delete --topic a; kafka-topics --alter --topic b", "");

    row("name of a command", "kafka-topics --create --topic \"$(hostname)\"", "", 1);
    row("unset variable", "kafka-topics --create --topic $NOPE", "", 1);
    row("partitions of a command",
        "kafka-topics --create --topic a --partitions $(nproc); kafka-topics --create --topic b", "b:1:1", 1);
    row("from a file", "while read t; do kafka-topics --create --topic $t; done < /topics.txt", "", 1);
    row("on a condition", "if [ \"$ENV\" = dev ]; then kafka-topics --create --topic a; fi", "", 1);
    row("no name", "kafka-topics --create", "", 1);
    row("no number", "kafka-topics --create --topic a --partitions many", "", 1);
    row("zero", "kafka-topics --create --topic a --partitions 0", "", 1);
    row("no topic's name", "kafka-topics --create --topic 'a b'", "", 1);
    row("unknown options", "kafka-topics --create $OPTIONS --topic a", "", 1);
    row("xargs", "echo a b | xargs -n1 kafka-topics --create --topic", "", 1);
}

void TestTopics::readsTopics()
{
    QFETCH(QString, script);
    QFETCH(QString, topics);
    QFETCH(int, notes);
    const QMap<QString, QString> environment{{QStringLiteral("P"), QStringLiteral("3")},
                                             {QStringLiteral("TOPICS"), QStringLiteral("x y")}};
    const ReadTopics read = topicsOf(
        {init({QStringLiteral("/bin/bash"), QStringLiteral("-ec")}, {script}, environment)});
    QCOMPARE(lines(read), topics);
    QCOMPARE(read.notes.size(), notes);
    for (const QString &note : read.notes)
        QVERIFY(note.startsWith(QStringLiteral("kafka-init: ")));
}

void TestTopics::readsArgv()
{
    const QStringList argv{QStringLiteral("kafka-topics"), QStringLiteral("--create"),
                           QStringLiteral("--topic"),      QStringLiteral("a"),
                           QStringLiteral("--partitions"), QStringLiteral("2")};
    QCOMPARE(lines(topicsOf({init({}, argv, {})})), QStringLiteral("a:2:1"));
    QCOMPARE(lines(topicsOf({init({argv.first()}, argv.sliced(1), {})})), QStringLiteral("a:2:1"));
    const QStringList asRun{QStringLiteral("/entrypoint.sh"),
                            QStringLiteral("sh"),
                            QStringLiteral("-c"),
                            QStringLiteral("kafka-topics --create --topic $1"),
                            QStringLiteral("sh"),
                            QStringLiteral("b")};
    QCOMPARE(lines(topicsOf({init({}, asRun, {})})), QStringLiteral("b:1:1"));
}

void TestTopics::takesDefaultsFromTheBroker()
{
    Service broker;
    broker.name = QStringLiteral("kafka");
    broker.role = Role::Broker;
    broker.environment = {{QStringLiteral("KAFKA_CFG_NUM_PARTITIONS"), QStringLiteral("6")},
                          {QStringLiteral("KAFKA_DEFAULT_REPLICATION_FACTOR"), QStringLiteral("2")},
                          {QStringLiteral("KAFKA_CREATE_TOPICS"), QStringLiteral(" c:1:1 ,\n d:2:1:delete,e,f:x:1")}};
    const ReadTopics read = topicsOf({broker, init({},
                                                   {QStringLiteral("kafka-topics"), QStringLiteral("--create"),
                                                    QStringLiteral("--topic"), QStringLiteral("a")},
                                                   {})});
    QCOMPARE(lines(read), QStringLiteral("c:1:1, d:2:1 cleanup.policy=delete, a:6:2"));
    QCOMPARE(read.notes.size(), 2);
}

void TestTopics::readsNothingFromOtherServices()
{
    Service worker = init({},
                          {QStringLiteral("kafka-topics"), QStringLiteral("--create"), QStringLiteral("--topic"),
                           QStringLiteral("a")},
                          {{QStringLiteral("KAFKA_CREATE_TOPICS"), QStringLiteral("b:1:1")}});
    worker.role = Role::Worker;
    QVERIFY(topicsOf({worker}) == ReadTopics{});
}

void TestTopics::saysThatAScriptIsNotThere()
{
    const ReadTopics read = topicsOf({init({}, {QStringLiteral("bash"), QStringLiteral("/scripts/create.sh")}, {})});
    QVERIFY(read.topics.empty());
    QCOMPARE(read.notes.size(), 1);
    QVERIFY(read.notes.first().contains(QStringLiteral(".brokerdeck.yaml")));
}

QTEST_APPLESS_MAIN(TestTopics)
#include "tst_topics.moc"
