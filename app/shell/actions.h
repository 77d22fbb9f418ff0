// What the window can do, each with its text and shortcut: buttons, menu and palette show the same actions.
#pragma once

#include <QAction>
#include <QList>

namespace bd::app {

class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QWidget *window);

    QAction *start;
    QAction *stop;
    QAction *restart;
    QAction *reset;
    QAction *verify;
    QAction *brokers;
    QAction *cancel;
    QAction *refresh;
    QAction *openProject;
    QAction *findAnything;
    QAction *overview;
    QAction *timeline;
    QAction *logs;
    QAction *volumes;
    QAction *topics;
    QAction *records;
    QAction *groups;
    QAction *cluster;
    QAction *connections;
    QAction *audit;
    QAction *troubleshoot;
    QAction *practice;
    QAction *newStack;
    QAction *sheet;
    QAction *strictGates;
    QAction *openFolder;
    QAction *copyStart;
    QAction *copyStop;
    QAction *copyRestart;
    QAction *shortcuts;
    QAction *about;
    QAction *quit;

    const QList<QAction *> &all() const { return m_all; }

private:
    QAction *add(QWidget *window, const QString &text, const QKeySequence &shortcut = {});

    QList<QAction *> m_all;
};

} // namespace bd::app
