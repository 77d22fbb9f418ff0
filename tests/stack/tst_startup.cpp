// Whole starts, stops and restarts on the real engine with real Kafka and ZooKeeper.
#include <algorithm>
#include <thread>

#include <QtTest>

#include "labstack.h"
#include "stack/history.h"
#include "stack/observer.h"
#include "startup/recorded.h"
#include "timeline/timeline.h"

using namespace bd;
using namespace std::chrono_literals;
using bd::test::LabStack;
using timeline::Event;
using timeline::EventKind;

namespace {

const QStringList expected{QStringLiteral("dead-letter-queue"), QStringLiteral("purchase-confirmed"),
                           QStringLiteral("purchase-created"), QStringLiteral("trainer-allocated")};

struct Recorded {
    std::vector<Event> events;
    startup::EventSink sink()
    {
        return [this](const Event &event) { events.push_back(event); };
    }

    const Event *first(EventKind kind, const QString &service = {}) const
    {
        const auto found = std::ranges::find_if(events,
                                                [&](const Event &e) { return e.kind == kind && e.service == service; });
        return found == events.end() ? nullptr : &*found;
    }
    bool inOrder(EventKind kind, const QString &earlier, EventKind laterKind, const QString &later) const
    {
        const Event *a = first(kind, earlier), *b = first(laterKind, later);
        return a && b && a->at <= b->at;
    }
    // The newest first: QtTest cuts what it prints after a thousand characters, and a failure's reason stands last.
    QString text() const
    {
        QString all;
        for (auto it = events.crbegin(); it != events.crend(); ++it)
            all += QString::fromUtf8(QJsonDocument(timeline::toJson(*it)).toJson(QJsonDocument::Compact))
                   + QLatin1Char('\n');
        return all;
    }
};

bool hasAll(const QStringList &topics)
{
    return std::ranges::all_of(expected, [&](const QString &topic) { return topics.contains(topic); });
}

} // namespace

class TestStartup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bundledStackStartsInOrderAndStops_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("zookeeper") << QStringLiteral("resources/stacks/zookeeper");
        QTest::newRow("kraft") << QStringLiteral("resources/stacks/kraft");
        QTest::newRow("kc-backend") << QStringLiteral("tests/stacks/kc-backend");
    }

    void bundledStackStartsInOrderAndStops()
    {
        QFETCH(QString, folder);
        if (folder.endsWith(QLatin1String("kraft")) ? !LabStack::hasKRaft() : !LabStack::hasZooKeeper())
            QSKIP("this Kafka cannot");
        const LabStack stack(folder);
        const auto project = stack.load();
        QVERIFY2(project, project ? "" : qPrintable(project.error().message + project.error().detail));
        Recorded seen;
        const auto report = startup::start(*stack.engine, *project, {}, seen.sink(), Clock::system(), {});
        QVERIFY2(report, qPrintable(seen.text()));
        QVERIFY2(report->missingTopics.isEmpty() && report->topicsKnown, qPrintable(seen.text()));
        QVERIFY(hasAll(stack.topics()));
        const QString kafka = QStringLiteral("kafka"), init = QStringLiteral("kafka-init");
        if (!project->isKRaft())
            QVERIFY2(seen.inOrder(EventKind::Ready, QStringLiteral("zookeeper"), EventKind::Starting, kafka),
                     qPrintable(seen.text()));
        QVERIFY(seen.inOrder(EventKind::Ready, kafka, EventKind::Starting, init));
        QVERIFY(seen.inOrder(EventKind::Exited, init, EventKind::Starting, QStringLiteral("mail-worker")));
        QVERIFY(seen.events.back().kind == EventKind::RunFinished);
        QVERIFY(seen.events.back().outcome == timeline::Outcome::Done);

        const auto state = stack::lookOnce(stack.engine, *project, {});
        QVERIFY(state);
        QCOMPARE(state->up(), static_cast<int>(project->services.size()));

        Recorded stopped;
        QVERIFY2(startup::stop(*stack.engine, *project, {}, stopped.sink(), Clock::system(), {}),
                 qPrintable(stopped.text()));
        if (!project->isKRaft())
            QVERIFY(stopped.inOrder(EventKind::Stopped, kafka, EventKind::Stopping, QStringLiteral("zookeeper")));
        QCOMPARE(LabStack::docker({QStringLiteral("inspect"), QStringLiteral("-f"),
                                   QStringLiteral("{{.State.ExitCode}}"), stack.containerOf(kafka)})
                     .trimmed(),
                 QByteArray("143")); // a clean close, not a kill
    }

    void topicsThatNobodyMakesAreReportedAndMadeOnRequest()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        const LabStack stack(QStringLiteral("tests/stacks/natively"));
        const auto project = stack.load();
        QVERIFY(project);
        Recorded seen;
        const auto report = startup::start(*stack.engine, *project, {}, seen.sink(), Clock::system(), {});
        QVERIFY2(report, qPrintable(seen.text()));
        QStringList missing = report->missingTopics;
        missing.sort();
        QCOMPARE(missing, expected);
        QVERIFY(seen.first(EventKind::Problem));
        const auto made = startup::createMissingTopics(*stack.engine, *project, {});
        QVERIFY(made);
        QCOMPARE(made->size(), 4);
        QVERIFY(hasAll(stack.topics()));
        QVERIFY(startup::createMissingTopics(*stack.engine, *project, {})->isEmpty()); // again does no harm
    }

    void staleRegistrationIsWaitedOutWhateverTheRestartPolicy()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        const LabStack stack(QStringLiteral("tests/stacks/natively"));
        const auto project = stack.load();
        QVERIFY(project);
        startup::StartOptions options;
        options.createTopics = true;
        Recorded first;
        QVERIFY2(startup::start(*stack.engine, *project, options, first.sink(), Clock::system(), {}),
                 qPrintable(first.text()));
        LabStack::docker(
            {QStringLiteral("update"), QStringLiteral("--restart=no"), stack.containerOf(QStringLiteral("kafka"))});
        LabStack::docker({QStringLiteral("kill"), stack.containerOf(QStringLiteral("kafka"))});

        Recorded second;
        const auto report = startup::start(*stack.engine, *project, options, second.sink(), Clock::system(), {});
        QVERIFY2(report, qPrintable(second.text()));
        const Event *recovering = second.first(EventKind::Recovering, QStringLiteral("kafka"));
        QVERIFY2(recovering, qPrintable(second.text()));
        QVERIFY(recovering->until && *recovering->until > recovering->at && *recovering->until - recovering->at <= 22s);
        QVERIFY(hasAll(stack.topics())); // nothing was lost
    }

    void cancellingStopsWaitingAndLeavesContainers()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        const LabStack stack(QStringLiteral("tests/stacks/natively"));
        const auto project = stack.load();
        QVERIFY(project);
        std::stop_source stop;
        Recorded seen;
        const auto sink = [&](const Event &event) {
            seen.events.push_back(event);
            if (event.kind == EventKind::Started && event.service == QLatin1String("zookeeper"))
                stop.request_stop();
        };
        const auto report = startup::start(*stack.engine, *project, {}, sink, Clock::system(), stop.get_token());
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
        QVERIFY(seen.events.back().outcome == timeline::Outcome::Cancelled);
        QCOMPARE(LabStack::docker({QStringLiteral("inspect"), QStringLiteral("-f"),
                                   QStringLiteral("{{.State.Running}}"),
                                   stack.containerOf(QStringLiteral("zookeeper"))})
                     .trimmed(),
                 QByteArray("true"));
    }

    void recordedRunIsKeptAndTheLockNamesItsHolder()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        const LabStack stack(QStringLiteral("tests/stacks/natively"));
        const auto project = stack.load();
        QVERIFY(project);
        QTemporaryDir directory;
        startup::Recorder recorder;
        recorder.origin = QStringLiteral("brokerdeckctl");
        recorder.historyFile = directory.filePath(QStringLiteral("runs.sqlite"));
        Result<> second;
        Recorded seen;
        bool tried = false;
        recorder.sink = [&](const Event &event) {
            seen.events.push_back(event);
            if (std::exchange(tried, true))
                return;
            startup::Recorder other;
            other.origin = QStringLiteral("panel");
            other.historyFile = recorder.historyFile;
            other.sink = [](const Event &) {};
            second = startup::recordedStop(*stack.engine, *project, {}, other, {});
        };
        startup::StartOptions options;
        options.createTopics = true;
        QVERIFY2(startup::recordedStart(*stack.engine, *project, options, recorder, {}), qPrintable(seen.text()));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Locked);
        QVERIFY2(second.error().message.contains(QLatin1String("brokerdeckctl")), qPrintable(second.error().message));

        const auto history = stack::History::open(recorder.historyFile);
        const auto runs = history->runs(stack.name);
        QCOMPARE(runs->size(), std::size_t(1));
        const auto run = history->run(runs->front().id);
        QVERIFY(run->outcome == timeline::Outcome::Done);
        QCOMPARE(run->events, seen.events);
        const auto folded = timeline::fold(*run, *run->finishedAt);
        QCOMPARE(folded.criticalPath, QStringList({QStringLiteral("zookeeper"), QStringLiteral("kafka")}));
    }
};

QTEST_GUILESS_MAIN(TestStartup)
#include "tst_startup.moc"
