// The consumer groups: the view with mouse and keyboard; when the session asks, and when it does not.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include "common/findingcard.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "groups/grouplist.h"
#include "groups/groupmodels.h"
#include "groups/grouppage.h"
#include "groups/groupsession.h"
#include "groups/groupsview.h"
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

QAction *actionOf(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text() == text) {
            return action;
        }
    }
    return nullptr;
}

} // namespace

class TestGroupsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void tenThousandGroupsStayFluent();

    void typingFilters();
    void theChosenGroupStaysChosen();
    void enterOpensAndEscapeReturns();
    void asksForWhatIsOnScreen();
    void showsTheContainerBehindAHost();
    void troubleIsShown();
    void whatBrokersKeepSilentOfIsSaid();
    void aResetShowsEveryChangeFirst();
    void aPreviewThatIsTooLateIsNotShown();
    void aResetIsRefusedWithTheReason();
    void deletingWantsTheNameTyped();
    void aGroupWithMembersIsNotDeleted();
    void deletingOffsetsWantsTheTopicTyped();
    void aGroupThatIsGoneSaysSo();
    void aFailureKeepsWhatWasTrue();
    void everyControlHasAName();

    void asksOnlyWhileSomebodyLooks();
    void aBrokerThatIsNotThereIsAFailure();

private:
    QDialog *dialog() const { return m_view->findChild<QDialog *>(); }
    template<typename T>
    T *inDialog(const char *accessibleName) const
    {
        for (T *widget : dialog()->findChildren<T *>()) {
            if (widget->accessibleName() == s(accessibleName)) {
                return widget;
            }
        }
        return nullptr;
    }
    QPushButton *buttonInDialog(const QString &text) const
    {
        for (QPushButton *button : dialog()->findChildren<QPushButton *>()) {
            if (button->text() == text) {
                return button;
            }
        }
        return nullptr;
    }
    void show(const kafka::GroupList &groups) { m_view->setGroups(samples::groupsSnapshot(groups)); }
    // Answers the preview that the dialog wants.
    void answer(QSignalSpy &wanted)
    {
        QTRY_VERIFY(!wanted.isEmpty());
        const auto wish = wanted.takeLast().first().value<kafka::ResetWish>();
        const auto status = detailsOf(samples::groupDetails(), wish.group).status;
        m_view->setPreview(wish, kafka::planReset(wish, status.offsets), {});
        wanted.clear();
    }

    std::unique_ptr<GroupsView> m_view;
};

void TestGroupsView::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestGroupsView::init()
{
    m_view = std::make_unique<GroupsView>();
    m_view->resize(1096, 720);
    m_view->setContainers(samples::containersByAddress());
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    show(samples::groups());
}

void TestGroupsView::cleanup()
{
    m_view.reset();
}

// Whatever is done with one list of 10,000 groups stays under a frame or two of the debug build.
void TestGroupsView::tenThousandGroupsStayFluent()
{
    const GroupsSnapshotPtr snapshot = samples::groupsSnapshot(samples::manyGroups(10'000));
    QElapsedTimer timer;
    timer.start();
    m_view->setGroups(snapshot);
    QCoreApplication::processEvents();
    qint64 longest = timer.elapsed();
    for (const char *text : {"t", "te", "team", "team-7", "team-7 99", ""}) {
        timer.start();
        m_view->list()->filter()->setText(s(text));
        QCoreApplication::processEvents();
        longest = std::max(longest, timer.elapsed());
    }
    QVERIFY2(longest < 50, qPrintable(QString::number(longest)));
    QCOMPARE(m_view->list()->model()->rowCount(), 10'000);
}

void TestGroupsView::typingFilters()
{
    QTest::keyClick(m_view.get(), Qt::Key_F, Qt::ControlModifier);
    QLineEdit *filter = m_view->list()->filter();
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, s("ing"));
    QCOMPARE(m_view->list()->model()->rowCount(), 2);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(m_view->list()->model()->rowCount(), 5);
}

void TestGroupsView::theChosenGroupStaysChosen()
{
    RowTable *table = m_view->list()->table();
    const auto chosen = [&] { return m_view->list()->model()->at(table->currentIndex().row())->name; };
    table->selectRow(m_view->list()->model()->rowNamed(s("billing")));
    kafka::GroupList fewer = samples::groups();
    fewer.groups.erase(fewer.groups.begin());
    show(fewer);
    QCOMPARE(chosen(), s("billing"));
    table->sortByColumn(GroupModel::Group, Qt::DescendingOrder);
    QCOMPARE(chosen(), s("billing"));
    table->sortByColumn(GroupModel::Lag, Qt::DescendingOrder);
    QCOMPARE(chosen(), s("billing"));
}

void TestGroupsView::enterOpensAndEscapeReturns()
{
    RowTable *table = m_view->list()->table();
    table->setFocus(Qt::TabFocusReason);
    QTest::keyClick(table, Qt::Key_Down);
    const QString name = m_view->list()->model()->at(table->currentIndex().row())->name;
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(m_view->showsGroup());
    QCOMPARE(m_view->page()->group(), name);
    QTRY_VERIFY(m_view->page()->offsets()->hasFocus());
    QTest::keyClick(m_view->page()->offsets(), Qt::Key_Escape);
    QVERIFY(!m_view->showsGroup());
    QTRY_VERIFY(table->hasFocus());
}

void TestGroupsView::asksForWhatIsOnScreen()
{
    QSignalSpy wanted(m_view.get(), &GroupsView::detailsWanted);
    show(samples::manyGroups(5000));
    QVERIFY(!wanted.isEmpty());
    const int seen = static_cast<int>(wanted.last().first().toStringList().size());
    QVERIFY2(seen > 5 && seen < 40, qPrintable(QString::number(seen)));
    m_view->list()->table()->scrollToBottom();
    QVERIFY(wanted.last().first().toStringList().contains(s("team-9.reader.969")));
    // Nobody can sort by what is known of some only.
    m_view->list()->table()->sortByColumn(GroupModel::Lag, Qt::DescendingOrder);
    QCOMPARE(wanted.last().first().toStringList().size(), 5000);
    m_view->openGroup(s("team-9.reader.969"));
    QCOMPARE(wanted.last().first().toStringList(), QStringList{s("team-9.reader.969")});
}

void TestGroupsView::showsTheContainerBehindAHost()
{
    m_view->openGroup(s("billing"));
    m_view->page()->tabs()->setCurrentIndex(1);
    const QAbstractItemModel *members = m_view->page()->members()->model();
    const auto cell = [&](int row, int column) { return members->index(row, column).data().toString(); };
    QCOMPARE(cell(0, MemberModel::Container), s("kc-backend-billing-1"));
    QCOMPARE(cell(1, MemberModel::Container), s("–")); // a program outside of the stack
    QCOMPARE(cell(1, MemberModel::Host), s("172.18.0.1"));
    QCOMPARE(cell(0, MemberModel::Partitions), s("purchase-confirmed 0, 1; purchase-created 0, 1"));
    m_view->setContainers({{s("172.18.0.6"), s("kc-backend-billing-2")}}); // made again
    QCOMPARE(cell(0, MemberModel::Container), s("kc-backend-billing-2"));
    QCOMPARE(m_view->page()->tabs()->tabText(1), s("Members (2)"));
}

void TestGroupsView::troubleIsShown()
{
    m_view->openGroup(s("old-import"));
    const QAbstractItemModel *offsets = m_view->page()->offsets()->model();
    const auto cell = [&](int row, int column) { return offsets->index(row, column).data().toString(); };
    QCOMPARE(cell(0, GroupOffsetModel::Note), s("640 deleted unread"));
    QCOMPARE(cell(1, GroupOffsetModel::Note), s("beyond the end"));
    QCOMPARE(cell(1, GroupOffsetModel::Lag), s("…"));
    QCOMPARE(cell(2, GroupOffsetModel::Note), s("nothing committed"));
    QCOMPARE(cell(2, GroupOffsetModel::Lag), s("–"));
    QVERIFY(m_view->page()->chart()->accessibleDescription().contains(s("now; at most")));
}

void TestGroupsView::whatBrokersKeepSilentOfIsSaid()
{
    QVERIFY(!m_view->list()->partialCard()->isVisible());
    kafka::GroupList partial = samples::groups();
    partial.unanswered = {s("broker 2 did not answer")};
    show(partial);
    QVERIFY(m_view->list()->partialCard()->isVisible());
    QVERIFY(m_view->list()->partialCard()->finding().raw.contains(s("broker 2")));
}

void TestGroupsView::aResetShowsEveryChangeFirst()
{
    QSignalSpy wanted(m_view.get(), &GroupsView::previewWanted);
    QSignalSpy reset(m_view.get(), &GroupsView::resetWanted);
    Q_EMIT m_view->list()->resetWanted(s("audit"));
    ResetDialog *asked = m_view->resetDialog();
    QSignalSpy told(m_view.get(), &GroupsView::commandLineWanted);
    QVERIFY(asked);
    QPushButton *accept = asked->acceptButton();
    QVERIFY(!accept->isEnabled()); // nothing was shown yet
    answer(wanted);
    QCOMPARE(asked->table()->model()->rowCount(), 3);
    QCOMPARE(accept->text(), s("Change 3 partitions"));

    asked->kind()->setCurrentIndex(3); // some records on or back
    QVERIFY(!accept->isEnabled());
    QCOMPARE(asked->table()->model()->rowCount(), 0);
    QTest::keyClicks(asked->number(), s("x"));
    QTRY_VERIFY(!asked->problem()->text().isEmpty());
    asked->number()->clear();
    QTest::keyClicks(asked->number(), s("-100000"));
    answer(wanted);
    QVERIFY(asked->table()->model()->index(0, ResetModel::Effect).data().toString().contains(s("out of range")));
    asked->number()->setText(s("1"));
    asked->topic()->setCurrentIndex(1);
    answer(wanted);
    QCOMPARE(asked->summary()->text(), s("3 of 3 partitions change: the group leaves 3 out."));
    QTest::keyClick(asked->number(), Qt::Key_Return); // is no consent
    QVERIFY(dialog()->isVisible());
    QCOMPARE(reset.count(), 0);
    const QList<QPushButton *> buttons = dialog()->findChildren<QPushButton *>();
    const auto copy = std::ranges::find(buttons, s("Copy as command line"), &QPushButton::text);
    QVERIFY(copy != buttons.end() && (*copy)->isEnabled());
    (*copy)->click();
    const QString line = told.value(0).value(0).toStringList().join(u' ');
    QVERIFY2(line.startsWith(s("groups reset audit --to +1 --topic ")) && line.endsWith(s(" --apply")),
             qPrintable(line));
    QVERIFY(dialog()->isVisible());
    accept->click();
    QCOMPARE(reset.count(), 1);
    const auto plan = reset.first().first().value<kafka::ResetPlan>();
    QCOMPARE(plan.group, s("audit"));
    QCOMPARE(plan.changes().size(), std::size_t(3));
    QTRY_VERIFY(!m_view->resetDialog());
}

void TestGroupsView::aPreviewThatIsTooLateIsNotShown()
{
    QSignalSpy wanted(m_view.get(), &GroupsView::previewWanted);
    Q_EMIT m_view->list()->resetWanted(s("audit"));
    ResetDialog *asked = m_view->resetDialog();
    QTRY_COMPARE(wanted.count(), 1);
    asked->kind()->setCurrentIndex(1); // the end
    answer(wanted);                    // of the first record
    QVERIFY(!asked->acceptButton()->isEnabled());
    answer(wanted);
    QVERIFY(asked->acceptButton()->isEnabled());
}

void TestGroupsView::aResetIsRefusedWithTheReason()
{
    QSignalSpy wanted(m_view.get(), &GroupsView::previewWanted);
    m_view->openGroup(s("billing"));
    Q_EMIT m_view->page()->resetWanted(s("billing"));
    QTRY_COMPARE(wanted.count(), 1);
    const auto may = kafka::mayBeChanged(detailsOf(samples::groupDetails(), s("billing")).status.description);
    QVERIFY(!may);
    m_view->setPreview(wanted.first().first().value<kafka::ResetWish>(), {}, may.error());
    ResetDialog *asked = m_view->resetDialog();
    QVERIFY(!asked->acceptButton()->isEnabled());
    QVERIFY(asked->problem()->isVisible());
    QVERIFY(asked->problem()->text().contains(s("2 members")));
    QVERIFY(asked->problem()->text().contains(s("billing-worker-1 on 172.18.0.6")));
}

void TestGroupsView::deletingWantsTheNameTyped()
{
    QSignalSpy wanted(m_view.get(), &GroupsView::deleteWanted);
    RowTable *table = m_view->list()->table();
    table->selectRow(m_view->list()->model()->rowNamed(s("audit")));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(dialog());
    QPushButton *remove = buttonInDialog(s("Delete audit"));
    QVERIFY(remove && !remove->isEnabled());
    auto *typed = inDialog<QLineEdit>("The group’s name");
    QTest::keyClicks(typed, s("audit"));
    QVERIFY(remove->isEnabled());
    QTest::keyClick(typed, Qt::Key_Return); // does not press it
    QVERIFY(dialog()->isVisible());
    QCOMPARE(wanted.count(), 0);
    remove->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toString(), s("audit"));
}

void TestGroupsView::aGroupWithMembersIsNotDeleted()
{
    RowTable *table = m_view->list()->table();
    for (const char *name : {"billing", "reporting"}) { // of the other it is not known
        table->selectRow(m_view->list()->model()->rowNamed(s(name)));
        QTest::keyClick(table, Qt::Key_Delete);
        QVERIFY(!dialog());
        const std::unique_ptr<QMenu> menu(m_view->list()->menuFor(s(name)));
        QVERIFY(!actionOf(menu.get(), s("Delete the group…"))->isEnabled());
    }
    const std::unique_ptr<QMenu> menu(m_view->list()->menuFor(s("audit")));
    QVERIFY(actionOf(menu.get(), s("Delete the group…"))->isEnabled());
}

void TestGroupsView::deletingOffsetsWantsTheTopicTyped()
{
    QSignalSpy wanted(m_view.get(), &GroupsView::deleteOffsetsWanted);
    Q_EMIT m_view->list()->deleteOffsetsWanted(s("billing"));
    QPushButton *remove = buttonInDialog(s("Delete its offsets"));
    QVERIFY(remove && !remove->isEnabled());
    auto *typed = inDialog<QLineEdit>("The topic’s name");
    auto *topic = inDialog<QComboBox>("Topic");
    QTest::keyClicks(typed, s("purchase-created"));
    QVERIFY(!remove->isEnabled()); // another one is chosen
    topic->setCurrentIndex(1);
    QVERIFY(remove->isEnabled());
    remove->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().at(0).toString(), s("billing"));
    QCOMPARE(wanted.first().at(1).toString(), s("purchase-created"));
}

void TestGroupsView::aGroupThatIsGoneSaysSo()
{
    const auto isGone = [this] {
        const auto cards = m_view->page()->findChildren<FindingCard *>();
        return std::any_of(cards.begin(), cards.end(), [](const FindingCard *card) {
            return card->isVisible() && card->finding().title.contains(s("audit"));
        });
    };
    m_view->openGroup(s("audit"));
    kafka::GroupList groups = samples::groups();
    std::erase_if(groups.groups, [](const kafka::GroupListing &group) { return group.id == s("audit"); });
    groups.unanswered = {s("broker 2 did not answer")}; // it may be the one that keeps the group
    show(groups);
    QVERIFY(!isGone());
    QVERIFY(m_view->page()->actionsButton()->isEnabled());
    groups.unanswered.clear();
    show(groups);
    QVERIFY(m_view->showsGroup());
    QVERIFY(isGone());
    QVERIFY(!m_view->page()->actionsButton()->isEnabled());
}

void TestGroupsView::aFailureKeepsWhatWasTrue()
{
    const Error late{ErrorCode::Timeout, s("The broker did not answer within 5 s"), {}, {}};
    m_view->setFailure(late);
    QVERIFY(m_view->list()->failureCard()->isVisible());
    QCOMPARE(m_view->list()->model()->rowCount(), 5);
    show(samples::groups());
    QVERIFY(!m_view->list()->failureCard()->isVisible());

    GroupsView fresh; // nothing was known yet: a time-out is not «no groups»
    fresh.show();
    fresh.setFailure(late);
    for (const QLabel *label : fresh.findChildren<QLabel *>()) {
        QVERIFY(!label->isVisible() || !label->text().contains(s("no consumer group yet")));
    }
}

void TestGroupsView::everyControlHasAName()
{
    m_view->openGroup(s("billing"));
    Q_EMIT m_view->page()->resetWanted(s("billing"));
    for (const QWidget *widget : m_view->findChildren<QWidget *>()) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool isOwn = !widget->objectName().startsWith(s("qt_"))
                           && !widget->parentWidget()->inherits("QAbstractSpinBox");
        const bool isField = qobject_cast<const QLineEdit *>(widget) || qobject_cast<const RowTable *>(widget)
                             || qobject_cast<const QComboBox *>(widget);
        QVERIFY(!button || !button->text().isEmpty() || !button->accessibleName().isEmpty()
                || button->parentWidget()->inherits("QLineEdit") || !button->isVisible());
        QVERIFY2(!isField || !isOwn || !widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
}

// However many groups there are: whoever looks at something else is not slowed down by them.
void TestGroupsView::asksOnlyWhileSomebodyLooks()
{
    std::atomic<int> asked{0};
    GroupSession session([&asked](const std::stop_token &) -> Result<std::shared_ptr<kafka::Client>> {
        ++asked;
        return fail(ErrorCode::Unreachable, s("Nobody is there"));
    });
    QSignalSpy failed(&session, &GroupSession::lookFailed);
    session.refresh();
    session.wantDetails({s("billing")});
    QTest::qWait(100);
    QCOMPARE(asked.load(), 0);
    session.setWatched(true);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(asked.load(), 1);
    session.setWatched(false);
    session.refresh();
    QTest::qWait(100);
    QCOMPARE(asked.load(), 1);
    QVERIFY(!session.snapshot());
}

void TestGroupsView::aBrokerThatIsNotThereIsAFailure()
{
    GroupSession session([](const std::stop_token &) {
        return kafka::Client::open({s("127.0.0.1:1"), {}, {}, false}).map([](std::unique_ptr<kafka::Client> client) {
            return std::shared_ptr<kafka::Client>(std::move(client));
        });
    });
    QSignalSpy failed(&session, &GroupSession::lookFailed), changed(&session, &GroupSession::groupsChanged);
    session.setWatched(true);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 15'000);
    const auto error = failed.first().first().value<Error>();
    QVERIFY(error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout);
    QCOMPARE(changed.count(), 0);

    QSignalSpy previewed(&session, &GroupSession::previewed);
    session.preview({s("billing"), {kafka::ResetTo::Kind::Offset, 1, {}}, {}, {}});
    session.preview({s("billing"), {kafka::ResetTo::Kind::Offset, 2, {}}, {}, {}}); // instead of the first
    QTRY_COMPARE_WITH_TIMEOUT(previewed.count(), 1, 30'000);
    QCOMPARE(previewed.first().first().value<kafka::ResetWish>().to.number, 2);
    QVERIFY(previewed.first().at(2).value<std::optional<Error>>());
}

QTEST_MAIN(TestGroupsView)
#include "tst_groups.moc"
