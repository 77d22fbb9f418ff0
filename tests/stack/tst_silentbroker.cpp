// A broker that stops answering in the middle of each call: its container is paused, so that what is connected stays
// connected and is not answered any more. Every call ends with its deadline, as a time-out, and soon after a stop.
#include <functional>
#include <thread>

#include <QtTest>

#include "brokertest.h"
#include "kafka/groupwork.h"
#include "kafka/newest.h"
#include "kafka/produce.h"
#include "probe/brokerfacts.h"

using namespace bd;
using bd::test::BrokerTest;
using bd::test::LabStack;
using kafka::Client;
using kafka::NewRecord;
using kafka::RecordReader;
using kafka::RecordWriter;

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Millis Soon{300};
constexpr Millis Late{900}; // how long after its deadline, or after a stop, a call may end on a busy machine

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

template<typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional<Error>(result.error());
}

struct Call {
    const char *name;
    std::function<std::optional<Error>(Millis, std::stop_token)> make;
};

Millis since(SteadyClock::time_point begin)
{
    return std::chrono::duration_cast<Millis>(SteadyClock::now() - begin);
}

// For as long as it lives.
class Paused
{
public:
    explicit Paused(QString container) : m_container(std::move(container))
    {
        LabStack::docker({s("pause"), m_container});
    }
    ~Paused() { LabStack::docker({s("unpause"), m_container}); }
    Q_DISABLE_COPY_MOVE(Paused)

private:
    const QString m_container;
};

} // namespace

class TestSilentBroker : public BrokerTest
{
    Q_OBJECT

private:
    kafka::Broker m_broker;
    kafka::Topic m_topic;
    QString m_container;

    // Of 100,000 bytes each: more than is fetched ahead, or lies in a socket.
    Result<std::vector<kafka::RecordOutcome>> write(RecordWriter &writer, int count, Millis deadline,
                                                    std::stop_token stop) const
    {
        NewRecord record;
        record.value = QByteArray(100'000, 'x');
        return writer.write(m_topic.name, std::vector<NewRecord>(static_cast<size_t>(count), record), deadline,
                            std::move(stop));
    }

    std::vector<Call> looks() const
    {
        Client &client = *m_client;
        const QString topic = m_topic.name;
        return {
            {"metadata", [&](Millis m, auto stop) { return errorOf(client.metadata(false, m, stop)); }},
            {"topics", [&](Millis m, auto stop) { return errorOf(client.metadata(true, m, stop)); }},
            {"topicConfigs",
             [&, topic](Millis m, auto stop) { return errorOf(client.topicConfigs({topic}, m, stop)); }},
            {"offsets", [&](Millis m, auto stop) { return errorOf(client.offsets({m_topic}, m, stop)); }},
            {"offsetsAt",
             [&](Millis m, auto stop) { return errorOf(client.offsetsAt(m_topic, TimePoint{}, m, stop)); }},
            {"clusterRefusal", [&](Millis m, auto stop) { return errorOf(client.clusterRefusal(1, m, stop)); }},
            {"brokerConfig", [&](Millis m, auto stop) { return errorOf(client.brokerConfig(1, m, stop)); }},
            {"acls", [&](Millis m, auto stop) { return errorOf(client.acls(m, stop)); }},
            {"groups", [&](Millis m, auto stop) { return errorOf(client.groups(m, stop)); }},
            {"describeGroups",
             [&](Millis m, auto stop) { return errorOf(client.describeGroups({s("held")}, m, stop)); }},
            {"describeGroups, of one that nobody has asked for",
             [&](Millis m, auto stop) { return errorOf(client.describeGroups({s("stranger")}, m, stop)); }},
            {"committedOffsets",
             [&](Millis m, auto stop) {
                 return errorOf(client.committedOffsets({s("held")}, m, stop).value(s("held")));
             }},
            {"lookAtGroups",
             [&](Millis m, auto stop) { return errorOf(kafka::lookAtGroups(client, {s("held")}, {}, m, stop)); }},
            {"previewReset",
             [&](Millis m, auto stop) {
                 return errorOf(kafka::previewReset(client, {s("held"), {}, {}, {}}, m, stop));
             }},
            {"apiVersions",
             [&](Millis m, auto stop) { return errorOf(probe::apiVersions(m_settings, m_broker, m, stop)); }},
            {"quorum", [&](Millis m, auto stop) { return errorOf(probe::quorum(m_settings, m_broker, m, stop)); }},
        };
    }

    std::vector<Call> changes(const kafka::ResetPlan &plan) const
    {
        Client &client = *m_client;
        const QString topic = m_topic.name, group = s("held");
        return {
            {"createTopics",
             [&](Millis m, auto stop) {
                 return errorOf(client.createTopics({{s("another"), 1, 1, {}}}, m, stop));
             }},
            {"createTopics, as a check",
             [&](Millis m, auto stop) {
                 return errorOf(client.createTopics({{s("another"), 1, 1, {}}}, m, stop, kafka::Intent::Check));
             }},
            {"deleteTopics", [&](Millis m, auto stop) { return errorOf(client.deleteTopics({s("nosuch")}, m, stop)); }},
            {"addPartitions",
             [&](Millis m, auto stop) { return errorOf(client.addPartitions(s("nosuch"), 9, m, stop)); }},
            {"setTopicConfig",
             [&, topic](Millis m, auto stop) {
                 return errorOf(client.setTopicConfig(topic, {{s("retention.ms"), s("86400000")}}, {}, m, stop));
             }},
            {"emptyTopic",
             [&](Millis m, auto stop) {
                 return errorOf(client.emptyTopic(m_topic, m, stop, {0, 0}));
             }},
            {"applyReset",
             [&, plan](Millis m, auto stop) { return errorOf(kafka::applyReset(client, plan, m, stop)); }},
            {"alterGroupOffsets",
             [&, plan, group](Millis m, auto stop) {
                 return errorOf(client.alterGroupOffsets(group, plan.changes(), m, stop));
             }},
            {"deleteGroupOffsets",
             [&, topic](Millis m, auto stop) {
                 return errorOf(client.deleteGroupOffsets(s("nosuch"), {{topic, 0}}, m, stop));
             }},
            {"deleteGroups", [&](Millis m, auto stop) { return errorOf(client.deleteGroups({s("nosuch")}, m, stop)); }},
        };
    }

    // What is wrong with the way it ends; empty: nothing.
    static QString afterItsDeadline(const Call &call)
    {
        const auto begin = SteadyClock::now();
        const auto error = call.make(Soon, {});
        const Millis took = since(begin);
        if (!error)
            return s("%1: no error").arg(QLatin1String(call.name));
        if (error->code != ErrorCode::Timeout || took > Soon + Late)
            return s("%1: %2 after %3 ms").arg(QLatin1String(call.name), error->message).arg(took.count());
        return {};
    }
    static QString afterAStop(const Call &call)
    {
        std::stop_source stop;
        const auto begin = SteadyClock::now();
        const std::jthread canceller([&stop] {
            std::this_thread::sleep_for(Millis(100));
            stop.request_stop();
        });
        const auto error = call.make(Deadline, stop.get_token());
        const Millis took = since(begin);
        if (!error || error->code != ErrorCode::Cancelled || took > Late)
            return s("%1, stopped: %2 after %3 ms")
                .arg(QLatin1String(call.name), error ? error->message : s("no error"))
                .arg(took.count());
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        startBroker("-silent");
        make(s("silent"), 2);
        m_topic = topic(s("silent"));
        const auto metadata = m_client->metadata(false, Deadline, {});
        QVERIFY(metadata && !metadata->brokers.empty());
        m_broker = metadata->brokers.front();
        m_container = brokerContainer();
    }

    void cleanupTestCase() { removeBroker(); }

    void eachCallEndsWithItsDeadlineOrAStop()
    {
        const QString group = s("held");
        QVERIFY(m_client->alterGroupOffsets(group, {{{m_topic.name, 0}, 0}}, Deadline, {}));
        const auto plan = kafka::previewReset(*m_client,
                                              {group, {.kind = kafka::ResetTo::Kind::Offset, .number = 0}, {}, {}},
                                              Deadline, {});
        QVERIFY(plan);
        std::vector<Call> looking = looks();
        const std::vector<Call> changing = changes(*plan);
        if (LabStack::hasZooKeeper()) // such brokers know no quorum, and hang up on who asks for one
            std::erase_if(looking, [](const Call &call) { return call.name == std::string_view("quorum"); });
        for (const auto &calls : {looking, changing}) { // answered as long as it answers, if only with a refusal
            for (const Call &call : calls) {
                const auto error = call.make(Deadline, {});
                QVERIFY2(!error || (error->code != ErrorCode::Timeout && error->code != ErrorCode::Unreachable),
                         call.name);
            }
        }
        QStringList wrong;
        {
            const Paused paused(m_container);
            for (const Call &call : changing) // before any time-out: what is never sent twice may end with another's
                wrong << afterAStop(call);
            for (const auto &calls : {changing, looking}) {
                for (const Call &call : calls)
                    wrong << afterItsDeadline(call);
            }
            for (const Call &call : looking) // however many have timed out before
                wrong << afterItsDeadline(call) << afterAStop(call);
        }
        wrong.removeAll(QString());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1String("; "))));
        QVERIFY(m_client->metadata(true, Deadline, {})); // the same handle, once it is back
    }

    void writingEndsInTheMiddle()
    {
        auto writer = RecordWriter::open(m_settings);
        QVERIFY(writer);
        QVERIFY(write(**writer, 1, Deadline, {}));
        Result<std::vector<kafka::RecordOutcome>> outcomes = tl::unexpected(Error{}), stopped = outcomes;
        Millis took{}, tookStopped{};
        {
            const Paused paused(m_container);
            auto begin = SteadyClock::now();
            outcomes = write(**writer, 3, Soon, {});
            took = since(begin);
            std::stop_source stop;
            const std::jthread canceller([&stop] {
                std::this_thread::sleep_for(Millis(100));
                stop.request_stop();
            });
            begin = SteadyClock::now();
            stopped = write(**writer, 3, Deadline, stop.get_token());
            tookStopped = since(begin);
        }
        QVERIFY(outcomes);
        for (const kafka::RecordOutcome &outcome : *outcomes)
            QVERIFY2(outcome.error.contains(s("may be written")), qPrintable(outcome.error));
        QVERIFY2(took < Soon + Late, qPrintable(QString::number(took.count())));
        QVERIFY2(!stopped || !stopped->front().error.isEmpty(), "stopped");
        QVERIFY2(tookStopped < Late, qPrintable(QString::number(tookStopped.count())));
    }

    void readingEndsInTheMiddle()
    {
        auto writer = RecordWriter::open(m_settings);
        QVERIFY(writer);
        for (int i = 0; i < 15; ++i) {
            const auto written = write(**writer, 100, Deadline, {});
            QVERIFY(written);
            QCOMPARE(written->back().error, QString());
        }
        const auto offsets = m_client->offsets({m_topic}, Deadline, {});
        QVERIFY(offsets);
        const auto ranges = kafka::rangesOf({}, offsets->value(m_topic.name));
        for (const bool isStopped : {false, true}) {
            auto reader = RecordReader::open(m_settings);
            QVERIFY(reader);
            std::optional<Paused> paused;
            std::stop_source stop;
            SteadyClock::time_point heard;
            const auto read = (*reader)->read(
                m_topic.name, ranges, false, isStopped ? Deadline : Soon,
                [&](const std::vector<kafka::Record> &) {
                    if (!paused)
                        paused.emplace(m_container);
                    if (isStopped)
                        stop.request_stop();
                    heard = SteadyClock::now();
                    return true;
                },
                stop.get_token());
            const Millis took = since(heard);
            reader->reset();
            const Millis closed = since(heard);
            paused.reset();
            QVERIFY(!read);
            QCOMPARE(read.error().code, isStopped ? ErrorCode::Cancelled : ErrorCode::Timeout);
            QVERIFY2(took < Soon + Late, qPrintable(QString::number(took.count())));
            QVERIFY2(closed < Soon + 2 * Late, qPrintable(QString::number(closed.count())));
        }
    }

    void theTimesOfTheNewestAreLeftOut()
    {
        const auto offsets = m_client->offsets({m_topic}, Deadline, {});
        QVERIFY(offsets);
        const Paused paused(m_container);
        const auto begin = SteadyClock::now();
        const auto times = kafka::newestTimes(m_settings, *offsets, Soon, {});
        const Millis took = since(begin);
        QVERIFY(times);
        QVERIFY(!times->contains(m_topic.name));
        QVERIFY2(took < Soon + 2 * Late, qPrintable(QString::number(took.count())));
    }
};

QTEST_GUILESS_MAIN(TestSilentBroker)
#include "tst_silentbroker.moc"
