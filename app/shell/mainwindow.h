// The window: top bar, views, status strip. Shows what it is told, and says what is wanted; knows no engine.
#pragma once

#include <optional>
#include <vector>

#include <QMainWindow>

#include "audit/auditfacts.h"
#include "common/findingcard.h"
#include "compose/project.h"
#include "shell/projectsession.h"
#include "stack/state.h"
#include "store/connections.h"
#include "timeline/timeline.h"
#include "troubleshoot/diagnosisfacts.h"

class QLabel;
class QStackedWidget;
class QTimer;
class QVBoxLayout;

namespace bd::app {

class Actions;
class AuditView;
class ClusterView;
class ConnectionStrip;
class ConnectionsView;
class GroupsView;
class LogsView;
class Navigation;
class OverviewView;
class Palette;
class PickerPage;
class RecordsView;
class StatusStrip;
class TimelineView;
class TopBar;
class TopicsView;
class TroubleshootView;
class VolumesView;
struct PaletteItem;

enum class View {
    Overview,
    Timeline,
    Logs,
    Volumes,
    Topics,
    Records,
    Groups,
    Cluster,
    Connections,
    Audit,
    Troubleshoot
};
QString toString(View view); // as settings keep it
View viewFrom(const QString &text);

class MainWindow : public QMainWindow
{
    Q_OBJECT
    Q_MOC_INCLUDE("audit/auditview.h")
    Q_MOC_INCLUDE("cluster/clusterview.h")
    Q_MOC_INCLUDE("connections/connectionsview.h")
    Q_MOC_INCLUDE("groups/groupsview.h")
    Q_MOC_INCLUDE("logs/logsview.h")
    Q_MOC_INCLUDE("records/recordsview.h")
    Q_MOC_INCLUDE("topics/topicsview.h")
    Q_MOC_INCLUDE("troubleshoot/troubleshootview.h")
    Q_MOC_INCLUDE("volumes/volumesview.h")

public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    void showPicker();
    void showOpening(const QString &what); // until showProject(), or the picker with an error
    void showProject(const compose::Project &project, const QString &context);
    void setContext(const QString &name); // in the title; empty: what is known stays
    void showView(View view);
    void askRestart(const QString &service); // what it disturbs is said first

    void setState(const stack::StackState &state, TimePoint now);
    void setOperation(const std::optional<Operation> &operation);
    void setRun(const timeline::Run &run, bool live);
    void setCompared(const std::optional<timeline::Run> &run);
    void setRuns(const std::vector<timeline::Run> &headers);
    void setProfiles(const QStringList &available, const QStringList &active);
    void setLastStart(const timeline::Timeline &timeline);
    void setDiagnoses(const DiagnosisFactsPtr &facts, TimePoint now); // none: nothing was looked at
    void setAudit(const AuditFactsPtr &facts);                        // none: as well
    // Which one the views of Kafka show; nothing: the project's own brokers.
    void setConnection(const std::optional<store::Connection> &connection);
    void setNotice(const std::optional<Finding> &notice); // above every view, until it is dismissed
    void say(const QString &text);                        // in the status strip, for some seconds

    const Actions &actions() const { return *m_actions; }
    PickerPage *picker() const { return m_picker; }
    OverviewView *overview();     // made when first wanted
    TimelineView *timelineView(); // made when first wanted
    LogsView *logsView();         // made when first wanted
    VolumesView *volumesView();   // made when first wanted
    TopicsView *topicsView();     // made when first wanted
    RecordsView *recordsView();   // made when first wanted
    GroupsView *groupsView();     // made when first wanted
    ClusterView *clusterView();   // made when first wanted
    ConnectionsView *connectionsView();
    AuditView *auditView();               // made when first wanted
    TroubleshootView *troubleshootView(); // made when first wanted
    void dropClusterViews();              // another cluster is to be shown
    Palette *commandPalette() const { return m_palette; }
    TopBar *topBar() const { return m_topBar; }
    FindingCard *notice() const { return m_notice; }
    std::optional<View> currentView() const; // nothing: picker, or opening
    bool hasLogsView() const { return m_logsView != nullptr; }
    bool hasVolumesView() const { return m_volumesView != nullptr; }
    bool hasTopicsView() const { return m_topicsView != nullptr; }
    bool hasRecordsView() const { return m_recordsView != nullptr; }
    bool hasGroupsView() const { return m_groupsView != nullptr; }
    bool hasClusterView() const { return m_clusterView != nullptr; }
    bool hasAuditView() const { return m_auditView != nullptr; }
    bool hasTroubleshootView() const { return m_troubleshootView != nullptr; }
    bool hasConnectionsView() const { return m_connectionsView != nullptr; }
    bool hasProject() const { return m_project.has_value(); }

Q_SIGNALS:
    void openWanted(const bd::app::OpenRequest &request);
    void pickerShown();
    void startWanted(const QStringList &services); // empty: the whole stack
    void stopWanted(const QStringList &services);
    void restartWanted(const QString &service); // empty: the whole stack; the user has confirmed
    void createTopicsWanted();
    void cancelWanted();
    void refreshWanted();
    void roleWanted(const QString &service, std::optional<bd::compose::Role> role);
    void profilesWanted(const QStringList &active);
    void commandLineWanted(const QStringList &verb);
    void copyWanted(const QString &text);
    void strictGatesChanged(bool on);
    void folderWanted();
    void mendFileWanted(const QStringList &rules, const QString &service); // what the audit's rules say of it
    void viewChanged(bd::app::View view);
    void resetWanted(); // the wizard
    void verifyWanted();
    void brokersWanted();
    void practiceWanted();
    void newStackWanted();
    void sheetWanted();
    void logsViewMade(bd::app::LogsView *view);
    void volumesViewMade(bd::app::VolumesView *view);
    void topicsViewMade(bd::app::TopicsView *view); // whoever knows the cluster fills it
    void recordsViewMade(bd::app::RecordsView *view);
    void groupsViewMade(bd::app::GroupsView *view);
    void clusterViewMade(bd::app::ClusterView *view);
    void auditViewMade(bd::app::AuditView *view);
    void troubleshootViewMade(bd::app::TroubleshootView *view);
    void stepWanted(const bd::diagnose::Step &step, const QString &service); // of a diagnosis
    void connectionsViewMade(bd::app::ConnectionsView *view);
    void ownBrokersWanted(); // in place of a connection
    void runWanted(qint64 id);
    void compareWanted(qint64 id);
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void connectActions();
    void connectCopyActions();
    void connectPicker();
    void mend(const stack::Problem &problem);
    void chooseFile();
    void openPalette();
    std::vector<PaletteItem> servicePaletteItems();
    void showShortcuts();
    void showAbout();
    void showStatus();
    void showTitle();
    void updateActions();
    void setPage(QWidget *page);
    QAction *actionOf(View view) const;
    bool canShow(View view) const;
    QWidget *pageOf(View view);

    Actions *m_actions;
    TopBar *m_topBar;
    Navigation *m_navigation;
    StatusStrip *m_strip;
    QStackedWidget *m_pages;
    PickerPage *m_picker;
    QLabel *m_opening;
    OverviewView *m_overview = nullptr;
    TimelineView *m_timelineView = nullptr;
    LogsView *m_logsView = nullptr;
    VolumesView *m_volumesView = nullptr;
    TopicsView *m_topicsView = nullptr;
    RecordsView *m_recordsView = nullptr;
    GroupsView *m_groupsView = nullptr;
    ClusterView *m_clusterView = nullptr;
    ConnectionsView *m_connectionsView = nullptr;
    AuditView *m_auditView = nullptr;
    TroubleshootView *m_troubleshootView = nullptr;
    ConnectionStrip *m_connectionStrip;
    QWidget *m_noticeBox;
    FindingCard *m_notice;
    Palette *m_palette;
    QTimer *m_elapsed;

    std::optional<compose::Project> m_project;
    QString m_connection; // the name of the cluster that the views of Kafka show; empty: the project's own
    std::optional<stack::StackState> m_state;
    std::optional<Operation> m_operation;
    std::vector<timeline::Run> m_runs;
    std::optional<timeline::Timeline> m_lastStart;
    DiagnosisFactsPtr m_diagnoses;
    AuditFactsPtr m_audit;
    timeline::Run m_run;
    bool m_runIsLive = false;
    View m_view = View::Overview;
    QString m_context;
    bool m_closesAnyway = false;
};

} // namespace bd::app
