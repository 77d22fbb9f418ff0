// What helps somebody who begins: a new stack, written and opened; and the onboarding sheet of the one that is open.
#pragma once

#include <QObject>
#include <QPointer>

#include "common/background.h"
#include "newcomer/newstackdialog.h"
#include "shell/mainwindow.h"

namespace bd::app {

class NewcomerPanel : public QObject
{
    Q_OBJECT

public:
    explicit NewcomerPanel(MainWindow &window, QObject *parent = nullptr);

    void setProject(const std::optional<compose::Project> &project); // nothing: none is open

Q_SIGNALS:
    void openWanted(const bd::app::OpenRequest &request);

private:
    void openNewStack();
    void openSheet();

    MainWindow &m_window;
    std::optional<compose::Project> m_project;
    QPointer<NewStackDialog> m_dialog;
    Background m_background;
};

} // namespace bd::app
