#include <QTest>

#include "core/timeline/samplerun.h"
#include "timeline/compare.h"
#include "timeline/sentence.h"
#include "timeline/share.h"
#include "timeline/words.h"

using namespace bd;
using namespace bd::timeline;
using samples::at;
using samples::Script;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Run upTo(Run run, int ms)
{
    std::erase_if(run.events, [&](const Event &event) { return event.at > at(ms); });
    run.finishedAt.reset();
    run.outcome.reset();
    return run;
}

QString sentenceAt(const Run &run, int ms)
{
    return sentenceOf(fold(run, at(ms)), at(ms)).text();
}

} // namespace

class TestSentence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLiveRunSaysWhatItWaitsFor_data()
    {
        QTest::addColumn<int>("ms");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("engine") << 30 << s("In progress: looking at the engine");
        QTest::newRow("creating") << 200 << s("In progress: creating containers");
        QTest::newRow("zookeeper, unasked") << 460 << s("Waiting for zookeeper: starting for 0.2 s");
        QTest::newRow("zookeeper, asked")
            << 850 << s("Waiting for zookeeper: check 4 failed just now: connection refused");
        QTest::newRow("kafka")
            << 5900 << s("Waiting for kafka: check 4 failed 2 s ago: broker 1 is not registered yet (0 brokers)");
    }

    void aLiveRunSaysWhatItWaitsFor()
    {
        QFETCH(int, ms);
        const Run run = upTo(samples::upToKafka(30'000).inOrder(), ms);
        QTEST(sentenceAt(run, ms), "sentence");
    }

    void severalThatStartAreNamedWithWhatTheyDo()
    {
        const Run run = upTo(samples::doneRun(), 5200);
        QCOMPARE(sentenceAt(run, 5200),
                 s("Waiting for billing-worker and mail-worker: billing-worker starting for 0.1 s; "
                   "mail-worker starting for 0.1 s"));
    }

    void troubleAmongReadyServicesIsTheFinding()
    {
        const Sentence sentence = sentenceOf(fold(samples::mailWorkerFails(), at(6200)), at(6200));
        QCOMPARE(sentence.strong, s("Everything but mail-worker is ready."));
        QCOMPARE(sentence.rest, s("mail-worker exited with 1 and is being restarted for the second time."));
        QVERIFY(sentence.mood == Mood::Working);
    }

    void aRecoveryCountsDown()
    {
        Script script;
        script.lane(s("kafka"), compose::Role::Broker);
        script.starts(0, s("kafka"));
        script.exits(500, s("kafka"), 1);
        script.add(600, s("kafka"), EventKind::Recovering, s("ZooKeeper still holds the registration of broker 1."))
            .until = at(18'600);
        const Sentence sentence = sentenceOf(fold(script.inOrder(), at(6700)), at(6700));
        QVERIFY2(sentence.strong.startsWith(s("kafka starts in 12 ")), qPrintable(sentence.strong));
        QCOMPARE(sentence.rest, s("ZooKeeper still holds the registration of broker 1."));
        QCOMPARE(sentenceOf(fold(script.inOrder(), at(19'000)), at(19'000)).strong, s("kafka starts any moment."));
    }

    void aDoneRunSaysWhatTheTimeWasSpentOn()
    {
        const Sentence sentence = sentenceOf(fold(samples::doneRun(), at(60'000)), at(60'000));
        QCOMPARE(sentence.strong, s("5.6 s:"));
        QCOMPARE(sentence.rest, s("58 % Kafka’s JVM, 16 % topics, 12 % ZooKeeper, 9 % billing-worker"));
        QVERIFY(sentence.mood == Mood::Good);
    }

    void aDoneRunWithAProblemSaysThatFirst()
    {
        Run run = samples::doneRun();
        Event problem;
        problem.at = at(5640);
        problem.kind = EventKind::Problem;
        problem.error = Error{ErrorCode::NotFound, s("1 expected topic is missing: trainer-allocated"), {}, {}};
        run.events.push_back(problem);
        const Sentence sentence = sentenceOf(fold(run, at(9000)), at(9000));
        QCOMPARE(sentence.strong, s("1 expected topic is missing: trainer-allocated."));
        QVERIFY2(sentence.rest.startsWith(s("The services were ready after 5.6 s: 58 %")), qPrintable(sentence.rest));
        QVERIFY(sentence.mood == Mood::Trouble);
    }

    void sharesAddUpToTheWhole()
    {
        double whole = 0;
        const auto shares = sharesOf(fold(samples::doneRun(), at(60'000)));
        for (const Share &share : shares)
            whole += share.part;
        QVERIFY(std::abs(whole - 1) < 1e-9);
        QVERIFY(std::ranges::is_sorted(shares, std::greater(), &Share::duration));
    }

    void waitingForAnOldSessionIsNotTheBrokersWork()
    {
        Script script = samples::upToKafka(26'000);
        std::erase_if(script.run.events, [](const Event &event) { return event.at > at(4000); });
        script.exits(4100, s("kafka"), 1);
        script.add(4200, s("kafka"), EventKind::Recovering).until = at(20'000);
        script.add(20'000, s("kafka"), EventKind::Starting);
        script.add(20'100, s("kafka"), EventKind::Started);
        script.add(24'000, s("kafka"), EventKind::Ready);
        script.finish(24'100, Outcome::Done);
        const auto shares = sharesOf(fold(script.inOrder(), at(30'000)));
        const auto found = std::ranges::find(shares, s("waiting for the old session to expire"), &Share::text);
        QVERIFY(found != shares.end());
        QVERIFY2(found->duration > Millis(15'000) && found->duration < Millis(16'500),
                 qPrintable(durationText(found->duration)));
    }

    void aFailedRunSaysWhy()
    {
        Script script = samples::upToKafka(30'000);
        std::erase_if(script.run.events, [](const Event &event) { return event.at > at(4000); });
        script.exits(4100, s("kafka"), 1);
        script.add(4110, s("kafka"), EventKind::Problem, s("kafka ended with exit 1"));
        script.finish(4120, Outcome::Failed);
        const Sentence sentence = sentenceOf(fold(script.inOrder(), at(9000)), at(9000));
        QVERIFY2(sentence.strong.contains(s("in trouble: kafka.")), qPrintable(sentence.strong));
        QCOMPARE(sentence.rest, s("kafka ended with exit 1."));
        QVERIFY(sentence.mood == Mood::Trouble);
    }

    void aRunThatFailedAsAWholeSaysWhy()
    {
        Script script;
        script.add(20, {}, EventKind::Problem, s("The image confluentinc/cp-kafka is nowhere to be had"));
        script.finish(40, Outcome::Failed);
        QCOMPARE(sentenceAt(script.inOrder(), 9000),
                 s("It failed after 40 ms. The image confluentinc/cp-kafka is nowhere to be had"));
    }

    void cancelledAndBrokenOffRunsSayHowFarTheyCame()
    {
        Script script = samples::upToKafka();
        std::erase_if(script.run.events, [](const Event &event) { return event.at > at(3000); });
        const QString broken = sentenceOf(foldBrokenOff(script.inOrder()), at(9000)).text();
        QVERIFY2(broken.startsWith(s("This run broke off after 2.8 s.")), qPrintable(broken));
        script.finish(3100, Outcome::Cancelled);
        const QString text = sentenceAt(script.inOrder(), 9000);
        QVERIFY2(text.startsWith(s("Cancelled after 3.1 s. Containers were left as they were. 1 of 5")),
                 qPrintable(text));
    }

    void aStopSaysWhatTookLongest()
    {
        Script script;
        script.run.kind = RunKind::Stop;
        script.lane(s("zookeeper"), compose::Role::ZooKeeper);
        script.lane(s("kafka"), compose::Role::Broker);
        script.add(10, s("kafka"), EventKind::Stopping);
        script.add(2900, s("kafka"), EventKind::Stopped);
        script.add(2910, s("zookeeper"), EventKind::Stopping);
        script.add(3200, s("zookeeper"), EventKind::Stopped);
        script.finish(3210, Outcome::Done);
        QCOMPARE(sentenceAt(script.inOrder(), 9000), s("Stopped in 3.2 s. kafka took the longest: 2.9 s."));
    }

    void textFromOutsideCannotBreakTheSentence()
    {
        Script script;
        script.lane(s("a"), compose::Role::Worker);
        script.starts(0, s("a"));
        script.probe(300, s("a"), ProbeKind::HealthCheck, false, s("x"), s("\x1b[31mred\x1b[0m\nsecond line"));
        QCOMPARE(sentenceAt(script.inOrder(), 400), s("Waiting for a: check 1 failed just now: red"));
    }

    void twoRunsAreComparedLaneByLane()
    {
        const Timeline here = fold(samples::doneRun(4200), at(60'000));
        Run old = samples::doneRun(4600);
        old.lanes.push_back({s("gone"), compose::Role::Other, {}});
        std::erase_if(old.lanes, [](const LaneInfo &lane) { return lane.service == s("mail-worker"); });
        std::erase_if(old.events, [](const Event &event) { return event.service == s("mail-worker"); });
        const Timeline other = movedTo(fold(old, at(60'000)), at(-100'000));
        QCOMPARE(other.from, at(-100'000));
        const Comparison comparison = compare(here, other);
        QCOMPARE(comparison.ready, Micros(-400'000));
        QCOMPARE(comparison.lanes.size(), std::size_t(6));
        QCOMPARE(comparison.lanes[0].ready, Micros(0));
        QCOMPARE(comparison.lanes[1].ready, Micros(-400'000));
        QCOMPARE(comparison.lanes[1].workBegan, Micros(0));
        QVERIFY(comparison.lanes[4].in == LaneDelta::In::OnlyThis);
        QVERIFY(comparison.lanes[5].in == LaneDelta::In::OnlyOther);
        QCOMPARE(comparisonText(comparison),
                 s("0.4 s sooner (kafka 0.4 s sooner, kafka-init 0.4 s sooner, billing-worker 0.4 s sooner)"));
        QCOMPARE(deltaText(Micros(1'240'000)), s("1.2 s later"));
        QCOMPARE(deltaText(Micros(-20'000)), s("the same"));
    }

    void movingATimelineKeepsItsShape()
    {
        const Timeline timeline = fold(samples::mailWorkerFails(), at(6200));
        QVERIFY(movedTo(movedTo(timeline, at(123'456)), timeline.from) == timeline);
    }

    void durationsAreWrittenWithTheirUnit_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << s("0 ms");
        QTest::newRow("ms") << qint64(38'400) << s("38 ms");
        QTest::newRow("tenths") << qint64(99'600) << s("0.1 s");
        QTest::newRow("s") << qint64(5'060'000) << s("5.1 s");
        QTest::newRow("nearly a minute") << qint64(59'960'000) << s("1 min 0 s");
        QTest::newRow("min") << qint64(125'000'000) << s("2 min 5 s");
    }

    void durationsAreWrittenWithTheirUnit()
    {
        QFETCH(qint64, micros);
        QTEST(durationText(Micros(micros)), "text");
    }
};

QTEST_GUILESS_MAIN(TestSentence)
#include "tst_sentence.moc"
