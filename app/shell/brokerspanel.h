// Joins the window with the brokers of the project that is open: looked at while somebody looks, mended by what the window and the
// project's session can do.
#pragma once

#include <QObject>
#include <QPointer>

#include "brokers/brokersdialog.h"
#include "brokers/nodesdialog.h"
#include "common/background.h"
#include "common/typedconfirmation.h"
#include "guard/registration.h"
#include "registration/look.h"
#include "shell/mainwindow.h"
#include "shell/projectsession.h"

namespace bd::app {

// What has to be said before a broker's registration goes.
TypedQuestion questionOf(const guard::RegistrationPlan &plan, bool asksForContext);

class BrokersPanel : public QObject
{
    Q_OBJECT

public:
    BrokersPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QString settingsFile,
                 QObject *parent = nullptr);

    void setProject(const compose::Project &project, ProjectSession *session);
    void close();

private:
    void openBrokers();
    void openNodes();
    void look();
    void take(const registration::Rung &rung, int broker);
    void askRemove(int broker);
    void remove(const registration::RemoveOrder &order);

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    QString m_settingsFile; // empty: the user's own
    std::optional<compose::Project> m_project;
    QPointer<ProjectSession> m_session;
    QPointer<BrokersDialog> m_dialog;
    QPointer<NodesDialog> m_nodes;
    bool m_isLooking = false;
    std::stop_source m_looking;
    Background m_background;
};

} // namespace bd::app
