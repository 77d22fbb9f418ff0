#include <QTest>

#include "core/timeline/samplerun.h"
#include "timeline/timeline.h"

using namespace bd;
using namespace bd::timeline;
using samples::at;
using samples::Script;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// «creating 70-250, waiting 261-950, …»: what a lane looks like, in ms; «…» for a span that goes on.
QString told(const Lane &lane)
{
    const char *words[] = {"creating", "waiting",    "starting",   "ready",   "finished",
                           "failed",   "restarting", "recovering", "stopping"};
    const auto ms = [](TimePoint time) {
        return QString::number(std::chrono::duration_cast<Millis>(time - samples::begin).count());
    };
    QStringList parts;
    for (const Span &span : lane.spans)
        parts += s(words[static_cast<int>(span.kind)]) + QLatin1Char(' ') + ms(span.from) + QLatin1Char('-')
                 + (span.to ? ms(*span.to) : s("…"));
    return parts.join(s(", "));
}

QString told(const Timeline &timeline, const char *service)
{
    return told(*laneOf(timeline, s(service)));
}

Script oneLane(compose::Role role)
{
    Script script;
    script.lane(s("a"), role);
    return script;
}

} // namespace

class TestFold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodStartHasItsSpans()
    {
        const Timeline timeline = fold(samples::doneRun(), at(60'000));
        QCOMPARE(told(timeline, "zookeeper"), s("creating 70-250, starting 280-946, ready 946-…"));
        QCOMPARE(told(timeline, "kafka"), s("creating 70-250, waiting 261-950, starting 952-4201, ready 4201-…"));
        QCOMPARE(told(timeline, "kafka-init"),
                 s("creating 70-250, waiting 262-4205, starting 4206-5090, finished 5090-5090"));
        QCOMPARE(laneOf(timeline, u"kafka")->spans[1].text, s("waits for zookeeper to be healthy"));
        QCOMPARE(laneOf(timeline, u"kafka-init")->readyAt, at(5090));
        QCOMPARE(laneOf(timeline, u"kafka")->marks.size(), std::size_t(5));
        QCOMPARE(timeline.to, at(5650));
        QVERIFY(!timeline.running);
        QVERIFY(timeline.outcome == Outcome::Done);
    }

    void theCriticalPathGoesBackThroughTheGatesThatOpenedLast()
    {
        const Timeline timeline = fold(samples::doneRun(), at(60'000));
        QCOMPARE(timeline.criticalPath,
                 QStringList({s("zookeeper"), s("kafka"), s("kafka-init"), s("billing-worker")}));
        QCOMPARE(timeline.readyAt, at(5600));
        QCOMPARE(timeline.arrows.size(), std::size_t(4));
        for (const Arrow &arrow : timeline.arrows)
            QCOMPARE(arrow.critical, arrow.to != s("mail-worker"));
    }

    void phasesTellWhatTheTimeWasSpentOn()
    {
        const Timeline timeline = fold(samples::doneRun(), at(60'000));
        QStringList texts;
        for (const Phase &phase : timeline.phases)
            texts += phase.text;
        QCOMPARE(texts, QStringList({s("looking at the engine"), s("creating containers"), s("starting services"),
                                     s("zookeeper: starting"), s("kafka: starting"), s("kafka-init: at work"),
                                     s("billing-worker: starting")}));
        QCOMPARE(timeline.phases.front().from, timeline.from);
        QCOMPARE(timeline.phases.back().to, at(5600));
        for (std::size_t i = 1; i < timeline.phases.size(); ++i)
            QCOMPARE(timeline.phases[i].from, timeline.phases[i - 1].to);
    }

    void theLastOfSeveralGatesIsTheCriticalOne()
    {
        using compose::Condition;
        Script script;
        script.lane(s("slow"), compose::Role::Other);
        script.lane(s("quick"), compose::Role::Other);
        script.lane(s("c"), compose::Role::Worker,
                    {{s("quick"), Condition::Healthy, true}, {s("slow"), Condition::Healthy, true}});
        script.waits(5, s("c"), s("quick"), Condition::Healthy);
        script.waits(5, s("c"), s("slow"), Condition::Healthy);
        script.starts(10, s("slow"));
        script.starts(10, s("quick"));
        script.add(300, s("quick"), EventKind::Ready);
        script.opens(301, s("c"), s("quick"), Condition::Healthy);
        script.add(900, s("slow"), EventKind::Ready);
        script.opens(901, s("c"), s("slow"), Condition::Healthy);
        script.starts(902, s("c"));
        script.add(1000, s("c"), EventKind::Ready);
        const Timeline timeline = fold(script.inOrder(), at(1100));
        QCOMPARE(timeline.criticalPath, QStringList({s("slow"), s("c")}));
        QCOMPARE(told(timeline, "c"), s("waiting 5-301, waiting 301-901, starting 902-1000, ready 1000-…"));
        QCOMPARE(laneOf(timeline, u"c")->spans[1].text, s("waits for slow to be healthy"));
    }

    void whileItRunsThePathEndsWithWhatIsWaitedFor()
    {
        Run run = samples::upToKafka().inOrder();
        std::erase_if(run.events, [](const Event &event) { return event.at > at(3000); });
        const Timeline timeline = fold(run, at(3100));
        QVERIFY(timeline.running);
        QCOMPARE(timeline.to, at(3100));
        QCOMPARE(timeline.criticalPath, QStringList({s("zookeeper"), s("kafka")}));
        QCOMPARE(timeline.phases.back().to, at(3100));
        QVERIFY(!timeline.readyAt);
        QCOMPARE(told(timeline, "kafka-init"), s("creating 70-250, waiting 262-…"));
    }

    void aWorkerThatEndsHasFailedAndItsRestartsAreCounted()
    {
        const Timeline timeline = fold(samples::mailWorkerFails(), at(6200));
        QCOMPARE(told(timeline, "mail-worker"),
                 s("creating 70-250, waiting 264-5095, starting 5096-5350, failed 5350-5360, restarting 5360-5500, "
                   "starting 5500-5800, failed 5800-5810, restarting 5810-…"));
        QCOMPARE(laneOf(timeline, u"mail-worker")->restarts, 2);
    }

    void exitZeroFinishesAOneShotAndFailsAWorker_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("spans");
        const QString finished = s("starting 0-500, finished 500-500");
        const QString failed = s("starting 0-500, failed 500-…");
        QTest::newRow("init, 0") << int(compose::Role::Init) << 0 << finished;
        QTest::newRow("init, 1") << int(compose::Role::Init) << 1 << failed;
        QTest::newRow("other, 0") << int(compose::Role::Other) << 0 << finished;
        QTest::newRow("worker, 0") << int(compose::Role::Worker) << 0 << failed;
        QTest::newRow("broker, 0") << int(compose::Role::Broker) << 0 << failed;
        QTest::newRow("zookeeper, 143") << int(compose::Role::ZooKeeper) << 143 << failed;
    }

    void exitZeroFinishesAOneShotAndFailsAWorker()
    {
        QFETCH(int, role);
        QFETCH(int, code);
        Script script = oneLane(static_cast<compose::Role>(role));
        script.starts(0, s("a"));
        script.exits(500, s("a"), code);
        QTEST(told(fold(script.inOrder(), at(1000)), "a"), "spans");
    }

    void anEndIsNoFailureWhileItIsStopped()
    {
        Script script = oneLane(compose::Role::Broker);
        script.add(0, s("a"), EventKind::Stopping);
        script.exits(900, s("a"), 143);
        script.add(950, s("a"), EventKind::Stopped);
        script.exits(960, s("a"), 143); // the engine's late word
        QCOMPARE(told(fold(script.inOrder(), at(1000)), "a"), s("stopping 0-950"));
    }

    void aRestartThatTheEngineToldFirstIsARestartOnce()
    {
        Script script = oneLane(compose::Role::Worker);
        script.starts(0, s("a"));
        script.exits(500, s("a"), 1);
        script.add(600, s("a"), EventKind::Started);
        script.add(620, s("a"), EventKind::Restarting);
        script.add(900, s("a"), EventKind::Ready);
        const Timeline timeline = fold(script.inOrder(), at(1000));
        QCOMPARE(told(timeline, "a"), s("starting 0-500, restarting 500-600, starting 600-900, ready 900-…"));
        QCOMPARE(timeline.lanes[0].restarts, 1);
    }

    void theEnginesLateStartedDoesNotUndoReady()
    {
        Script script = oneLane(compose::Role::Broker);
        script.add(0, s("a"), EventKind::Starting);
        script.add(300, s("a"), EventKind::Ready);
        script.add(400, s("a"), EventKind::Started); // its clock is ahead
        QCOMPARE(told(fold(script.inOrder(), at(1000)), "a"), s("starting 0-300, ready 300-…"));
    }

    void aRecoveryCountsDownWhileItRuns()
    {
        Script script = oneLane(compose::Role::Broker);
        script.starts(0, s("a"));
        script.exits(500, s("a"), 1);
        script.add(600, s("a"), EventKind::Recovering, s("the old session expires")).until = at(20'000);
        script.exits(650, s("a"), 137); // stopped for the recovery
        const Timeline waiting = fold(script.inOrder(), at(1000));
        QCOMPARE(waiting.until, at(20'000));
        QCOMPARE(told(waiting, "a"), s("starting 0-500, failed 500-600, recovering 600-…"));
        script.starts(20'000, s("a"));
        QVERIFY(!fold(script.inOrder(), at(20'300)).until);
    }

    void aFailedStepOfOneServiceIsAFailure()
    {
        Script script = oneLane(compose::Role::Worker);
        script.starts(0, s("a"));
        script.add(800, s("a"), EventKind::Problem, s("The check of a did not pass"));
        const Timeline timeline = fold(script.inOrder(), at(1000));
        QCOMPARE(told(timeline, "a"), s("starting 0-800, failed 800-…"));
        QCOMPARE(timeline.lanes[0].marks.back().kind, Mark::Kind::Problem);
    }

    void whatNobodyWaitsForAnyMoreEndsWithTheRun()
    {
        Script script = samples::upToKafka();
        script.finish(4300, Outcome::Cancelled);
        const Timeline timeline = fold(script.inOrder(), at(60'000));
        QCOMPARE(told(timeline, "kafka-init"), s("creating 70-250, waiting 262-4300"));
        QCOMPARE(told(timeline, "kafka"), s("creating 70-250, waiting 261-950, starting 952-4201, ready 4201-…"));
    }

    void aRunWhoseMakerWasKilledIsNeitherRunningNorFinished()
    {
        Run run = samples::upToKafka().inOrder();
        std::erase_if(run.events, [](const Event &event) { return event.at > at(3000); });
        const Timeline timeline = foldBrokenOff(run);
        QVERIFY(timeline.brokenOff);
        QVERIFY(!timeline.running);
        QVERIFY(!timeline.outcome);
        QCOMPARE(timeline.to, at(2800)); // the last that was heard of it
        QVERIFY(!foldBrokenOff(samples::doneRun()).brokenOff);
    }

    void servicesThatOnlyEventsNameGetALane()
    {
        Script script;
        script.starts(10, s("stranger"));
        const Timeline timeline = fold(script.inOrder(), at(100));
        QCOMPARE(timeline.lanes.size(), std::size_t(1));
        QCOMPARE(told(timeline, "stranger"), s("starting 10-…"));
    }

    void anEmptyRunIsAnEmptyTimeline()
    {
        const Timeline timeline = fold(Run(), at(0));
        QVERIFY(timeline.lanes.empty());
        QVERIFY(timeline.from <= timeline.to);
    }
};

QTEST_GUILESS_MAIN(TestFold)
#include "tst_fold.moc"
