#include <algorithm>

#include <QAction>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "common/theme.h"
#include "common/translations.h"
#include "overview/overviewview.h"
#include "overview/servicetable.h"
#include "shell/actions.h"
#include "shell/mainwindow.h"
#include "shell/navigation.h"
#include "shell/palette.h"
#include "shell/pickerpage.h"
#include "shell/projectkey.h"
#include "shell/topbar.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QDialog *openDialog(const QWidget *window)
{
    for (QDialog *dialog : window->findChildren<QDialog *>()) {
        if (dialog->isVisible()) {
            return dialog;
        }
    }
    return nullptr;
}

QStringList visibleTexts(const QWidget *widget)
{
    QStringList texts;
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        texts << label->text();
    }
    return texts;
}

QPushButton *buttonNamed(const QWidget *widget, const QString &text)
{
    for (QPushButton *button : widget->findChildren<QPushButton *>()) {
        if (button->text() == text && button->isVisible()) {
            return button;
        }
    }
    return nullptr;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void thereAreNoDeadButtons_data();
    void thereAreNoDeadButtons();
    void theContextStandsInTheTitle();
    void closingAsksWhileAnOperationRuns();
    void closingAsksNothingElse();
    void viewsAreMadeWhenTheyAreWanted();
    void viewsAreReachedByKeyboard();
    void startTurnsIntoCancel();
    void theFocusStaysInTheView();
    void aRestartIsConfirmedFirst();
    void aRestartCanBeRefused();
    void aRestartOfAnUnhealthyServiceIsConfirmedToo();
    void profilesAreOfferedWhereThereAreAny();
    void anotherProfileIsAskedForWithThoseThatAreOn();
    void thePaletteRunsWhatWasFound();
    void thePaletteGivesTheFocusBack();
    void theShortcutsAreListed();
    void aNoticeStaysUntilItIsDismissed();
    void anotherProjectLeavesNothingOfTheFirst();
    void theForgottenPickerIsLeftByEscape();
    void aDroppedFileIsOpened();
    void aTextThatIsDroppedIsNot();
    void thePickerOpensWhatIsClicked();
    void thePickerListsNothingTwice();
    void thePickerTellsTwoNamesOnOneFileApart();
    void thePickerShowsWhyItCannotOpen();

private:
    void open(const stack::StackState &state);

    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestMainWindow::init()
{
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
}

void TestMainWindow::open(const stack::StackState &state)
{
    m_window->showProject(samples::project(), s("default"));
    m_window->setState(state, samples::now());
}

void TestMainWindow::thereAreNoDeadButtons_data()
{
    QTest::addColumn<stack::StackState>("state");
    QTest::addColumn<QStringList>("offered");
    QTest::newRow("all is up") << samples::healthy() << QStringList{s("Stop"), s("Restart…")};
    QTest::newRow("nothing runs") << samples::stopped() << QStringList{s("Start")};
    QTest::newRow("one ended") << samples::manyTroubles() << QStringList{s("Start"), s("Stop"), s("Restart…")};
    QTest::newRow("no engine answers") << samples::lostEngine() << QStringList();
}

void TestMainWindow::thereAreNoDeadButtons()
{
    QFETCH(stack::StackState, state);
    QFETCH(QStringList, offered);
    open(state);
    for (const char *text : {"Start", "Stop", "Restart…", "Cancel"}) {
        QCOMPARE(buttonNamed(m_window->topBar(), s(text)) != nullptr, offered.contains(s(text)));
    }
    m_window->showPicker();
    for (const char *text : {"Start", "Stop", "Restart…", "Cancel"}) {
        QVERIFY(!buttonNamed(m_window->topBar(), s(text)));
    }
}

void TestMainWindow::theContextStandsInTheTitle()
{
    QCOMPARE(m_window->windowTitle(), s("Brokerdeck"));
    open(samples::healthy());
    QCOMPARE(m_window->windowTitle(), s("kc-backend — default — Brokerdeck"));
    m_window->showProject(samples::project(), {}); // the engine is down and says nothing
    QCOMPARE(m_window->windowTitle(), s("kc-backend — default — Brokerdeck"));
    m_window->setContext(s("far"));
    QCOMPARE(m_window->windowTitle(), s("kc-backend — far — Brokerdeck"));
}

void TestMainWindow::closingAsksWhileAnOperationRuns()
{
    open(samples::starting());
    Operation operation;
    operation.startedAt = Clock::system().now();
    m_window->setOperation(operation);
    QSignalSpy closing(m_window.get(), &MainWindow::closing);
    m_window->close();
    QCOMPARE(closing.count(), 0);
    QVERIFY(m_window->isVisible());
    QDialog *dialog = openDialog(m_window.get());
    QVERIFY(dialog);
    QVERIFY(visibleTexts(dialog).contains(s("Stop waiting for kc-backend?")));
    QPushButton *stop = buttonNamed(dialog, s("Stop waiting and close"));
    QVERIFY(stop);
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(closing.count(), 1);
    QVERIFY(!m_window->isVisible());
}

void TestMainWindow::closingAsksNothingElse()
{
    open(samples::starting());
    Operation operation;
    operation.startedAt = Clock::system().now();
    operation.cancelling = true;
    m_window->setOperation(operation);
    QSignalSpy closing(m_window.get(), &MainWindow::closing);
    m_window->close();
    QCOMPARE(closing.count(), 1);
    QVERIFY(!openDialog(m_window.get()));
}

void TestMainWindow::viewsAreMadeWhenTheyAreWanted()
{
    QVERIFY(!m_window->findChild<OverviewView *>());
    open(samples::healthy());
    QVERIFY(m_window->findChild<OverviewView *>());
    QVERIFY(m_window->currentView() == View::Overview);
}

void TestMainWindow::viewsAreReachedByKeyboard()
{
    open(samples::healthy());
    QSignalSpy changed(m_window.get(), &MainWindow::viewChanged);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(m_window->currentView() == View::Timeline);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m_window->currentView() == View::Overview);
    QCOMPARE(changed.count(), 2);

    auto *navigation = m_window->findChild<Navigation *>();
    const auto buttons = navigation->findChildren<NavigationButton *>();
    QVERIFY(buttons.at(0)->isChecked());
    buttons.at(0)->setFocus();
    QTest::keyClick(buttons.at(0), Qt::Key_Down);
    QVERIFY(m_window->currentView() == View::Timeline);

    QSignalSpy practice(m_window.get(), &MainWindow::practiceWanted); // a window of its own: the view stays
    QCOMPARE(buttons.last()->text(), s("Practice…"));
    buttons.last()->setFocus();
    QTest::keyClick(buttons.last(), Qt::Key_Space);
    QCOMPARE(practice.count(), 1);
    QVERIFY(m_window->currentView() == View::Timeline);
    QVERIFY(!buttons.last()->isChecked());
}

void TestMainWindow::startTurnsIntoCancel()
{
    open(samples::stopped());
    QSignalSpy start(m_window.get(), &MainWindow::startWanted);
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(start.count(), 1);
    QVERIFY(start.first().first().toStringList().isEmpty());

    Operation operation;
    operation.startedAt = Clock::system().now();
    m_window->setOperation(operation);
    QVERIFY(!buttonNamed(m_window->topBar(), s("Start")));
    QVERIFY(m_window->topBar()->status()->text().startsWith(s("starting, ")));
    QSignalSpy cancel(m_window.get(), &MainWindow::cancelWanted);
    QTest::mouseClick(buttonNamed(m_window->topBar(), s("Cancel")), Qt::LeftButton);
    QCOMPARE(cancel.count(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(start.count(), 1); // one at a time

    operation.cancelling = true;
    m_window->setOperation(operation);
    QVERIFY(!buttonNamed(m_window->topBar(), s("Cancel"))->isEnabled());
    m_window->setOperation({});
    QVERIFY(buttonNamed(m_window->topBar(), s("Start")));
}

void TestMainWindow::theFocusStaysInTheView()
{
    open(samples::stopped());
    QPushButton *start = buttonNamed(m_window->topBar(), s("Start"));
    start->setFocus();
    Operation operation;
    operation.startedAt = Clock::system().now();
    m_window->setOperation(operation);
    QCOMPARE(QApplication::focusWidget(), m_window->overview()->table());
}

void TestMainWindow::aRestartIsConfirmedFirst()
{
    open(samples::healthy());
    QSignalSpy restart(m_window.get(), &MainWindow::restartWanted);
    Q_EMIT m_window->overview()->table()->restartWanted(s("kafka"));
    QDialog *dialog = openDialog(m_window.get());
    QVERIFY(dialog);
    QCOMPARE(restart.count(), 0);
    QVERIFY(visibleTexts(dialog).contains(s("Restart kafka?")));
    QVERIFY(visibleTexts(dialog).join(QLatin1Char(' ')).contains(s("billing-worker and mail-worker")));
    QVERIFY(!buttonNamed(dialog, s("OK")));
    QVERIFY(buttonNamed(dialog, s("Restart kafka")));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(restart.count(), 1);
    QCOMPARE(restart.first().first().toString(), s("kafka"));
}

void TestMainWindow::aRestartCanBeRefused()
{
    open(samples::healthy());
    QSignalSpy restart(m_window.get(), &MainWindow::restartWanted);
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QDialog *dialog = openDialog(m_window.get());
    QVERIFY(dialog);
    QVERIFY(visibleTexts(dialog).contains(s("Restart all of kc-backend?")));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!openDialog(m_window.get()));
    QCOMPARE(restart.count(), 0);
}

void TestMainWindow::aRestartOfAnUnhealthyServiceIsConfirmedToo()
{
    open(samples::manyTroubles());
    Q_EMIT m_window->overview()->mendWanted(samples::manyTroubles().problems.at(1));
    QDialog *dialog = openDialog(m_window.get());
    QVERIFY(dialog);
    QVERIFY(visibleTexts(dialog).contains(s("Restart billing-worker?")));
}

void TestMainWindow::profilesAreOfferedWhereThereAreAny()
{
    open(samples::healthy());
    QMenu *menu = m_window->topBar()->profilesMenu();
    QVERIFY(!menu->menuAction()->isVisible());
    m_window->setProfiles({s("debug"), s("a&b")}, {s("debug")});
    QVERIFY(menu->menuAction()->isVisible());
    QVERIFY(menu->isEnabled());
    QCOMPARE(menu->actions().size(), 2);
    QVERIFY(menu->actions().at(0)->isChecked());
    QVERIFY(!menu->actions().at(1)->isChecked());
    QCOMPARE(menu->actions().at(1)->text(), s("a&&b"));
    m_window->setOperation(Operation());
    QVERIFY(!menu->isEnabled());
    m_window->showOpening(s("other"));
    QVERIFY(!menu->menuAction()->isVisible());
}

void TestMainWindow::anotherProfileIsAskedForWithThoseThatAreOn()
{
    open(samples::healthy());
    m_window->setProfiles({s("debug"), s("tools")}, {s("debug")});
    QSignalSpy wanted(m_window.get(), &MainWindow::profilesWanted);
    // What follows fills the menu anew, as the panel does.
    connect(m_window.get(), &MainWindow::profilesWanted, m_window.get(), [this] { m_window->setProfiles({}, {}); });
    const QPointer<QAction> tools = m_window->topBar()->profilesMenu()->actions().at(1);
    tools->trigger();
    QVERIFY(tools); // it does not go inside its own signal
    QTRY_COMPARE(wanted.count(), 1);
    QVERIFY(!tools);
    QCOMPARE(wanted.takeFirst().first().toStringList(), QStringList({s("debug"), s("tools")}));
    m_window->setProfiles({s("debug"), s("tools")}, {s("debug")});
    m_window->topBar()->profilesMenu()->actions().at(0)->trigger();
    QTRY_COMPARE(wanted.count(), 1);
    QCOMPARE(wanted.takeFirst().first().toStringList(), QStringList());
}

void TestMainWindow::thePaletteRunsWhatWasFound()
{
    open(samples::healthy());
    QSignalSpy stop(m_window.get(), &MainWindow::stopWanted);
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    Palette *palette = m_window->commandPalette();
    QVERIFY(palette->isVisible());
    QTest::keyClicks(palette->line(), s("stop kafka"));
    QCOMPARE(palette->list()->count(), 1);
    QTest::keyClick(palette->line(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(stop.count(), 1);
    QCOMPARE(stop.first().first().toStringList(), QStringList{s("kafka")});
}

void TestMainWindow::thePaletteGivesTheFocusBack()
{
    open(samples::healthy());
    QWidget *table = m_window->overview()->table();
    table->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    Palette *palette = m_window->commandPalette();
    QCOMPARE(QApplication::focusWidget(), palette->line());
    QTest::keyClick(palette->line(), Qt::Key_Up);
    QCOMPARE(palette->list()->currentRow(), palette->list()->count() - 1);
    QTest::keyClick(palette->line(), Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QCOMPARE(QApplication::focusWidget(), table);
}

void TestMainWindow::theShortcutsAreListed()
{
    open(samples::healthy());
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QDialog *dialog = openDialog(m_window.get());
    QVERIFY(dialog);
    for (const QAction *action : m_window->actions().all()) {
        if (!action->shortcut().isEmpty()) {
            QVERIFY(visibleTexts(dialog).contains(action->text()));
        }
    }
    for (const char *keys : {"Up, Down", "Left, Right", "Home, End", "Enter, Space", "Esc", "+, −, 0"}) {
        QVERIFY2(visibleTexts(dialog).contains(s(keys)), keys); // the timeline's own
    }
}

void TestMainWindow::aNoticeStaysUntilItIsDismissed()
{
    open(samples::healthy());
    Finding notice = findingOf(samples::composeFileError());
    notice.dismissible = true;
    m_window->setNotice(notice);
    QVERIFY(m_window->notice()->isVisible());
    m_window->setState(samples::trouble(), samples::now());
    m_window->showView(View::Timeline);
    QVERIFY(m_window->notice()->isVisible());
    m_window->notice()->dismissButton()->click();
    QVERIFY(!m_window->notice()->isVisible());
}

void TestMainWindow::anotherProjectLeavesNothingOfTheFirst()
{
    open(samples::trouble());
    m_window->showOpening(s("~/code/other"));
    QVERIFY(!m_window->findChild<OverviewView *>());
    QCOMPARE(m_window->windowTitle(), s("default — Brokerdeck")); // the engine is the same one
    QVERIFY(!m_window->topBar()->status()->isVisible());
    QVERIFY(!m_window->currentView());
}

void TestMainWindow::theForgottenPickerIsLeftByEscape()
{
    open(samples::healthy());
    QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier);
    QVERIFY(!m_window->currentView());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(m_window->currentView() == View::Overview);
}

void TestMainWindow::aDroppedFileIsOpened()
{
    QSignalSpy wanted(m_window.get(), &MainWindow::openWanted);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(s("/my code/compose.yaml"))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().value<OpenRequest>().path, s("/my code/compose.yaml"));
}

void TestMainWindow::aTextThatIsDroppedIsNot()
{
    QMimeData data;
    data.setText(s("hello"));
    data.setUrls({QUrl(s("https://example.org/compose.yaml"))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(!enter.isAccepted());
}

void TestMainWindow::thePickerOpensWhatIsClicked()
{
    QSignalSpy wanted(m_window.get(), &MainWindow::openWanted);
    m_window->picker()->setFound(samples::foundProjects());
    const auto rows = m_window->picker()->findChildren<ProjectRow *>();
    QCOMPARE(rows.size(), 3);
    QTRY_VERIFY(rows.at(2)->isVisible());
    rows.at(0)->setFocus();
    QTest::keyClick(rows.at(0), Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), rows.at(1));
    QTest::keyClick(rows.at(1), Qt::Key_Return);
    QTest::mouseClick(rows.at(0), Qt::LeftButton);
    QCOMPARE(wanted.count(), 2);
    const auto gone = wanted.at(0).first().value<OpenRequest>(); // its file is gone: opened by its name
    QCOMPARE(gone.call.project, s("orders-demo"));
    QVERIFY(gone.call.files.isEmpty());
    QCOMPARE(wanted.at(1).first().value<OpenRequest>().call.files.size(), 1);
}

void TestMainWindow::thePickerListsNothingTwice()
{
    PickerPage *picker = m_window->picker();
    picker->setRecent({QDir::homePath() + s("/code/kc-backend/compose.yaml"), s("/srv/other/compose.yaml")});
    QCOMPARE(picker->findChildren<ProjectRow *>().size(), 2);
    picker->setFound(samples::foundProjects());
    QCOMPARE(picker->findChildren<ProjectRow *>().size(), 4);
}

void TestMainWindow::thePickerTellsTwoNamesOnOneFileApart()
{
    PickerPage *picker = m_window->picker();
    engine::ComposeCall call = samples::foundProjects().at(0).call;
    call.envFiles = {s("/srv/demo.env")};
    const QString same = projectKey(call);
    call.project = s("kc-second");
    picker->setRecent({same, projectKey(call)});
    picker->setFound(samples::foundProjects());
    const auto rows = picker->findChildren<ProjectRow *>();
    QCOMPARE(rows.size(), 4); // three on the engine, one of them opened before
    const auto second = std::find_if(rows.begin(), rows.end(),
                                     [](const ProjectRow *row) { return row->accessibleName() == s("kc-second"); });
    QVERIFY(second != rows.end());
    QSignalSpy wanted(m_window.get(), &MainWindow::openWanted);
    (*second)->click();
    QCOMPARE(wanted.count(), 1);
    QVERIFY(wanted.first().first().value<OpenRequest>().call == call);
}

void TestMainWindow::thePickerShowsWhyItCannotOpen()
{
    PickerPage *picker = m_window->picker();
    picker->setOpenError(samples::composeFileError());
    QVERIFY(picker->openCard()->isVisible());
    QCOMPARE(picker->openCard()->finding().title, samples::composeFileError().message);
    picker->setEngineError(samples::noEngine());
    QVERIFY(picker->engineCard()->isVisible());
    QSignalSpy look(picker, &PickerPage::lookWanted);
    picker->engineCard()->acceptButton()->click();
    QCOMPARE(look.count(), 1);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
