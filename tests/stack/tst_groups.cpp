// Consumer groups on a real broker: with members that come and go.
#include <algorithm>
#include <functional>
#include <thread>

#include <QtTest>

#include "brokertest.h"
#include "kafka/groupwork.h"

using namespace bd;
using bd::test::BrokerTest;
using bd::test::LabStack;
using kafka::Client;
using kafka::GroupState;
using kafka::ResetTo;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

template<typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional<Error>(result.error());
}

// A program that goes when it is done with.
class Running
{
public:
    Running(const QString &program, const QStringList &arguments)
    {
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setStandardOutputFile(QProcess::nullDevice());
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(program, arguments);
        m_process.waitForStarted();
    }
    ~Running()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
        m_process.waitForFinished(5'000);
    }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;

private:
    QProcess m_process;
};

} // namespace

class TestStackGroups : public BrokerTest
{
    Q_OBJECT

private:
    // That stands at these offsets of partitions 0, 1, …
    void commit(const QString &group, const QString &topic, const std::vector<qint64> &offsets)
    {
        std::vector<kafka::OffsetChange> changes;
        for (size_t i = 0; i < offsets.size(); ++i)
            changes.push_back({{topic, static_cast<int>(i)}, offsets[i]});
        const auto done = m_client->alterGroupOffsets(group, changes, Deadline, {});
        QVERIFY2(done, done ? "" : qPrintable(done.error().message + done.error().detail));
        QCOMPARE(done->size(), changes.size());
        for (const kafka::PartitionOutcome &outcome : *done)
            QVERIFY2(outcome.error.isEmpty(), qPrintable(outcome.error));
    }

    kafka::GroupStatus look(const QString &group)
    {
        const auto looked = kafka::lookAtGroups(*m_client, {group}, {}, Deadline, {});
        return looked ? looked->value(group) : kafka::GroupStatus{};
    }

    std::vector<qint64> committed(const QString &group)
    {
        std::vector<qint64> offsets;
        for (const kafka::GroupOffset &one : look(group).offsets)
            offsets.push_back(one.committed.value_or(-1));
        return offsets;
    }

    bool isStable(const QString &group)
    {
        const auto described = m_client->describeGroups({group}, Deadline, {});
        return described && described->front().state == GroupState::Stable
               && std::ranges::any_of(described->front().members,
                                      [](const kafka::GroupMember &member) { return !member.assignment.empty(); });
    }

private Q_SLOTS:
    void initTestCase() { startBroker("-groups"); }

    void cleanupTestCase() { removeBroker(); }

    // A new cluster makes __consumer_offsets only when it is first asked for a group: until then no coordinator is there, and
    // librdkafka 2.0 has ended the program over it (its issue 4605).
    void theFirstQuestionsOfANewClusterAreAnswered()
    {
        QVERIFY(!m_stack->topics().contains(s("__consumer_offsets")));
        const std::vector<std::function<std::optional<Error>(Client &, const QString &)>> questions{
            [](Client &client, const QString &group) { return errorOf(client.describeGroups({group}, Deadline, {})); },
            [](Client &client, const QString &group) {
                return errorOf(client.committedOffsets({group}, Deadline, {}).value(group));
            },
            [](Client &client, const QString &group) {
                return errorOf(client.alterGroupOffsets(group, {{{s("nothing"), 0}, 0}}, Deadline, {}));
            },
            [](Client &client, const QString &group) { return errorOf(client.deleteGroups({group}, Deadline, {})); }};
        std::vector<std::optional<Error>> errors(questions.size());
        {
            std::vector<std::jthread> askers;
            for (size_t i = 0; i < questions.size(); ++i) {
                askers.emplace_back([&, i] {
                    auto client = Client::open(m_settings);
                    errors[i] = client ? questions[i](**client, s("first-%1").arg(i)) : errorOf(client);
                });
            }
        }
        for (size_t i = 0; i < errors.size(); ++i)
            QVERIFY2(!errors[i],
                     qPrintable(errors[i] ? QString::number(i) + errors[i]->message + errors[i]->detail : QString()));
    }

    void aGroupThatIsNotThereIsDead()
    {
        QElapsedTimer timer;
        timer.start();
        const auto described = m_client->describeGroups({s("nobody"), s("nobody")}, Deadline, {});
        QVERIFY2(described, described ? "" : qPrintable(described.error().message + described.error().detail));
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(described->size(), size_t(2));
        QVERIFY2(described->front().error.isEmpty(), qPrintable(described->front().error));
        QVERIFY(described->front().state == GroupState::Dead);
        QVERIFY(m_client->committedOffsets({s("nobody")}, Deadline, {}).value(s("nobody"))->empty());
        QVERIFY(!kafka::previewReset(*m_client, {s("nobody"), {}, {}, {}}, Deadline, {})); // it reads no topic
        QVERIFY(!m_client->deleteGroups({s("nobody")}, Deadline, {})->front().error.isEmpty());
    }

    void knowsHowFarAGroupIs()
    {
        make(s("far"), 3);
        produce(s("far"), 0, 10);
        produce(s("far"), 1, 4);
        commit(s("reader"), s("far"), {7, 4});
        const kafka::GroupStatus status = look(s("reader"));
        QVERIFY(status.description.state == GroupState::Empty);
        QVERIFY(status.description.coordinator.has_value());
        QCOMPARE(status.offsets.size(), size_t(3));
        QCOMPARE(status.offsets[0].lag(), std::optional<qint64>(3));
        QCOMPARE(status.offsets[1].lag(), std::optional<qint64>(0));
        QVERIFY(status.offsets[2].standing() == kafka::GroupOffset::Standing::NothingCommitted);
        QCOMPARE(kafka::lagOf(status.offsets).records, std::optional<qint64>(3));

        // what is deleted before it is read, and what is committed in a topic that is made again
        const auto metadata = m_client->metadata(true, Deadline, {});
        QVERIFY(metadata && m_client->emptyTopic(*metadata->topic(u"far"), Deadline, {}));
        QVERIFY(look(s("reader")).offsets[0].standing() == kafka::GroupOffset::Standing::RecordsDeleted);
        QCOMPARE(m_client->deleteTopics({s("far")}, Deadline, {})->front().error, QString());
        // Kafka forgets with a topic what was committed in it.
        QTRY_VERIFY_WITH_TIMEOUT(committed(s("reader")).empty(), 20'000);
    }

    void everyWayLeadsWhereThePreviewSays()
    {
        make(s("ways"), 2);
        produce(s("ways"), 0, 20);
        const TimePoint between = Clock::system().now() + Millis(200);
        QTest::qWait(400);
        produce(s("ways"), 0, 10);
        commit(s("walker"), s("ways"), {5, 0});
        const auto go = [&](const ResetTo &to, const std::vector<qint64> &expected) {
            const auto plan = kafka::previewReset(*m_client, {s("walker"), to, {}, {}}, Deadline, {});
            QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
            std::vector<qint64> shown;
            for (const kafka::PartitionReset &one : plan->partitions)
                shown.push_back(one.to.value_or(-1));
            QCOMPARE(shown, expected);
            const auto before = committed(s("walker"));
            QVERIFY(before == expected || !plan->changes().empty());
            const auto done = kafka::applyReset(*m_client, *plan, Deadline, {});
            QVERIFY2(done, done ? "" : qPrintable(done.error().message));
            QVERIFY(std::ranges::all_of(*done, [](const auto &outcome) { return outcome.error.isEmpty(); }));
            QCOMPARE(committed(s("walker")), expected);
        };
        go({ResetTo::Kind::End, 0, {}}, {30, 0});
        go({ResetTo::Kind::Shift, -4, {}}, {26, 0});
        go({ResetTo::Kind::Time, 0, between}, {20, 0});
        go({ResetTo::Kind::Offset, 7, {}}, {7, 0});
        go({ResetTo::Kind::Beginning, 0, {}}, {0, 0});
        go({ResetTo::Kind::Shift, 1000, {}}, {30, 0});
    }

    // The preview has seen nobody. Who has come since must be seen before anything is changed.
    void whoComesAfterThePreviewIsSeen()
    {
        make(s("late"), 1);
        produce(s("late"), 0, 10);
        commit(s("latecomer"), s("late"), {10});
        const auto plan = kafka::previewReset(*m_client, {s("latecomer"), {}, {}, {}}, Deadline, {});
        QVERIFY(plan);
        QCOMPARE(plan->changes().size(), size_t(1));
        {
            const Running member(s("kcat"), {s("-b"), m_settings.bootstrap, s("-X"), s("client.id=late-reader"),
                                             s("-G"), s("latecomer"), s("late")});
            QTRY_VERIFY_WITH_TIMEOUT(isStable(s("latecomer")), 30'000);
            const auto refused = kafka::applyReset(*m_client, *plan, Deadline, {});
            QVERIFY(!refused);
            QVERIFY2(refused.error().hint.contains(s("late-reader")), qPrintable(refused.error().hint));
            QVERIFY(!kafka::previewReset(*m_client, {s("latecomer"), {}, {}, {}}, Deadline, {}));
            QCOMPARE(committed(s("latecomer")), std::vector<qint64>{10});
            // Kafka's own refusals are in our words, too.
            const auto altered = m_client->alterGroupOffsets(s("latecomer"), {{{s("late"), 0}, 3}}, Deadline, {});
            QVERIFY(altered && altered->front().error.contains(s("connected")));
            const auto deleted = m_client->deleteGroups({s("latecomer")}, Deadline, {});
            QVERIFY(deleted && deleted->front().error.contains(s("connected")));
            const auto forgotten = kafka::forgetOffsets(*m_client, s("latecomer"), s("late"), {}, Deadline, {});
            QVERIFY(forgotten && forgotten->front().error.contains(s("subscribed")));
        }
        QTRY_VERIFY_WITH_TIMEOUT(look(s("latecomer")).description.state == GroupState::Empty, 30'000);
        commit(s("latecomer"), s("late"), {9}); // not where the preview saw it
        const auto moved = kafka::applyReset(*m_client, *plan, Deadline, {});
        QVERIFY(!moved);
        QVERIFY2(moved.error().message.contains(s("moved")), qPrintable(moved.error().message));
        QCOMPARE(committed(s("latecomer")), std::vector<qint64>{9});
        QCOMPARE(kafka::forgetOffsets(*m_client, s("latecomer"), s("late"), {}, Deadline, {})->front().error,
                 QString());
        QVERIFY(committed(s("latecomer")).empty());
    }

    void theContainerBehindAMemberIsKnown()
    {
        make(s("inside"), 1);
        const Running member(s("docker"),
                             {s("exec"), brokerContainer(), s("kafka-console-consumer"), s("--bootstrap-server"),
                              s("kafka:29092"), s("--topic"), s("inside"), s("--group"), s("insider")});
        QTRY_VERIFY_WITH_TIMEOUT(isStable(s("insider")), 60'000);
        const auto members = look(s("insider")).description.members;
        QCOMPARE(members.size(), size_t(1));
        const auto containers = m_stack->engine->containers(m_stack->name, {});
        QVERIFY(containers);
        const QString name = engine::containersByAddress(*containers).value(members[0].host);
        QVERIFY2(name.contains(s("kafka")), qPrintable(members[0].host));
        LabStack::docker({s("exec"), brokerContainer(), s("pkill"), s("-f"), s("group insider")});
    }

    void manyGroupsAreAskedForInBatches()
    {
        make(s("many"), 1);
        produce(s("many"), 0, 3);
        QStringList names;
        for (int i = 0; i < 130; ++i) {
            names += s("many-%1").arg(i, 3, 10, QLatin1Char('0'));
            commit(names.last(), s("many"), {i % 4});
        }
        const auto listed = m_client->groups(Deadline, {});
        QVERIFY(listed && listed->unanswered.isEmpty());
        const auto ours = std::ranges::count_if(listed->groups, [](const kafka::GroupListing &group) {
            return group.id.startsWith(s("many-")) && group.isSimple;
        });
        QCOMPARE(ours, 130);
        QElapsedTimer timer;
        timer.start();
        const auto looked = kafka::lookAtGroups(*m_client, names, {}, Deadline, {});
        qInfo("130 groups in %lld ms", timer.elapsed());
        QVERIFY(looked);
        QCOMPARE(looked->size(), 130);
        for (int i = 0; i < 130; ++i)
            QCOMPARE(kafka::lagOf(looked->value(names.at(i)).offsets).records, std::optional<qint64>(3 - i % 4));
        const auto deleted = m_client->deleteGroups(names, Deadline, {});
        QVERIFY(deleted);
        QVERIFY(std::ranges::all_of(*deleted, [](const kafka::GroupOutcome &one) { return one.error.isEmpty(); }));
    }
};

QTEST_GUILESS_MAIN(TestStackGroups)
#include "tst_groups.moc"
