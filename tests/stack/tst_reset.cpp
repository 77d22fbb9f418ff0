// Resets and their undoing on the real engine with real Kafka and ZooKeeper, judged by kcat, docker and Kafka's own tools.
#include <atomic>
#include <thread>

#include <QtTest>

#include "kafka/produce.h"
#include "kafka/topicsummary.h"
#include "reset/leaving.h"
#include "resetlab.h"
#include "verify/verify.h"

using namespace bd;
using bd::test::LabStack;
using bd::test::ResetLab;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const char *created = "purchase-created";
const char *confirmed = "purchase-confirmed";

void fill(ResetLab &lab)
{
    lab.produce(s(created), 0, "a:1\nb:2\nc:3\n");
    lab.produce(s(created), 2, "d:4\n:empty key\n");
    lab.produce(s(confirmed), 1, "x:{\"id\":7}\n");
    lab.commit(s("billing"), {{{s(created), 0}, 2}, {{s(created), 2}, 0}, {{s(confirmed), 1}, 1}});
}

QStringList expectedTopics()
{
    return {s("dead-letter-queue"), s(confirmed), s(created), s("trainer-allocated")};
}

QByteArray said(const Error &error)
{
    return (error.message + u' ' + error.detail).toUtf8();
}

} // namespace

class TestReset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
    }

    void aFullResetAndItsUndoing()
    {
        ResetLab lab(s("tests/stacks/kc-backend"));
        QVERIFY(lab.start());
        fill(lab);
        const QByteArray before = lab.records(s(created)) + lab.records(s(confirmed)),
                         groups = lab.committed(s("billing"));
        QVERIFY2(before.count('\n') == 6 && groups.count('\n') == 3, before + groups);
        const QString kafka = lab.stack.containerOf(s("kafka"));
        setRetention(lab);
        const QByteArray owners = ResetLab::owners(kafka, s("/var/lib/kafka/data"), s(created)),
                         times = lab.volumeTimes(), config = lab.config(s(created));
        QVERIFY2(config.contains("retention.ms=86400000"), config);
        const QByteArray ofZooKeeper = ResetLab::owners(lab.stack.containerOf(s("zookeeper")),
                                                        s("/var/lib/zookeeper/log"), s("version-2/"));
        QVERIFY(ofZooKeeper.count('\n') >= 2);
        LabStack::docker({s("exec"), kafka, s("sh"), s("-c"), s("echo secret > /etc/kafka/secrets/key")});
        const QString other = lab.stack.name + s("-other"); // a name that begins like the project's
        LabStack::docker({s("volume"), s("create"), other});

        const reset::FullPlan plan = reset::planFull(lab.project, lab.state());
        QCOMPARE(std::ranges::count(plan.removal.volumes, false, &guard::PlannedVolume::goesWithContainer), 3);
        QVERIFY(plan.removal.volumes.size() > 3); // what the images declare and the file does not
        QCOMPARE(plan.removal.containers.size(), size_t(3));
        QCOMPARE(plan.workers, (QStringList{s("mail-worker"), s("trainer-worker")}));
        const auto report = reset::recordedFull(*lab.stack.engine, lab.project, plan, lab.marks(), {}, lab.surroundings,
                                                lab.recorder, {});
        QVERIFY2(report, report ? "" : said(report.error()) + lab.events.toUtf8());
        QVERIFY(report->snapshot);
        QCOMPARE(report->snapshot->volumes.size(), size_t(4)); // one of the anonymous ones holds something
        const QByteArray left = LabStack::docker({s("volume"), s("ls"), s("-q")});
        for (const guard::PlannedVolume &one : plan.removal.volumes)
            QVERIFY2(!one.goesWithContainer || !left.contains(one.name.toUtf8()), qPrintable(one.name));
        QVERIFY(lab.volumeTimes() != times && lab.stack.containerOf(s("kafka")) != kafka);
        QCOMPARE(lab.stack.topics().filter(QRegularExpression(s("^[^_]"))), expectedTopics());
        QVERIFY(lab.records(s(created)).isEmpty());
        QVERIFY(!LabStack::docker({s("volume"), s("inspect"), other}).trimmed().startsWith("[]"));
        LabStack::docker({s("volume"), s("rm"), other});
        QVERIFY(!*reset::pendingJournal(lab.journal()));

        const auto checks = verify::verify(lab.stack.engine, lab.project, Millis(20'000), {});
        QVERIFY(checks);
        for (const verify::Check &check : *checks)
            QVERIFY2(check.status == verify::Check::Status::Passed, (check.text + check.detail).toUtf8());

        const auto back = reset::recordedRestore(*lab.stack.engine, lab.project,
                                                 reset::planRestore(lab.project, lab.state(), *report->snapshot),
                                                 lab.marks(), {}, lab.surroundings, lab.recorder, {});
        QVERIFY2(back, back ? "" : said(back.error()) + lab.events.toUtf8());
        QTRY_COMPARE_WITH_TIMEOUT(lab.records(s(created)) + lab.records(s(confirmed)), before, 10'000);
        QCOMPARE(lab.committed(s("billing")), groups);
        QCOMPARE(ResetLab::owners(lab.stack.containerOf(s("kafka")), s("/var/lib/kafka/data"), s(created)), owners);
        QCOMPARE(lab.config(s(created)), config);
        // It goes on writing: what there was is there, as it was.
        const QByteArray nowOfZooKeeper = ResetLab::owners(lab.stack.containerOf(s("zookeeper")),
                                                           s("/var/lib/zookeeper/log"), s("version-2/"));
        for (const QByteArray &line : ofZooKeeper.split('\n'))
            QVERIFY2(nowOfZooKeeper.contains(line), line + nowOfZooKeeper);
        QCOMPARE(LabStack::docker(
                     {s("exec"), lab.stack.containerOf(s("kafka")), s("cat"), s("/etc/kafka/secrets/key")}),
                 QByteArray("secret\n"));
        QVERIFY(LabStack::docker({s("volume"), s("ls"), s("-q"), s("--filter"), s("label=io.brokerdeck.holder")})
                    .isEmpty());
        QVERIFY(LabStack::docker({s("ps"), s("-aq"), s("--filter"), s("label=io.brokerdeck.holder")}).isEmpty());
    }

    void emptyingAndItsUndoing()
    {
        ResetLab lab(s("tests/stacks/natively"));
        QVERIFY(lab.start());
        auto cluster = reset::clusterOf(*lab.stack.engine, lab.project, {});
        QVERIFY(cluster);
        const std::vector<kafka::NewTopic> made{{s(created), 3, 1, {{s("retention.ms"), s("86400000")}}},
                                                {s(confirmed), 3, 1, {{s("cleanup.policy"), s("compact")}}}};
        QVERIFY(cluster->client->deleteTopics({s(created), s(confirmed)}, Millis(10'000), {}));
        QVERIFY(cluster->client->createTopics(made, Millis(10'000), {}));
        fill(lab);
        const QByteArray before = lab.contents(s(created)) + lab.contents(s(confirmed)),
                         configs = lab.config(s(created)) + lab.config(s(confirmed));
        QVERIFY2(before.count('\n') == 6 && configs.count('\n') == 2, before + configs);

        const auto plan = planFor(lab, {});
        QVERIFY(plan);
        QCOMPARE(plan->groups.size(), size_t(1));
        QElapsedTimer timer;
        timer.start();
        const auto report = reset::recordedTopics(*lab.stack.engine, lab.project, *plan, lab.marks(), {},
                                                  lab.surroundings, lab.recorder, {});
        QVERIFY2(report, report ? "" : said(report.error()) + lab.events.toUtf8());
        qInfo("emptied with an archive in %lld ms", timer.elapsed());
        QVERIFY(lab.records(s(created)).isEmpty() && lab.records(s(confirmed)).isEmpty());
        // Rewound to where the next record will be.
        const auto rewound = cluster->client->committedOffsets({s("billing")}, Millis(10'000), {})[s("billing")];
        QVERIFY(rewound);
        for (const kafka::CommittedOffset &one : *rewound)
            QCOMPARE(*one.offset, one.at.topic == s(confirmed) ? 0 : one.at.partition == 0 ? 3 : 2);
        const auto config = cluster->client->topicConfigs({s(confirmed)}, Millis(10'000), {});
        QCOMPARE(kafka::policyOf(config->value(s(confirmed))).cleanup, s("compact"));

        QCOMPARE(lab.committed(s("billing")),
                 QByteArray(
                     "billing purchase-confirmed 1 0\nbilling purchase-created 0 3\nbilling purchase-created 2 2\n"));
        undo(lab, *report->snapshot, before);
        QCOMPARE(lab.config(s(created)) + lab.config(s(confirmed)), configs);
        QCOMPARE(lab.committed(s("billing")), // the same records
                 QByteArray(
                     "billing purchase-confirmed 1 1\nbilling purchase-created 0 2\nbilling purchase-created 2 0\n"));
    }

    // What somebody writes after it was archived is in no archive.
    void whatComesMeanwhileStays()
    {
        ResetLab lab(s("tests/stacks/natively"));
        QVERIFY(lab.start());
        fill(lab);
        const auto plan = planFor(lab, {reset::Operation::Empty, {s(created)}, {}});
        QVERIFY(plan);
        reset::Surroundings surroundings = lab.surroundings;
        surroundings.written = [&, written = 0]() mutable {
            if (++written == 3) // head, snapshot begun, and done
                lab.produce(s(created), 0, "late:5\n");
        };
        const auto report = reset::recordedTopics(*lab.stack.engine, lab.project, *plan, lab.marks(), {}, surroundings,
                                                  lab.recorder, {});
        QVERIFY2(report, report ? "" : said(report.error()) + lab.events.toUtf8());
        const QByteArray left = lab.records(s(created));
        QVERIFY2(left.count('\n') == 1 && left.contains("\"late\""), left);

        // A topic that is to be deleted is not, while records keep coming.
        const auto goes = planFor(lab, {reset::Operation::Recreate, {s(created)}, {}});
        QVERIFY(goes);
        const auto cluster = reset::clusterOf(*lab.stack.engine, lab.project, {});
        const auto writer = cluster ? kafka::RecordWriter::open(cluster->settings) : tl::unexpected(cluster.error());
        QVERIFY(writer);
        std::atomic<int> written = 0;
        std::jthread writes([&](const std::stop_token &stop) { // hundreds a second: some in each attempt to archive
            kafka::NewRecord record;
            record.partition = 1;
            record.value = "more";
            while (!stop.stop_requested())
                written += (*writer)->write(s(created), {record}, Millis(10'000), stop).has_value();
        });
        QTRY_VERIFY_WITH_TIMEOUT(written > 10, 20'000); // a new connection takes a while, and the reset does not
        const auto refused = reset::recordedTopics(*lab.stack.engine, lab.project, *goes, lab.marks(), {},
                                                   lab.surroundings, lab.recorder, {});
        writes.request_stop();
        writes.join();
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(s("keep coming")), said(refused.error()));
        QVERIFY(!*reset::pendingJournal(lab.journal()));
        QVERIFY(lab.records(s(created)).contains("\"late\""));
        QCOMPARE(lab.shelf().list().snapshots.size(), size_t(1)); // of the first: none of the others is left
    }

    // Whoever joins between the plan and the change: a worker that was just starting, and somebody from elsewhere.
    void whoJoinsMeanwhileLeavesToo()
    {
        ResetLab lab(s("resources/stacks/zookeeper"));
        QVERIFY(lab.start());
        lab.produce(s(created), 0, "a:1\nb:2\nc:3\n");
        const QByteArray read = "mail purchase-created 0 3\n", before = lab.contents(s(created));
        QTRY_VERIFY_WITH_TIMEOUT(lab.committed(s("mail")).contains(read), 60'000);
        const QString worker = lab.stack.containerOf(s("mail-worker"));
        LabStack::docker({s("stop"), worker});
        const auto cluster = reset::clusterOf(*lab.stack.engine, lab.project, {});
        QVERIFY(cluster);
        const auto membersOf = [&](const char *group) -> qsizetype {
            const auto groups = cluster->client->describeGroups({s(group)}, Millis(10'000), {});
            return groups ? std::ssize(groups->front().members) : -1;
        };
        const auto members = [&] { return membersOf("mail"); };
        QTRY_COMPARE_WITH_TIMEOUT(members(), 0, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(membersOf("billing"), 1, 60'000);
        const auto plan = planFor(lab, {reset::Operation::Empty, {s(created)}, {}});
        QVERIFY(plan);
        QCOMPARE(plan->stops, QStringList{s("billing-worker")});

        QProcess stranger;
        stranger.start(s("kcat"), {s("-b"), lab.broker(), s("-G"), s("mail"), s(created)});
        QTRY_COMPARE_WITH_TIMEOUT(members(), 1, 30'000);
        QTemporaryDir folder;
        auto steps = reset::Steps::begin(folder.filePath(s("journal")), reset::toJson(*plan), {});
        QVERIFY(steps);
        startup::EventLog log([](const timeline::Event &) {}, Clock::system());
        QStringList stopped{s("mail-worker")};
        const auto tooLong = reset::leave({*lab.stack.engine, lab.project, *cluster->client, *steps, log, Millis(1500)},
                                          stopped, {s("mail")}, {});
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, ErrorCode::Timeout);
        QVERIFY2(tooLong.error().message.contains(s("mail")) && tooLong.error().detail.contains(s("rdkafka on ")),
                 said(tooLong.error()));

        LabStack::docker({s("start"), worker});
        QTRY_COMPARE_WITH_TIMEOUT(members(), 2, 60'000);
        QString waitedFor;
        startup::Recorder recorder = lab.recorder;
        std::stop_source cancel; // as soon as it waits: all that were stopped run again
        recorder.sink = [&](const timeline::Event &event) {
            lab.recorder.sink(event);
            if (event.text.contains(s("no longer counts")))
                cancel.request_stop();
        };
        const auto given = reset::recordedTopics(*lab.stack.engine, lab.project, *plan, lab.marks(), {},
                                                 lab.surroundings, recorder, cancel.get_token());
        QVERIFY(!given);
        QCOMPARE(given.error().code, ErrorCode::Cancelled);
        QVERIFY(!*reset::pendingJournal(lab.journal()));
        QTRY_COMPARE_WITH_TIMEOUT(members(), 2, 60'000);
        QVERIFY(lab.records(s(created)).count('\n') == 3);
        lab.events.clear();
        recorder.sink = [&](const timeline::Event &event) {
            lab.recorder.sink(event);
            if (waitedFor.isEmpty() && event.text.contains(s("no longer counts"))) {
                waitedFor = event.text;
                stranger.terminate();
                stranger.waitForFinished();
            }
        };
        const auto report = reset::recordedTopics(*lab.stack.engine, lab.project, *plan, lab.marks(), {},
                                                  lab.surroundings, recorder, {});
        QVERIFY2(report, report ? "" : said(report.error()) + lab.events.toUtf8());
        QVERIFY2(waitedFor.contains(s("mail")), lab.events.toUtf8());
        QCOMPARE(report->left, QStringList());
        QCOMPARE(report->plan.stops, QStringList({s("billing-worker"), s("mail-worker")}));
        QVERIFY(lab.records(s(created)).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(members(), 1, 60'000); // it was started again

        LabStack::docker({s("stop"), worker});
        QTRY_COMPARE_WITH_TIMEOUT(members(), 0, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(membersOf("billing"), 1, 60'000); // it was started again, too
        const auto facts = reset::lookAtTopics(*cluster->client, lab.project, lab.state(), {});
        QVERIFY(facts);
        const auto shown = reset::planRecordRestore(lab.project, lab.state(), *report->snapshot, *facts);
        QCOMPARE(shown.now.stops, QStringList{s("billing-worker")});
        LabStack::docker({s("start"), worker});
        QTRY_COMPARE_WITH_TIMEOUT(members(), 1, 60'000);
        const auto back = reset::recordedRecordRestore(*lab.stack.engine, lab.project, shown, lab.marks(), {},
                                                       lab.surroundings, lab.recorder, {});
        QVERIFY2(back, back ? "" : said(back.error()) + lab.events.toUtf8());
        QCOMPARE(*back, QStringList());
        QCOMPARE(lab.contents(s(created)), before);
        QTRY_COMPARE_WITH_TIMEOUT(members(), 1, 60'000);
        QVERIFY2(lab.committed(s("mail")).contains(read), lab.committed(s("mail")));
    }

    void recreatingAndItsUndoing()
    {
        ResetLab lab(s("tests/stacks/natively"));
        QVERIFY(lab.start());
        fill(lab);
        const QByteArray before = lab.contents(s(created)) + lab.contents(s(confirmed));
        const auto plan = planFor(lab, {reset::Operation::Recreate, {}, {}});
        QVERIFY(plan);
        const auto report = reset::recordedTopics(*lab.stack.engine, lab.project, *plan, lab.marks(), {},
                                                  lab.surroundings, lab.recorder, {});
        QVERIFY2(report, report ? "" : said(report.error()) + lab.events.toUtf8());
        QCOMPARE(lab.stack.topics().filter(QRegularExpression(s("^[^_]"))), expectedTopics());
        QVERIFY(lab.records(s(created)).isEmpty());
        const auto groups = reset::clusterOf(*lab.stack.engine, lab.project, {})->client->groups(Millis(10'000), {});
        QVERIFY(groups && groups->groups.empty());
        undo(lab, *report->snapshot, before);
    }

    void whatMayNotGoStaysAsItIs()
    {
        ResetLab lab(s("tests/stacks/kc-backend"));
        QVERIFY(lab.start());
        fill(lab);
        const QByteArray before = lab.records(s(created));
        const QString kafka = lab.stack.containerOf(s("kafka"));
        reset::FullPlan plan = reset::planFull(lab.project, lab.state());
        const auto refused = [&](const guard::Marks &marks) {
            return reset::recordedFull(*lab.stack.engine, lab.project, plan, marks, {}, lab.surroundings, lab.recorder,
                                       {});
        };
        QVERIFY(!refused({{plan.removal.volumes[0].name}, false, false, {}}));         // locked
        QVERIFY(refused({{}, false, true, {}}).error().code == ErrorCode::InvalidUse); // protected: asked twice
        const QString stranger = lab.stack.name + s("-stranger");
        LabStack::docker({s("create"), s("--name"), stranger, s("-v"), plan.removal.volumes[0].name + s(":/x"),
                          QString::fromUtf8(qgetenv("BROKERDECK_KAFKA_IMAGE")), s("true")});
        QVERIFY(!refused({})); // mounted by another since it was shown
        plan = reset::planFull(lab.project, lab.state());
        QVERIFY(!refused({})); // and where it was known
        LabStack::docker({s("rm"), stranger});
        plan = reset::planFull(lab.project, lab.state());

        // No room for the way back: nothing is deleted, and what was stopped runs again.
        lab.surroundings.snapshots = s("/proc/brokerdeck");
        const auto unsaved = refused({});
        QVERIFY2(!unsaved, "a snapshot cannot be written there");
        QVERIFY2(lab.events.contains(s("nothing was deleted")), lab.events.toUtf8());
        QVERIFY(!*reset::pendingJournal(lab.journal()));
        QCOMPARE(lab.stack.containerOf(s("kafka")), kafka);
        QTRY_COMPARE_WITH_TIMEOUT(lab.records(s(created)), before, 10'000);
        QCOMPARE(lab.volumeTimes().count('\n'), 3);
    }

    void aDamagedArchiveIsNotRestored()
    {
        ResetLab lab(s("tests/stacks/kc-backend"));
        QVERIFY(lab.start());
        fill(lab);
        const QByteArray before = lab.records(s(created));
        const QString kafka = lab.stack.containerOf(s("kafka"));
        snapshot::Shelf shelf = lab.shelf();
        const auto taken = snapshot::recordedTake(*lab.stack.engine, lab.project, {}, shelf, lab.recorder, {});
        QVERIFY2(taken, taken ? "" : said(taken.error()));
        QTRY_COMPARE_WITH_TIMEOUT(lab.records(s(created)), before, 10'000); // it runs again
        QVERIFY(!taken->clusterId.isEmpty());
        QCOMPARE(taken->brokerIds, QStringList{s("1")});

        QFile archive(shelf.directoryOf(taken->id) + u'/' + taken->volumes[0].file);
        QVERIFY(archive.open(QIODevice::ReadWrite));
        archive.seek(archive.size() / 2);
        const char byte = archive.peek(1).at(0);
        archive.write(QByteArray(1, char(byte ^ 1)));
        archive.close();
        const auto restored = reset::recordedRestore(*lab.stack.engine, lab.project,
                                                     reset::planRestore(lab.project, lab.state(), *taken), lab.marks(),
                                                     {}, lab.surroundings, lab.recorder, {});
        QVERIFY(!restored);
        QVERIFY2(restored.error().message.contains(s("checksum")), said(restored.error()));
        QCOMPARE(lab.stack.containerOf(s("kafka")), kafka);
        QTRY_COMPARE_WITH_TIMEOUT(lab.records(s(created)), before, 10'000);
    }

private:
    static void setRetention(ResetLab &lab)
    {
        const auto cluster = reset::clusterOf(*lab.stack.engine, lab.project, {});
        QVERIFY(cluster);
        QVERIFY(
            cluster->client->setTopicConfig(s(created), {{s("retention.ms"), s("86400000")}}, {}, Millis(10'000), {}));
    }

    static Result<reset::TopicPlan> planFor(ResetLab &lab, const reset::TopicWish &wish)
    {
        const auto cluster = reset::clusterOf(*lab.stack.engine, lab.project, {});
        const auto facts = cluster ? reset::lookAtTopics(*cluster->client, lab.project, lab.state(), {})
                                   : tl::unexpected(cluster.error());
        return facts ? reset::planTopics(lab.project, lab.state(), wish, *facts) : tl::unexpected(facts.error());
    }

    static void undo(ResetLab &lab, const snapshot::Manifest &snapshot, const QByteArray &contents)
    {
        const auto cluster = reset::clusterOf(*lab.stack.engine, lab.project, {});
        QVERIFY(cluster);
        const auto facts = reset::lookAtTopics(*cluster->client, lab.project, lab.state(), {});
        QVERIFY(facts);
        const auto shown = reset::planRecordRestore(lab.project, lab.state(), snapshot, *facts);
        const auto restore = [&](const reset::RecordRestorePlan &plan) {
            return reset::recordedRecordRestore(*lab.stack.engine, lab.project, plan, lab.marks(), {}, lab.surroundings,
                                                lab.recorder, {});
        };
        auto without = shown, elsewhere = shown;
        without.now.topics.pop_back(); // as if it had been made since
        elsewhere.now.clusterId = s("another");
        for (const auto &plan : {without, elsewhere}) {
            const auto refused = restore(plan);
            QVERIFY(!refused && refused.error().code == ErrorCode::Failed);
            QVERIFY2(refused.error().message.contains(s("Nothing is deleted")), said(refused.error()));
        }
        const auto back = restore(shown);
        QVERIFY2(back, back ? "" : said(back.error()) + lab.events.toUtf8());
        QVERIFY(back->isEmpty());
        QCOMPARE(lab.contents(s(created)) + lab.contents(s(confirmed)), contents);
        const auto committed = cluster->client->committedOffsets({s("billing")}, Millis(10'000), {})[s("billing")];
        QVERIFY(committed);
        QCOMPARE(committed->size(), size_t(3));
        for (const kafka::CommittedOffset &one : *committed) // the same records
            QCOMPARE(*one.offset, one.at.topic == s(confirmed) ? 1 : one.at.partition == 0 ? 2 : 0);
    }
};

QTEST_GUILESS_MAIN(TestReset)
#include "tst_reset.moc"
