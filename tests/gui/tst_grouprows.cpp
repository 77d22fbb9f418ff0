// The consumer groups without their view: rows put together, filtered and sorted; the history of a lag; what a reset says.
#include <QAbstractItemModelTester>
#include <QTest>

#include "common/theme.h"
#include "common/translations.h"
#include "groups/groupmodel.h"
#include "groups/groupmodels.h"
#include "groups/groupwords.h"
#include "groups/lagchart.h"
#include "groups/resetdialog.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QStringList namesOf(const GroupTable &table, const GroupQuery &query)
{
    QStringList names;
    for (const int index : arranged(table, query)) {
        names += table.rows.at(index).name;
    }
    return names;
}

std::vector<GroupRow> sampleRows()
{
    return groupRows(samples::groups(), samples::groupDetails());
}

GroupRow rowNamed(const char *name)
{
    for (const GroupRow &row : sampleRows()) {
        if (row.name == s(name)) {
            return row;
        }
    }
    return {};
}

LagPoint pointAt(int second, std::optional<qint64> records)
{
    return {samples::now() + std::chrono::seconds(second), records};
}

} // namespace

class TestGroupRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void unknownIsNotZero();
    void filtersByWordsInAnyOrder();
    void sortsWithTheUnknownLast();
    void asksForTheOldestFirst();
    void theModelsKeepTheirPromises();
    void eachPartitionHasAHistory();
    void aHistoryKeepsItsSpan();
    void aGapStaysAGap();
    void effectsInWords();
    void numbersOfAReset_data();
    void numbersOfAReset();
};

void TestGroupRows::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestGroupRows::unknownIsNotZero()
{
    for (const GroupRow &row : groupRows(samples::groups(), {})) {
        QVERIFY(!row.members && !row.topics && !row.lag.records && !row.coordinator && !row.asOf);
    }
    QCOMPARE(lagText({}), s("–")); // nothing is committed
    QCOMPARE(lagText({.records = 0, .unknown = 0, .uncommitted = 0, .deleted = 0}), s("0"));
    QCOMPARE(lagText({.records = 1204, .unknown = 0, .uncommitted = 0, .deleted = 0}), s("≈ 1,204"));
    QCOMPARE(lagText({.records = 1204, .unknown = 2, .uncommitted = 0, .deleted = 0}), s("≥ 1,204"));
    QCOMPARE(lagText({.records = {}, .unknown = 2, .uncommitted = 0, .deleted = 0}), s("…"));
    QCOMPARE(rowNamed("allocation").lag.records, std::optional<qint64>(0));
    QCOMPARE(stateText(rowNamed("reporting")), s("rebalancing")); // known from the list alone
}

void TestGroupRows::filtersByWordsInAnyOrder()
{
    const auto rows = groupTable(sampleRows());
    GroupQuery query;
    QCOMPARE(namesOf(rows, query),
             (QStringList{s("allocation"), s("audit"), s("billing"), s("old-import"), s("reporting")}));
    query.filter = s("IMPORT old");
    QCOMPARE(namesOf(rows, query), QStringList{s("old-import")});
    query.filter = s("nobody");
    QVERIFY(namesOf(rows, query).isEmpty());
}

void TestGroupRows::sortsWithTheUnknownLast()
{
    const auto rows = groupTable(sampleRows());
    GroupQuery query;
    query.by = GroupQuery::By::Lag;
    QCOMPARE(namesOf(rows, query).first(), s("allocation"));
    QCOMPARE(namesOf(rows, query).last(), s("reporting"));
    query.descending = true;
    QCOMPARE(namesOf(rows, query).first(), s("old-import"));
    QCOMPARE(namesOf(rows, query).last(), s("reporting"));
    query.by = GroupQuery::By::Members;
    QCOMPARE(namesOf(rows, query).first(), s("billing"));
    query.by = GroupQuery::By::Name;
    QCOMPARE(namesOf(rows, query).first(), s("reporting"));
    query.by = GroupQuery::By::State;
    query.descending = false;
    QCOMPARE(namesOf(rows, query).first(), s("reporting"));
    QCOMPARE(namesOf(rows, query).last(), s("old-import"));
}

void TestGroupRows::asksForTheOldestFirst()
{
    GroupDetailsMap details;
    const auto know = [&](const char *name, int second) {
        details.insert(s(name), std::make_shared<const GroupDetails>(
                                    GroupDetails{{}, samples::now() + std::chrono::seconds(second), {}}));
    };
    know("a", 2);
    know("b", 1);
    know("d", 3);
    const QStringList all{s("a"), s("b"), s("c"), s("d")};
    QCOMPARE(dueGroups(all, details, 4), all);
    QCOMPARE(dueGroups(all, details, 2), (QStringList{s("c"), s("b")})); // c was never asked for
    QCOMPARE(dueGroups({}, details, 2), QStringList());
}

void TestGroupRows::theModelsKeepTheirPromises()
{
    GroupModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const kafka::GroupList &groups :
         {samples::groups(), samples::manyGroups(50), kafka::GroupList(), samples::groups()}) {
        model.setTable(samples::groupsSnapshot(groups)->table);
        model.sort(GroupModel::Lag, Qt::DescendingOrder);
        GroupQuery query = model.query();
        query.filter = s("i");
        model.setQuery(query);
        model.sort(GroupModel::Group, Qt::AscendingOrder);
        model.setQuery({});
    }
    GroupOffsetModel offsets;
    MemberModel members;
    ResetModel reset;
    const QAbstractItemModelTester offsetsTester(&offsets, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester membersTester(&members, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester resetTester(&reset, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const char *name : {"billing", "audit", "nobody", "old-import"}) {
        const auto status = detailsOf(samples::groupDetails(), s(name)).status;
        offsets.setStatus(status);
        members.setMembers(status.description.members, samples::containersByAddress());
        reset.setPlan(kafka::planReset({s(name), {}, {}, {}}, status.offsets));
        QCOMPARE(offsets.rowCount(), static_cast<int>(status.offsets.size()));
        QCOMPARE(reset.rowCount(), offsets.rowCount());
    }
}

void TestGroupRows::eachPartitionHasAHistory()
{
    const auto at = [](int partition, std::optional<qint64> committed, qint64 end) {
        kafka::GroupOffset offset;
        offset.at = {s("orders"), partition};
        offset.committed = committed;
        offset.begin = 0;
        offset.end = end;
        return offset;
    };
    LagHistories histories;
    const TimePoint first = pointAt(0, 0).at, second = pointAt(10, 0).at, left = pointAt(5, 0).at;
    remember(histories, {at(0, 4, 10), at(1, {}, 3)}, first, {});
    remember(histories, {at(0, 9, 10), at(2, 1, 1)}, second, left);
    QCOMPARE(histories.keys(), (QList<kafka::TopicPartition>{{s("orders"), 0}, {s("orders"), 2}})); // 1 is gone
    const LagHistory expected{{first, 6}, {left, {}}, {second, 1}};
    QCOMPARE(histories.value({s("orders"), 0}), expected);
    QCOMPARE(histories.value({s("orders"), 2}), (LagHistory{{second, 0}}));

    GroupOffsetModel model;
    kafka::GroupStatus status;
    status.offsets = {at(0, 9, 10), at(2, 1, 1)};
    model.setStatus(status, histories);
    QCOMPARE(model.historyAt(0), expected);
    QVERIFY(model.historyAt(7).empty());
    const auto heard = model.index(0, GroupOffsetModel::History).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(heard.contains(s("1 now; at most 6, at least 1")), qPrintable(heard));
    remember(histories, std::vector<kafka::GroupOffset>(1000, at(0, 0, 1)), second, {}); // too many to be compared
    QVERIFY(histories.isEmpty());
}

void TestGroupRows::aHistoryKeepsItsSpan()
{
    LagHistory history;
    for (int second = 0; second < 5000; ++second) {
        remember(history, pointAt(second, second));
        QVERIFY(history.size() <= 240);
        QCOMPARE(history.front(), pointAt(0, 0));
        QCOMPARE(history.back(), pointAt(second, second));
    }
    QVERIFY(history.size() > 100);
    QVERIFY(std::is_sorted(history.begin(), history.end(),
                           [](const LagPoint &a, const LagPoint &b) { return a.at < b.at; }));
    QVERIFY(historyText(history).contains(s("4,999 now; at most 4,999, at least 0")));
    QVERIFY(historyText({}).isEmpty());
}

void TestGroupRows::aGapStaysAGap()
{
    LagHistory history;
    remember(history, pointAt(0, std::nullopt)); // nothing was known before
    QVERIFY(history.empty());
    remember(history, pointAt(0, 100));
    remember(history, pointAt(10, 50));
    remember(history, pointAt(11, std::nullopt));
    remember(history, pointAt(12, std::nullopt));
    QCOMPARE(history.size(), std::size_t(3));
    remember(history, pointAt(30, 0));
    remember(history, pointAt(40, 25));
    const auto lines = lagLines(history, QRectF(0, 0, 400, 100));
    QCOMPARE(lines.size(), std::size_t(2));
    QCOMPARE(lines[0], QPolygonF({{0, 0}, {100, 50}}));
    QCOMPARE(lines[1], QPolygonF({{300, 100}, {400, 75}}));
    for (int second = 41; second < 2000; ++second) {
        remember(history, pointAt(second, 1));
    }
    QVERIFY(std::any_of(history.begin(), history.end(), [](const LagPoint &point) { return !point.records; }));
    QVERIFY(lagLines({}, QRectF(0, 0, 400, 100)).empty());
    QCOMPARE(lagLines({pointAt(0, 0)}, QRectF(0, 0, 400, 100)).at(0), QPolygonF({{0, 100}})); // no division by 0
}

void TestGroupRows::effectsInWords()
{
    using Note = kafka::PartitionReset::Note;
    const kafka::TopicPartition at{s("orders"), 0};
    QCOMPARE(resetText(kafka::PartitionReset{at, 1300, 96, Note::None}), s("reads 1,204 again"));
    QCOMPARE(resetText(kafka::PartitionReset{at, 10, 40, Note::None}), s("leaves 30 out"));
    QCOMPARE(resetText(kafka::PartitionReset{at, 10, 10, Note::None}), s("stays"));
    QCOMPARE(resetText(kafka::PartitionReset{at, {}, 10, Note::None}), s("begins there"));
    QVERIFY(
        resetText(kafka::PartitionReset{at, 10, 40, Note::EndInstead}).startsWith(s("leaves 30 out; out of range")));
    QVERIFY(resetText(kafka::PartitionReset{at, {}, {}, Note::Unknown}).endsWith(s("stays")));
    QCOMPARE(resetText(kafka::ResetPlan{}), s("Nothing changes."));
    QCOMPARE(resetText(kafka::ResetPlan{s("g"), {{at, 30, 10, Note::None}, {at, 1, 4, Note::None}, {at, 4, 4, {}}}}),
             s("2 of 3 partitions change: the group reads 20 again and leaves 3 out."));
}

void TestGroupRows::numbersOfAReset_data()
{
    using kafka::ResetTo;
    using Kind = ResetTo::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<ResetTo>>("to");
    const auto row = [](const char *name, Kind kind, const char *text, std::optional<ResetTo> to) {
        QTest::newRow(name) << static_cast<int>(kind) << s(text) << to;
    };
    row("no number is needed", Kind::End, "", ResetTo{Kind::End, 0, {}});
    row("back", Kind::Shift, "-100", ResetTo{Kind::Shift, -100, {}});
    row("back, as it is printed", Kind::Shift, " −100 ", ResetTo{Kind::Shift, -100, {}});
    row("on", Kind::Shift, "+5", ResetTo{Kind::Shift, 5, {}});
    row("by nothing", Kind::Shift, "0", {});
    row("an offset", Kind::Offset, "9223372036854775807",
        ResetTo{Kind::Offset, std::numeric_limits<qint64>::max(), {}});
    row("the first offset", Kind::Offset, "0", ResetTo{Kind::Offset, 0, {}});
    row("below", Kind::Offset, "-1", {});
    row("too large", Kind::Offset, "9223372036854775808", {});
    row("empty", Kind::Offset, "", {});
    row("words", Kind::Shift, "some", {});
}

void TestGroupRows::numbersOfAReset()
{
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(std::optional<kafka::ResetTo>, to);
    QVERIFY(resetToFrom(static_cast<kafka::ResetTo::Kind>(kind), text) == to);
}

QTEST_MAIN(TestGroupRows)
#include "tst_grouprows.moc"
