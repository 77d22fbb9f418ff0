// What the window does with what people do to it: dialogs, palette, drops, keys.
#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

#include "common/dialogs.h"
#include "overview/phrases.h"
#include "shell/actions.h"
#include "shell/mainwindow.h"
#include "shell/outcomes.h"
#include "shell/palette.h"

namespace bd::app {

namespace {

QString droppedPath(const QMimeData *data)
{
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile()) {
            return url.toLocalFile();
        }
    }
    return {};
}

// They belong to the picture and are no actions of the window.
QList<std::pair<QString, QString>> timelineKeys()
{
    return {{MainWindow::tr("Timeline: another service"), MainWindow::tr("Up, Down")},
            {MainWindow::tr("Timeline: another span or probe"), MainWindow::tr("Left, Right")},
            {MainWindow::tr("Timeline: the service itself, its last span or probe"), MainWindow::tr("Home, End")},
            {MainWindow::tr("Timeline: show what has the ring"), MainWindow::tr("Enter, Space")},
            {MainWindow::tr("Timeline: show nothing"), MainWindow::tr("Esc")},
            {MainWindow::tr("Timeline: zoom in, zoom out, show everything"), MainWindow::tr("+, −, 0")}};
}

QList<std::pair<QString, QString>> topicKeys()
{
    return {{MainWindow::tr("Topics: filter by name"), QKeySequence(QKeySequence::Find).toString()},
            {MainWindow::tr("Topics: open the chosen one, or change the chosen setting"), MainWindow::tr("Enter")},
            {MainWindow::tr("Topics: delete the chosen one"), QKeySequence(Qt::Key_Delete).toString()},
            {MainWindow::tr("Topics: back to the list"), MainWindow::tr("Esc")}};
}

QList<std::pair<QString, QString>> groupKeys()
{
    return {{MainWindow::tr("Groups: filter by name"), QKeySequence(QKeySequence::Find).toString()},
            {MainWindow::tr("Groups: open the chosen one"), MainWindow::tr("Enter")},
            {MainWindow::tr("Groups: delete the chosen one"), QKeySequence(Qt::Key_Delete).toString()},
            {MainWindow::tr("Groups: back to the list"), MainWindow::tr("Esc")}};
}

} // namespace

void MainWindow::askRestart(const QString &service)
{
    if (m_project && !m_operation) {
        ask(this, restartQuestion(*m_project, m_state.value_or(stack::StackState()), service),
            [this, service] { Q_EMIT restartWanted(service); });
    }
}

void MainWindow::mend(const stack::Problem &problem)
{
    using Mend = stack::Problem::Mend;
    switch (problem.mend) {
    case Mend::CreateTopics: Q_EMIT createTopicsWanted(); break;
    case Mend::StartStack: Q_EMIT startWanted({}); break;
    case Mend::StartService: Q_EMIT startWanted(problem.targets); break;
    case Mend::RestartService: askRestart(problem.targets.value(0)); break;
    case Mend::None: break;
    }
}

void MainWindow::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a compose file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Compose files (*.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        OpenRequest request;
        request.path = file;
        Q_EMIT openWanted(request);
    });
    dialog->open();
}

std::vector<PaletteItem> MainWindow::servicePaletteItems()
{
    std::vector<PaletteItem> items;
    if (!m_state || m_operation) {
        return items;
    }
    for (const stack::ServiceStatus &status : m_state->services) {
        const QString name = status.service;
        if (stack::isUp(status.state) || stack::isTrouble(status.state)) {
            items.push_back({tr("Restart %1…").arg(name), tr("service"), [this, name] { askRestart(name); }});
            items.push_back({tr("Stop %1").arg(name), tr("service"), [this, name] { Q_EMIT stopWanted({name}); }});
        } else {
            items.push_back({tr("Start %1").arg(name), tr("service"), [this, name] { Q_EMIT startWanted({name}); }});
        }
    }
    return items;
}

void MainWindow::openPalette()
{
    std::vector<PaletteItem> items;
    for (QAction *action : m_actions->all()) {
        if (action->isEnabled() && action->isVisible() && action != m_actions->findAnything) {
            items.push_back({action->text(), action->shortcut().toString(QKeySequence::NativeText),
                             [action] { action->trigger(); }});
        }
    }
    const auto services = servicePaletteItems();
    items.insert(items.end(), services.begin(), services.end());
    m_palette->open(std::move(items));
}

void MainWindow::showShortcuts()
{
    QList<std::pair<QString, QString>> rows;
    for (const QAction *action : m_actions->all()) {
        if (!action->shortcut().isEmpty()) {
            rows.append({action->text(), action->shortcut().toString(QKeySequence::NativeText)});
        }
    }
    rows.append({tr("Actions of the chosen service"), tr("Enter")});
    rows.append(timelineKeys());
    rows.append(topicKeys());
    rows.append(groupKeys());
    showRows(this, tr("Keyboard shortcuts"), rows);
}

void MainWindow::showAbout()
{
    showRows(this, tr("About Brokerdeck"),
             {{tr("Version"), QStringLiteral(BD_VERSION)},
              {tr("Qt"), QString::fromLatin1(qVersion())},
              {tr("For"), tr("Kafka development stacks under Docker Compose")}});
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_project && isWaitedFor(m_operation) && !m_closesAnyway) {
        event->ignore();
        ask(this, stopWaitingQuestion(m_project->name, *m_operation, Leaving::ToClose), [this] {
            m_closesAnyway = true;
            close();
        });
        return;
    }
    Q_EMIT closing();
    event->accept();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_project && !currentView()) {
        showView(m_view);
        return;
    }
    QMainWindow::keyPressEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedPath(event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    OpenRequest request;
    request.path = droppedPath(event->mimeData());
    if (!request.path.isEmpty()) {
        event->acceptProposedAction();
        Q_EMIT openWanted(request);
    }
}

} // namespace bd::app
