// Lines of logs: what each is, how many are kept, and which are found.
#include <QtTest>

#include "logs/logsearch.h"

using namespace bd;
using namespace bd::logs;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

TimePoint at(int second)
{
    return TimePoint(std::chrono::seconds(second));
}

} // namespace

class TestLogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelsAreThoseOfTheLogger_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        const auto row = [](const char *line, Level level) { QTest::newRow(line) << QByteArray(line) << int(level); };
        row("[2026-11-23 23:39:18,572] ERROR Error while creating ephemeral", Level::Error);
        row("[2026-11-23 23:39:18,572] INFO An ERROR is what it is not", Level::Info);
        row("2026-11-23 23:38:41,512 [myid:] - WARN  [main:QuorumPeerMain@139]", Level::Warn);
        row("{\"time\":\"x\",\"level\":\"error\",\"msg\":\"no\"}", Level::Error);
        row("ts=1 level=warning msg=slow", Level::Warn);
        row("[warn] too slow", Level::Warn);
        row("an error of somebody", Level::None);
        row("ERRORS are many", Level::None);
        row("", Level::None);
    }

    void levelsAreThoseOfTheLogger()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        QCOMPARE(int(levelOf(line)), level);
    }

    void tracesBelongToTheirLine()
    {
        LogStore store(1 << 20);
        const int kafka = store.source(s("kafka")), other = store.source(s("mail"));
        QCOMPARE(store.source(s("kafka")), kafka);
        for (const char *line : {"[x] ERROR it failed", "java.lang.IllegalStateException: no", "\tat a.b(C.java:1)"})
            store.append(kafka, at(1), line);
        store.append(other, at(2), "org.apache.kafka.common.KafkaException: said alone");
        for (const char *line : {"\t... 12 more", "Caused by: java.io.IOException: x", "[x] INFO well again"})
            store.append(kafka, at(3), line);
        QList<bool> frames;
        QList<int> levels;
        for (qint64 n = 0; n < store.end(); ++n) {
            frames += store.line(n).isOfTrace;
            levels += int(store.line(n).level);
        }
        QCOMPARE(frames, (QList<bool>{false, true, true, false, true, true, false}));
        const int error = int(Level::Error), none = int(Level::None);
        QCOMPARE(levels, (QList<int>{error, error, error, none, error, error, int(Level::Info)}));
        Wanted folded;
        folded.foldsTraces = true;
        QCOMPARE(logs::search(store, folded, 0, store.end(), {}), (std::vector<qint64>{0, 3, 6}));
        folded.matcher = Matcher::text(s("12 MORE")); // what is searched for is found in frames, too
        QCOMPARE(logs::search(store, folded, 0, store.end(), {}), std::vector<qint64>{4});
    }

    void coloursAreDrawnAndOtherEscapesDropped()
    {
        const Coloured line = coloured(
            "\x1b[1;31mred\x1b[0m plain \x1b[92mgreen\x1b[39m\x1b]0;title\x07\x1b[2J\x1b[38;5;200m!\x01");
        QCOMPARE(line.text, s("red plain green!"));
        QCOMPARE(line.spans, (std::vector<Span>{{0, 3, 1, true}, {10, 5, 10, false}}));
        QVERIFY(!line.isCut);
        QCOMPARE(coloured("\x1b").text, QString());
        QCOMPARE(coloured("\x1b[").text, QString());
        QCOMPARE(coloured("\x1b[999999999999999999m!").text, s("!"));
        const Coloured cut = coloured("\x1b[31m" + QByteArray(5000, 'x'), 100);
        QVERIFY(cut.isCut);
        QCOMPARE(cut.text.size(), 101);
        QCOMPARE(cut.spans.front().length, 100);
    }

    void theOldestGoFirst()
    {
        LogStore store(3 << 20);
        const int source = store.source(s("x"));
        for (int n = 0; n < 100'000; ++n)
            store.append(source, at(n), QByteArray("line ") + QByteArray::number(n) + QByteArray(80, '.'));
        QCOMPARE(store.end(), 100'000);
        QVERIFY(store.first() > 50'000);
        QVERIFY(store.bytes() <= 3 << 20);
        QVERIFY(store.line(store.first()).text.startsWith("line " + QByteArray::number(store.first())));
        QVERIFY(store.line(99'999).text.startsWith("line 99999"));
        store.append(source, at(1), QByteArray(5 << 20, 'y')); // longer than all that is kept
        QCOMPARE(store.line(store.end() - 1).text.size(), 5 << 20);
        QCOMPARE(store.first(), 100'000);
        store.setMostBytes(64 << 20);
        for (int n = 0; n < 10; ++n)
            store.append(source, at(n), "z");
        QCOMPARE(store.end() - store.first(), 11);
    }

    void aCopyStaysAsItWas()
    {
        LogStore store(1 << 20);
        const int source = store.source(s("x"));
        store.append(source, at(1), "before");
        const LogStore copy = store;
        for (int n = 0; n < 20'000; ++n)
            store.append(source, at(2), "after");
        QCOMPARE(copy.end(), 1);
        QCOMPARE(copy.line(0).text.toByteArray(), QByteArray("before"));
        QVERIFY(store.line(store.end() - 1).text == "after");
    }

    void filtersJoin()
    {
        LogStore store(1 << 20);
        const int kafka = store.source(s("kafka")), mail = store.source(s("mail"));
        store.append(kafka, at(10), "INFO a");
        store.append(mail, at(20), "WARN b");
        store.append(kafka, at(30), "ERROR c");
        const auto found = [&](const Wanted &wanted) { return logs::search(store, wanted, 0, store.end(), {}); };
        Wanted wanted;
        QCOMPARE(found(wanted).size(), size_t(3));
        wanted.least = Level::Warn;
        QCOMPARE(found(wanted), (std::vector<qint64>{1, 2}));
        wanted.sources = {mail};
        QCOMPARE(found(wanted), std::vector<qint64>{1});
        wanted = {};
        wanted.since = at(20);
        wanted.until = at(29);
        QCOMPARE(found(wanted), std::vector<qint64>{1});
        wanted = {};
        wanted.matcher = *Matcher::pattern(s("^(INFO|ERROR) [ac]$"));
        QCOMPARE(found(wanted), (std::vector<qint64>{0, 2}));
        QVERIFY(!Matcher::pattern(s("(")));
        QCOMPARE(Matcher::text(s("ÄRGER")).found(s("viel Ärger, ärger!")),
                 (std::vector<Span>{{5, 5, -1, false}, {12, 5, -1, false}}));
        QVERIFY(Matcher::text(s("a.b")).matches("xa.bx") && !Matcher::text(s("a.b")).matches("aXb"));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(logs::search(store, {}, 0, store.end(), stop.get_token()).empty());
    }
};

QTEST_APPLESS_MAIN(TestLogs)
#include "tst_logs.moc"
