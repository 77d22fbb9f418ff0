// Where a reset would lead: by example, and for some thousand made-up groups what must hold of every plan.
#include <QtTest>

#include <QRandomGenerator>

#include "kafka/groupreset.h"

using namespace bd;
using kafka::GroupOffset;
using kafka::PartitionReset;
using kafka::ResetTo;
using kafka::ResetWish;
using Kind = kafka::ResetTo::Kind;
using Note = kafka::PartitionReset::Note;
using AtTime = QMap<QString, std::vector<kafka::PartitionOffsets>>;

namespace {

const QString orders = QStringLiteral("orders");

GroupOffset offset(int partition, std::optional<qint64> committed, std::optional<qint64> begin,
                   std::optional<qint64> end, const QString &topic = orders)
{
    return {
        .at = {topic, partition}, .isKnown = true, .committed = committed, .begin = begin, .end = end, .memberId = {}};
}

ResetWish wish(Kind kind, qint64 number = 0)
{
    return {QStringLiteral("billing"), {kind, number, {}}, {}, {}};
}

PartitionReset one(const ResetWish &wanted, const GroupOffset &at, const AtTime &atTime = {})
{
    return kafka::planReset(wanted, {at}, atTime).partitions.at(0);
}

kafka::GroupDescription group(kafka::GroupState state, int members = 0)
{
    kafka::GroupDescription made;
    made.id = QStringLiteral("billing");
    made.state = state;
    for (int i = 0; i < members; ++i)
        made.members.push_back({QStringLiteral("id-%1").arg(i),
                                QStringLiteral("worker-%1").arg(i),
                                {},
                                QStringLiteral("172.18.0.%1").arg(i + 2),
                                {}});
    return made;
}

std::optional<qint64> someOffset(QRandomGenerator &random, qint64 most)
{
    return random.bounded(5) == 0 ? std::nullopt : std::optional<qint64>(random.bounded(most));
}

std::vector<GroupOffset> someGroup(QRandomGenerator &random)
{
    std::vector<GroupOffset> offsets;
    for (int partition = 0; partition < 1 + static_cast<int>(random.bounded(6)); ++partition) {
        const auto begin = someOffset(random, 100);
        const auto end = begin ? std::optional(*begin + random.bounded(100)) : someOffset(random, 200);
        GroupOffset made = offset(partition, someOffset(random, 300), begin, end,
                                  random.bounded(2) ? orders : QStringLiteral("audit"));
        made.isKnown = random.bounded(8) != 0;
        if (!made.isKnown)
            made.committed.reset();
        offsets.push_back(made);
    }
    return offsets;
}

ResetTo someTarget(QRandomGenerator &random)
{
    constexpr Kind kinds[] = {Kind::Beginning, Kind::End, Kind::Time, Kind::Shift, Kind::Offset};
    ResetTo to{kinds[random.bounded(5)], qint64(random.bounded(400)) - 200, {}};
    if (random.bounded(20) == 0)
        to.number = random.bounded(2) ? std::numeric_limits<qint64>::max() : std::numeric_limits<qint64>::min();
    return to;
}

AtTime someTimes(QRandomGenerator &random, const std::vector<GroupOffset> &offsets)
{
    AtTime times;
    for (const GroupOffset &at : offsets) {
        if (at.begin && at.end && *at.end > *at.begin && random.bounded(3) > 0)
            times[at.at.topic].push_back({at.at.partition, *at.begin + random.bounded(*at.end - *at.begin), {}});
    }
    return times;
}

} // namespace

class TestGroupReset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leadsWhereItIsSaid_data()
    {
        QTest::addColumn<PartitionReset>("plan");
        QTest::addColumn<std::optional<qint64>>("to");
        QTest::addColumn<int>("note");
        const auto row = [](const char *name, const PartitionReset &plan, std::optional<qint64> to, Note note) {
            QTest::newRow(name) << plan << to << static_cast<int>(note);
        };
        const GroupOffset at = offset(0, 20, 10, 30);
        row("beginning", one(wish(Kind::Beginning), at), 10, Note::None);
        row("end", one(wish(Kind::End), at), 30, Note::None);
        row("an offset", one(wish(Kind::Offset, 15), at), 15, Note::None);
        row("an offset before the first", one(wish(Kind::Offset, 3), at), 10, Note::FirstInstead);
        row("an offset behind the end", one(wish(Kind::Offset, 31), at), 30, Note::EndInstead);
        row("the end itself is in range", one(wish(Kind::Offset, 30), at), 30, Note::None);
        row("on", one(wish(Kind::Shift, 5), at), 25, Note::None);
        row("back", one(wish(Kind::Shift, -5), at), 15, Note::None);
        row("too far back", one(wish(Kind::Shift, -11), at), 10, Note::FirstInstead);
        row("too far on", one(wish(Kind::Shift, 11), at), 30, Note::EndInstead);
        row("no overflow", one(wish(Kind::Shift, std::numeric_limits<qint64>::max()), at), 30, Note::EndInstead);
        row("nor below", one(wish(Kind::Shift, std::numeric_limits<qint64>::min()), at), 10, Note::FirstInstead);
        row("nothing to shift", one(wish(Kind::Shift, 5), offset(0, {}, 10, 30)), {}, Note::NothingCommitted);
        row("a begin for who has none", one(wish(Kind::Beginning), offset(0, {}, 10, 30)), 10, Note::None);
        row("a time", one(wish(Kind::Time), at, {{orders, {{0, 17, {}}}}}), 17, Note::None);
        row("a time after the last", one(wish(Kind::Time), at), 30, Note::NoRecordSince);
        row("no leader", one(wish(Kind::Beginning), offset(0, 20, {}, {})), {}, Note::Unknown);
        row("an empty partition", one(wish(Kind::Offset, 5), offset(0, 2, 0, 0)), 0, Note::EndInstead);
        GroupOffset unsaid = offset(0, {}, 10, 30);
        unsaid.isKnown = false;
        row("not known what is committed", one(wish(Kind::End), unsaid), {}, Note::Unknown);
    }

    void leadsWhereItIsSaid()
    {
        QFETCH(PartitionReset, plan);
        QFETCH(int, note);
        QTEST(plan.to, "to");
        QCOMPARE(static_cast<int>(plan.note), note);
        QCOMPARE(kafka::noteText(plan.note).isEmpty(), plan.note == Note::None);
    }

    void onlyWhatWasChosen()
    {
        const std::vector<GroupOffset> offsets{offset(0, 1, 0, 9, QStringLiteral("audit")), offset(0, 1, 0, 9),
                                               offset(1, 9, 0, 9)};
        ResetWish wanted = wish(Kind::End);
        QCOMPARE(kafka::planReset(wanted, offsets).partitions.size(), size_t(3));
        wanted.topics = {orders};
        const auto plan = kafka::planReset(wanted, offsets);
        QCOMPARE(plan.partitions.size(), size_t(2));
        QVERIFY(plan.partitions[0].changes() && !plan.partitions[1].changes()); // it is there already
        QCOMPARE(plan.changes(), (std::vector<kafka::OffsetChange>{{{orders, 0}, 9}}));
        QCOMPARE(plan.skipped(), 8);
        QCOMPARE(plan.readAgain(), 0);
        wanted.partition = 1;
        QCOMPARE(kafka::planReset(wanted, offsets).partitions.size(), size_t(1));
    }

    void holdsForEveryGroup()
    {
        QRandomGenerator random(4711);
        for (int round = 0; round < 5000; ++round) {
            const auto offsets = someGroup(random);
            ResetWish wanted{QStringLiteral("g"), someTarget(random), {}, {}};
            const auto atTime = someTimes(random, offsets);
            const auto plan = kafka::planReset(wanted, offsets, atTime);
            QCOMPARE(plan.partitions.size(), offsets.size());
            std::vector<GroupOffset> after = offsets;
            for (size_t i = 0; i < offsets.size(); ++i) {
                const PartitionReset &planned = plan.partitions[i];
                const GroupOffset &at = offsets[i];
                QCOMPARE(planned.at, at.at);
                QCOMPARE(planned.from, at.committed);
                const bool isKnown = at.isKnown && at.begin && at.end;
                QCOMPARE(planned.note == Note::Unknown, !isKnown);
                if (planned.to) {
                    QVERIFY(isKnown && *planned.to >= *at.begin && *planned.to <= *at.end);
                    after[i].committed = planned.to;
                }
                const bool isClamped = planned.note == Note::FirstInstead || planned.note == Note::EndInstead;
                if (isClamped)
                    QVERIFY(wanted.to.kind == Kind::Shift || wanted.to.kind == Kind::Offset);
            }
            // What is reached is not left again, and nobody moves who is where they shall be.
            if (wanted.to.kind != Kind::Shift)
                QVERIFY(kafka::planReset(wanted, after, atTime).changes().empty());
            for (const kafka::OffsetChange &change : plan.changes())
                QVERIFY(change.to >= 0);
            QVERIFY(plan.readAgain() >= 0 && plan.skipped() >= 0);
        }
    }

    void nobodyMayBeConnected_data()
    {
        QTest::addColumn<kafka::GroupDescription>("description");
        QTest::addColumn<bool>("may");
        QTest::addColumn<QString>("said");
        using State = kafka::GroupState;
        kafka::GroupDescription refused = group(State::Empty);
        refused.error = QStringLiteral("Broker: Group authorization failed");
        QTest::newRow("empty") << group(State::Empty) << true << QString();
        QTest::newRow("there is none yet") << group(State::Dead) << true << QString();
        QTest::newRow("stable") << group(State::Stable, 2) << false << QStringLiteral("worker-1 on 172.18.0.3");
        QTest::newRow("many") << group(State::Stable, 100) << false << QStringLiteral("…");
        QTest::newRow("somebody comes") << group(State::PreparingRebalance) << false
                                        << QStringLiteral("PreparingRebalance");
        QTest::newRow("not known") << group(State::Unknown) << false << QStringLiteral("Unknown");
        QTest::newRow("empty, and somebody is there") << group(State::Empty, 1) << false << QStringLiteral("worker-0");
        QTest::newRow("not allowed to look") << refused << false << QStringLiteral("authorization");
    }

    void nobodyMayBeConnected()
    {
        QFETCH(kafka::GroupDescription, description);
        QFETCH(bool, may);
        QFETCH(QString, said);
        const auto answer = kafka::mayBeChanged(description);
        QCOMPARE(answer.has_value(), may);
        if (!answer)
            QVERIFY2((answer.error().message + answer.error().hint).contains(said), qPrintable(answer.error().hint));
    }

    void aPreviewHoldsAsLongAsNothingMoves()
    {
        const auto plan = kafka::planReset(wish(Kind::Beginning),
                                           {offset(0, 5, 0, 9), offset(1, {}, 0, 9), offset(2, 0, 0, 9)});
        const kafka::CommittedOffset first{{orders, 0}, 5, {}};
        QVERIFY(kafka::stillHolds(plan, {first}));
        QVERIFY(kafka::stillHolds(plan, {first, {{orders, 2}, 7, {}}})); // that one stays where it is
        QVERIFY(!kafka::stillHolds(plan, {}));
        QVERIFY(!kafka::stillHolds(plan, {{{orders, 0}, 6, {}}}));
        const auto moved = kafka::stillHolds(plan, {first, {{orders, 1}, 1, {}}});
        QVERIFY(!moved);
        QVERIFY(moved.error().hint.contains(QStringLiteral("partition 1 of orders")));
    }
};

QTEST_GUILESS_MAIN(TestGroupReset)
#include "tst_groupreset.moc"
