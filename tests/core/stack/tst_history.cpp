// Recorded runs survive: the process, a kill in the middle, and odd text.
#include <QtTest>

#include "stack/history.h"

using namespace bd;
using namespace std::chrono_literals;
using timeline::Event;
using timeline::EventKind;
using timeline::Run;

namespace {

Run sample(const QString &project = QStringLiteral("kc"))
{
    Run run;
    run.project = project;
    run.context = QStringLiteral("default");
    run.origin = QStringLiteral("panel");
    run.startedAt = TimePoint(1'700'000'000s);
    run.lanes = {{QStringLiteral("kafka"),
                  compose::Role::Broker,
                  {{QStringLiteral("zookeeper"), compose::Condition::Healthy, true}}}};
    return run;
}

Event eventOf(EventKind kind, Micros after, const QString &text = {})
{
    Event made;
    made.at = TimePoint(1'700'000'000s) + after;
    made.service = QStringLiteral("kafka");
    made.kind = kind;
    made.text = text;
    return made;
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    QString file() const
    {
        return m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction()) + QStringLiteral(".sqlite"));
    }

private Q_SLOTS:
    void whatIsWrittenComesBackFromAnotherHandle()
    {
        Run run = sample();
        Event probe = eventOf(EventKind::Probe, 200ms, QStringLiteral("<b>not markup</b> \u2028 ünïcode"));
        probe.probe = timeline::ProbeResult{
            timeline::ProbeKind::KafkaMetadata, probe.at, 38ms, false, QStringLiteral("metadata from 127.0.0.1:9092"),
            QStringLiteral("0 brokers"),        {},       {}};
        {
            auto history = stack::History::open(file());
            QVERIFY(history);
            const auto id = history->begin(run);
            QVERIFY(id);
            run.id = *id;
            run.events = {eventOf(EventKind::Starting, 100ms), probe, eventOf(EventKind::Ready, 300ms)};
            for (const Event &e : run.events)
                QVERIFY(history->append(run.id, e));
            run.finishedAt = run.startedAt + 5s;
            run.outcome = timeline::Outcome::Done;
            QVERIFY(history->finish(run.id, *run.finishedAt, *run.outcome));
        }
        auto again = stack::History::open(file());
        const auto read = again->run(run.id);
        QVERIFY(read);
        QCOMPARE(*read, run);
    }

    void aRunThatNeverEndedIsStillThere()
    {
        auto history = stack::History::open(file());
        const auto id = history->begin(sample());
        QVERIFY(history->append(*id, eventOf(EventKind::Starting, 1s)));
        const auto read = stack::History::open(file())->run(*id); // the first is not closed: as after a kill
        QVERIFY(read);
        QVERIFY(!read->outcome);
        QCOMPARE(read->events.size(), std::size_t(1));
    }

    void runsAreListedNewestFirstAndByProject()
    {
        auto history = stack::History::open(file());
        Run older = sample(), newer = sample(), other = sample(QStringLiteral("other"));
        newer.startedAt += 10s;
        const auto first = history->begin(older);
        const auto second = history->begin(newer);
        QVERIFY(history->begin(other));
        const auto runs = history->runs(QStringLiteral("kc"));
        QVERIFY(runs);
        QCOMPARE(runs->size(), std::size_t(2));
        QCOMPARE(runs->front().id, *second);
        QCOMPARE(runs->back().id, *first);
        QCOMPARE(history->runs({})->size(), std::size_t(3));
        QCOMPARE(history->runs({}, 1)->size(), std::size_t(1));
    }

    void aRunThatIsNotThereIsNotFound()
    {
        const auto run = stack::History::open(file())->run(4711);
        QVERIFY(!run);
        QCOMPARE(run.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
