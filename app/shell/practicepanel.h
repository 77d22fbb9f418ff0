// Joins the window with the lessons: they are begun, looked at and taken away on worker threads, and opened as projects like others.
#pragma once

#include <QObject>
#include <QPointer>

#include "common/background.h"
#include "practice/practice.h"
#include "practice/practicedialog.h"
#include "shell/mainwindow.h"

namespace bd::app {

class PracticePanel : public QObject
{
    Q_OBJECT

public:
    PracticePanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QString settingsFile,
                  QObject *parent = nullptr);

Q_SIGNALS:
    void openWanted(const bd::app::OpenRequest &request);
    void closeWanted(const QString &project); // where it is the one that is open: it goes

private:
    void open();
    void showLessons();
    const practice::Lesson *lesson(const QString &id) const;
    void begin(const QString &id);
    void openProject(const QString &id);
    void check(const QString &id);
    void end(const QString &id);
    void ended(const Result<> &outcome); // of whatever went on

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    QString m_settingsFile; // empty: the user's own
    practice::Place m_place;
    std::vector<practice::Lesson> m_lessons;
    QPointer<PracticeDialog> m_dialog;
    QString m_working;       // what goes on, also while the dialog is closed; empty: nothing
    std::stop_source m_work; // what goes on
    Background m_background;
};

} // namespace bd::app
