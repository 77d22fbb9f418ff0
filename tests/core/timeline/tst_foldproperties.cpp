// What holds of every run, however its events came: made up by a seeded generator, and every prefix of real ones.
#include <random>

#include <QElapsedTimer>
#include <QTest>

#include "core/timeline/samplerun.h"
#include "timeline/compare.h"
#include "timeline/csv.h"
#include "timeline/sentence.h"
#include "timeline/textpicture.h"
#include "timeline/traceevent.h"

using namespace bd;
using namespace bd::timeline;
using samples::at;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 halfFrame = 80'000'000; // ns; instrumented code says nothing about speed
#else
constexpr qint64 halfFrame = 8'000'000;
#endif

class Generator
{
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    Run run()
    {
        Run run;
        run.kind = static_cast<RunKind>(below(4));
        run.startedAt = below(4) == 0 ? TimePoint() : samples::begin;
        const int lanes = below(6);
        for (int lane = 0; lane < lanes; ++lane)
            run.lanes.push_back({name(), static_cast<compose::Role>(below(5)), gates()});
        const int events = below(60);
        for (int count = 0; count < events; ++count) {
            run.events.push_back(event());
            if (below(6) == 0)
                run.events.push_back(run.events[static_cast<std::size_t>(below(static_cast<int>(run.events.size())))]);
        }
        if (below(3) == 0)
            run.finishedAt = at(below(3000));
        return run;
    }

    int below(int limit) { return limit > 0 ? static_cast<int>(m_random() % static_cast<unsigned>(limit)) : 0; }

private:
    QString name() { return below(9) == 0 ? QString() : QString(QChar(u'a' + below(6))); }

    std::vector<compose::Gate> gates()
    {
        std::vector<compose::Gate> gates;
        for (int count = below(3); count > 0; --count)
            gates.push_back({name(), static_cast<compose::Condition>(below(3)), true});
        return gates;
    }

    Event event()
    {
        Event event;
        event.at = at(below(40) * 50 - 100); // equal times are common
        event.service = name();
        event.kind = static_cast<EventKind>(below(static_cast<int>(EventKind::RunFinished) + 1));
        if (event.kind == EventKind::RunFinished && below(4) != 0)
            event.kind = EventKind::Ready;
        event.on = name();
        if (below(2) == 0)
            event.condition = static_cast<compose::Condition>(below(3));
        if (event.kind == EventKind::Probe && below(5) != 0) {
            event.probe.emplace();
            event.probe->duration = Micros(below(90'000));
            event.probe->passed = below(2) == 0;
        }
        if (below(2) == 0)
            event.exitCode = below(3);
        if (below(3) == 0)
            event.until = at(below(4000));
        return event;
    }

    std::mt19937 m_random;
};

QString brokenRule(const Lane &lane, const Timeline &timeline)
{
    for (std::size_t index = 0; index < lane.spans.size(); ++index) {
        const Span &span = lane.spans[index];
        const bool isLast = index + 1 == lane.spans.size();
        if (span.to && *span.to < span.from)
            return QStringLiteral("a span ends before it begins");
        if (span.from < timeline.from || endOf(span, timeline) > timeline.to)
            return QStringLiteral("a span is outside the run");
        if (!isLast && (!span.to || *span.to > lane.spans[index + 1].from))
            return QStringLiteral("spans overlap");
    }
    return {};
}

bool hasGate(const Timeline &timeline, const QString &to, const QString &from)
{
    const Lane *lane = laneOf(timeline, to);
    return lane && std::ranges::find(lane->info.gates, from, &compose::Gate::service) != lane->info.gates.end();
}

QString brokenRule(const Timeline &timeline)
{
    for (const Lane &lane : timeline.lanes) {
        if (const QString rule = brokenRule(lane, timeline); !rule.isEmpty())
            return rule;
    }
    for (qsizetype index = 1; index < timeline.criticalPath.size(); ++index) {
        if (!hasGate(timeline, timeline.criticalPath[index], timeline.criticalPath[index - 1]))
            return QStringLiteral("the critical path is no path in the gates");
    }
    for (std::size_t index = 0; index < timeline.phases.size(); ++index) {
        const TimePoint before = index == 0 ? timeline.from : timeline.phases[index - 1].to;
        if (timeline.phases[index].from != before || timeline.phases[index].to <= before)
            return QStringLiteral("phases leave a gap or are empty");
    }
    if (!timeline.phases.empty() && timeline.readyAt && timeline.phases.back().to != *timeline.readyAt)
        return QStringLiteral("phases do not reach readiness");
    return timeline.from <= timeline.to ? QString() : QStringLiteral("it ends before it begins");
}

void useEverything(const Timeline &timeline)
{
    sentenceOf(timeline, timeline.to);
    toCsv(timeline);
    toTraceEvents(timeline, QStringLiteral("p"));
    compare(timeline, timeline);
    for (const QString &line : textPicture(timeline, {.columns = 60, .unicode = false}, timeline.to))
        QVERIFY2(line.size() <= 60, qPrintable(line));
}

} // namespace

class TestFoldProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyEventsMakeATimeline()
    {
        for (unsigned seed = 0; seed < 1500; ++seed) {
            const Run run = Generator(seed).run();
            const Timeline timeline = fold(run, at(5000));
            const QString rule = brokenRule(timeline);
            QVERIFY2(rule.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(rule)));
            QVERIFY2(brokenRule(foldBrokenOff(run)).isEmpty(), qPrintable(QStringLiteral("seed %1").arg(seed)));
            useEverything(timeline);
            useEverything(foldBrokenOff(run));
        }
    }

    void orderAndRepetitionOfEventsDoNotMatter()
    {
        const Run run = samples::mailWorkerFails();
        const Timeline expected = fold(run, at(7000));
        std::mt19937 random(1);
        for (int round = 0; round < 50; ++round) {
            Run mixed = run;
            mixed.events.insert(mixed.events.end(), run.events.begin(), run.events.end());
            // Events of one moment keep their order: nothing else says which came first.
            std::vector<std::size_t> order(mixed.events.size());
            for (std::size_t index = 0; index < order.size(); ++index)
                order[index] = index;
            std::ranges::shuffle(order, random);
            std::ranges::stable_sort(order, {}, [&](std::size_t index) {
                return std::pair(mixed.events[index].at, index % run.events.size());
            });
            std::vector<Event> events;
            for (std::size_t index : order)
                events.push_back(mixed.events[index]);
            std::ranges::rotate(events, events.begin() + round % static_cast<int>(events.size()));
            std::ranges::stable_sort(events, {}, [](const Event &event) { return event.service; });
            mixed.events = events;
            QVERIFY(fold(mixed, at(7000)).lanes == expected.lanes);
        }
    }

    void everyPrefixOfARunIsATimelineAndClosedSpansStay()
    {
        const Run whole = samples::mailWorkerFails();
        Timeline before = fold(Run(), at(0));
        for (std::size_t count = 0; count <= whole.events.size(); ++count) {
            Run prefix = whole;
            prefix.events.resize(count);
            const Timeline timeline = fold(prefix, count == 0 ? at(0) : prefix.events.back().at);
            QCOMPARE(brokenRule(timeline), QString());
            for (const Lane &lane : before.lanes) {
                const Lane *now = laneOf(timeline, lane.info.service);
                for (std::size_t index = 0; index + 1 < lane.spans.size(); ++index)
                    QVERIFY(now->spans[index] == lane.spans[index]);
            }
            before = timeline;
        }
    }

    void aLargeRunIsFoldedInHalfAFrame()
    {
        Run run;
        run.startedAt = samples::begin;
        for (int lane = 0; lane < 50; ++lane)
            run.lanes.push_back({QStringLiteral("service-%1").arg(lane), compose::Role::Worker, {}});
        for (int probe = 0; probe < 5000; ++probe) {
            Event event;
            event.at = at(probe * 10);
            event.service = run.lanes[static_cast<std::size_t>(probe % 50)].service;
            event.kind = EventKind::Probe;
            event.probe.emplace().summary = QStringLiteral("connection refused");
            run.events.push_back(event);
        }
        QElapsedTimer timer;
        qint64 best = std::numeric_limits<qint64>::max();
        for (int round = 0; round < 5; ++round) {
            timer.start();
            const Timeline timeline = fold(run, at(60'000));
            best = std::min(best, timer.nsecsElapsed());
            QCOMPARE(timeline.lanes.size(), std::size_t(50));
        }
        QVERIFY2(best < halfFrame, qPrintable(QStringLiteral("%1 µs").arg(best / 1000)));
    }
};

QTEST_GUILESS_MAIN(TestFoldProperties)
#include "tst_foldproperties.moc"
