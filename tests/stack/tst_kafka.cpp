// Our probes and the Kafka client against a real ZooKeeper and broker.
#include <algorithm>
#include <ctime>
#include <thread>

#include <QtTest>

#include <librdkafka/rdkafka.h>

#include "fakes/kafkaraw.h"
#include "kafka/client.h"
#include "labstack.h"
#include "probe/probe.h"
#include "reach/reach.h"

using namespace bd;
using bd::test::LabStack;
using kafka::Client;
using kafka::NewTopic;

namespace {

using SteadyClock = std::chrono::steady_clock;
const Millis Deadline{20'000};

NewTopic topic(const char *name, int partitions = 1, int replicationFactor = 1)
{
    return {QString::fromLatin1(name), partitions, replicationFactor, {}};
}

// Returns as soon as the broker took the request, while the deletion is still under way.
void deleteTopic(const QString &bootstrap, const char *name)
{
    char reason[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap.toUtf8().constData(), reason, sizeof reason);
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(handle);
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    rd_kafka_DeleteTopics(handle, &topic, 1, nullptr, queue);
    rd_kafka_event_destroy(rd_kafka_queue_poll(queue, 10'000));
    rd_kafka_DeleteTopic_destroy(topic);
    rd_kafka_queue_destroy(queue);
    rd_kafka_destroy(handle);
}

Millis processorTime()
{
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return Millis(spent.tv_sec * 1000 + spent.tv_nsec / 1'000'000);
}

} // namespace

class TestKafka : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<LabStack> m_stack;
    std::optional<compose::Project> m_project;
    engine::Context m_context;
    std::unique_ptr<Client> m_client;

    engine::Container container(const char *service) const
    {
        const auto inspected = m_stack->engine->inspect({m_stack->containerOf(QLatin1String(service))}, {});
        return inspected && !inspected->empty() ? inspected->front() : engine::Container{};
    }
    std::unique_ptr<probe::Probe> probeOf(const char *service) const
    {
        return probe::readiness(*m_stack->engine, m_context, *m_project->service(QString::fromLatin1(service)),
                                container(service), false);
    }
    static bool becomesReady(probe::Probe &probe, timeline::ProbeResult &last)
    {
        const auto end = SteadyClock::now() + std::chrono::seconds(60);
        for (int failures = 1; SteadyClock::now() < end; ++failures) {
            last = probe.check(Millis(1000), {});
            if (last.passed)
                return true;
            std::this_thread::sleep_for(probe.pause(failures));
        }
        return false;
    }
    QByteArray topics(const QStringList &arguments) const
    {
        return LabStack::docker(QStringList{QStringLiteral("exec"), m_stack->containerOf(QStringLiteral("kafka")),
                                            QStringLiteral("kafka-topics"), QStringLiteral("--bootstrap-server"),
                                            QStringLiteral("kafka:29092")}
                                + arguments);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        m_stack = std::make_unique<LabStack>(QStringLiteral("resources/stacks/zookeeper"), QStringLiteral("-kafka"));
        auto project = m_stack->load();
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));
        m_project = std::move(*project);
        m_context = m_stack->engine->context({}).value();
        const auto created = m_stack->engine->composeCreate(m_project->call,
                                                            {QStringLiteral("zookeeper"), QStringLiteral("kafka")},
                                                            [](const QString &) {}, {});
        QVERIFY2(created, created ? "" : qPrintable(created.error().message + created.error().detail));
    }

    void zooKeeperIsSeenServing()
    {
        QVERIFY(m_stack->engine->start(container("zookeeper").id, {}));
        const auto probe = probeOf("zookeeper");
        QVERIFY(probe);
        timeline::ProbeResult last;
        QVERIFY2(becomesReady(*probe, last), qPrintable(last.summary));
        QCOMPARE(last.summary, QStringLiteral("answers srvr, mode standalone"));
        QVERIFY(!last.facts[QLatin1String("version")].toString().isEmpty());
    }

    // An independent asker in the plain protocol stands beside ours: what it sees first is when the broker answered.
    void theBrokerIsSeenAsSoonAsItAnswers()
    {
        QVERIFY(m_stack->engine->start(container("kafka").id, {}));
        const auto probe = probeOf("kafka");
        QVERIFY(probe);
        SteadyClock::time_point answered;
        std::jthread witness([&](const std::stop_token &stop) {
            while (!stop.stop_requested() && fakes::brokersByRawMetadata(m_stack->kafkaPort).value_or(0) < 1)
                std::this_thread::sleep_for(Millis(3));
            answered = SteadyClock::now();
        });
        timeline::ProbeResult last;
        const bool ready = becomesReady(*probe, last);
        const auto seen = SteadyClock::now();
        if (!ready)
            witness.request_stop();
        witness.join();
        QVERIFY2(ready, qPrintable(last.summary));
        const auto behind = std::chrono::duration_cast<Millis>(seen - answered);
        qInfo("seen %lld ms after the witness", static_cast<long long>(behind.count()));
        QVERIFY(behind < Millis(150));
        QVERIFY2(last.summary.contains(QStringLiteral("broker 1 is registered")), qPrintable(last.summary));
    }

    void metadataTellsWhoTheClusterIs()
    {
        const auto access = reach::broker(*m_project->service(u"kafka"), container("kafka"), m_context);
        QVERIFY(access);
        QVERIFY(!access->mapped);
        m_client = Client::open(access->settings).value();
        const auto metadata = m_client->metadata(true, Deadline, {});
        QVERIFY(metadata);
        QCOMPARE(metadata->controllerId, 1);
        QCOMPARE(metadata->clusterId.size(), 22);
        QCOMPARE(metadata->brokers.size(), size_t(1));
    }

    void createsTopicsWithTheirSettings()
    {
        NewTopic compacted = topic("compacted", 3);
        compacted.config[QStringLiteral("cleanup.policy")] = QStringLiteral("compact");
        const auto outcomes = m_client->createTopics({compacted, topic("plain")}, Deadline, {});
        QVERIFY(outcomes);
        QCOMPARE(*outcomes, (std::vector<kafka::TopicOutcome>{{QStringLiteral("compacted"), false, {}},
                                                              {QStringLiteral("plain"), false, {}}}));
        const QByteArray described = topics(
            {QStringLiteral("--describe"), QStringLiteral("--topic"), QStringLiteral("compacted")});
        QVERIFY2(described.contains("PartitionCount: 3") && described.contains("cleanup.policy=compact"), described);
        QVERIFY(m_stack->topics().contains(QStringLiteral("plain")));
    }

    void eachTopicHasItsOwnOutcome()
    {
        const auto outcomes = m_client->createTopics({topic("plain"), topic("fresh"), topic("too-many-replicas", 1, 3),
                                                      topic("bad name"), topic("no-partitions", 0), topic("fresh")},
                                                     Deadline, {});
        QVERIFY(outcomes);
        QCOMPARE(outcomes->size(), size_t(6));
        const auto &all = *outcomes;
        QVERIFY(all[0].existed && all[0].error.isEmpty());
        QVERIFY(!all[1].existed && all[1].error.isEmpty());
        QVERIFY2(all[2].error.contains(QStringLiteral("eplication factor")), qPrintable(all[2].error));
        QVERIFY2(!all[3].existed && !all[3].error.isEmpty(), "an illegal name");
        QVERIFY2(!all[4].existed && !all[4].error.isEmpty(), "no partitions");
        QCOMPARE(all[5], all[1]);
    }

    void lookingAtATopicDoesNotCreateIt()
    {
        QVERIFY(!m_client->metadata(true, Deadline, {})->topic(u"never-made"));
        QVERIFY(!m_stack->topics().contains(QStringLiteral("never-made")));
    }

    // The broker says «already exists» of a name whose deletion is under way; the topic must be there afterwards.
    void aNameThatWasJustDeletedIsMadeAgain()
    {
        for (int round = 0; round < 3; ++round) {
            QVERIFY(m_client->createTopics({topic("again", 20)}, Deadline, {}));
            deleteTopic(QStringLiteral("127.0.0.1:%1").arg(m_stack->kafkaPort), "again");
            const auto outcomes = m_client->createTopics({topic("again", 2)}, Deadline, {});
            QVERIFY(outcomes);
            QVERIFY2(!outcomes->front().existed && outcomes->front().error.isEmpty(),
                     qPrintable(outcomes->front().error));
            QTRY_VERIFY(m_stack->topics().contains(QStringLiteral("again")));
        }
    }

    void anIdleClientCostsNextToNothing()
    {
        const Millis before = processorTime();
        std::this_thread::sleep_for(std::chrono::seconds(10));
        const Millis spent = processorTime() - before;
        qInfo("idle: %lld ms of processor time in 10 s", static_cast<long long>(spent.count()));
        QVERIFY(spent <= Millis(25));
    }

    // The same handle, over a stop and a start of the broker.
    void theClientFindsARestartedBrokerByItself()
    {
        QVERIFY(m_stack->engine->stop(container("kafka").id, {}, {}));
        const auto gone = m_client->metadata(true, Millis(500), {});
        QVERIFY(!gone);
        QVERIFY(gone.error().code == ErrorCode::Unreachable || gone.error().code == ErrorCode::Timeout);
        QVERIFY(m_stack->engine->start(container("kafka").id, {}));
        Result<kafka::Metadata> back = gone;
        QTRY_VERIFY_WITH_TIMEOUT((back = m_client->metadata(true, Millis(1000), {})) && back->broker(1), 60'000);
        QTRY_VERIFY(m_client->metadata(true, Deadline, {})->topic(u"compacted"));
    }

    void cleanupTestCase()
    {
        m_client.reset();
        m_stack.reset();
    }
};

QTEST_GUILESS_MAIN(TestKafka)
#include "tst_kafka.moc"
