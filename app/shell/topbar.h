// The window's top: which project, how it is, and what can be done with all of it.
#pragma once

#include "common/band.h"
#include "common/statepill.h"

class QAction;
class QLabel;
class QPushButton;

namespace bd::app {

class Actions;
class FindButton;
class ProjectButton;

class TopBar : public Band
{
    Q_OBJECT

public:
    explicit TopBar(const Actions &actions, QWidget *parent = nullptr);

    void setProject(const QString &name, const QString &path);   // name empty: none is open
    void setStatus(StatePill::Shape shape, const QString &text); // text empty: none is shown
    void setStartIsPrimary(bool primary);

    StatePill *status() const { return m_status; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QPushButton *buttonFor(QAction *action);

    QLabel *m_brand;
    ProjectButton *m_project;
    StatePill *m_status;
    FindButton *m_find;
    QPushButton *m_start;
    QPushButton *m_menu;
};

} // namespace bd::app
