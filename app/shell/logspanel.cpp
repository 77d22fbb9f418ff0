#include "shell/logspanel.h"

#include "logs/logsview.h"

namespace bd::app {

namespace {

QStringList namesOf(const compose::Project &project)
{
    QStringList names;
    for (const compose::Service &service : project.services) {
        names += service.name;
    }
    return names;
}

} // namespace

LogsPanel::LogsPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, store::Settings &settings,
                     QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine)), m_settings(settings)
{
    connect(&m_window, &MainWindow::logsViewMade, this, [this](LogsView *view) {
        if (m_session) {
            connectView(view);
        }
    });
}

LogsPanel::~LogsPanel() = default;

void LogsPanel::setProject(const compose::Project &project)
{
    const bool isNew = !m_project || m_project->name != project.name;
    m_project = project;
    if (isNew) {
        m_session = std::make_unique<LogSession>(m_engine, project.name);
    }
    if (!m_window.hasLogsView()) {
        return;
    }
    if (isNew) {
        connectView(m_window.logsView());
    } else {
        m_window.logsView()->setServices(namesOf(project));
    }
}

void LogsPanel::close()
{
    m_session.reset();
    m_project.reset();
}

void LogsPanel::connectView(LogsView *view)
{
    LogSession *session = m_session.get();
    view->setServices(namesOf(*m_project));
    view->setMostMegabytes(m_settings.logMegabytes());
    view->begin();
    connect(session, &LogSession::begun, view, &LogsView::begin);
    connect(session, &LogSession::came, view, &LogsView::add);
    connect(view, &LogsView::followWanted, session, &LogSession::follow);
    connect(view, &LogsView::mostMegabytesWanted, session,
            [this](int megabytes) { m_settings.setLogMegabytes(megabytes); });
    const auto begin = [session](bool watched) {
        if (watched && !session->isFollowing()) {
            session->follow(logs::FeedWish::Since::LastStart);
        }
    };
    connect(view, &LogsView::watchedChanged, session, begin);
    begin(view->isVisible());
}

} // namespace bd::app
