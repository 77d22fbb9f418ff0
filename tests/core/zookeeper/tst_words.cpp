#include <QtTest>

#include "zookeeper/words.h"

using namespace bd;
using namespace bd::zookeeper;

namespace {

// As zookeeper-shell of Kafka 3.9.1 writes it.
const char *const greeting =
    "Connecting to localhost:2181\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n";

QString shell(const char *answer)
{
    return QString::fromUtf8(greeting) + QString::fromUtf8(answer);
}

} // namespace

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connections()
    {
        const QByteArray cons =
            " /172.19.0.1:47020[0](queued=0,recved=1,sent=0)\n"
            " /172.19.0.3:46774[1](queued=0,recved=66,sent=68,sid=0x10000c750840000,lop=PING,est=1795717548244,"
            "to=18000,lcxid=0x40,lzxid=0x1d,lresp=13080709,llat=1,minlat=0,avglat=1,maxlat=9)\n"
            " /[0:0:0:0:0:0:0:1]:5000[1](queued=0,sid=0xff00000000000001,lop=PING)\n\nrubbish\n /x\n";
        const auto all = connectionsIn(cons);
        QCOMPARE(all.size(), size_t(3));
        QVERIFY((all[0] == Connection{0, QStringLiteral("172.19.0.1")}));
        QVERIFY((all[1] == Connection{0x10000c750840000, QStringLiteral("172.19.0.3")}));
        QCOMPARE(sessionText(all[2].session), QStringLiteral("0xff00000000000001"));
        QVERIFY(connectionsIn("cons is not executed because it is not in the whitelist.\n").empty());
    }

    void sessions()
    {
        QCOMPARE(sessionFrom(u"0x10000c750840000"), std::optional<qint64>(0x10000c750840000));
        QCOMPARE(sessionFrom(u"72057594037927936"), std::optional<qint64>(72057594037927936));
        QCOMPARE(sessionFrom(u"-72057594037927935"), std::optional<qint64>(-72057594037927935)); // of server 255
        QCOMPARE(sessionText(-72057594037927935), QStringLiteral("0xff00000000000001"));
        QVERIFY(!sessionFrom(u"0xyz") && !sessionFrom(u"") && !sessionFrom(u"0x"));
    }

    void paths_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isGood");
        for (const char *good : {"/", "/brokers/ids/1", "/a b", "/…", "/...", "/--"})
            QTest::newRow(good) << QString::fromUtf8(good) << true;
        for (const char *bad : {"", "a", "a/b", "//", "/a/", "/a//b", "/.", "/a/../b", "/a\nb", "/a\x7f"})
            QTest::newRow(*bad ? bad : "empty") << QString::fromUtf8(bad) << false;
    }

    void paths()
    {
        QFETCH(QString, path);
        QFETCH(bool, isGood);
        QCOMPARE(isPath(path), isGood);
    }

    void aNodeByTheTool()
    {
        const auto node =
            nodeIn(shell("{\"endpoints\":[\"INSIDE://kafka:29092\"],\n\"version\":5}\n"
                         "cZxid = 0x19\nctime = Thu Nov 26 18:25:49 GMT 2026\nmZxid = 0x1a\n"
                         "mtime = Thu Nov 26 18:25:50 UTC 2026\npZxid = 0x19\ncversion = 0\ndataVersion = 1\n"
                         "aclVersion = 0\nephemeralOwner = 0x10000c750840000\ndataLength = 234\nnumChildren = 0\n"),
                   QStringLiteral("/brokers/ids/1"));
        QVERIFY(node && *node);
        QCOMPARE((*node)->path, QStringLiteral("/brokers/ids/1"));
        QCOMPARE((*node)->data, QByteArray("{\"endpoints\":[\"INSIDE://kafka:29092\"],\n\"version\":5}"));
        QCOMPARE((*node)->stat.czxid, qint64(0x19));
        QCOMPARE((*node)->stat.ephemeralOwner, qint64(0x10000c750840000));
        QCOMPARE(toIso((*node)->stat.createdAt), QStringLiteral("2026-11-26T18:25:49.000000Z"));
        QCOMPARE(toIso((*node)->stat.changedAt), QStringLiteral("2026-11-26T18:25:50.000000Z"));
        QCOMPARE((*node)->stat.dataVersion, qint64(1));
    }

    void aNodeWithoutData()
    {
        const auto node = nodeIn(shell("null\ncZxid = 0x4\nctime = Thu Nov 26 18:25:48 CET 2026\nephemeralOwner = 0x0\n"
                                       "dataLength = 0\nnumChildren = 3\n"),
                                 QStringLiteral("/brokers"));
        QVERIFY(node && *node && (*node)->data.isEmpty());
        QCOMPARE((*node)->stat.children, qint64(3));
        QVERIFY((*node)->stat.createdAt == TimePoint{}); // CET names no offset for certain
    }

    void dataThatLooksLikeAStat() // only the last one is the tool's own
    {
        const auto node = nodeIn(shell("cZxid = 0x666\nephemeralOwner = 0x666\ncZxid = 0x4\nephemeralOwner = 0x7\n"
                                       "dataLength = 40\n"),
                                 QStringLiteral("/x"));
        QVERIFY(node && *node);
        QCOMPARE((*node)->stat.czxid, qint64(4));
        QCOMPARE((*node)->stat.ephemeralOwner, qint64(7));
    }

    void noNode()
    {
        const QString answer = shell(
            "Node does not exist: /nope\n[2026-11-26 18:26:01,964] ERROR Exiting JVM with code 1\n");
        const auto node = nodeIn(answer, QStringLiteral("/nope"));
        QVERIFY(node && !*node);
        const QString older = QStringLiteral("KeeperException$NoNodeException: KeeperErrorCode = NoNode for /nope");
        for (const QString &text : {answer, older}) {
            const auto names = childrenIn(text);
            QVERIFY(names && !*names);
        }
    }

    void children_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("three") << QStringLiteral("[topics, ids, seqid]")
                               << QStringList{QStringLiteral("ids"), QStringLiteral("seqid"), QStringLiteral("topics")};
        QTest::newRow("none") << QStringLiteral("[]") << QStringList();
        QTest::newRow("brackets") << QStringLiteral("[it's [odd]]") << QStringList{QStringLiteral("it's [odd]")};
    }

    void children()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, names);
        const auto read = childrenIn(QString::fromUtf8(greeting) + line + QLatin1Char('\n'));
        QVERIFY(read && *read);
        QCOMPARE(**read, names);
    }

    void theEventComesWhenItLikes() // on a thread of the tool's own
    {
        const QString event = QStringLiteral("\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n");
        const QString hello = QStringLiteral("Connecting to localhost:2181\n");
        const QString stat = QStringLiteral("cZxid = 0x4\nephemeralOwner = 0x7\ndataLength = 4\n");
        for (const QString &output :
             {hello + event + QStringLiteral("data\n") + stat, hello + QStringLiteral("data\n") + event + stat,
              hello + QStringLiteral("data\n") + stat + event}) {
            const auto node = nodeIn(output, QStringLiteral("/x"));
            QVERIFY(node && *node);
            QCOMPARE((*node)->data, QByteArray("data"));
            QCOMPARE((*node)->stat.ephemeralOwner, qint64(7));
        }
        for (const QString &output :
             {hello + event + QStringLiteral("[1, 2]\n"), hello + QStringLiteral("[1, 2]\n") + event,
              QStringLiteral("[2026-11-26 18:26:01,964] WARN odd [x]\n") + hello + QStringLiteral("[1, 2]\n")
                  + event}) {
            const auto names = childrenIn(output);
            QVERIFY(names && *names);
            QCOMPARE(**names, (QStringList{QStringLiteral("1"), QStringLiteral("2")}));
        }
    }

    void whatIsNoAnswer()
    {
        for (const char *text : {"", "Connecting to localhost:2181\n", "Exception in thread \"main\"", "[", "]"}) {
            const QString answer = QString::fromUtf8(text);
            QVERIFY(!nodeIn(answer, QStringLiteral("/x")));
            QVERIFY(!childrenIn(answer));
        }
    }
};

QTEST_APPLESS_MAIN(TestWords)
#include "tst_words.moc"
