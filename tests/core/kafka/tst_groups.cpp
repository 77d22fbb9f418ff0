// How far a group is, put together of what is committed and what is in the partitions.
#include <QtTest>

#include "kafka/client.h"

using namespace bd;
using kafka::GroupOffset;
using kafka::Partition;
using kafka::TopicPartition;
using Standing = kafka::GroupOffset::Standing;

namespace {

const QString orders = QStringLiteral("orders");
const QString gone = QStringLiteral("gone");

GroupOffset offset(std::optional<qint64> committed, std::optional<qint64> begin, std::optional<qint64> end)
{
    return {.at = {orders, 0}, .isKnown = true, .committed = committed, .begin = begin, .end = end, .memberId = {}};
}

kafka::Metadata metadata()
{
    kafka::Metadata made;
    made.topics = {{orders, {}, {Partition{0, 1, {1}, {1}, {}}, Partition{1, 1, {1}, {1}, {}}}},
                   {QStringLiteral("audit"), {}, {Partition{0, 1, {1}, {1}, {}}}}};
    return made;
}

} // namespace

class TestGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhereAGroupIs_data()
    {
        QTest::addColumn<GroupOffset>("offset");
        QTest::addColumn<int>("standing");
        QTest::addColumn<std::optional<qint64>>("lag");
        const auto row = [](const char *name, const GroupOffset &one, Standing standing, std::optional<qint64> lag) {
            QTest::newRow(name) << one << static_cast<int>(standing) << lag;
        };
        row("behind", offset(7, 5, 10), Standing::InRange, 3);
        row("has read all", offset(10, 5, 10), Standing::InRange, 0);
        row("at the first record", offset(5, 5, 10), Standing::InRange, 5);
        row("records deleted unread", offset(2, 5, 10), Standing::RecordsDeleted, 8);
        row("behind the end", offset(11, 5, 10), Standing::BeyondEnd, {});
        row("nothing committed", offset({}, 5, 10), Standing::NothingCommitted, {});
        row("no leader", offset(7, {}, {}), Standing::Unknown, {});
        row("no begin", offset(7, {}, 10), Standing::Unknown, 3);
        GroupOffset unsaid = offset({}, 5, 10);
        unsaid.isKnown = false;
        row("not said what is committed", unsaid, Standing::Unknown, {});
    }

    void knowsWhereAGroupIs()
    {
        QFETCH(GroupOffset, offset);
        QFETCH(int, standing);
        QCOMPARE(static_cast<int>(offset.standing()), standing);
        QTEST(offset.lag(), "lag");
    }

    void unknownIsNotZero()
    {
        QVERIFY(!kafka::lagOf({}).records);
        QVERIFY(!kafka::lagOf({offset({}, 0, 5)}).records); // nothing is committed
        QCOMPARE(kafka::lagOf({offset({}, 0, 5)}).uncommitted, 1);
        QVERIFY(kafka::lagOf({offset({}, 0, 5)}).isComplete());

        const auto some = kafka::lagOf({offset(3, 0, 5), offset(3, {}, {}), offset(9, 0, 5)});
        QCOMPARE(some.records, std::optional<qint64>(2));
        QCOMPARE(some.unknown, 2);
        QVERIFY(!some.isComplete());

        const auto all = kafka::lagOf({offset(5, 0, 5), offset(5, 7, 9)});
        QCOMPARE(all.records, std::optional<qint64>(4));
        QCOMPARE(all.deleted, 1);
        QVERIFY(all.isComplete());
    }

    void showsEveryPartitionOfItsTopics()
    {
        kafka::GroupDescription description;
        description.members = {{QStringLiteral("m-1"), {}, {}, {}, {{orders, 1}}}};
        const std::vector<kafka::CommittedOffset> committed{{{orders, 0}, 3, {}}, {{gone, 2}, 8, {}}};
        const QMap<QString, std::vector<kafka::PartitionOffsets>> offsets{{orders, {{0, 0, 5}, {1, 2, 4}}}};
        const auto found = kafka::groupOffsets(description, committed, {QStringLiteral("audit")}, metadata(), offsets);
        QCOMPARE(found.size(), size_t(4));
        QCOMPARE(found[0].at, (TopicPartition{QStringLiteral("audit"), 0}));
        QVERIFY(found[0].isKnown && !found[0].committed && !found[0].end);
        QCOMPARE(found[1].at, (TopicPartition{gone, 2})); // its topic is deleted, and what is committed is not
        QCOMPARE(found[1].committed, std::optional<qint64>(8));
        QVERIFY(found[1].standing() == Standing::Unknown);
        QCOMPARE(found[2].lag(), std::optional<qint64>(2));
        QVERIFY(found[2].memberId.isEmpty());
        QVERIFY(found[3].standing() == Standing::NothingCommitted);
        QCOMPARE(found[3].memberId, QStringLiteral("m-1"));
        QCOMPARE((kafka::GroupStatus{description, found, {}}.topics()),
                 (QStringList{QStringLiteral("audit"), gone, orders}));
    }

    void whatWasNotSaidIsNotNothing()
    {
        kafka::GroupDescription description;
        description.members = {{QStringLiteral("m-1"), {}, {}, {}, {{orders, 1}}}};
        for (const GroupOffset &one : kafka::groupOffsets(description, std::nullopt, {}, metadata(), {}))
            QVERIFY(!one.isKnown && one.standing() == Standing::Unknown);
        const std::vector<kafka::CommittedOffset> unstable{{{orders, 0}, {}, {}}};
        const auto found = kafka::groupOffsets({}, unstable, {}, metadata(), {{orders, {{0, 0, 5}, {1, 0, 5}}}});
        QVERIFY(!found.at(0).isKnown); // of this one the broker did not say
        QVERIFY(found.at(1).isKnown);
    }
};

QTEST_GUILESS_MAIN(TestGroups)
#include "tst_groups.moc"
