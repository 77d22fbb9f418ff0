// What is said of logs and states: the knowledge as it is delivered, on logs of real containers and made-up ones.
#include <QtTest>

#include <QElapsedTimer>

#include "diagnose/diagnose.h"
#include "diagnose/knowledge.h"
#include "diagnose/knowledgetexts.h"
#include "diagnose/look.h"

using namespace bd;
using namespace bd::diagnose;
using compose::Role;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const Knowledge &knowledge()
{
    static const Knowledge known = *readKnowledge(s(BD_SOURCE_DIR "/resources/diagnoses"));
    return known;
}

QByteArray fixture(const QString &name)
{
    QFile file(s(BD_SOURCE_DIR "/tests/fixtures/logs/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Symptoms ofLog(const QByteArray &text, const char *service = "", std::optional<Role> role = {})
{
    LogScan scan(knowledge());
    scan.text(text);
    Symptoms symptoms;
    symptoms.service = s(service);
    symptoms.role = role;
    symptoms.hits = scan.hits();
    return symptoms;
}

Role roleOf(const QString &service)
{
    if (service.endsWith(s("worker")))
        return Role::Worker;
    if (service.endsWith(s("init")))
        return Role::Init;
    return service == s("zookeeper") ? Role::ZooKeeper : Role::Broker;
}

// Of a log with the engine's time before each line. Workers that could not connect before Kafka was up are over it.
Symptoms told(const QFileInfo &file, Role role, QByteArray &readyAt)
{
    QFile log(file.filePath());
    const QList<QByteArray> lines = log.open(QIODevice::ReadOnly) ? log.readAll().split('\n') : QList<QByteArray>();
    LogScan scan(knowledge()), recent(knowledge());
    for (const QByteArray &line : lines) {
        const qsizetype space = line.indexOf(' ');
        scan.line(line.sliced(space + 1));
        if (role == Role::Worker && line.first(qMax<qsizetype>(space, 0)) > readyAt)
            recent.line(line.sliced(space + 1));
    }
    if (role == Role::Broker && scan.readyLine() > 0)
        readyAt = std::max(readyAt, lines[scan.readyLine() - 1].split(' ').front());
    Symptoms symptoms;
    symptoms.service = file.baseName();
    symptoms.role = role;
    symptoms.hits = role == Role::Worker ? stillSaid(scan.hits(), recent.hits(), knowledge()) : scan.hits();
    return symptoms;
}

QStringList idsOf(const std::vector<Diagnosis> &diagnoses)
{
    QStringList ids;
    for (const Diagnosis &one : diagnoses)
        ids += one.id;
    return ids;
}

const char *nodeExists =
    "[2026-11-23 23:39:18,572] ERROR Error while creating ephemeral at /brokers/ids/1, node already "
    "exists and owner '0x100001bdba70000' does not match current session '0x100001bdba70001' (k)\n";
const char *began = "===> User\n";
const char *ready = "[2026-11-23 23:38:43,798] INFO [KafkaServer id=1] started (kafka.server.KafkaServer)\n";

} // namespace

class TestDiagnose : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKnowledgeIsWhole()
    {
        const auto known = readKnowledge(s(BD_SOURCE_DIR "/resources/diagnoses"));
        QVERIFY2(known, known ? "" : known.error().message.toUtf8());
        QVERIFY(known->failures.size() >= 49);
        QVERIFY(known->markers.size() >= 5);
        for (const Failure &one : known->failures) {
            QVERIFY2(!one.proof.empty(), qPrintable(one.id));
            QVERIFY2(!one.lastResort || one.lastResort->action == s("reset"), qPrintable(one.id));
            for (const QString &address : one.reading)
                QVERIFY2(address.startsWith(s("https://")), qPrintable(one.id));
        }
    }

    // lupdate reads no YAML: what can be translated is in a header that «./dev texts» writes.
    void everyTextCanBeTranslated()
    {
        QStringList known;
        for (const char *text : knowledgeTexts)
            known += s(text);
        Knowledge copy = knowledge();
        for (Failure &one : copy.failures)
            eachText(one, [&](QString &text) {
                QVERIFY2(known.contains(text), qPrintable(s("./dev texts is due: ") + text));
            });
    }

    void whatIsNotWholeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        const QByteArray rest = "title: x\ncause: x\nsteps: [x]\n";
        QTest::newRow("no signs") << QByteArray(QByteArray("id: x\n") + rest) << s("signs");
        QTest::newRow("unknown key") << QByteArray(QByteArray("id: x\nsign: []\n") + rest) << s("x.yaml:2:1");
        QTest::newRow("pattern") << QByteArray(QByteArray("id: x\nsigns: [{log: '('}]\n") + rest) << s("compile");
        QTest::newRow("backtracking") << QByteArray(QByteArray("id: x\nsigns: [{log: '(a)\\1'}]\n") + rest)
                                      << s("compile");
        QTest::newRow("role") << QByteArray(QByteArray("id: x\nabout: [kafka]\nsigns: [{log: a}]\n") + rest)
                              << s("kafka");
        QTest::newRow("empty sign") << QByteArray(QByteArray("id: x\nsigns: [{seen: ['3.9']}]\n") + rest)
                                    << s("tell by");
        QTest::newRow("action") << QByteArray(
            "id: x\nsigns: [{log: a}]\ntitle: x\ncause: x\nsteps: [{say: x, do: wipe}]\n")
                                << s("wipe");
        QTest::newRow("other id") << QByteArray(QByteArray("id: y\nsigns: [{log: a}]\n") + rest) << s("same");
        QTest::newRow("names nobody") << QByteArray(QByteArray("id: x\nsigns: [{log: a}]\nrather: [z]\n") + rest)
                                      << s("z");
    }

    void whatIsNotWholeIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        const auto known = parseKnowledge({{s("x.yaml"), text}});
        QVERIFY(!known);
        QVERIFY2(known.error().message.contains(word), qPrintable(known.error().message));
    }

    void healthyLogsHaveNone_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"kafka-3.9.1-healthy-start.log", "kafka-3.9.1-clean-stop.log",
                                 "zookeeper-3.9.1-healthy-start.log", "zookeeper-3.9.1-session-expiry.log"})
            QTest::newRow(name) << s(name);
    }

    void healthyLogsHaveNone()
    {
        QFETCH(QString, name);
        const QByteArray text = fixture(name);
        QVERIFY(!text.isEmpty());
        const auto found = diagnose::diagnose(knowledge(), {ofLog(text)});
        QVERIFY2(found.empty(), qPrintable(idsOf(found).join(u' ')));
    }

    // Of whole stacks, of each Kafka and mode: what tests/faults/healthy_test.py saw, with the engine's times.
    void healthyStacksHaveNone_data()
    {
        QTest::addColumn<QString>("folder");
        const QDir all(s(BD_SOURCE_DIR "/tests/fixtures/logs/healthy"));
        const QStringList folders = all.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(folders.size() >= 10);
        for (const QString &folder : folders)
            QTest::newRow(qPrintable(folder)) << all.filePath(folder);
    }

    void healthyStacksHaveNone()
    {
        QFETCH(QString, folder);
        std::vector<Symptoms> stack;
        QByteArray readyAt; // of the last broker that was; ISO times of one zone sort as text
        for (const Role role : {Role::ZooKeeper, Role::Broker, Role::Init, Role::Worker}) {
            for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files)) {
                if (roleOf(file.baseName()) != role)
                    continue;
                stack.push_back(told(file, role, readyAt));
            }
        }
        QVERIFY2(!readyAt.isEmpty(), "no broker said that it is ready");
        const auto found = diagnose::diagnose(knowledge(), stack);
        QVERIFY2(found.empty(), qPrintable(idsOf(found).join(u' ')));
    }

    void theStaleNodeIsToldFromItsLog()
    {
        const auto found = diagnose::diagnose(knowledge(), {ofLog(fixture(s("kafka-3.9.1-nodeexists.log")))});
        QCOMPARE(idsOf(found), QStringList{s("stale-broker-znode")});
        QCOMPARE(found.front().values[s("broker")], s("1"));
        QVERIFY(found.front().isVerified);
        QVERIFY(found.front().evidence.front().text.contains(s("/brokers/ids/1")));
        QVERIFY(found.front().evidence.front().line > 400);
        QVERIFY(found.front().title.contains(s("broker 1")));
        QVERIFY(!found.front().lastResort);
    }

    // As tests/faults has made them: each is told from its log alone, and nothing else is.
    void eachFaultIsToldFromItsLog_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("id");
        const QDir folder(s(BD_SOURCE_DIR "/tests/fixtures/logs/faults"));
        for (const QString &file : folder.entryList({s("*.log")}))
            QTest::newRow(qPrintable(file)) << s("faults/") + file << file.section(u'-', 0, -2);
        QVERIFY(!folder.entryList({s("*.log")}).isEmpty());
    }

    void eachFaultIsToldFromItsLog()
    {
        QFETCH(QString, file);
        QFETCH(QString, id);
        const auto found = diagnose::diagnose(knowledge(), {ofLog(fixture(file))});
        QCOMPARE(idsOf(found), QStringList{id});
        QVERIFY(found.front().isVerified);
    }

    void whatCameUpSinceHasItNoMore()
    {
        const QByteArray failed = QByteArray(began) + nodeExists;
        QCOMPARE(idsOf(diagnose::diagnose(knowledge(), {ofLog(failed)})), QStringList{s("stale-broker-znode")});
        QVERIFY(diagnose::diagnose(knowledge(), {ofLog(failed + began + ready)}).empty());
        // begun again, and nothing said yet: it is still the last thing that is known
        QCOMPARE(idsOf(diagnose::diagnose(knowledge(), {ofLog(failed + began + "...\n")})),
                 QStringList{s("stale-broker-znode")});
        // another failure since
        QCOMPARE(idsOf(diagnose::diagnose(knowledge(),
                                          {ofLog(failed + began + "java.lang.OutOfMemoryError: Java heap\n")})),
                 QStringList{s("java-heap-oom")});
        // what it has while it is up
        QCOMPARE(idsOf(
                     diagnose::diagnose(knowledge(), {ofLog(QByteArray(began) + ready + "No space left on device\n")})),
                 QStringList{s("disk-full")});
    }

    // A worker cannot connect because Kafka is down because of the node: one diagnosis.
    // A worker that could not connect while Kafka was restarted, and can since, has nothing.
    void whatARunningServiceSaysNoMoreIsOver()
    {
        const QByteArray refused =
            "%3|1|FAIL|rdkafka#consumer-1| [thrd:kafka:29092/bootstrap]: kafka:29092/bootstrap: Connect "
            "to ipv4#172.18.0.3:29092 failed: Connection refused\n";
        const Symptoms worker = ofLog(refused, "mail", Role::Worker);
        QCOMPARE(idsOf(bd::diagnose::diagnose(knowledge(), {worker})), QStringList{s("worker-not-connected")});
        Symptoms later = worker;
        later.hits = stillSaid(worker.hits, {}, knowledge());
        QVERIFY(bd::diagnose::diagnose(knowledge(), {later}).empty());
        later.hits = stillSaid(worker.hits, worker.hits, knowledge());
        QVERIFY(later.hits == worker.hits);
        const Symptoms broker = ofLog(nodeExists, "kafka", Role::Broker); // that comes only where it is not up
        QVERIFY(stillSaid(broker.hits, {}, knowledge()) == broker.hits);
    }

    void whatComesOfItIsUnderIt()
    {
        Symptoms worker = ofLog("Connection to node -1 (kafka/172.18.0.3:29092) could not be established.\n", "mail",
                                Role::Worker);
        worker.needs = {s("kafka")};
        Symptoms kafka = ofLog(QByteArray(began) + nodeExists, "kafka", Role::Broker);
        kafka.needs = {s("zookeeper")};
        kafka.exitCode = 1;
        Symptoms zookeeper;
        zookeeper.service = s("zookeeper");
        zookeeper.role = Role::ZooKeeper;
        Symptoms init;
        init.service = s("kafka-init");
        init.role = Role::Init;
        init.needs = {s("kafka")};
        init.exitCode = 1;
        const auto found = diagnose::diagnose(knowledge(), {worker, init, zookeeper, kafka});
        QCOMPARE(idsOf(found), QStringList{s("stale-broker-znode")});
        QCOMPARE(idsOf(found.front().consequences), (QStringList{s("worker-not-connected"), s("init-failed")}));
        // and each is one of its own where nothing is wrong with Kafka
        kafka.hits.clear();
        QCOMPARE(idsOf(diagnose::diagnose(knowledge(), {worker, init, zookeeper, kafka})),
                 (QStringList{s("worker-not-connected"), s("init-failed")}));
    }

    void statesTellToo()
    {
        Symptoms kafka;
        kafka.service = s("kafka");
        kafka.role = Role::Broker;
        QVERIFY(diagnose::diagnose(knowledge(), {kafka}).empty());
        kafka.exitCode = 137;
        kafka.oomKilled = true;
        QCOMPARE(idsOf(diagnose::diagnose(knowledge(), {kafka})), QStringList{s("container-oom-killed")});
        Symptoms zookeeper;
        zookeeper.service = s("zookeeper");
        zookeeper.role = Role::ZooKeeper;
        zookeeper.health = s("/bin/sh: 1: nc: not found");
        const auto found = diagnose::diagnose(knowledge(), {zookeeper});
        QCOMPARE(idsOf(found), QStringList{s("healthcheck-missing-program")});
        QCOMPARE(found.front().evidence.front().line, 0);
    }

    // A bad end alone is no init service's, where nobody says whose it is.
    void aBadEndOfNobodyIsNotKnown()
    {
        Symptoms nobody;
        nobody.exitCode = 1;
        QVERIFY(diagnose::diagnose(knowledge(), {nobody}).empty());
        nobody.service = s("maker");
        nobody.role = Role::Init;
        QCOMPARE(idsOf(diagnose::diagnose(knowledge(), {nobody})), QStringList{s("init-failed")});
    }

    void whatIsTypedNamesNobody()
    {
        const auto found = diagnose::diagnose(knowledge(), {ofLog(fixture(s("kafka-3.9.1-nodeexists.log")))});
        QCOMPARE(found.front().steps.front().command, s("sleep 20; docker compose start SERVICE"));
    }

    // Linear in the text, whatever it is.
    void hostileTextTakesNoLonger()
    {
        QByteArray line(10 << 20, 'a');
        for (qsizetype at = 0; at < line.size(); at += 97)
            line[at] = at % 2 ? '(' : '/';
        QElapsedTimer clock;
        clock.start();
        LogScan scan(knowledge());
        scan.line(line);
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(scan.hits().empty());
    }
};

QTEST_APPLESS_MAIN(TestDiagnose)
#include "tst_diagnose.moc"
