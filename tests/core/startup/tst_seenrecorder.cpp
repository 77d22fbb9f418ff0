// Starts made elsewhere, kept in the history as they grow.
#include <QTemporaryDir>
#include <QTest>

#include "stack/history.h"
#include "startup/seenrecorder.h"

using namespace bd;
using namespace std::chrono_literals;
using timeline::Event;
using timeline::EventKind;
using timeline::Run;

namespace {

const TimePoint noon = *fromIso(u"2026-11-24T12:00:00Z");

Event eventAt(std::chrono::milliseconds after, EventKind kind, TimePoint start = noon)
{
    Event event;
    event.at = start + after;
    event.kind = kind;
    event.service = QStringLiteral("kafka");
    return event;
}

Run begun(TimePoint start = noon)
{
    Run run;
    run.project = QStringLiteral("kc-backend");
    run.context = QStringLiteral("default");
    run.kind = timeline::RunKind::Seen;
    run.origin = QStringLiteral("elsewhere");
    run.startedAt = start;
    run.lanes.push_back({.service = QStringLiteral("kafka"), .role = compose::Role::Broker, .gates = {}});
    run.events = {eventAt(0ms, EventKind::RunStarted, start), eventAt(20ms, EventKind::Started, start)};
    return run;
}

Run finished(Run run, timeline::Outcome outcome)
{
    Event end = eventAt(4s, EventKind::RunFinished, run.startedAt);
    end.service.clear();
    end.outcome = outcome;
    run.events.push_back(end);
    run.finishedAt = end.at;
    run.outcome = outcome;
    return run;
}

} // namespace

class TestSeenRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_directory->path()));
    }

    void aRunIsThereWhenItHasEnded()
    {
        startup::SeenRecorder recorder(file());
        Run run = begun();
        run.lanes.push_back({.service = QStringLiteral("never"), .role = compose::Role::Worker, .gates = {}});
        recorder.keep(run);
        run.events.push_back(eventAt(3s, EventKind::Ready));
        recorder.keep(run);
        run.lanes.pop_back(); // what was in no event is told when the run ends
        const Run whole = finished(run, timeline::Outcome::Done);
        recorder.keep(whole);
        const Run kept = onlyOne();
        QVERIFY(kept.events == whole.events);
        QVERIFY(kept.outcome == timeline::Outcome::Done);
        QVERIFY(kept.finishedAt == whole.finishedAt);
        QCOMPARE(kept.origin, QStringLiteral("elsewhere"));
        QCOMPARE(kept.lanes.size(), std::size_t(1));
    }

    void whatIsBrokenOffIsKeptAsFarAsItCame()
    {
        {
            startup::SeenRecorder recorder(file());
            recorder.keep(begun());
        }
        const Run kept = onlyOne();
        QCOMPARE(kept.events.size(), std::size_t(2));
        QVERIFY(!kept.outcome && !kept.finishedAt);
    }

    void theNextStartIsARunOfItsOwn()
    {
        startup::SeenRecorder recorder(file());
        recorder.keep(finished(begun(), timeline::Outcome::Failed));
        recorder.keep(finished(begun(noon + 1min), timeline::Outcome::Done));
        const auto runs = stack::History::open(file())->runs({});
        QVERIFY(runs);
        QCOMPARE(runs->size(), std::size_t(2));
        QVERIFY(runs->front().outcome == timeline::Outcome::Done);
    }

    void ofTwoPanelsOneWrites()
    {
        startup::SeenRecorder one(file());
        startup::SeenRecorder other(file());
        one.keep(begun());
        other.keep(begun());
        other.keep(finished(begun(), timeline::Outcome::Done));
        one.keep(finished(begun(), timeline::Outcome::Done));
        QVERIFY(onlyOne().outcome == timeline::Outcome::Done);
    }

    void anUnwritableHistoryHurtsNobody()
    {
        startup::SeenRecorder recorder(QStringLiteral("/proc/nowhere/runs.sqlite"));
        recorder.keep(begun());
        recorder.keep(finished(begun(), timeline::Outcome::Done));
    }

private:
    QString file() const { return m_directory->filePath(QStringLiteral("runs.sqlite")); }

    Run onlyOne() const
    {
        const auto history = stack::History::open(file());
        const auto runs = history->runs({});
        if (!runs || runs->size() != 1)
            qFatal("there should be one run");
        return *history->run(runs->front().id);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestSeenRecorder)
#include "tst_seenrecorder.moc"
