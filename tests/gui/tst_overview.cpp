#include <QAccessible>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

#include "common/findingcard.h"
#include "common/labels.h"
#include "common/statepill.h"
#include "common/theme.h"
#include "common/translations.h"
#include "overview/laststartcard.h"
#include "overview/overviewview.h"
#include "overview/servicemodel.h"
#include "overview/servicetable.h"
#include "overview/topicscard.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QAction *actionNamed(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text() == text) {
            return action;
        }
    }
    return nullptr;
}

} // namespace

class TestOverview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aProblemShowsItsMendAndItsProof();
    void anOpenProofStaysOpenThroughNewStates();
    void theMendOfTheSecondProblemIsTheSecond();
    void nothingCanBeMendedWhileAnOperationRuns();
    void aLostEngineSaysSoAndCanBeTriedAgain();
    void aProjectWithoutFilesSaysWhatCannotBeDone();
    void topicsAreShapeAndWord();
    void theLastStartLeadsToTheTimeline();
    void rowsAreChosenByKeyboard();
    void aRowsMenuOffersWhatItsStateAllows_data();
    void aRowsMenuOffersWhatItsStateAllows();
    void aRowsMenuCopies();
    void aRowsMenuShowsAllThatIsKnown();
    void whatMendsAProblemCanBeCopiedAsCommandLine();
    void aRolesIsSetOnlyWhereThereIsAFile();
    void markupInNamesIsShownAsText();
    void nothingIsCutOffInASmallWindow_data();
    void nothingIsCutOffInASmallWindow();
    void growingUptimesGetRoomButNoNewLayout();
    void everyControlHasAName();
    void tabGoesFromTheProblemToTheServices();

private:
    std::unique_ptr<OverviewView> m_view;
};

void TestOverview::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestOverview::init()
{
    m_view = std::make_unique<OverviewView>();
    m_view->resize(1096, 720);
    m_view->setProject(samples::project());
    m_view->setState(samples::trouble(), samples::now());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestOverview::cleanup()
{
    m_view.reset();
}

void TestOverview::aProblemShowsItsMendAndItsProof()
{
    FindingCard *card = m_view->problemCards().front();
    QCOMPARE(card->acceptButton()->text(), s("Create trainer-allocated (3 partitions)"));
    auto *raw = card->findChild<QPlainTextEdit *>();
    QVERIFY(!raw->isVisible());
    QTest::mouseClick(card->proofButton(), Qt::LeftButton);
    QVERIFY(raw->isVisible());
    QVERIFY(raw->toPlainText().contains(s("UnknownTopicOrPartitionException")));

    QSignalSpy wanted(m_view.get(), &OverviewView::mendWanted);
    QTest::mouseClick(card->acceptButton(), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().value<stack::Problem>().targets, QStringList{s("trainer-allocated")});
}

void TestOverview::anOpenProofStaysOpenThroughNewStates()
{
    m_view->problemCards().front()->proofButton()->click();
    stack::StackState state = samples::trouble();
    state.services[4].restarts = 7;
    state.problems[0].text = s("Still missing.");
    m_view->setState(state, samples::now());
    QVERIFY(m_view->problemCards().front()->proofButton()->isChecked());
    state.problems[0].title = s("Something else");
    m_view->setState(state, samples::now());
    QVERIFY(!m_view->problemCards().front()->proofButton()->isChecked());
}

void TestOverview::theMendOfTheSecondProblemIsTheSecond()
{
    m_view->setState(samples::manyTroubles(), samples::now());
    QSignalSpy wanted(m_view.get(), &OverviewView::mendWanted);
    m_view->problemCards().at(1)->acceptButton()->click();
    QCOMPARE(wanted.first().first().value<stack::Problem>().targets, QStringList{s("billing-worker")});
    m_view->setState(samples::healthy(), samples::now());
    QVERIFY(m_view->problemCards().empty());
}

void TestOverview::nothingCanBeMendedWhileAnOperationRuns()
{
    m_view->setBusy(true);
    QVERIFY(!m_view->problemCards().front()->acceptButton()->isEnabled());
    m_view->setState(samples::manyTroubles(), samples::now());
    QVERIFY(!m_view->problemCards().at(1)->acceptButton()->isEnabled());
    m_view->setBusy(false);
    QVERIFY(m_view->problemCards().at(1)->acceptButton()->isEnabled());
}

void TestOverview::aLostEngineSaysSoAndCanBeTriedAgain()
{
    m_view->setState(samples::lostEngine(), samples::now());
    FindingCard *card = nullptr;
    for (FindingCard *candidate : m_view->findChildren<FindingCard *>()) {
        if (candidate->isVisible() && candidate->finding().title == samples::noEngine().message) {
            card = candidate;
        }
    }
    QVERIFY(card);
    QCOMPARE(card->finding().raw, samples::noEngine().detail);
    QSignalSpy retry(m_view.get(), &OverviewView::retryWanted);
    card->acceptButton()->click();
    QCOMPARE(retry.count(), 1);
    m_view->setState(samples::healthy(), samples::now());
    QVERIFY(!card->isVisible());
}

void TestOverview::aProjectWithoutFilesSaysWhatCannotBeDone()
{
    compose::Project project = samples::project();
    project.call.files.clear();
    m_view->setProject(project);
    const auto cards = m_view->findChildren<FindingCard *>();
    QVERIFY(std::any_of(cards.begin(), cards.end(), [](const FindingCard *card) {
        return card->isVisible() && card->finding().title == s("The compose file of kc-backend is gone");
    }));
}

void TestOverview::topicsAreShapeAndWord()
{
    const auto pills = m_view->findChild<TopicsCard *>()->findChildren<StatePill *>();
    QCOMPARE(pills.size(), 4);
    QCOMPARE(pills.at(0)->shape(), StatePill::Shape::Done);
    QCOMPARE(pills.at(0)->text(), s("purchase-confirmed"));
    QCOMPARE(pills.at(2)->shape(), StatePill::Shape::Missing);
    QCOMPARE(pills.at(2)->text(), s("missing: trainer-allocated"));

    m_view->setState(samples::stopped(), samples::now());
    const auto unknown = m_view->findChild<TopicsCard *>()->findChildren<StatePill *>();
    QCOMPARE(unknown.at(0)->shape(), StatePill::Shape::Idle);
    QCOMPARE(unknown.at(0)->accessibleName(), s("not known: purchase-confirmed"));
}

void TestOverview::theLastStartLeadsToTheTimeline()
{
    auto *card = m_view->findChild<LastStartCard *>();
    QVERIFY(!card->isVisible()); // none is recorded
    const timeline::Run run = samples::finishedRun();
    m_view->setLastStart(timeline::fold(run, *run.finishedAt));
    QVERIFY(card->isVisible());
    QSignalSpy wanted(m_view.get(), &OverviewView::timelineWanted);
    card->findChild<QPushButton *>()->click();
    QCOMPARE(wanted.count(), 1);
}

void TestOverview::rowsAreChosenByKeyboard()
{
    ServiceTable *table = m_view->table();
    table->setFocus(Qt::OtherFocusReason);
    QVERIFY(!table->selectionModel()->hasSelection());
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(table->currentIndex().row(), 0);
    QVERIFY(table->selectionModel()->hasSelection());
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(table->currentIndex().row(), 1);

    QTest::keyClick(table, Qt::Key_Return);
    auto *menu = table->findChild<QMenu *>();
    QVERIFY(menu);
    QTRY_VERIFY(menu->isVisible());
    QCOMPARE(menu->accessibleName(), s("Actions of kafka"));
    QTest::keyClick(menu, Qt::Key_Escape);
    QTRY_VERIFY(!table->findChild<QMenu *>());
}

void TestOverview::aRowsMenuOffersWhatItsStateAllows_data()
{
    QTest::addColumn<stack::StackState>("state");
    QTest::addColumn<int>("row");
    QTest::addColumn<bool>("start");
    QTest::addColumn<bool>("stop");
    QTest::newRow("runs") << samples::healthy() << 1 << false << true;
    QTest::newRow("is stopped") << samples::stopped() << 1 << true << false;
    QTest::newRow("has done its work") << samples::healthy() << 2 << true << false;
    QTest::newRow("restarts again and again") << samples::trouble() << 4 << false << true;
}

void TestOverview::aRowsMenuOffersWhatItsStateAllows()
{
    QFETCH(stack::StackState, state);
    QFETCH(int, row);
    m_view->setState(state, samples::now());
    const QString name = state.services.at(row).service;
    const std::unique_ptr<QMenu> menu(m_view->table()->menuFor(row));
    QTEST(actionNamed(menu.get(), s("Start %1").arg(name))->isEnabled(), "start");
    QTEST(actionNamed(menu.get(), s("Stop %1").arg(name))->isEnabled(), "stop");

    m_view->setBusy(true);
    const std::unique_ptr<QMenu> busy(m_view->table()->menuFor(row));
    for (const char *text : {"Start %1", "Stop %1", "Restart %1…"}) {
        QVERIFY(!actionNamed(busy.get(), s(text).arg(name))->isEnabled());
    }
    QVERIFY(!actionNamed(busy.get(), s("Set role"))->menu()->isEnabled());
}

void TestOverview::aRowsMenuCopies()
{
    ServiceTable *table = m_view->table();
    const std::unique_ptr<QMenu> menu(table->menuFor(1));
    QSignalSpy copied(table, &ServiceTable::copyWanted);
    actionNamed(menu.get(), s("Copy address"))->trigger();
    actionNamed(menu.get(), s("Copy container name"))->trigger();
    QCOMPARE(copied.at(0).first().toString(), s("127.0.0.1:9092"));
    QCOMPARE(copied.at(1).first().toString(), s("kodingcaravan-kafka"));
    QSignalSpy lines(table, &ServiceTable::commandLineWanted);
    actionNamed(actionNamed(menu.get(), s("Copy as command line"))->menu(), s("Restart"))->trigger();
    QCOMPARE(lines.first().first().toStringList(), (QStringList{s("restart"), s("kafka")}));
}

void TestOverview::aRowsMenuShowsAllThatIsKnown()
{
    m_view->setState(samples::healthy(), samples::now());
    const std::unique_ptr<QMenu> menu(m_view->table()->menuFor(1));
    const QList<QAction *> actions = menu->actions();
    const auto details = std::ranges::find(actions, QStringLiteral("Details…"), &QAction::text);
    QVERIFY(details != actions.end());
    (*details)->trigger();
    const QDialog *dialog = m_view->findChild<QDialog *>();
    QVERIFY(dialog);
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        texts += label->text();
    }
    for (const char *text : {"kafka", "Broker 1", "confluentinc/cp-kafka:7.9.0", "kodingcaravan-kafka", "healthy"}) {
        QVERIFY2(texts.contains(QString::fromUtf8(text)), text);
    }
}

void TestOverview::whatMendsAProblemCanBeCopiedAsCommandLine()
{
    const FindingCard *card = m_view->problemCards().front();
    QSignalSpy told(m_view.get(), &OverviewView::commandLineWanted);
    QCOMPARE(card->actions().size(), 1);
    QVERIFY(card->actions().first()->isVisible());
    card->actions().first()->trigger();
    QCOMPARE(told.value(0).value(0).toStringList(), QStringList({QStringLiteral("topics"), QStringLiteral("create")}));
}

void TestOverview::aRolesIsSetOnlyWhereThereIsAFile()
{
    ServiceTable *table = m_view->table();
    const std::unique_ptr<QMenu> menu(table->menuFor(3));
    QMenu *roles = actionNamed(menu.get(), s("Set role"))->menu();
    QVERIFY(roles->isEnabled());
    QVERIFY(actionNamed(roles, s("Worker"))->isChecked());
    QVERIFY(!actionNamed(roles, s("As detected"))->isEnabled()); // it is as detected
    QSignalSpy wanted(table, &ServiceTable::roleWanted);
    actionNamed(roles, s("Other"))->trigger();
    QCOMPARE(wanted.count(), 1);
    QVERIFY(wanted.first().at(1).value<std::optional<compose::Role>>() == compose::Role::Other);

    compose::Project project = samples::project();
    project.call.files.clear();
    m_view->setProject(project);
    const std::unique_ptr<QMenu> without(table->menuFor(3));
    QVERIFY(!actionNamed(without.get(), s("Set role"))->menu()->isEnabled());
}

void TestOverview::markupInNamesIsShownAsText()
{
    compose::Project project = samples::longNamedProject();
    project.notes = {s("<i>note</i>")};
    m_view->setProject(project);
    m_view->setState(samples::longNamed(), samples::now());
    for (const QLabel *label : m_view->findChildren<QLabel *>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
    }
    for (const QWidget *widget : m_view->findChildren<QWidget *>()) {
        QVERIFY2(!widget->toolTip().contains(s("<img")), qPrintable(widget->toolTip()));
    }
    const std::unique_ptr<QMenu> menu(m_view->table()->menuFor(3));
    QVERIFY(actionNamed(menu.get(), s("Stop <b>billing</b><img src=x>-worker")));
}

void TestOverview::nothingIsCutOffInASmallWindow_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {1400, 1096, 770, 755, 740, 716, 600, 536}) {
        QTest::addRow("%d", width) << width;
    }
}

void TestOverview::nothingIsCutOffInASmallWindow()
{
    QFETCH(int, width);
    m_view->setProject(samples::longNamedProject());
    m_view->setState(samples::longNamed(), samples::now());
    m_view->resize(width, 500);
    QCoreApplication::processEvents();
    const auto *area = m_view->findChild<QScrollArea *>();
    QCOMPARE(area->widget()->width(), area->viewport()->width());
    for (const QWidget *button : m_view->findChildren<QPushButton *>()) {
        if (button->isVisible()) {
            const int right = button->mapTo(area->widget(), QPoint(button->width(), 0)).x();
            QVERIFY2(right <= area->widget()->width(), qPrintable(button->accessibleName()));
        }
    }
    const ServiceTable *table = m_view->table();
    int columns = 0;
    for (int column = 0; column < ServiceModel::ColumnCount; ++column) {
        columns += table->columnWidth(column);
    }
    QVERIFY2(columns <= table->viewport()->width(),
             qPrintable(s("%1 of %2").arg(columns).arg(table->viewport()->width())));
    QVERIFY(!table->isColumnHidden(ServiceModel::Now));
}

// Measuring every cell each second was most of what an idle panel cost.
void TestOverview::growingUptimesGetRoomButNoNewLayout()
{
    m_view->resize(1400, 720);
    QCoreApplication::processEvents();
    ServiceTable *table = m_view->table();
    auto *model = qobject_cast<ServiceModel *>(table->model());
    QVERIFY(model && !table->isColumnHidden(ServiceModel::Up));
    const int needed = table->columnWidth(ServiceModel::Up);

    model->setTime(samples::now() + std::chrono::hours(1));
    table->setColumnWidth(ServiceModel::Up, needed + 30); // a layout would take it back
    model->setTime(samples::now() + std::chrono::hours(2));
    QCOMPARE(table->columnWidth(ServiceModel::Up), needed + 30);

    table->setColumnWidth(ServiceModel::Up, 10);
    model->setTime(samples::now() + std::chrono::hours(3));
    QVERIFY(table->columnWidth(ServiceModel::Up) > 10);
}

void TestOverview::everyControlHasAName()
{
    for (QWidget *widget : m_view->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) {
            continue;
        }
        const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

void TestOverview::tabGoesFromTheProblemToTheServices()
{
    m_view->setState(samples::manyTroubles(), samples::now());
    const auto &cards = m_view->problemCards();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    QTRY_VERIFY(cards.at(1)->isVisible());
    cards.at(0)->proofButton()->setFocus();
    for (QWidget *next :
         {static_cast<QWidget *>(cards.at(0)->acceptButton()), static_cast<QWidget *>(cards.at(1)->proofButton()),
          static_cast<QWidget *>(cards.at(1)->acceptButton()), static_cast<QWidget *>(m_view->table())}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), next);
    }
    QVERIFY(m_view->table()->selectionModel()->hasSelection()); // so that the focus can be seen
}

QTEST_MAIN(TestOverview)
#include "tst_overview.moc"
