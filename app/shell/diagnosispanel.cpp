#include "shell/diagnosispanel.h"

#include <algorithm>
#include <map>

#include <QFileDialog>
#include <QPointer>

#include "common/words.h"
#include "logs/logsview.h"
#include "shell/actions.h"
#include "troubleshoot/bundledialog.h"
#include "troubleshoot/runbookdialog.h"
#include "troubleshoot/troubleshootview.h"

namespace bd::app {

DiagnosisPanel::DiagnosisPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QString historyFile,
                               QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine)), m_historyFile(std::move(historyFile))
{
    connect(&m_window, &MainWindow::troubleshootViewMade, this, [this](TroubleshootView *view) {
        if (m_runbooks.empty()) { // not as the program starts: nobody may ever look
            m_runbooks = runbook::readRunbooks(QStringLiteral(":/runbooks")).value_or(std::vector<runbook::Runbook>());
        }
        view->setSymptoms(m_runbooks);
        if (m_session) {
            connectView(view);
        }
    });
    connect(&m_window, &MainWindow::stepWanted, this, &DiagnosisPanel::take);
    connect(&m_window, &MainWindow::refreshWanted, this, [this] {
        if (m_session && m_session->facts()) {
            m_session->look();
        }
    });
}

DiagnosisPanel::~DiagnosisPanel() = default;

void DiagnosisPanel::setProject(const compose::Project &project, ProjectSession *session)
{
    m_opened = project;
    if (m_session && m_project == session) {
        m_session->setProject(project);
        return;
    }
    m_project = session;
    m_session = std::make_unique<DiagnosisSession>(m_engine, project);
    DiagnosisSession *diagnoses = m_session.get();
    connect(session, &ProjectSession::stateChanged, diagnoses, &DiagnosisSession::setState);
    connect(diagnoses, &DiagnosisSession::changed, this,
            [this](const DiagnosisFactsPtr &facts) { m_window.setDiagnoses(facts, Clock::system().now()); });
    if (m_window.hasTroubleshootView()) {
        connectView(m_window.troubleshootView());
    }
}

void DiagnosisPanel::close()
{
    m_session.reset();
    m_project = nullptr;
    m_opened.reset();
}

void DiagnosisPanel::connectView(TroubleshootView *view)
{
    DiagnosisSession *diagnoses = m_session.get();
    connect(diagnoses, &DiagnosisSession::lookFailed, view, &TroubleshootView::setFailure);
    connect(view, &TroubleshootView::lookWanted, diagnoses, &DiagnosisSession::look);
    connect(view, &TroubleshootView::runbookWanted, diagnoses, [this](const QString &id) { openRunbook(id); });
    connect(view, &TroubleshootView::bundleWanted, diagnoses, [this] { openBundle(); });
}

// What a step names is done by what the window offers for it anyway: the same questions are asked first.
void DiagnosisPanel::take(const diagnose::Step &step, const QString &service)
{
    const QStringList services = service.isEmpty() ? QStringList() : QStringList{service};
    const auto show = [this](View view) { return [this, view] { m_window.showView(view); }; };
    const auto start = [&] { Q_EMIT m_window.startWanted(services); }; // it waits for an old session by itself
    const std::map<QString, std::function<void()>> actions{
        {QStringLiteral("start"), start},
        {QStringLiteral("start-stack"), [this] { Q_EMIT m_window.startWanted({}); }},
        {QStringLiteral("wait-and-start"), start},
        {QStringLiteral("pull"), start},
        {QStringLiteral("restart"), [&] { m_window.askRestart(service); }},
        {QStringLiteral("stop"), [&] { Q_EMIT m_window.stopWanted(services); }},
        {QStringLiteral("create-topics"), [this] { Q_EMIT m_window.createTopicsWanted(); }},
        {QStringLiteral("open-brokers"),
         [this] {
             if (m_opened->isKRaft()) {
                 m_window.showView(View::Cluster);
             } else {
                 Q_EMIT m_window.brokersWanted();
             }
         }},
        {QStringLiteral("open-volumes"), show(View::Volumes)},
        {QStringLiteral("restore"), show(View::Volumes)},
        {QStringLiteral("open-topics"), show(View::Topics)},
        {QStringLiteral("open-logs"),
         [&] {
             m_window.showView(View::Logs);
             m_window.logsView()->showOnly(service);
         }},
        {QStringLiteral("open-file"), [this] { Q_EMIT m_window.folderWanted(); }},
        {QStringLiteral("mend-file"), [&] { Q_EMIT m_window.mendFileWanted(step.rules, service); }},
        {QStringLiteral("test-connection"), [this] { Q_EMIT m_window.verifyWanted(); }},
        {QStringLiteral("bundle"), [this] { openBundle(); }},
        {QStringLiteral("reset"), [this] { Q_EMIT m_window.resetWanted(); }},
    };
    if (const auto found = actions.find(step.action); found != actions.end()) {
        found->second();
    }
}

void DiagnosisPanel::openRunbook(const QString &id)
{
    const auto found = std::ranges::find(m_runbooks, id, &runbook::Runbook::id);
    if (found == m_runbooks.end()) {
        return;
    }
    QPointer<RunbookDialog> dialog = new RunbookDialog(*found, m_opened->name, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    std::stop_source checking =
        m_background.run([engine = m_engine, project = *m_opened, runbook = *found](
                             std::stop_token stop) { return runbook::run(engine, project, runbook, stop); },
                         [dialog](const Result<runbook::Outcome> &outcome) {
                             if (dialog) {
                                 dialog->setOutcome(outcome);
                             }
                         });
    connect(dialog, &QDialog::finished, this, [checking]() mutable { checking.request_stop(); });
    connect(dialog, &RunbookDialog::stepWanted, this, &DiagnosisPanel::take);
    connect(dialog, &RunbookDialog::copyWanted, &m_window, &MainWindow::copyWanted);
    dialog->open();
}

// Nothing is written before somebody has seen what is in it.
void DiagnosisPanel::openBundle()
{
    QPointer<BundleDialog> dialog = new BundleDialog(m_opened->name, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    std::stop_source collecting = m_background.run(
        [engine = m_engine, project = *m_opened, file = m_historyFile](std::stop_token stop) {
            return bundle::collect(engine, project, {.historyFile = file}, stop);
        },
        [dialog](const Result<bundle::Bundle> &bundle) {
            if (dialog) {
                dialog->setBundle(bundle);
            }
        });
    connect(dialog, &QDialog::finished, this, [collecting]() mutable { collecting.request_stop(); });
    connect(dialog, &BundleDialog::saveWanted, this, &DiagnosisPanel::save);
    dialog->open();
}

void DiagnosisPanel::save(const std::shared_ptr<const bundle::Bundle> &bundle)
{
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Save the diagnostics bundle"),
                                                      QStringLiteral("brokerdeck-%1.zip").arg(m_opened->name));
    if (path.isEmpty()) {
        return;
    }
    m_background.run([bundle, path](std::stop_token) { return bundle::write(*bundle, path); },
                     [this, path](const Result<> &saved) {
                         if (saved) {
                             m_window.say(tr("Saved: %1").arg(shortPath(path)));
                         } else {
                             m_window.setNotice(dismissible(findingOf(saved.error())));
                         }
                     });
}

} // namespace bd::app
