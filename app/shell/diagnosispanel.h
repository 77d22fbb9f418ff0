// Joins the window with what is wrong with the project that is open: looked for by a session of its own, mended by what the
// window and the project's session can do.
#pragma once

#include <QObject>

#include "bundle/bundle.h"
#include "common/background.h"
#include "runbook/runbook.h"
#include "shell/mainwindow.h"
#include "shell/projectsession.h"
#include "troubleshoot/diagnosissession.h"

namespace bd::app {

class DiagnosisPanel : public QObject
{
    Q_OBJECT

public:
    DiagnosisPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QString historyFile,
                   QObject *parent = nullptr);
    ~DiagnosisPanel() override;

    void setProject(const compose::Project &project, ProjectSession *session); // again where it was read anew
    void close();

private:
    void connectView(TroubleshootView *view);
    void take(const diagnose::Step &step, const QString &service);
    void openRunbook(const QString &id);
    void openBundle();
    void save(const std::shared_ptr<const bundle::Bundle> &bundle);

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    ProjectSession *m_project = nullptr;
    std::unique_ptr<DiagnosisSession> m_session;
    std::optional<compose::Project> m_opened;
    std::vector<runbook::Runbook> m_runbooks;
    QString m_historyFile; // empty: the user's own
    Background m_background;
};

} // namespace bd::app
