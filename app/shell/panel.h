// Joins the window with the project that is open in it: what the window wants goes to the session, what the session
// knows goes to the window.
#pragma once

#include <functional>
#include <memory>

#include <QObject>

#include "cluster/brokerssession.h"
#include "common/background.h"
#include "process/process.h"
#include "shell/mainwindow.h"
#include "shell/projectsession.h"
#include "store/settings.h"
#include "topics/clustersession.h"

namespace bd::app {

class ClusterView;
class TopicsView;

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
    void connectCluster();
    void connectTopicsView(TopicsView *view);
    void connectBrokers();
    void connectClusterView(ClusterView *view);
    void topicsChanged(const TopicChange &change, const std::optional<Error> &error);
    void lookForProjects();
    void askContext();
    void unlessWaiting(std::function<void()> then);
    void openNow(const OpenRequest &request);
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
    std::unique_ptr<ClusterSession> m_cluster; // of the project's own brokers; none: no project is open
    std::unique_ptr<BrokersSession> m_brokers; // the same ones
    bool m_brokerAnswers = false;
    qint64 m_shownRun = 0; // 0: whatever goes on; else the one that somebody chose
    Background m_background;
};

} // namespace bd::app
