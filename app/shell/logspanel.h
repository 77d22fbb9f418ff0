// Joins the window's logs with the project that is open: what the services write is read from when somebody first looks.
#pragma once

#include <QObject>

#include "logs/logsession.h"
#include "shell/mainwindow.h"
#include "store/settings.h"

namespace bd::app {

class LogsPanel : public QObject
{
    Q_OBJECT

public:
    LogsPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, store::Settings &settings,
              QObject *parent = nullptr);
    ~LogsPanel() override;

    void setProject(const compose::Project &project); // again where it was read anew
    void close();

private:
    void connectView(LogsView *view);

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    store::Settings &m_settings;
    std::optional<compose::Project> m_project;
    std::unique_ptr<LogSession> m_session;
};

} // namespace bd::app
