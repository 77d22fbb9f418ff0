// Joins the window's logs with the project that is open: what the services write is read from when somebody first looks.
#pragma once

#include <QObject>

#include "common/background.h"
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
    void save(const LogsView &view, const QString &path);
    void copy(const LogsView &view);

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    store::Settings &m_settings;
    std::optional<compose::Project> m_project;
    std::unique_ptr<LogSession> m_session;
    Background m_background; // what is listed may be a million lines
};

} // namespace bd::app
