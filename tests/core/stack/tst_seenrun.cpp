// A start that somebody else makes is told from how the state changes.
#include <QtTest>

#include "stack/seenrun.h"

using namespace bd;
using namespace std::chrono_literals;
using stack::ServiceState;
using stack::StackState;
using timeline::EventKind;

namespace {

const TimePoint t0(Micros(1'700'000'000'000'000));

StackState state(Millis at, std::initializer_list<std::pair<const char *, ServiceState>> services)
{
    StackState made;
    made.asOf = t0 + at;
    for (const auto &[name, serviceState] : services) {
        stack::ServiceStatus status;
        status.service = QString::fromLatin1(name);
        status.state = serviceState;
        if (serviceState != ServiceState::Missing && serviceState != ServiceState::Created)
            status.since = t0 + 10ms;
        made.services.push_back(status);
    }
    return made;
}

compose::Project project()
{
    compose::Project made;
    made.name = QStringLiteral("kc");
    compose::Service kafka;
    kafka.name = QStringLiteral("kafka");
    made.services = {kafka};
    return made;
}

QList<EventKind> kinds(const std::vector<timeline::Event> &events)
{
    QList<EventKind> list;
    for (const auto &event : events)
        list += event.kind;
    return list;
}

} // namespace

class TestSeenRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStartIsSeenAndEndsOnceAllIsCalm()
    {
        stack::SeenRun seen;
        const auto missing = state(0ms, {{"kafka", ServiceState::Missing}});
        const auto starting = state(50ms, {{"kafka", ServiceState::Starting}});
        const auto healthy = state(3000ms, {{"kafka", ServiceState::Healthy}});
        const auto later = state(4100ms, {{"kafka", ServiceState::Healthy}});

        auto run = seen.observe(missing, starting, false, project());
        QVERIFY(run);
        QVERIFY(run->kind == timeline::RunKind::Seen);
        QVERIFY(!run->outcome);
        run = seen.observe(starting, healthy, false, project());
        QVERIFY(run && !run->outcome);
        QVERIFY(!seen.observe(healthy, healthy, false, project()));
        run = seen.observe(healthy, later, false, project());
        QVERIFY(run);
        QVERIFY(run->outcome == timeline::Outcome::Done);
        QVERIFY(kinds(run->events)
                == QList<EventKind>({EventKind::RunStarted, EventKind::Created, EventKind::Started, EventKind::Ready,
                                     EventKind::RunFinished}));
        QVERIFY(!seen.isGoingOn());
    }

    // The watcher goes on probing, and every probe makes another state.
    void probesDoNotKeepARunOpen_data()
    {
        QTest::addColumn<ServiceState>("end");
        QTest::addColumn<timeline::Outcome>("outcome");
        QTest::newRow("well") << ServiceState::Healthy << timeline::Outcome::Done;
        QTest::newRow("in trouble") << ServiceState::Unhealthy << timeline::Outcome::Failed;
    }

    void probesDoNotKeepARunOpen()
    {
        QFETCH(ServiceState, end);
        QFETCH(timeline::Outcome, outcome);
        stack::SeenRun seen;
        StackState before = state(50ms, {{"kafka", ServiceState::Starting}});
        QVERIFY(seen.observe(state(0ms, {{"kafka", ServiceState::Missing}}), before, false, project()));
        std::optional<timeline::Run> last;
        for (Millis at = 1000ms; at <= 4000ms && !(last && last->outcome); at += 250ms) {
            StackState after = state(at, {{"kafka", end}});
            timeline::ProbeResult probe;
            probe.startedAt = t0 + at - 10ms;
            after.services.front().lastProbe = probe;
            if (auto run = seen.observe(before, after, false, project()))
                last = run;
            before = after;
        }
        QVERIFY(last && last->outcome == outcome);
        QVERIFY(*last->finishedAt - t0 < 2s);
    }

    void whatWeDoOurselvesIsNotRecordedTwice()
    {
        stack::SeenRun seen;
        QVERIFY(!seen.observe(state(0ms, {{"kafka", ServiceState::Missing}}),
                              state(50ms, {{"kafka", ServiceState::Starting}}), true, project()));
        QVERIFY(!seen.isGoingOn());
    }

    void theEnginesRestartPolicyStartsNoRun()
    {
        stack::SeenRun seen;
        auto before = state(0ms, {{"worker", ServiceState::Restarting}});
        auto after = state(50ms, {{"worker", ServiceState::Running}});
        before.services.front().containerId = after.services.front().containerId = QStringLiteral("c1");
        before.services.front().restarts = 3;
        after.services.front().restarts = 4;
        QVERIFY(!seen.observe(before, after, false, project()));
        after.services.front().containerId = QStringLiteral("c2"); // somebody made it anew
        QVERIFY(seen.observe(before, after, false, project()));
    }

    void onlyWhatWasStartedIsPartOfIt()
    {
        stack::SeenRun seen;
        compose::Project two = project();
        two.services.push_back(two.services.front());
        two.services.back().name = QStringLiteral("worker");
        const auto before = state(0ms, {{"kafka", ServiceState::Healthy}, {"worker", ServiceState::Stopped}});
        const auto after = state(50ms, {{"kafka", ServiceState::Healthy}, {"worker", ServiceState::Running}});
        QVERIFY(seen.observe(before, after, false, two));
        auto later = after;
        later.asOf = t0 + 100ms;
        (void)seen.observe(after, later, false, two);
        later.asOf = t0 + 3s;
        const auto run = seen.observe(after, later, false, two);
        QVERIFY(run && run->finishedAt);
        QCOMPARE(run->lanes.size(), std::size_t(1));
        QCOMPARE(run->lanes.front().service, QStringLiteral("worker"));
    }

    // A look that was late: the lock is free again, and the last service of our own start is seen only now.
    void theTailOfOurOwnStartIsNoRun()
    {
        stack::SeenRun seen;
        const auto going = state(0ms, {{"kafka", ServiceState::Starting}, {"worker", ServiceState::Created}});
        QVERIFY(!seen.observe(going, going, true, project()));
        const auto after = state(600ms, {{"kafka", ServiceState::Healthy}, {"worker", ServiceState::Running}});
        QVERIFY(!seen.observe(going, after, false, project()));
    }

    void aStopBeginsNoRun()
    {
        stack::SeenRun seen;
        QVERIFY(!seen.observe(state(0ms, {{"kafka", ServiceState::Healthy}}),
                              state(50ms, {{"kafka", ServiceState::Stopped}}), false, project()));
    }

    void aStartThatEndsInTroubleFailed()
    {
        stack::SeenRun seen;
        const auto starting = state(50ms, {{"kafka", ServiceState::Starting}});
        const auto dead = state(500ms, {{"kafka", ServiceState::Exited}});
        const auto later = state(1600ms, {{"kafka", ServiceState::Exited}});
        QVERIFY(seen.observe(state(0ms, {{"kafka", ServiceState::Created}}), starting, false, project()));
        QVERIFY(seen.observe(starting, dead, false, project()));
        seen.observe(dead, dead, false, project());
        const auto run = seen.observe(dead, later, false, project());
        QVERIFY(run);
        QVERIFY(run->outcome == timeline::Outcome::Failed);
    }
};

QTEST_GUILESS_MAIN(TestSeenRun)
#include "tst_seenrun.moc"
