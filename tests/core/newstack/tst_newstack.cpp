// Compose files for new stacks: of every kind, read by Compose's own command, without a finding of the audit.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "audit/fixer.h"
#include "compose/load.h"
#include "newstack/newstack.h"
#include "process/process.h"

using namespace bd;
using namespace bd::newstack;

namespace {

const std::stop_token never;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Choice plainChoice()
{
    Choice choice;
    choice.name = s("shop");
    choice.clusterId = s("MkU3OEVBNTcwNTJENDM2Qg");
    choice.topics = {{s("purchase-created"), 3, 1, {{s("retention.ms"), s("86400000")}}},
                     {s("dead.letter_queue"), 1, 1, {}}};
    choice.workers = {s("mail-worker"), s("on")}; // which YAML takes for a truth value
    return choice;
}

} // namespace

class TestNewStack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesTheAudit_data()
    {
        QTest::addColumn<Choice>("choice");
        for (const Family family : {Family::Confluent, Family::Apache}) {
            for (const Coordination coordination : {Coordination::KRaft, Coordination::ZooKeeper}) {
                for (const int brokers : {1, 3}) {
                    for (const bool bare : {false, true}) {
                        Choice choice = plainChoice();
                        choice.family = family;
                        choice.coordination = coordination;
                        choice.brokers = brokers;
                        choice.zookeeperPort = bare ? 0 : 2181;
                        if (bare) {
                            choice.topics.clear();
                            choice.name = s("0on");
                            choice.workers = {s("mail")};
                        }
                        if (!check(choice)) // Apache's with ZooKeeper
                            continue;
                        QTest::addRow("%s, %s, %d, %s", family == Family::Apache ? "apache" : "confluent",
                                      coordination == Coordination::KRaft ? "kraft" : "zookeeper", brokers,
                                      bare ? "bare" : "whole")
                            << choice;
                    }
                }
            }
        }
    }

    void passesTheAudit()
    {
        QFETCH(const Choice, choice);
        QTemporaryDir folder;
        const QString path = folder.filePath(s("compose.yaml"));
        const QByteArray text = composeFile(choice);
        {
            QFile file(path);
            QVERIFY(file.open(QFile::WriteOnly));
            file.write(text);
        }
        const engine::Engine engine(std::make_shared<process::SystemRunner>());
        const auto call = compose::callFor(path);
        QVERIFY(call);
        const auto audit = audit::look(engine, *call, never);
        QVERIFY2(audit, audit ? "" : qPrintable(audit.error().message + audit.error().detail));
        QCOMPARE(audit->project.name, choice.name);
        QStringList wrong;
        for (const audit::Finding &one : audit->findings) {
            if (one.status != audit::Status::Ok && one.status != audit::Status::NotApplicable)
                wrong += QStringLiteral("%1 %2: %3").arg(one.rule, one.service, one.found);
        }
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(wrong.join(QLatin1Char('\n')) + QLatin1Char('\n') + QString::fromUtf8(text)));
        QVERIFY(audit->findings.size() > 8);
        QCOMPARE(audit->project.isKRaft(), choice.coordination == Coordination::KRaft);
        // What the file makes is what was asked for.
        QStringList expected;
        for (const compose::ExpectedTopic &topic : audit->project.expectedTopics)
            expected += QStringLiteral("%1 %2 %3").arg(topic.name).arg(topic.partitions).arg(topic.replicationFactor);
        QStringList wanted;
        for (const compose::ExpectedTopic &topic : choice.topics)
            wanted += QStringLiteral("%1 %2 %3").arg(topic.name).arg(topic.partitions).arg(topic.replicationFactor);
        QCOMPARE(expected, wanted);
        // A line says what it is without being scrolled.
        for (const QByteArray &line : text.split('\n'))
            QVERIFY2(line.size() <= 140, line.constData());
        QVERIFY(!text.contains('\t') && !text.contains(" \n"));
    }

    void whatCannotBeIsSaid_data()
    {
        QTest::addColumn<Choice>("choice");
        const auto row = [](const char *name, auto change) {
            Choice choice = plainChoice();
            change(choice);
            QTest::newRow(name) << choice;
        };
        row("no name", [](Choice &c) { c.name.clear(); });
        row("upper case", [](Choice &c) { c.name = s("Shop"); });
        row("a path", [](Choice &c) { c.name = s("../shop"); });
        row("two brokers", [](Choice &c) { c.brokers = 2; });
        row("Apache with ZooKeeper",
            [](Choice &c) { c.family = Family::Apache, c.coordination = Coordination::ZooKeeper; });
        row("no cluster id", [](Choice &c) { c.clusterId.clear(); });
        row("a cluster id that is an option", [](Choice &c) { c.clusterId = s("-kU3OEVBNTcwNTJENDM2Qg"); });
        row("port 80", [](Choice &c) { c.kafkaPort = 80; });
        row("no room for ports", [](Choice &c) { c.brokers = 3, c.kafkaPort = 65534; });
        row("ZooKeeper on a broker's port",
            [](Choice &c) { c.coordination = Coordination::ZooKeeper, c.brokers = 3, c.zookeeperPort = 9094; });
        row("a topic with a quote", [](Choice &c) { c.topics[0].name = s("a'; rm -rf /"); });
        row("a topic that is an option", [](Choice &c) { c.topics[0].name = s("--help"); });
        row("a topic twice", [](Choice &c) { c.topics[1].name = c.topics[0].name; });
        row("more replicas than brokers", [](Choice &c) { c.topics[0].replicationFactor = 3; });
        row("a setting with a space", [](Choice &c) { c.topics[0].config[s("a")] = s("1 --delete"); });
        row("a worker called kafka", [](Choice &c) { c.workers = {s("kafka")}; });
        row("a worker twice", [](Choice &c) { c.workers = {s("a"), s("a")}; });
        row("an image with a line break", [](Choice &c) { c.kafkaImage = s("a\nprivileged: true"); });
        row("Apache's image, as if it were Confluent's", [](Choice &c) { c.kafkaImage = s("apache/kafka:3.9.0"); });
        row("no ZooKeeper any more", [](Choice &c) {
            c.coordination = Coordination::ZooKeeper, c.kafkaImage = s("confluentinc/cp-kafka:8.0.0");
        });
        row("no KRaft yet", [](Choice &c) { c.kafkaImage = s("confluentinc/cp-kafka:5.5.0"); });
        row("an image with a variable", [](Choice &c) { c.kafkaImage = s("${HOME}"); });
    }

    void whatCannotBeIsSaid()
    {
        QFETCH(const Choice, choice);
        const auto checked = check(choice);
        QVERIFY(!checked);
        QVERIFY(!checked.error().message.isEmpty() && !checked.error().hint.isEmpty());
    }

    void clusterIdsDiffer()
    {
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i) {
            Choice choice = plainChoice();
            choice.clusterId = newClusterId();
            QVERIFY2(check(choice), qPrintable(choice.clusterId));
            seen += choice.clusterId;
        }
        QCOMPARE(seen.size(), qsizetype(1000));
    }
};

QTEST_GUILESS_MAIN(TestNewStack)
#include "tst_newstack.moc"
