#include "shell/mainwindow.h"

#include <algorithm>
#include <array>

#include <QActionGroup>
#include <QApplication>
#include <QFileInfo>
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "audit/auditview.h"
#include "base/text.h"
#include "cluster/clusterview.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "common/words.h"
#include "connections/connectionstrip.h"
#include "connections/connectionsview.h"
#include "groups/groupsview.h"
#include "logs/logsview.h"
#include "overview/overviewview.h"
#include "overview/phrases.h"
#include "overview/servicetable.h"
#include "records/recordsview.h"
#include "shell/actions.h"
#include "shell/navigation.h"
#include "shell/palette.h"
#include "shell/pickerpage.h"
#include "shell/statusphrases.h"
#include "shell/statusstrip.h"
#include "shell/topbar.h"
#include "timeline/timelineview.h"
#include "topics/topicsview.h"
#include "troubleshoot/diagnosiswords.h"
#include "troubleshoot/troubleshootview.h"
#include "volumes/volumesview.h"

namespace bd::app {

namespace {

QString pathOf(const compose::Project &project)
{
    return project.hasFiles() ? shortPath(QFileInfo(project.call.files.first()).absolutePath()) : QString();
}

bool canStartSomething(const stack::StackState &state)
{
    using stack::ServiceState;
    return std::any_of(state.services.begin(), state.services.end(), [](const stack::ServiceStatus &status) {
        return status.state == ServiceState::Missing || status.state == ServiceState::Created
               || status.state == ServiceState::Stopped || status.state == ServiceState::Exited;
    });
}

// In the order in which they are offered.
constexpr std::array allViews{View::Overview,    View::Timeline, View::Logs,        View::Volumes,
                              View::Topics,      View::Records,  View::Groups,      View::Cluster,
                              View::Connections, View::Audit,    View::Troubleshoot};

bool showsCluster(View view)
{
    return view == View::Topics || view == View::Records || view == View::Groups || view == View::Cluster;
}

} // namespace

QString toString(View view)
{
    switch (view) {
    case View::Overview: break;
    case View::Timeline: return QStringLiteral("timeline");
    case View::Logs: return QStringLiteral("logs");
    case View::Volumes: return QStringLiteral("volumes");
    case View::Topics: return QStringLiteral("topics");
    case View::Records: return QStringLiteral("records");
    case View::Groups: return QStringLiteral("groups");
    case View::Cluster: return QStringLiteral("cluster");
    case View::Connections: return QStringLiteral("connections");
    case View::Audit: return QStringLiteral("audit");
    case View::Troubleshoot: return QStringLiteral("troubleshoot");
    }
    return QStringLiteral("overview");
}

View viewFrom(const QString &text)
{
    for (const View view : allViews) {
        if (text == toString(view)) {
            return view;
        }
    }
    return View::Overview;
}

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent), m_actions(new Actions(this)), m_topBar(new TopBar(*m_actions)), m_navigation(new Navigation),
      m_strip(new StatusStrip), m_pages(new QStackedWidget), m_picker(new PickerPage), m_opening(plainLabel()),
      m_connectionStrip(new ConnectionStrip), m_noticeBox(new QWidget), m_notice(new FindingCard),
      m_elapsed(new QTimer(this))
{
    setAcceptDrops(true);
    setMinimumSize(720, 480);
    resize(1280, 800);
    setWindowTitle(QStringLiteral("Brokerdeck"));

    for (const View view : allViews) {
        if (view == View::Topics) {
            m_navigation->addHeading(tr("Kafka"));
        } else if (view == View::Audit) {
            m_navigation->addHeading(tr("Care"));
        }
        actionOf(view)->setCheckable(true);
        m_navigation->add(actionOf(view));
    }
    m_navigation->add(m_actions->practice);
    m_opening->setAlignment(Qt::AlignCenter);
    setLook(m_opening, Look::Muted);
    m_pages->addWidget(m_picker);
    m_pages->addWidget(m_opening);
    auto *noticeColumn = new QVBoxLayout(m_noticeBox);
    noticeColumn->setContentsMargins(pageMargin, pageGap, pageMargin, 0);
    noticeColumn->addWidget(m_notice);
    m_noticeBox->hide();

    auto *frame = new QWidget;
    auto *rows = new QVBoxLayout(frame);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    auto *main = new QVBoxLayout;
    main->setSpacing(0);
    main->addWidget(m_noticeBox);
    main->addWidget(m_connectionStrip);
    main->addWidget(m_pages, 1);
    middle->addWidget(m_navigation);
    middle->addLayout(main, 1);
    rows->addWidget(m_topBar);
    rows->addLayout(middle, 1);
    rows->addWidget(m_strip);
    setCentralWidget(frame);
    m_palette = new Palette(frame);

    m_elapsed->setInterval(100);
    connect(m_elapsed, &QTimer::timeout, this, &MainWindow::showStatus);
    connect(m_topBar, &TopBar::profilesWanted, this, &MainWindow::profilesWanted);
    connect(m_connectionStrip, &ConnectionStrip::ownBrokersWanted, this, &MainWindow::ownBrokersWanted);
    connect(m_notice, &FindingCard::dismissed, this, [this] { setNotice({}); });
    connectActions();
    connectCopyActions();
    connectPicker();
    showPicker();
}

MainWindow::~MainWindow() = default;

void MainWindow::connectActions()
{
    auto *views = new QActionGroup(this);
    for (const View view : allViews) {
        QAction *action = actionOf(view);
        views->addAction(action);
        connect(action, &QAction::triggered, this, [this, view] { showView(view); });
    }
    const Actions &can = *m_actions;
    connect(can.start, &QAction::triggered, this, [this] { Q_EMIT startWanted({}); });
    connect(can.stop, &QAction::triggered, this, [this] { Q_EMIT stopWanted({}); });
    connect(can.restart, &QAction::triggered, this, [this] { askRestart({}); });
    connect(can.reset, &QAction::triggered, this, &MainWindow::resetWanted);
    connect(can.verify, &QAction::triggered, this, &MainWindow::verifyWanted);
    connect(can.practice, &QAction::triggered, this, &MainWindow::practiceWanted);
    connect(can.newStack, &QAction::triggered, this, &MainWindow::newStackWanted);
    connect(can.sheet, &QAction::triggered, this, &MainWindow::sheetWanted);
    connect(can.brokers, &QAction::triggered, this, &MainWindow::brokersWanted);
    connect(can.cancel, &QAction::triggered, this, &MainWindow::cancelWanted);
    connect(can.refresh, &QAction::triggered, this, &MainWindow::refreshWanted);
    connect(can.openProject, &QAction::triggered, this, &MainWindow::showPicker);
    connect(can.findAnything, &QAction::triggered, this, &MainWindow::openPalette);
    connect(can.strictGates, &QAction::toggled, this, &MainWindow::strictGatesChanged);
    connect(can.openFolder, &QAction::triggered, this, &MainWindow::folderWanted);
    connect(can.shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(can.about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(can.quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectCopyActions()
{
    for (const auto &[action, verb] :
         {std::pair(m_actions->copyStart, QStringLiteral("up")), std::pair(m_actions->copyStop, QStringLiteral("stop")),
          std::pair(m_actions->copyRestart, QStringLiteral("restart"))}) {
        connect(action, &QAction::triggered, this,
                [this, words = QStringList{verb}] { Q_EMIT commandLineWanted(words); });
    }
}

void MainWindow::connectPicker()
{
    connect(m_picker, &PickerPage::openWanted, this, &MainWindow::openWanted);
    connect(m_picker, &PickerPage::practiceWanted, this, &MainWindow::practiceWanted);
    connect(m_picker, &PickerPage::newStackWanted, this, &MainWindow::newStackWanted);
    connect(m_picker, &PickerPage::fileWanted, this, &MainWindow::chooseFile);
    connect(m_picker, &PickerPage::returnWanted, this, [this] { showView(m_view); });
    connect(m_picker, &PickerPage::connectionsWanted, this, [this] { showView(View::Connections); });
}

OverviewView *MainWindow::overview()
{
    if (m_overview) {
        return m_overview;
    }
    m_overview = new OverviewView;
    m_pages->addWidget(m_overview);
    const ServiceTable *table = m_overview->table();
    connect(m_overview, &OverviewView::mendWanted, this, &MainWindow::mend);
    connect(m_overview, &OverviewView::diagnosisWanted, this, [this](const diagnose::Diagnosis &diagnosis) {
        if (const diagnose::Step *mend = mendOf(diagnosis)) {
            Q_EMIT stepWanted(*mend, diagnosis.service);
        } else {
            showView(View::Troubleshoot);
        }
    });
    connect(m_overview, &OverviewView::commandLineWanted, this, &MainWindow::commandLineWanted);
    connect(m_overview, &OverviewView::retryWanted, this, &MainWindow::refreshWanted);
    connect(m_overview, &OverviewView::auditWanted, m_actions->audit, &QAction::trigger);
    connect(m_overview, &OverviewView::timelineWanted, m_actions->timeline, &QAction::trigger);
    connect(table, &ServiceTable::startWanted, this, [this](const QString &name) { Q_EMIT startWanted({name}); });
    connect(table, &ServiceTable::stopWanted, this, [this](const QString &name) { Q_EMIT stopWanted({name}); });
    connect(table, &ServiceTable::restartWanted, this, &MainWindow::askRestart);
    connect(table, &ServiceTable::roleWanted, this, &MainWindow::roleWanted);
    connect(table, &ServiceTable::commandLineWanted, this, &MainWindow::commandLineWanted);
    connect(table, &ServiceTable::copyWanted, this, &MainWindow::copyWanted);
    if (m_project) {
        m_overview->setProject(*m_project);
    }
    if (m_state) {
        m_overview->setState(*m_state, m_state->asOf);
    }
    if (m_lastStart) {
        m_overview->setLastStart(*m_lastStart);
    }
    m_overview->setDiagnoses(m_diagnoses);
    m_overview->setAudit(m_audit);
    m_overview->setBusy(m_operation.has_value());
    return m_overview;
}

TimelineView *MainWindow::timelineView()
{
    if (m_timelineView) {
        return m_timelineView;
    }
    m_timelineView = new TimelineView;
    m_pages->addWidget(m_timelineView);
    connect(m_timelineView, &TimelineView::runWanted, this, &MainWindow::runWanted);
    connect(m_timelineView, &TimelineView::compareWanted, this, &MainWindow::compareWanted);
    m_timelineView->setRuns(m_runs);
    if (!m_run.lanes.empty()) {
        m_timelineView->setRun(m_run, m_runIsLive);
    }
    return m_timelineView;
}

QAction *MainWindow::actionOf(View view) const
{
    switch (view) {
    case View::Overview: break;
    case View::Timeline: return m_actions->timeline;
    case View::Logs: return m_actions->logs;
    case View::Volumes: return m_actions->volumes;
    case View::Topics: return m_actions->topics;
    case View::Records: return m_actions->records;
    case View::Groups: return m_actions->groups;
    case View::Cluster: return m_actions->cluster;
    case View::Connections: return m_actions->connections;
    case View::Audit: return m_actions->audit;
    case View::Troubleshoot: return m_actions->troubleshoot;
    }
    return m_actions->overview;
}

QWidget *MainWindow::pageOf(View view)
{
    switch (view) {
    case View::Overview: break;
    case View::Timeline: return timelineView();
    case View::Logs: return logsView();
    case View::Volumes: return volumesView();
    case View::Topics: return topicsView();
    case View::Records: return recordsView();
    case View::Groups: return groupsView();
    case View::Cluster: return clusterView();
    case View::Connections: return connectionsView();
    case View::Audit: return auditView();
    case View::Troubleshoot: return troubleshootView();
    }
    return overview();
}

// Without a project there is what somebody connected to.
bool MainWindow::canShow(View view) const
{
    if (view == View::Audit) {
        return m_project && m_project->hasFiles();
    }
    return m_project || view == View::Connections || (showsCluster(view) && !m_connection.isEmpty());
}

void MainWindow::setPage(QWidget *page)
{
    const bool isView = page != m_picker && page != m_opening;
    m_navigation->setVisible(isView);
    m_connectionStrip->setInView(isView && showsCluster(m_view));
    m_pages->setCurrentWidget(page);
    page->setFocus(Qt::OtherFocusReason);
    updateActions();
    showStatus();
}

std::optional<View> MainWindow::currentView() const
{
    const QWidget *page = m_pages->currentWidget();
    return page == m_picker || page == m_opening ? std::nullopt : std::optional(m_view);
}

void MainWindow::showPicker()
{
    m_picker->setCanReturn(m_project || !m_connection.isEmpty());
    setPage(m_picker);
    Q_EMIT pickerShown();
}

void MainWindow::showOpening(const QString &what)
{
    m_project.reset();
    m_state.reset();
    m_lastStart.reset();
    m_runs.clear();
    m_run = {};
    m_strip->clear();
    setProfiles({}, {});
    setNotice({});
    m_opening->setText(tr("Opening %1…").arg(plainText(what, 200)));
    m_topBar->setProject(what, {});
    showTitle();
    setPage(m_opening);
    // Views of another project must not be seen, not even for a moment.
    delete std::exchange(m_overview, nullptr);
    delete std::exchange(m_timelineView, nullptr);
    delete std::exchange(m_volumesView, nullptr);
    delete std::exchange(m_auditView, nullptr);
    delete std::exchange(m_troubleshootView, nullptr);
    setAudit({});
    setDiagnoses({}, {});
    dropClusterViews();
}

void MainWindow::showProject(const compose::Project &project, const QString &context)
{
    const bool isNew = !m_project;
    m_project = project;
    m_topBar->setProject(project.name, pathOf(project));
    setContext(context);
    if (m_overview) {
        m_overview->setProject(project);
    }
    if (isNew) {
        showView(canShow(m_view) ? m_view : View::Overview);
    }
    updateActions();
}

// A window has one engine as long as it lives: where it does not say its name just now, it is the same one still.
void MainWindow::setContext(const QString &name)
{
    if (!name.isEmpty()) {
        m_context = name;
    }
    showTitle();
}

void MainWindow::showTitle()
{
    const QString project = plainText(m_project ? m_project->name : m_connection, 100);
    QStringList title{project, plainText(m_context, 60), QStringLiteral("Brokerdeck")};
    title.removeAll(QString());
    setWindowTitle(title.join(QStringLiteral(" — ")));
}

void MainWindow::showView(View view)
{
    m_view = view;
    actionOf(view)->setChecked(true);
    if (canShow(view)) {
        setPage(pageOf(view));
        Q_EMIT viewChanged(view);
    }
}

void MainWindow::setState(const stack::StackState &state, TimePoint now)
{
    m_state = state;
    m_strip->setState(state);
    if (m_overview) {
        m_overview->setState(state, now);
    }
    if (m_groupsView) {
        m_groupsView->setContainers(state.containersByAddress);
    }
    updateActions();
    showStatus();
}

void MainWindow::setOperation(const std::optional<Operation> &operation)
{
    if (operation && !m_operation) {
        setNotice({});
    }
    m_operation = operation;
    if (operation) {
        m_elapsed->start();
    } else {
        m_elapsed->stop();
    }
    if (m_overview) {
        m_overview->setBusy(operation.has_value());
    }
    if (m_topicsView) {
        m_topicsView->setBusy(operation.has_value());
    }
    if (m_volumesView) {
        m_volumesView->setBusy(operation.has_value());
    }
    if (m_troubleshootView) {
        m_troubleshootView->setBusy(operation.has_value());
    }
    // The button that was pressed goes: the focus must not fall on whatever is beside it.
    const bool pressed = m_topBar->isAncestorOf(QApplication::focusWidget());
    updateActions();
    showStatus();
    if (pressed) {
        m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
    }
}

void MainWindow::setRun(const timeline::Run &run, bool live)
{
    m_run = run;
    m_runIsLive = live;
    if (m_timelineView) {
        m_timelineView->setRun(run, live);
    }
}

void MainWindow::setCompared(const std::optional<timeline::Run> &run)
{
    timelineView()->setCompared(run);
}

void MainWindow::setRuns(const std::vector<timeline::Run> &headers)
{
    m_runs = headers;
    m_strip->setRuns(headers, m_project.value_or(compose::Project()));
    if (m_timelineView) {
        m_timelineView->setRuns(headers);
    }
}

void MainWindow::setProfiles(const QStringList &available, const QStringList &active)
{
    m_topBar->setProfiles(available, active);
}

void MainWindow::setLastStart(const timeline::Timeline &timeline)
{
    m_lastStart = timeline;
    if (m_overview) {
        m_overview->setLastStart(timeline);
    }
}

void MainWindow::setNotice(const std::optional<Finding> &notice)
{
    if (notice) {
        m_notice->setFinding(*notice);
    }
    m_noticeBox->setVisible(notice.has_value());
}

void MainWindow::say(const QString &text)
{
    m_strip->say(text);
}

void MainWindow::showStatus()
{
    const bool known = m_project && currentView();
    const auto [shape, text] = known ? statusOf(m_state, m_operation, Clock::system().now()) : Status();
    m_topBar->setStatus(shape, text);
}

void MainWindow::updateActions()
{
    const bool open = m_project.has_value() && currentView();
    const bool busy = m_operation.has_value();
    const bool answers = m_state && m_state->link == stack::Link::Live;
    const bool runs = m_state && m_state->isRunning();
    const bool startable = answers && canStartSomething(*m_state);
    const Actions &can = *m_actions;
    const auto offer = [](QAction *action, bool offered) {
        action->setVisible(offered);
        action->setEnabled(offered);
    };
    offer(can.start, open && !busy && startable);
    offer(can.stop, open && answers && !busy && runs);
    offer(can.restart, open && answers && !busy && runs);
    offer(can.reset, open && answers && !busy);
    can.verify->setEnabled(open && answers && !busy);
    can.brokers->setVisible(!open || !m_project->isKRaft());
    can.brokers->setEnabled(open && answers && !m_project->isKRaft());
    offer(can.cancel, open && busy);
    can.cancel->setEnabled(open && busy && !m_operation->cancelling);
    can.refresh->setEnabled(open || (!m_connection.isEmpty() && currentView()));
    for (const View view : allViews) {
        actionOf(view)->setEnabled(canShow(view));
    }
    can.openFolder->setEnabled(open && m_project->hasFiles());
    can.sheet->setEnabled(open && m_project->hasFiles());
    for (QAction *action : {can.copyStart, can.copyStop, can.copyRestart}) {
        action->setEnabled(open);
    }
    m_topBar->setStartIsPrimary(!runs);
    m_topBar->setProfilesEnabled(!busy); // another choice opens the project anew
}

} // namespace bd::app
