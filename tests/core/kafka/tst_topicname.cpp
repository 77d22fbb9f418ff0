// Which names Kafka takes.
#include <QtTest>

#include "kafka/topicname.h"

using namespace bd;

class TestTopicName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatKafkaTakes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("plain") << QStringLiteral("orders") << true;
        QTest::newRow("all kinds") << QStringLiteral("Orders.v1_dead-letter") << true;
        QTest::newRow("longest") << QString(249, QLatin1Char('a')) << true;
        QTest::newRow("too long") << QString(250, QLatin1Char('a')) << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("dot") << QStringLiteral(".") << false;
        QTest::newRow("two dots") << QStringLiteral("..") << false;
        QTest::newRow("three dots") << QStringLiteral("...") << true;
        QTest::newRow("blank") << QStringLiteral("my orders") << false;
        QTest::newRow("slash") << QStringLiteral("a/b") << false;
        QTest::newRow("umlaut") << QStringLiteral("auftr\u00e4ge") << false;
        QTest::newRow("other digits") << QStringLiteral("\u0661") << false;
    }

    void takesWhatKafkaTakes()
    {
        QFETCH(QString, name);
        QFETCH(bool, isTaken);
        QCOMPARE(kafka::topicNameProblem(name).isEmpty(), isTaken);
    }

    void namesWhatIsWrong()
    {
        QVERIFY(kafka::topicNameProblem(u"my orders!").contains(QStringLiteral("« »")));
        QVERIFY(kafka::topicNameProblem(QString(300, QLatin1Char('a'))).contains(QLatin1String("300")));
    }

    void findsWhatCollides()
    {
        const QStringList others{QStringLiteral("orders.new"), QStringLiteral("a_b.c")};
        QCOMPARE(kafka::collidingTopic(QStringLiteral("orders_new"), others), QStringLiteral("orders.new"));
        QCOMPARE(kafka::collidingTopic(QStringLiteral("a.b_c"), others), QStringLiteral("a_b.c"));
        QCOMPARE(kafka::collidingTopic(QStringLiteral("orders.new"), others), QString()); // the same one
        QCOMPARE(kafka::collidingTopic(QStringLiteral("orders-new"), others), QString());
    }
};

QTEST_GUILESS_MAIN(TestTopicName)
#include "tst_topicname.moc"
