// The audit of whole files: those in the shape of public ones, with what was expected of them written down beforehand, and those
// written in the many ways in which people write, each mended. Compose's command reads them; no engine is needed.
#include <algorithm>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "audit/diff.h"
#include "audit/fixer.h"
#include "audit/words.h"
#include "compose/load.h"
#include "process/process.h"

using namespace bd;
using namespace bd::audit;

namespace {

const std::stop_token never;

engine::Engine ourEngine()
{
    return engine::Engine(std::make_shared<process::SystemRunner>());
}

QString dataFolder(const char *name)
{
    return QStringLiteral(BD_SOURCE_DIR "/tests/core/audit/") + QLatin1String(name);
}

void addFolders(const char *name)
{
    QTest::addColumn<QString>("folder");
    const QDir all(dataFolder(name));
    for (const QString &one : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (one != QLatin1String("broken"))
            QTest::newRow(qPrintable(one)) << all.filePath(one);
    }
}

Result<Audit> lookAt(const QString &folder)
{
    return compose::callFor(folder).and_then(
        [](const engine::ComposeCall &call) { return look(ourEngine(), call, never); });
}

QString lineOf(const Finding &one)
{
    return QStringLiteral("%1 %2 %3")
        .arg(one.rule, one.service.isEmpty() ? QStringLiteral("-") : one.service, toString(one.status));
}

QStringList saidOf(const std::vector<Finding> &findings)
{
    QStringList lines;
    for (const Finding &one : findings) {
        if (one.status != Status::Ok && one.status != Status::NotApplicable)
            lines += lineOf(one);
    }
    lines.sort();
    return lines;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList expectedIn(const QString &folder)
{
    QStringList lines;
    for (const QString &line :
         QString::fromUtf8(bytesOf(folder + QStringLiteral("/expected.txt"))).split(QLatin1Char('\n'))) {
        if (!line.trimmed().isEmpty() && !line.startsWith(QLatin1Char('#')))
            lines += line.section(QLatin1Char('#'), 0, 0).simplified();
    }
    lines.sort();
    return lines;
}

QString joined(const QStringList &lines)
{
    return lines.join(QLatin1Char('\n'));
}

QString without(const QStringList &lines, const QStringList &others)
{
    QStringList left = lines;
    for (const QString &one : others)
        left.removeOne(one);
    return joined(left);
}

// The copy of a folder, to be written to.
void copyFolder(const QString &from, const QString &to)
{
    QDir().mkpath(to);
    for (const QFileInfo &one : QDir(from).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden)) {
        if (one.isDir())
            copyFolder(one.filePath(), to + QLatin1Char('/') + one.fileName());
        else
            QFile::copy(one.filePath(), to + QLatin1Char('/') + one.fileName());
    }
}

// What a mended file must not do: other line breaks, a lost mark at the beginning, or a line gone that says nothing of what was mended.
QString harmIn(const EditedFile &file)
{
    if (file.isNew)
        return {};
    if (file.before.startsWith("\xef\xbb\xbf") != file.after.startsWith("\xef\xbb\xbf"))
        return QStringLiteral("the byte order mark");
    const bool hadCr = file.before.contains("\r\n");
    if (hadCr && QByteArray(file.after).replace("\r\n", "").contains('\n')
        && !QByteArray(file.before).replace("\r\n", "").contains('\n'))
        return QStringLiteral("line breaks");
    if (!hadCr && file.after.contains('\r') && !file.before.contains('\r'))
        return QStringLiteral("line breaks");
    // Each comment stays, whatever its line becomes.
    for (const QByteArray &line : file.before.split('\n')) {
        const QByteArray text = line.trimmed();
        if (text.startsWith('#') && !file.after.contains(text))
            return QStringLiteral("a comment: ") + QString::fromUtf8(text);
    }
    return {};
}

} // namespace

class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void mends_data();
    void mends();
    void shapes_data() { addFolders("shapes"); }
    void shapes();
    void ways_data() { addFolders("ways"); }
    void ways();
    void shapesMended_data() { addFolders("shapes"); }
    void shapesMended() { ways(); }
    void broken_data();
    void broken();
    void writesAndTakesBack();
    void twoHundredServices();
};

// Each rule on each image: a service's name ends in what the rule that the file is named after is to say of it.
void TestAudit::rules_data()
{
    QTest::addColumn<QString>("file");
    const QDir folder(dataFolder("rules"));
    for (const QString &one : folder.entryList({QStringLiteral("*.yaml")}, QDir::Files))
        QTest::newRow(qPrintable(one)) << folder.filePath(one);
}

void TestAudit::rules()
{
    QFETCH(const QString, file);
    const QString rule = QFileInfo(file).fileName().section(QLatin1Char('.'), 0, 0);
    const auto audit = lookAt(file);
    QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
    QStringList wrong;
    int judged = 0;
    for (const compose::Service &service : audit->project.services) {
        QString expected = service.name.section(QLatin1Char('-'), -1);
        expected.replace(QLatin1String("na"), QLatin1String("n/a"));
        static const QStringList words{QStringLiteral("ok"), QStringLiteral("problem"), QStringLiteral("advice"),
                                       QStringLiteral("n/a"), QStringLiteral("unknown")};
        if (!words.contains(expected))
            continue;
        const auto found = std::ranges::find_if(audit->findings, [&](const Finding &one) {
            return one.rule == rule && one.service == service.name;
        });
        const QString said = found == audit->findings.end() ? QStringLiteral("nothing") : toString(found->status);
        if (said != expected)
            wrong += QStringLiteral("%1: %2 (%3)")
                         .arg(service.name, said, found == audit->findings.end() ? QString() : found->found);
        if (found != audit->findings.end() && found->place.line <= 0
            && found->place.file.endsWith(QLatin1String(".yaml")))
            wrong += service.name + QStringLiteral(": no line");
        ++judged;
    }
    QVERIFY(judged > 0);
    QVERIFY2(wrong.isEmpty(), qPrintable(joined(wrong)));
}

// What is written for a finding of a rule's file; empty: nothing can be.
void TestAudit::mends_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *rule, const char *service, const char *text) {
        QTest::addRow("%s, %s", rule, service)
            << QString::fromLatin1(rule) << QString::fromLatin1(service) << QString::fromLatin1(text);
    };
    row("kafka-zk-connect.one", "misspelt-problem", "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181/shop");
    row("kafka-zk-connect.one", "localhost-problem", "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181");
    row("kafka-zk-connect.one", "not-set-problem", "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181");
    row("kafka-zk-connect", "misspelt-problem", ""); // of four it may be any
    row("kafka-zk-connect", "port-problem", "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181");
    row("kafka-zk-connect", "bitnami-port-problem", "KAFKA_CFG_ZOOKEEPER_CONNECT=third:2281");
    row("kraft-voters", "another-id-problem", "KAFKA_CONTROLLER_QUORUM_VOTERS=7@another-id-problem:29093");
    row("kraft-voters", "not-among-problem", "KAFKA_CONTROLLER_QUORUM_VOTERS=1@one-ok:29093,9@not-among-problem:29093");
    row("kraft-voters", "port-problem", "KAFKA_CONTROLLER_QUORUM_VOTERS=10@port-problem:29093");
    row("kraft-voters", "nobody-problem", "");
    row("kraft-voters", "same-id-problem", ""); // which of the two is wrong is not certain
    row("kraft-voters", "controller-problem", "KAFKA_CONTROLLER_QUORUM_VOTERS=17@controller-problem:29093");
    row("kafka-memory", "by-default-problem", "KAFKA_HEAP_OPTS=-Xmx682m");
    row("kafka-memory", "deploy-problem", "KAFKA_HEAP_OPTS=-Xmx682m");
    row("kafka-memory", "tiny-heap-problem", "KAFKA_HEAP_OPTS=-Xmx512m -Xmx512m");
    row("kafka-memory", "tiny-limit-problem", "mem_limit: 768m");
    row("kafka-memory", "later-problem", "KAFKA_OPTS=-Xmx682m -Dx=y");
    row("kafka-values", "word-problem", ""); // a guess would cost records
    row("kafka-values", "forever-problem", "KAFKA_NUM_PARTITIONS=1");
    row("kafka-values", "kept-problem", "");
    row("kafka-values", "days-problem",
        "KAFKA_LOG_RETENTION_HOURS=168; KAFKA_LOG_RETENTION_MS=7200000; KAFKA_REQUEST_TIMEOUT_MS=45000");
    row("kafka-values", "size-problem",
        "KAFKA_CFG_LOG_RETENTION_BYTES=1073741824; KAFKA_CFG_LOG_SEGMENT_BYTES=67108864");
    row("kafka-values", "too-large-problem", "KAFKA_LOG_SEGMENT_BYTES=1073741824");
    row("kafka-values", "too-small-problem", "KAFKA_NUM_PARTITIONS=1");
    row("kafka-values", "yes-problem", "KAFKA_DELETE_TOPIC_ENABLE=true; KAFKA_LOG_CLEANER_ENABLE=false");
    row("kafka-values", "policy-problem", "KAFKA_LOG_CLEANUP_POLICY=compact,delete; KAFKA_MESSAGE_MAX_BYTES=1000000");
    row("zk-server-id", "zk2-problem", "ZOOKEEPER_SERVER_ID=2");
    row("zk-server-id", "zk3-problem", "ZOOKEEPER_SERVER_ID=3");
    row("zk-server-id", "zoo3-problem", "ZOO_MY_ID=3");
    row("zk-server-id", "bit2-problem", "ZOO_SERVER_ID=2");
    row("zk-server-id", "not-in-it-problem", "");
    row("kafka-fixed-broker-id", "bitnami-same-problem", ""); // the first of two keeps it
    row("kafka-fixed-broker-id", "confluent-same-problem",
        "KAFKA_BROKER_ID=13; KAFKA_BROKER_ID_GENERATION_ENABLE=false");
    row("kafka-data-volume", "one-with-two-problem", "");
    row("kafka-data-volume", "two-with-one-problem",
        "");                                         // whose data it is cannot be told
    row("kafka-data-volume", "several-problem", ""); // each of its containers would have it again
    row("kafka-listeners.bound", "bound-elsewhere-problem",
        "KAFKA_LISTENERS=INSIDE://:9092; KAFKA_ADVERTISED_LISTENERS=INSIDE://bound-elsewhere-problem:9092; "
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=INSIDE:PLAINTEXT; KAFKA_INTER_BROKER_LISTENER_NAME=INSIDE");
    row("kafka-listeners.bound", "one-of-two-problem", // under the name by which the other looks for it
        "KAFKA_LISTENERS=IN://:9092; KAFKA_ADVERTISED_LISTENERS=IN://one-of-two-problem:9092; "
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=IN:PLAINTEXT; KAFKA_INTER_BROKER_LISTENER_NAME=IN");
    row("kafka-listeners", "shared-address-problem", ""); // the others' name for their listener is not told
    row("kafka-healthcheck", "aside-problem", "healthcheck.test: \"bash -c ': < /dev/tcp/localhost/9092'\"");
    row("zk-healthcheck", "aside-problem", "healthcheck.test: echo srvr | nc localhost 2181 | grep Mode");
    row("zk-memory", "official-problem", "ZK_SERVER_HEAP=341");
    row("zk-memory", "flags-problem", "JVMFLAGS=-Xmx341m -Dx=y");
    row("zk-memory", "bitnami-problem", "mem_limit: 1536m");
}

void TestAudit::mends()
{
    QFETCH(const QString, rule);
    QFETCH(const QString, service);
    QFETCH(const QString, text);
    const auto audit = lookAt(dataFolder("rules") + QLatin1Char('/') + rule + QStringLiteral(".yaml"));
    QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
    const auto found = std::ranges::find_if(audit->findings, [&](const Finding &one) {
        return one.rule == rule.section(QLatin1Char('.'), 0, 0) && one.service == service;
    });
    QVERIFY(found != audit->findings.end());
    QVERIFY(found->status == Status::Problem);
    QStringList texts;
    for (const Change &one : found->changes)
        texts += changeText(one);
    QCOMPARE(texts.join(QStringLiteral("; ")), text);
}

void TestAudit::shapes()
{
    QFETCH(const QString, folder);
    const auto audit = lookAt(folder);
    QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
    const QStringList said = saidOf(audit->findings), expected = expectedIn(folder);
    const QString more = without(said, expected), less = without(expected, said);
    QVERIFY2(more.isEmpty() && less.isEmpty(),
             qPrintable(QStringLiteral("not expected:\n%1\nmissing:\n%2").arg(more, less)));
    for (const Finding &one : audit->findings)
        QVERIFY2(!one.why.isEmpty() && !one.found.isEmpty() && !one.expected.isEmpty(), qPrintable(lineOf(one)));
}

// Each fix alone, and all of them.
void TestAudit::ways()
{
    QFETCH(const QString, folder);
    QTemporaryDir copy;
    copyFolder(folder, copy.path());
    const auto audit = lookAt(copy.path());
    QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
    const engine::Engine engine = ourEngine();
    const auto all = prepare(
        engine, *audit, [](const Finding &) { return true; }, never);
    QVERIFY2(all, all ? "" : qPrintable(all.error().message));
    QStringList left;
    for (const NotWritten &one : all->written.left)
        left += one.change.service + QLatin1String(": ") + one.why.message;
    QVERIFY2(left.isEmpty(), qPrintable(joined(left)));
    for (const EditedFile &file : all->written.files)
        QVERIFY2(harmIn(file).isEmpty(), qPrintable(harmIn(file) + QLatin1Char('\n') + unifiedDiff(file, file.path)));
    for (const Finding &before : audit->findings) {
        if (!isWrong(before) || !before.isFixable())
            continue;
        const auto after = std::ranges::find_if(all->after.findings, [&](const Finding &one) {
            return one.rule == before.rule && one.service == before.service;
        });
        const bool isRight = after == all->after.findings.end() || !isWrong(*after);
        QVERIFY2(isRight, isRight ? "" : qPrintable(lineOf(*after) + QLatin1String(": ") + after->found));
    }
}

// Each is refused in words, and where it is certain which line is wrong, that line is named.
void TestAudit::broken_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("place");
    const QDir folder(dataFolder("ways/broken"));
    QMap<QString, QString> places;
    for (const QString &line :
         QString::fromUtf8(bytesOf(folder.filePath(QStringLiteral("places.txt")))).split(QLatin1Char('\n')))
        places[line.section(QLatin1Char(' '), 0, 0)] = line.section(QLatin1Char(' '), 1).trimmed();
    for (const QString &one : folder.entryList({QStringLiteral("*.yaml")}, QDir::Files))
        QTest::newRow(qPrintable(one)) << folder.filePath(one) << places.value(one);
}

void TestAudit::broken()
{
    QFETCH(const QString, file);
    QFETCH(const QString, place);
    const auto audit = lookAt(file);
    QVERIFY2(!audit, "it was read");
    const Error &error = audit.error();
    QVERIFY(!error.message.isEmpty());
    if (!place.isEmpty())
        QVERIFY2((error.message + QLatin1Char(':'))
                     .contains(QFileInfo(file).fileName() + QLatin1Char(':') + place.section(QLatin1Char(':'), 0, 0)
                               + QLatin1Char(':')),
                 qPrintable(place + QLatin1String(" ← ") + error.message + QLatin1String(" | ") + error.hint
                            + QLatin1String(" | ") + error.detail));
}

void TestAudit::writesAndTakesBack()
{
    QTemporaryDir home, folder;
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    const QString real = folder.filePath(QStringLiteral("real.yaml")),
                  link = folder.filePath(QStringLiteral("compose.yaml"));
    const QByteArray text = "services:\n  zookeeper:\n    image: confluentinc/cp-zookeeper:7.5.0 # pinned\n";
    {
        QFile file(real);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
    QVERIFY(QFile::setPermissions(real, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QVERIFY(QFile::link(real, link));
    const auto audit = lookAt(link);
    QVERIFY(audit);
    const auto fix = prepare(
        ourEngine(), *audit, [](const Finding &one) { return one.rule == QLatin1String("zk-restart"); }, never);
    QVERIFY2(fix, fix ? "" : qPrintable(fix.error().message));
    QCOMPARE(bytesOf(real), text); // nothing yet
    QCOMPARE(QDir(folder.path()).entryList({QStringLiteral(".brokerdeck*")}, QDir::Files | QDir::Hidden),
             QStringList());

    const auto kept = apply(*fix, TimePoint(std::chrono::seconds(1'700'000'000)));
    QVERIFY2(kept, kept ? "" : qPrintable(kept.error().message));
    QCOMPARE(bytesOf(real), text + "    restart: unless-stopped\n");
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(QFile::permissions(real).testFlag(QFile::ReadGroup));
    QVERIFY(!QFile::permissions(real).testFlag(QFile::ReadOther));
    QCOMPARE(kept->size(), 1);
    QCOMPARE(bytesOf(kept->first()), text);

    QCOMPARE(apply(*fix, TimePoint()).error().code, ErrorCode::InvalidUse); // it is no longer what was read
    const auto restored = undo(audit->project);
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().message));
    QCOMPARE(bytesOf(real), text);
    QCOMPARE(undo(audit->project).error().code, ErrorCode::NotFound);

    // As if we had been killed when the list was written and the file was not: it is as it was, and that is no error.
    QVERIFY(apply(*fix, TimePoint()));
    {
        QFile file(real);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
    QVERIFY(canUndo(audit->project));
    QVERIFY(undo(audit->project));
    QCOMPARE(bytesOf(real), text);
    QVERIFY(!canUndo(audit->project));

    QVERIFY(apply(*fix, TimePoint()));
    {
        QFile file(real);
        QVERIFY(file.open(QFile::Append));
        file.write("# mine\n");
    }
    QCOMPARE(undo(audit->project).error().code, ErrorCode::InvalidUse);
    QVERIFY(bytesOf(real).endsWith("# mine\n"));
}

// What comes after Compose has answered.
void TestAudit::twoHundredServices()
{
    QTemporaryDir folder;
    QByteArray text = "services:\n  zookeeper:\n    image: zookeeper:3.8\n";
    for (int i = 0; i < 20; ++i) {
        const QByteArray n = QByteArray::number(i);
        text +=
            "  kafka-" + n
            + ":\n    image: confluentinc/cp-kafka:7.5.0\n    depends_on: [zookeeper]\n    ports:\n      - \""
            + QByteArray::number(9092 + i) + ":9092\"\n    environment:\n      KAFKA_BROKER_ID: " + n
            + "\n      KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181\n      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka-"
            + n + ":9092\n";
    }
    for (int i = 0; i < 179; ++i) {
        const QByteArray n = QByteArray::number(i), kafka = "kafka-" + QByteArray::number(i % 20);
        text += "  worker-" + n + ":\n    image: example/worker:1\n    depends_on: [" + kafka + "]\n    ports: [\""
                + QByteArray::number(20'000 + i) + ":80\"]\n    environment:\n      - KAFKA_BOOTSTRAP_SERVERS=" + kafka
                + ":9092\n      - OTHER=" + n + "\n";
    }
    QFile file(folder.filePath(QStringLiteral("compose.yaml")));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(text);
    file.close();
    const auto found = lookAt(folder.path());
    QVERIFY2(found, found ? "" : qPrintable(found.error().message));
    QCOMPARE(found->project.services.size(), size_t(200));
    QElapsedTimer timer;
    timer.start();
    const auto sources = readSources(found->project);
    const auto findings = audit::audit({found->project, *sources});
    qInfo("200 services: %lld ms after Compose has answered, %zu findings", timer.elapsed(), findings.size());
    QVERIFY(timer.elapsed() < 1000); // the figure itself is bench/audit's
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
