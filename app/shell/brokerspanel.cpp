#include "shell/brokerspanel.h"

#include "base/text.h"
#include "common/typedconfirmation.h"
#include "registration/registrationjson.h"
#include "reset/marks.h"

namespace bd::app {

namespace {

using registration::RemoveOrder;
using registration::Rung;
using startup::StartReport;

struct RemovalToConfirm {
    RemoveOrder order;
    bool asksForContext = false;
};

// What would go, as it is now. Nothing is asked about what may not.
Result<RemovalToConfirm> lookAtRemoval(const engine::Engine &engine, const compose::Project &project, int broker,
                                       const QString &settingsFile, const std::stop_token &stop)
{
    auto planned = registration::planRemoval(engine, project, broker, stop);
    if (!planned)
        return tl::unexpected(planned.error());
    RemovalToConfirm removal;
    RemoveOrder &order = removal.order;
    order.plan = std::move(planned->plan);
    order.marks = reset::marksOf(project, planned->state.id, settingsFile);
    order.noneElsewhere = true; // the dialog has its tick
    order.program = QStringLiteral("panel");
    const guard::Ruling ruling = guard::ruleOn(guard::RegistrationCase{order.plan, project, planned->state, order.marks,
                                                                       planned->nodes, planned->running, true},
                                               {});
    removal.asksForContext = ruling.verdict == guard::Ruling::Verdict::NeedsConfirmation;
    if (ruling.verdict == guard::Ruling::Verdict::Refused)
        return tl::unexpected(guard::refusalOf(ruling, planned->state));
    return removal;
}

} // namespace

TypedQuestion questionOf(const guard::RegistrationPlan &plan, bool asksForContext)
{
    TypedQuestion question;
    question.title = BrokersPanel::tr("Delete the registration of broker %1?").arg(plan.broker);
    question.text = BrokersPanel::tr("No topic and no record goes with it. Where a broker with this id still runs "
                                     "somewhere, though, it falls out of its cluster.");
    for (const guard::PlannedNode &node : plan.nodes)
        question.goes += node.owner == 0
                             ? node.path
                             : BrokersPanel::tr("%1, of session %2").arg(node.path, zookeeper::sessionText(node.owner));
    question.statement = BrokersPanel::tr("No broker %1 runs on another machine").arg(plan.broker);
    question.name = plan.place.project;
    question.context = asksForContext ? plan.place.context : QString();
    question.accept = BrokersPanel::tr("Delete the registration");
    return question;
}

BrokersPanel::BrokersPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QString settingsFile,
                           QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine)), m_settingsFile(std::move(settingsFile))
{
    connect(&m_window, &MainWindow::brokersWanted, this, &BrokersPanel::openBrokers);
}

void BrokersPanel::setProject(const compose::Project &project, ProjectSession *session)
{
    m_project = project;
    if (m_session == session) {
        return;
    }
    m_session = session;
    connect(session, &ProjectSession::operationChanged, this, [this] {
        if (m_dialog && m_session) {
            m_dialog->setBusy(m_session->operation().has_value());
        }
    });
}

void BrokersPanel::close()
{
    m_looking.request_stop();
    delete m_nodes;
    delete m_dialog;
    m_project.reset();
    m_session.clear();
}

void BrokersPanel::openBrokers()
{
    if (!m_project || m_dialog) {
        return;
    }
    m_dialog = new BrokersDialog(m_project->name, &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setBusy(m_session->operation().has_value());
    connect(m_dialog, &BrokersDialog::lookWanted, this, &BrokersPanel::look);
    connect(m_dialog, &BrokersDialog::nodesWanted, this, &BrokersPanel::openNodes);
    connect(m_dialog, &BrokersDialog::rungWanted, this, &BrokersPanel::take);
    connect(m_dialog, &QDialog::finished, this, [this] { m_looking.request_stop(); });
    m_dialog->open();
    look();
}

void BrokersPanel::look()
{
    if (m_isLooking || !m_project) {
        return;
    }
    m_isLooking = true;
    m_looking = m_background.run(
        [engine = m_engine, project = *m_project](std::stop_token stop) {
            return registration::lookAt(*engine, project, registration::Scope::Everything, stop);
        },
        [this, dialog = m_dialog](Result<registration::Seen> seen) {
            m_isLooking = false;
            if (!dialog || dialog != m_dialog) {
                return;
            }
            if (!seen) {
                dialog->setFailure(seen.error());
                return;
            }
            if (dialog->seen()) {
                registration::watchOn(*seen, *dialog->seen());
            }
            dialog->setSeen(std::make_shared<const registration::Seen>(std::move(*seen)));
        });
}

void BrokersPanel::openNodes()
{
    if (!m_project || m_nodes) {
        return;
    }
    m_nodes = new NodesDialog(m_project->name, m_dialog);
    m_nodes->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_nodes, &NodesDialog::nodeWanted, this, [this](const QString &path) {
        m_background.run([engine = m_engine, project = *m_project,
                          path](std::stop_token stop) { return registration::lookInto(*engine, project, path, stop); },
                         [dialog = m_nodes, path](const Result<registration::NodeLook> &look) {
                             if (dialog) {
                                 dialog->setNode(path, look);
                             }
                         });
    });
    m_nodes->open();
}

// What a rung names is done by what the window offers for it anyway: the same questions are asked first.
void BrokersPanel::take(const Rung &rung, int broker)
{
    const QStringList services = rung.service.isEmpty() ? QStringList() : QStringList{rung.service};
    switch (rung.what) {
    case Rung::What::WaitAndStart: // it waits for an old session by itself
        m_dialog->accept();
        Q_EMIT m_window.startWanted(services);
        return;
    case Rung::What::StopDuplicate: Q_EMIT m_window.stopWanted(services); return;
    case Rung::What::Remove: askRemove(broker); return;
    case Rung::What::Reset:
        m_dialog->accept();
        Q_EMIT m_window.resetWanted();
        return;
    }
}

void BrokersPanel::askRemove(int broker)
{
    m_background.run([engine = m_engine, project = *m_project, broker, settings = m_settingsFile](
                         std::stop_token stop) { return lookAtRemoval(*engine, project, broker, settings, stop); },
                     [this, dialog = m_dialog](const Result<RemovalToConfirm> &looked) {
                         if (!dialog || !m_session) {
                             return;
                         }
                         if (!looked) {
                             dialog->setFailure(looked.error());
                             return;
                         }
                         RemoveOrder order = looked->order;
                         order.confirmedContext = looked->asksForContext ? order.plan.place.context : QString();
                         askTyped(dialog, questionOf(looked->order.plan, looked->asksForContext),
                                  [this, order] { remove(order); });
                     });
}

void BrokersPanel::remove(const RemoveOrder &order)
{
    if (!m_session || m_session->operation() || m_project->name != order.plan.place.project) {
        m_window.say(tr("Something else goes on with this project now"));
        return;
    }
    m_session->run(
        {.action = Action::Unregister, .services = {}}, tr("deleting a registration"),
        [engine = m_engine, order](const compose::Project &project, const startup::Recorder &, std::stop_token stop) {
            return registration::remove(*engine, project, order, {}, stop).map([](registration::RemoveOutcome) {
                return StartReport();
            });
        });
}

} // namespace bd::app
