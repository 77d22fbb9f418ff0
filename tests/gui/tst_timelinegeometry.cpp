#include <QTest>

#include "core/timeline/samplerun.h"
#include "timeline/timelinecursor.h"
#include "timeline/timelinedetail.h"
#include "timeline/timelinegeometry.h"

using namespace bd;
using namespace bd::app;
using namespace bd::timeline;
using samples::at;
using Kind = TimelineItem::Kind;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Timeline sample()
{
    return fold(samples::doneRun(), at(60'000));
}

TimelineGeometry geometryOf(const Timeline &timeline)
{
    TimelineGeometry geometry;
    geometry.begin = timeline.from;
    geometry.whole = TimelineGeometry::wholeOf(timeline);
    geometry.lanes = static_cast<int>(timeline.lanes.size());
    return geometry.fitted();
}

} // namespace

class TestTimelineGeometry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesAndPixelsAreEachOthersInverse()
    {
        const TimelineGeometry geometry = geometryOf(sample()).zoomed(7, 400);
        for (const int ms : {0, 1, 950, 4201, 5600}) {
            const TimePoint time = at(ms);
            QVERIFY(std::chrono::abs(geometry.timeAt(geometry.xOf(time)) - time) <= Micros(1));
        }
    }

    void everythingFitsAtFirst()
    {
        const Timeline timeline = sample();
        const TimelineGeometry geometry = geometryOf(timeline);
        QVERIFY(geometry.isFitted());
        QCOMPARE(geometry.xOf(timeline.from), geometry.left);
        QVERIFY(geometry.xOf(timeline.to) <= geometry.left + geometry.width);
    }

    void aLiveScaleStandsStillForAWhile()
    {
        Timeline timeline = fold(samples::upToKafka().inOrder(), at(5000));
        const Micros whole = TimelineGeometry::wholeOf(timeline);
        timeline.to += Millis(100);
        QCOMPARE(TimelineGeometry::wholeOf(timeline), whole);
        timeline.to += Millis(3000);
        QVERIFY(TimelineGeometry::wholeOf(timeline) > timeline.to - timeline.from);
    }

    void zoomKeepsWhatIsUnderThePointer()
    {
        const TimelineGeometry geometry = geometryOf(sample());
        const double x = 500;
        const TimePoint under = geometry.timeAt(x);
        const TimelineGeometry nearer = geometry.zoomed(3, x);
        QVERIFY(nearer.length < geometry.length);
        QVERIFY(std::abs(nearer.xOf(under) - x) < 0.5);
    }

    void zoomAndPanStayInTheWhole()
    {
        const TimelineGeometry geometry = geometryOf(sample());
        QVERIFY(geometry.zoomed(0.01, 300).isFitted());
        const TimelineGeometry nearest = geometry.zoomed(1e12, 300);
        QCOMPARE(nearest.length, TimelineGeometry::shortest);
        const TimelineGeometry nearer = geometry.zoomed(4, 300);
        QCOMPARE(nearer.panned(-1e9).offset, Micros(0));
        const TimelineGeometry last = nearer.panned(1e9);
        QCOMPARE(last.offset + last.length, last.whole);
    }

    void ticksAreRoundNumbersFarEnoughApart_data()
    {
        QTest::addColumn<qint64>("micros");
        for (const qint64 micros :
             {1'000LL, 12'345LL, 900'000LL, 5'600'000LL, 45'000'000LL, 250'000'000LL, 4'000'000'000LL})
            QTest::addRow("%lld µs", static_cast<long long>(micros)) << micros;
    }

    void ticksAreRoundNumbersFarEnoughApart()
    {
        QFETCH(qint64, micros);
        TimelineGeometry geometry;
        geometry.whole = geometry.length = Micros(micros);
        const auto ticks = geometry.ticks();
        QVERIFY(ticks.size() >= 2);
        QVERIFY(ticks.size() <= 12);
        const Micros step = ticks[1].at - ticks[0].at;
        QString digits = QString::number(step.count() % 60'000'000 == 0 ? step.count() / 60'000'000 : step.count());
        while (digits.endsWith(QLatin1Char('0')))
            digits.chop(1);
        QVERIFY2(digits == s("1") || digits == s("2") || digits == s("5"), qPrintable(digits));
        QSet<QString> texts;
        for (std::size_t index = 0; index < ticks.size(); ++index) {
            texts.insert(ticks[index].text);
            if (index > 0)
                QVERIFY(ticks[index].x - ticks[index - 1].x >= 75);
        }
        QCOMPARE(texts.size(), static_cast<qsizetype>(ticks.size()));
    }

    void pointsFindWhatIsDrawnThere()
    {
        const Timeline timeline = sample();
        const TimelineGeometry geometry = geometryOf(timeline);
        for (int lane = 0; lane < geometry.lanes; ++lane) {
            const Lane &row = timeline.lanes[static_cast<std::size_t>(lane)];
            for (std::size_t index = 0; index < row.spans.size(); ++index) {
                const TimelineItem item{Kind::Span, lane, static_cast<int>(index)};
                const QRectF rect = geometry.rectOf(item, timeline);
                QCOMPARE(geometry.itemAt(QPointF(rect.center().x(), rect.top() + 3), timeline), item);
            }
            for (std::size_t index = 0; index < row.marks.size(); ++index) {
                const TimelineItem item{Kind::Mark, lane, static_cast<int>(index)};
                QCOMPARE(geometry.itemAt(geometry.rectOf(item, timeline).center(), timeline), item);
            }
            QCOMPARE(geometry.itemAt(QPointF(20, geometry.barTop(lane) + 4), timeline),
                     (TimelineItem{Kind::Lane, lane, -1}));
        }
        QVERIFY(geometry.itemAt(QPointF(400, 5), timeline).isNone());
        QVERIFY(geometry.itemAt(QPointF(400, geometry.height() + 50), timeline).isNone());
    }

    void aServiceThatFinishedHasItsSignThoughItIsAMoment()
    {
        const Timeline timeline = sample();
        const QRectF cap = geometryOf(timeline).rectOf({Kind::Span, 2, 3}, timeline);
        QCOMPARE(cap.width(), static_cast<double>(TimelineGeometry::capWidth));
    }

    void keysGoThroughALaneInTime()
    {
        const Timeline timeline = sample();
        TimelineItem item = moved({}, CursorMove::Right, timeline);
        QCOMPARE(item, (TimelineItem{Kind::Lane, 0, -1}));
        std::vector<TimelineItem> way;
        TimePoint last = timeline.from;
        for (TimelineItem next = moved(item, CursorMove::Right, timeline); next != item;
             next = moved(item, CursorMove::Right, timeline)) {
            QVERIFY(timeOf(next, timeline) >= last);
            last = timeOf(next, timeline);
            item = next;
            way.push_back(next);
        }
        QCOMPARE(way.size(), timeline.lanes[0].spans.size() + timeline.lanes[0].marks.size());
        QCOMPARE(moved(way.front(), CursorMove::End, timeline), way.back());
        QCOMPARE(moved(way.back(), CursorMove::Home, timeline), (TimelineItem{Kind::Lane, 0, -1}));
        QCOMPARE(moved(way.front(), CursorMove::Left, timeline), (TimelineItem{Kind::Lane, 0, -1}));
    }

    void keysGoFromLaneToLaneAndKeepTheTime()
    {
        const Timeline timeline = sample();
        const TimelineItem ready{Kind::Span, 0, 2};
        const TimelineItem below = moved(ready, CursorMove::Down, timeline);
        QCOMPARE(below, (TimelineItem{Kind::Span, 1, 2}));
        QCOMPARE(moved(below, CursorMove::Up, timeline), ready);
        QCOMPARE(moved({Kind::Lane, 4, -1}, CursorMove::Down, timeline), (TimelineItem{Kind::Lane, 4, -1}));
        QVERIFY(moved({}, CursorMove::Down, Timeline()).isNone());
    }

    void anItemThatIsGoneFallsBackToItsLane()
    {
        const Timeline timeline = sample();
        QCOMPARE(kept({Kind::Mark, 1, 99}, timeline), (TimelineItem{Kind::Lane, 1, -1}));
        QVERIFY(kept({Kind::Lane, 99, -1}, timeline).isNone());
    }

    void detailsSayWhatWasAskedAndWhatCameOfIt()
    {
        const Timeline timeline = sample();
        const TimelineDetail probe = detailOf(timeline, {Kind::Mark, 1, 3});
        QCOMPARE(probe.title, s("kafka, probe 4 of 5 at 3.90 s"));
        QCOMPARE(probe.line,
                 s("metadata from 127.0.0.1:9092 · failed after 38 ms · broker 1 is not registered yet (0 brokers)"));
        QCOMPARE(detailOf(timeline, {Kind::Span, 1, 1}).title, s("kafka, waiting from 0.26 s to 0.95 s"));
        QCOMPARE(detailOf(timeline, {Kind::Mark, 0, 4}).output, s("Zookeeper version: 3.8.4\nMode: standalone"));
        QVERIFY(detailOf(timeline, {Kind::Lane, 1, -1}).line.contains(s("ready after 4.2 s")));
        QVERIFY(detailOf(timeline, {}).text().isEmpty());
    }

    void thePictureInWordsHasEveryLane()
    {
        const Timeline timeline = sample();
        const QString words = pictureInWords(timeline, timeline.to);
        QCOMPARE(words.count(QLatin1Char('\n')), 5);
        QVERIFY(words.startsWith(s("5.6 s: 58 %")));
    }
};

QTEST_GUILESS_MAIN(TestTimelineGeometry)
#include "tst_timelinegeometry.moc"
