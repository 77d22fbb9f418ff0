// Joins the window with the audit of the project's files: looked at by a session of its own, written once somebody has seen what.
#pragma once

#include <QObject>
#include <QPointer>

#include "audit/auditsession.h"
#include "audit/fixdialog.h"
#include "shell/mainwindow.h"
#include "shell/projectsession.h"

namespace bd::app {

class AuditPanel : public QObject
{
    Q_OBJECT

public:
    AuditPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QObject *parent = nullptr);

    void setProject(const compose::Project &project, ProjectSession *session); // again where it was read anew
    void close();
    void lookAgain();

private:
    void connectView(AuditView *view);
    void mend(const QStringList &rules, const QString &service);
    void preview(const std::set<FindingKey> &findings);
    void applied(const FixPtr &fix, const Result<QStringList> &kept);
    void undone(const Result<QStringList> &files);
    QStringList servicesWithContainers() const;

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    ProjectSession *m_project = nullptr;
    std::unique_ptr<AuditSession> m_session;
    QPointer<FixDialog> m_dialog;
    QStringList m_stale; // whose containers are as the file no longer says
};

} // namespace bd::app
