// The window's top: which project, how it is, and what can be done with all of it.
#pragma once

#include "common/band.h"
#include "common/statepill.h"

class QAction;
class QLabel;
class QMenu;
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

    // Those that the compose file names, each to be switched; none: there is nothing to choose.
    void setProfiles(const QStringList &available, const QStringList &active);
    void setProfilesEnabled(bool enabled);

    QMenu *profilesMenu() const { return m_profiles; }
    StatePill *status() const { return m_status; }

Q_SIGNALS:
    void profilesWanted(const QStringList &active);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QMenu *makeMenu(const Actions &actions);
    QPushButton *buttonFor(QAction *action);

    QLabel *m_brand;
    ProjectButton *m_project;
    StatePill *m_status;
    FindButton *m_find;
    QPushButton *m_start;
    QPushButton *m_menu;
    QMenu *m_profiles;
};

} // namespace bd::app
