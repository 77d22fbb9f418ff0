#include "shell/actions.h"

#include <QWidget>

namespace bd::app {

Actions::Actions(QWidget *window) : QObject(window)
{
    start = add(window, tr("Start"), QKeySequence(Qt::CTRL | Qt::Key_R));
    stop = add(window, tr("Stop"), QKeySequence(Qt::CTRL | Qt::Key_Period));
    restart = add(window, tr("Restart…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    reset = add(window, tr("Reset…"));
    verify = add(window, tr("Verify…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V));
    brokers = add(window, tr("Brokers and ZooKeeper…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B));
    cancel = add(window, tr("Cancel"), QKeySequence(Qt::CTRL | Qt::Key_Backspace));
    refresh = add(window, tr("Look again now"), QKeySequence(Qt::Key_F5));
    openProject = add(window, tr("Open a project…"), QKeySequence(Qt::CTRL | Qt::Key_O));
    findAnything = add(window, tr("Find anything"), QKeySequence(Qt::CTRL | Qt::Key_K));
    overview = add(window, tr("Overview"), QKeySequence(Qt::CTRL | Qt::Key_1));
    timeline = add(window, tr("Timeline"), QKeySequence(Qt::CTRL | Qt::Key_2));
    logs = add(window, tr("Logs"), QKeySequence(Qt::CTRL | Qt::Key_L));
    volumes = add(window, tr("Volumes"), QKeySequence(Qt::CTRL | Qt::Key_3));
    topics = add(window, tr("Topics"), QKeySequence(Qt::CTRL | Qt::Key_4));
    records = add(window, tr("Records"), QKeySequence(Qt::CTRL | Qt::Key_5));
    groups = add(window, tr("Groups"), QKeySequence(Qt::CTRL | Qt::Key_6));
    cluster = add(window, tr("Cluster"), QKeySequence(Qt::CTRL | Qt::Key_7));
    connections = add(window, tr("Connections"), QKeySequence(Qt::CTRL | Qt::Key_8));
    audit = add(window, tr("Stability audit"), QKeySequence(Qt::CTRL | Qt::Key_0));
    troubleshoot = add(window, tr("Troubleshoot"), QKeySequence(Qt::CTRL | Qt::Key_9));
    practice = add(window, tr("Practice…"));
    newStack = add(window, tr("New stack…"), QKeySequence(Qt::CTRL | Qt::Key_N));
    sheet = add(window, tr("Onboarding sheet…"));
    strictGates = add(window, tr("Strict gates"));
    strictGates->setCheckable(true);
    strictGates->setToolTip(tr("Wait for the engine's own verdict on health instead of Brokerdeck's probes"));
    openFolder = add(window, tr("Open the compose file's folder"));
    copyStart = add(window, tr("Copy start as command line"));
    copyStop = add(window, tr("Copy stop as command line"));
    copyRestart = add(window, tr("Copy restart as command line"));
    shortcuts = add(window, tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1));
    about = add(window, tr("About Brokerdeck"));
    quit = add(window, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
}

QAction *Actions::add(QWidget *window, const QString &text, const QKeySequence &shortcut)
{
    auto *action = new QAction(text, this);
    action->setShortcut(shortcut);
    window->addAction(action);
    m_all.append(action);
    return action;
}

} // namespace bd::app
