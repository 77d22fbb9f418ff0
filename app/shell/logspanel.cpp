#include "shell/logspanel.h"

#include "common/findingcard.h"
#include "common/words.h"
#include "logs/logmodel.h"
#include "logs/logsview.h"
#include "logs/logtext.h"
#include "store/store.h"

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
    view->setServices({}); // who has chosen some of another project has chosen none of this one
    view->setServices(namesOf(*m_project));
    view->setMostMegabytes(m_settings.logMegabytes());
    view->begin();
    connect(session, &LogSession::begun, view, &LogsView::begin);
    connect(session, &LogSession::came, view, &LogsView::add);
    connect(view, &LogsView::followWanted, session, &LogSession::follow);
    connect(view, &LogsView::mostMegabytesWanted, session,
            [this](int megabytes) { m_settings.setLogMegabytes(megabytes); });
    connect(view, &LogsView::saveListedWanted, session, [this, view](const QString &path) { save(*view, path); });
    connect(view, &LogsView::copyListedWanted, session, [this, view] { copy(*view); });
    const auto begin = [session](bool watched) {
        if (watched && !session->isFollowing()) {
            session->follow(logs::FeedWish::Since::LastStart);
        }
    };
    connect(view, &LogsView::watchedChanged, session, begin);
    begin(view->isVisible());
}

void LogsPanel::save(const LogsView &view, const QString &path)
{
    m_background.run(
        [store = view.model()->store(), rows = view.model()->rows(), path](std::stop_token stop) {
            return store::writeFileOf(path, [&](const store::PortionSink &sink) {
                return logs::writeText(store, rows, sink, stop);
            });
        },
        [this, path](const Result<> &saved) {
            if (saved) {
                m_window.say(tr("Saved: %1").arg(shortPath(path)));
            } else {
                m_window.setNotice(dismissible(findingOf(saved.error())));
            }
        });
}

void LogsPanel::copy(const LogsView &view)
{
    m_background.run(
        [store = view.model()->store(), rows = view.model()->rows()](std::stop_token stop) -> Result<QByteArray> {
            constexpr qsizetype mostBytes = 64 << 20; // a clipboard is handed over as a whole
            QByteArray text;
            const auto add = [&](const QByteArray &portion) -> Result<> {
                if (text.size() + portion.size() > mostBytes) {
                    return fail(ErrorCode::InvalidUse, tr("That is too much for the clipboard"),
                                tr("Save what is listed, or list less."));
                }
                text += portion;
                return {};
            };
            return logs::writeText(store, rows, add, stop).map([&] { return std::move(text); });
        },
        [this](const Result<QByteArray> &text) {
            if (text) {
                Q_EMIT m_window.copyWanted(QString::fromUtf8(*text));
            } else {
                m_window.setNotice(dismissible(findingOf(text.error())));
            }
        });
}

} // namespace bd::app
