// The window's views that somebody else fills, made when they are first wanted.
#include "audit/auditview.h"
#include "audit/auditwords.h"
#include "cluster/clusterview.h"
#include "connections/connectionstrip.h"
#include "connections/connectionsview.h"
#include "groups/groupsview.h"
#include "logs/logsview.h"
#include "overview/overviewview.h"
#include "records/recordsview.h"
#include "shell/actions.h"
#include "shell/mainwindow.h"
#include "topics/topicsview.h"
#include "troubleshoot/troubleshootview.h"
#include "volumes/volumesview.h"

#include <QPushButton>
#include <QStackedWidget>

namespace bd::app {

LogsView *MainWindow::logsView()
{
    if (!m_logsView) {
        m_logsView = new LogsView;
        m_pages->addWidget(m_logsView);
        connect(m_logsView, &LogsView::copyWanted, this, &MainWindow::copyWanted);
        Q_EMIT logsViewMade(m_logsView);
    }
    return m_logsView;
}

VolumesView *MainWindow::volumesView()
{
    if (m_volumesView) {
        return m_volumesView;
    }
    m_volumesView = new VolumesView;
    m_pages->addWidget(m_volumesView);
    connect(m_volumesView, &VolumesView::resetWanted, this, &MainWindow::resetWanted);
    connect(m_volumesView, &VolumesView::copyWanted, this, &MainWindow::copyWanted);
    if (m_project) {
        m_volumesView->setProject(m_project->name);
    }
    m_volumesView->setBusy(m_operation.has_value());
    Q_EMIT volumesViewMade(m_volumesView);
    return m_volumesView;
}

TopicsView *MainWindow::topicsView()
{
    if (m_topicsView) {
        return m_topicsView;
    }
    m_topicsView = new TopicsView;
    m_pages->addWidget(m_topicsView);
    connect(m_topicsView, &TopicsView::createMissingWanted, this, &MainWindow::createTopicsWanted);
    connect(m_topicsView, &TopicsView::commandLineWanted, this, &MainWindow::commandLineWanted);
    connect(m_topicsView, &TopicsView::copyWanted, this, &MainWindow::copyWanted);
    connect(m_topicsView, &TopicsView::recordsWanted, this, [this](const QString &topic) {
        showView(View::Records);
        recordsView()->openTopic(topic);
    });
    m_topicsView->setBusy(m_operation.has_value());
    Q_EMIT topicsViewMade(m_topicsView);
    return m_topicsView;
}

RecordsView *MainWindow::recordsView()
{
    if (m_recordsView) {
        return m_recordsView;
    }
    m_recordsView = new RecordsView;
    m_pages->addWidget(m_recordsView);
    connect(m_recordsView, &RecordsView::commandLineWanted, this, &MainWindow::commandLineWanted);
    connect(m_recordsView, &RecordsView::copyWanted, this, &MainWindow::copyWanted);
    Q_EMIT recordsViewMade(m_recordsView);
    return m_recordsView;
}

GroupsView *MainWindow::groupsView()
{
    if (m_groupsView) {
        return m_groupsView;
    }
    m_groupsView = new GroupsView;
    m_pages->addWidget(m_groupsView);
    connect(m_groupsView, &GroupsView::commandLineWanted, this, &MainWindow::commandLineWanted);
    connect(m_groupsView, &GroupsView::copyWanted, this, &MainWindow::copyWanted);
    if (m_state) {
        m_groupsView->setContainers(m_state->containersByAddress);
    }
    Q_EMIT groupsViewMade(m_groupsView);
    return m_groupsView;
}

ClusterView *MainWindow::clusterView()
{
    if (!m_clusterView) {
        m_clusterView = new ClusterView;
        m_pages->addWidget(m_clusterView);
        Q_EMIT clusterViewMade(m_clusterView);
    }
    return m_clusterView;
}

ConnectionsView *MainWindow::connectionsView()
{
    if (!m_connectionsView) {
        m_connectionsView = new ConnectionsView;
        m_pages->addWidget(m_connectionsView);
        Q_EMIT connectionsViewMade(m_connectionsView);
    }
    return m_connectionsView;
}

AuditView *MainWindow::auditView()
{
    if (!m_auditView) {
        m_auditView = new AuditView;
        m_pages->addWidget(m_auditView);
        if (m_audit) {
            m_auditView->setFacts(m_audit);
        }
        Q_EMIT auditViewMade(m_auditView);
    }
    return m_auditView;
}

void MainWindow::setAudit(const AuditFactsPtr &facts)
{
    m_audit = facts;
    if (m_overview) {
        m_overview->setAudit(facts);
    }
    if (m_auditView && facts) {
        m_auditView->setFacts(facts);
    }
    m_actions->audit->setProperty("count", facts ? problemCount(facts->audit) : 0);
    Q_EMIT m_actions->audit->changed();
}

TroubleshootView *MainWindow::troubleshootView()
{
    if (m_troubleshootView) {
        return m_troubleshootView;
    }
    m_troubleshootView = new TroubleshootView;
    m_pages->addWidget(m_troubleshootView);
    connect(m_troubleshootView, &TroubleshootView::copyWanted, this, &MainWindow::copyWanted);
    connect(m_troubleshootView, &TroubleshootView::stepWanted, this, &MainWindow::stepWanted);
    m_troubleshootView->setBusy(m_operation.has_value());
    if (m_diagnoses) {
        m_troubleshootView->setFacts(m_diagnoses, Clock::system().now());
    }
    Q_EMIT troubleshootViewMade(m_troubleshootView);
    return m_troubleshootView;
}

void MainWindow::setDiagnoses(const DiagnosisFactsPtr &facts, TimePoint now)
{
    m_diagnoses = facts;
    if (m_overview) {
        m_overview->setDiagnoses(facts);
    }
    if (m_troubleshootView && facts) {
        m_troubleshootView->setFacts(facts, now);
    }
    // What needs somebody is seen from every view.
    const auto count = facts ? static_cast<int>(facts->found.size()) : 0;
    m_actions->troubleshoot->setProperty("count", count);
    Q_EMIT m_actions->troubleshoot->changed();
}

void MainWindow::dropClusterViews()
{
    const QWidget *page = m_pages->currentWidget();
    const bool isShown = page
                         && (page == m_topicsView || page == m_recordsView || page == m_groupsView
                             || page == m_clusterView);
    delete std::exchange(m_topicsView, nullptr);
    delete std::exchange(m_recordsView, nullptr);
    delete std::exchange(m_groupsView, nullptr);
    delete std::exchange(m_clusterView, nullptr);
    if (isShown) {
        showView(canShow(m_view) ? m_view : View::Connections);
    }
}

void MainWindow::setConnection(const std::optional<store::Connection> &connection)
{
    m_connection = connection ? connection->name : QString();
    m_connectionStrip->setConnection(connection);
    m_connectionStrip->backButton()->setText(m_project ? tr("Back to this stack") : tr("Disconnect"));
    showTitle();
    updateActions();
}

} // namespace bd::app
