// Joins the window with the project that is open in it: what the window wants goes to the session, what the session
// knows goes to the window.
#pragma once

#include <functional>
#include <memory>

#include <QObject>

#include "common/background.h"
#include "process/process.h"
#include "shell/mainwindow.h"
#include "shell/projectsession.h"
#include "store/settings.h"

namespace bd::app {

class AuditPanel;
class BrokersPanel;
class CarePanel;
class DiagnosisPanel;
class KafkaPanel;
class LogsPanel;
class NewcomerPanel;
class PracticePanel;

class Panel : public QObject
{
    Q_OBJECT

public:
    // What it works with; files empty: the user's own.
    struct Setting {
        std::shared_ptr<process::Runner> runner;
        QString context; // empty: the engine's own choice
        QString settingsFile;
        QString historyFile;
        QString connectionsFile = {};
    };
    explicit Panel(Setting setting, QObject *parent = nullptr);
    ~Panel() override;

    MainWindow *window() const { return m_window.get(); }
    ProjectSession *session() const { return m_session.get(); }

    void open(const OpenRequest &request); // asks first where that ends the waiting for an operation

private:
    void connectWindow();
    void connectWindowCopies();
    void connectSession();
    void connectSessionRuns();
    void refreshProject();
    void lookForProjects();
    void askContext();
    void unlessWaiting(std::function<void()> then);
    void openNow(const OpenRequest &request);
    void closeViews();
    void closeProject();
    void chooseProfiles(const QStringList &profiles);
    void opened(const compose::Project &project);
    void openFailed(const Error &error);
    void operationEnded(const Operation &operation, const Result<startup::StartReport> &outcome);
    void showRun(qint64 id);
    void copy(const QString &text);
    void openFolder();
    startup::StartOptions startOptions(const QStringList &services = {}) const;

    Setting m_setting;
    std::shared_ptr<const engine::Engine> m_engine;
    store::Settings m_settings;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<ProjectSession> m_session;
    std::unique_ptr<KafkaPanel> m_kafka; // before the window goes
    std::unique_ptr<CarePanel> m_care;   // as well, and before the session
    std::unique_ptr<LogsPanel> m_logs;   // as well
    std::unique_ptr<BrokersPanel> m_brokers;
    std::unique_ptr<DiagnosisPanel> m_diagnoses;
    std::unique_ptr<NewcomerPanel> m_newcomer;
    std::unique_ptr<AuditPanel> m_audit;       // as well, and before the session
    std::unique_ptr<PracticePanel> m_practice; // as well, and before the session
    bool m_brokerAnswers = false;
    qint64 m_shownRun = 0; // 0: whatever goes on; else the one that somebody chose
    Background m_background;
};

} // namespace bd::app
