#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/timeline/samplerun.h"
#include "timeline/csv.h"
#include "timeline/textpicture.h"
#include "timeline/traceevent.h"

using namespace bd;
using namespace bd::timeline;
using samples::at;
using samples::Script;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Timeline withProbe(const QString &summary)
{
    Script script;
    script.lane(s("a"), compose::Role::Worker);
    script.starts(0, s("a"));
    script.probe(300, s("a"), ProbeKind::HealthCheck, false, s("t"), summary);
    return fold(script.inOrder(), at(1000));
}

QJsonArray traceOf(const Timeline &timeline)
{
    return QJsonDocument::fromJson(toTraceEvents(timeline, s("kc-backend")))[s("traceEvents")].toArray();
}

std::vector<QJsonObject> ofPhase(const QJsonArray &trace, const char *phase)
{
    std::vector<QJsonObject> events;
    for (const QJsonValue &value : trace) {
        if (value[s("ph")].toString() == s(phase))
            events.push_back(value.toObject());
    }
    return events;
}

} // namespace

class TestTimelineExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csvHasARowForEverything()
    {
        const Timeline timeline = fold(samples::doneRun(), at(60'000));
        const QList<QByteArray> lines = toCsv(timeline).trimmed().split('\n');
        QCOMPARE(lines.first().trimmed(), QByteArray("type,service,kind,from,from_s,to_s,duration_s,passed,text"));
        qsizetype expected = 1 + static_cast<qsizetype>(timeline.arrows.size() + timeline.phases.size());
        for (const Lane &lane : timeline.lanes)
            expected += static_cast<qsizetype>(lane.spans.size() + lane.marks.size());
        QCOMPARE(lines.size(), expected);
        for (const QByteArray &line : lines)
            QVERIFY2(line.endsWith('\r') || line == lines.last(), line.constData());
        QVERIFY(
            lines.contains("span,kafka,starting,2026-11-23T14:02:00.952000Z,0.952000,4.201000,3.249000,,starting\r"));
        QVERIFY(
            lines.contains("gate,kafka,critical,2026-11-23T14:02:00.950000Z,0.950000,0.950000,0.000000,,zookeeper\r"));
    }

    void csvCellsAreQuotedAndNoFormulas_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("plain") << s("fine") << QByteArray("fine");
        QTest::newRow("comma") << s("a, b") << QByteArray("\"a, b\"");
        QTest::newRow("quote") << s("say \"no\"") << QByteArray("\"say \"\"no\"\"\"");
        QTest::newRow("lines") << s("a\nb") << QByteArray("\"a\nb\"");
        QTest::newRow("formula") << s("=HYPERLINK(1)") << QByteArray("'=HYPERLINK(1)");
        QTest::newRow("formula, quoted") << s("+1,2") << QByteArray("\"'+1,2\"");
        QTest::newRow("umlaut") << s("größer") << QByteArray("größer");
    }

    void csvCellsAreQuotedAndNoFormulas()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, cell);
        const QByteArray csv = toCsv(withProbe(text));
        QVERIFY2(csv.contains(",false," + cell + "\r\n"), csv.constData());
    }

    void traceEventsNestAndNameTheirThreads()
    {
        const Timeline timeline = fold(samples::doneRun(), at(60'000));
        const QJsonArray trace = traceOf(timeline);
        std::map<int, qint64> ends;
        for (const QJsonObject &event : ofPhase(trace, "X")) {
            const int thread = event[s("tid")].toInt();
            const qint64 from = event[s("ts")].toInteger();
            QVERIFY(event[s("dur")].toInteger() >= 0);
            QVERIFY2(from >= ends[thread], "events of one thread overlap");
            ends[thread] = from + event[s("dur")].toInteger();
        }
        QStringList names;
        for (const QJsonObject &event : ofPhase(trace, "M")) {
            if (event[s("name")] == s("thread_name"))
                names += event[s("args")][s("name")].toString();
        }
        QVERIFY(names.contains(s("kafka")));
        QVERIFY(names.contains(s("critical path")));
    }

    void traceEventsHaveAFlowForEachGate()
    {
        const Timeline timeline = fold(samples::doneRun(), at(60'000));
        const QJsonArray trace = traceOf(timeline);
        const auto begins = ofPhase(trace, "s");
        const auto ends = ofPhase(trace, "f");
        QCOMPARE(begins.size(), timeline.arrows.size());
        QCOMPARE(ends.size(), begins.size());
        for (std::size_t index = 0; index < begins.size(); ++index) {
            QCOMPARE(begins[index][s("id")], ends[index][s("id")]);
            QVERIFY(begins[index][s("tid")] != ends[index][s("tid")]);
        }
    }

    void thePictureInTextFitsItsColumns_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addColumn<bool>("unicode");
        for (const int columns : {40, 72, 80, 133, 240}) {
            QTest::addRow("%d, unicode", columns) << columns << true;
            QTest::addRow("%d, ascii", columns) << columns << false;
        }
    }

    void thePictureInTextFitsItsColumns()
    {
        QFETCH(int, columns);
        QFETCH(bool, unicode);
        Run run = samples::mailWorkerFails();
        run.lanes.push_back(
            {s("a-service-with-a-name-that-is-longer-than-any-terminal-is-wide"), compose::Role::Other, {}});
        for (const QString &line : textPicture(fold(run, at(6200)), {columns, unicode}, at(6200))) {
            QVERIFY2(line.size() <= columns, qPrintable(line));
            if (!unicode)
                QVERIFY2(std::ranges::all_of(line, [](QChar c) { return c.unicode() < 128; }), qPrintable(line));
        }
    }

    void thePictureInTextShowsLanesAsBarsWithTheirTimes()
    {
        const QStringList lines = textPicture(fold(samples::doneRun(), at(60'000)), {80, false}, at(60'000));
        const auto kafka = std::ranges::find_if(lines,
                                                [](const QString &line) { return line.startsWith(s("kafka ")); });
        QVERIFY(kafka != lines.end());
        QVERIFY2(kafka->contains(s("....===")) && kafka->contains(s("=###")) && kafka->endsWith(s("4.2 s")),
                 qPrintable(*kafka));
        QVERIFY(lines.contains(s("Critical path: zookeeper -> kafka -> kafka-init -> billing-worker")));
        QVERIFY(lines.first().startsWith(s("5.6 s: 58 % Kafka's JVM")));
    }

    void escapesOfContainersDoNotReachTheTerminal()
    {
        for (const QString &line : textPicture(withProbe(s("\x1b[2Jgone\x07")), {80, true}, at(1000)))
            QVERIFY(!line.contains(QChar(0x1b)) && !line.contains(QChar(7)));
    }
};

QTEST_GUILESS_MAIN(TestTimelineExport)
#include "tst_timelineexport.moc"
