// How findings and changes are said.
#include <QTest>

#include "audit/rules.h"
#include "audit/words.h"

using namespace bd;
using namespace bd::audit;

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRuleHasATitle()
    {
        for (const Rule &rule : rules()) {
            QVERIFY2(titleOf(QLatin1String(rule.id)) != QLatin1String(rule.id), rule.id);
        }
        QCOMPARE(titleOf(QStringLiteral("of-tomorrow")), QStringLiteral("of-tomorrow"));
    }

    void changes_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("text");
        const char *texts[] = {
            "stop_grace_period: 60s",           "KAFKA_BROKER_ID=1",
            "KAFKA_SASL_PASSWORD=••••",         "volume kafka_data at /var/lib/kafka/data",
            "starts once zookeeper is healthy", "version goes",
            "port 127.0.0.1:9092:9092",         "command: «--create» becomes «--create --if-not-exists»",
            "command: + --if-not-exists",       "a new service"};
        for (int at = 0; at < static_cast<int>(std::size(texts)); ++at) {
            QTest::addRow("%d", at) << at << QString::fromUtf8(texts[at]);
        }
    }

    void changes()
    {
        QFETCH(const int, at);
        QFETCH(const QString, text);
        const QString kafka = QStringLiteral("kafka"), command = QStringLiteral("command");
        const std::vector<Change> all{
            {kafka, SetValue{{QStringLiteral("stop_grace_period")}, yaml::Node::raw(QStringLiteral("60s"))}},
            {kafka, SetVariable{QStringLiteral("KAFKA_BROKER_ID"), QStringLiteral("1")}},
            {kafka, SetVariable{QStringLiteral("KAFKA_SASL_PASSWORD"), QStringLiteral("hunter2")}},
            {kafka, MountVolume{QStringLiteral("kafka_data"), QStringLiteral("/var/lib/kafka/data")}},
            {kafka, WaitFor{QStringLiteral("zookeeper"), compose::Condition::Healthy}},
            {{}, Remove{{QStringLiteral("version")}}},
            {kafka, Publish{{}, {QStringLiteral("127.0.0.1"), 9092, 9092, {}}}},
            {kafka, ReplaceWithin{{command}, QStringLiteral("--create"), QStringLiteral("--create --if-not-exists")}},
            {kafka, AppendWord{{command}, QStringLiteral("--if-not-exists")}},
            {QStringLiteral("kafka-init"), AddService{}},
        };
        QCOMPARE(changeText(all.at(static_cast<size_t>(at))), text);
    }

    void whatComesOfThem()
    {
        const QString kafka = QStringLiteral("kafka"), worker = QStringLiteral("mail-worker");
        const Consequences come = consequencesOf(
            {{worker, WaitFor{kafka, compose::Condition::Healthy}}, // Compose makes nothing anew for a gate
             {worker, Remove{{QStringLiteral("depends_on")}}},
             {kafka, MountVolume{QStringLiteral("kafka_data"), QStringLiteral("/var/lib/kafka/data")}},
             {kafka, SetVariable{QStringLiteral("KAFKA_BROKER_ID"), QStringLiteral("1")}},
             {worker, MountVolume{QStringLiteral("own"), QStringLiteral("/data"), QStringLiteral("shared")}},
             {{}, Remove{{QStringLiteral("version")}}},
             {QStringLiteral("kafka-init"), AddService{}}});
        QCOMPARE(come, (Consequences{{kafka, worker}, {QStringLiteral("kafka-init")}, {kafka}, {worker}, {kafka}}));
        QCOMPARE(sentencesOf(come).size(), 3);
        QVERIFY(sentencesOf({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
