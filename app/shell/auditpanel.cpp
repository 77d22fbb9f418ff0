#include "shell/auditpanel.h"

#include "audit/auditview.h"
#include "audit/auditwords.h"
#include "carry/carry.h"
#include "common/words.h"

namespace bd::app {

namespace {

// The rules' names, as the command line takes them: it cannot name services.
QStringList verbFor(const std::set<FindingKey> &findings)
{
    QStringList verb{QStringLiteral("audit"), QStringLiteral("--fix")};
    for (const FindingKey &key : findings) {
        verb += key.rule;
    }
    verb.removeDuplicates();
    return verb + QStringList{QStringLiteral("--diff")};
}

} // namespace

AuditPanel::AuditPanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine))
{
    connect(&m_window, &MainWindow::mendFileWanted, this, &AuditPanel::mend);
    connect(&m_window, &MainWindow::auditViewMade, this, [this](AuditView *view) {
        if (m_session) {
            connectView(view);
        }
    });
}

void AuditPanel::setProject(const compose::Project &project, ProjectSession *session)
{
    if (!project.hasFiles()) {
        close();
        return;
    }
    if (m_session && m_project == session) {
        m_session->setProject(project);
        return;
    }
    m_project = session;
    m_stale.clear();
    m_session = std::make_unique<AuditSession>(m_engine, project);
    connect(session, &ProjectSession::stateChanged, m_session.get(), &AuditSession::setState);
    connect(m_session.get(), &AuditSession::changed, &m_window, &MainWindow::setAudit);
    connect(m_session.get(), &AuditSession::applied, this, &AuditPanel::applied);
    connect(m_session.get(), &AuditSession::undone, this, &AuditPanel::undone);
    connect(m_session.get(), &AuditSession::prepared, this, [this](const Result<FixPtr> &fix) {
        if (m_dialog) {
            m_dialog->setFix(fix);
        }
    });
    if (m_window.hasAuditView()) {
        connectView(m_window.auditView());
    }
}

void AuditPanel::close()
{
    delete m_dialog;
    m_session.reset();
    m_project = nullptr;
}

void AuditPanel::lookAgain()
{
    if (m_session) {
        m_session->look();
    }
}

void AuditPanel::connectView(AuditView *view)
{
    AuditSession *session = m_session.get();
    connect(session, &AuditSession::lookFailed, view, &AuditView::setFailure);
    connect(view, &AuditView::previewWanted, session, [this](const auto &findings) { preview(findings); });
    connect(view, &AuditView::undoWanted, session, &AuditSession::undo);
    connect(view, &AuditView::noticeAccepted, session, [this, view] {
        view->notice()->hide();
        Q_EMIT m_window.startWanted(m_stale);
    });
}

void AuditPanel::mend(const QStringList &rules, const QString &service)
{
    m_window.showView(View::Audit);
    if (!m_session || !m_session->facts()) {
        return; // the view says what it waits for
    }
    const std::vector<audit::Finding> wrong = wrongBy(rules, service, m_session->facts()->audit.findings);
    if (wrong.empty()) {
        m_window.say(tr("The audit finds nothing wrong with that: change the file by hand"));
        Q_EMIT m_window.folderWanted();
        return;
    }
    m_window.auditView()->choose(keyOf(wrong.front()));
    std::set<FindingKey> mends;
    for (const audit::Finding &one : wrong) {
        if (canMend(one)) {
            mends.insert(keyOf(one));
        }
    }
    if (!mends.empty()) {
        preview(mends);
    }
}

void AuditPanel::preview(const std::set<FindingKey> &findings)
{
    delete m_dialog;
    m_dialog = new FixDialog(static_cast<int>(findings.size()), &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &FixDialog::applyWanted, m_session.get(), &AuditSession::apply);
    connect(m_dialog, &FixDialog::commandLineWanted, &m_window,
            [this, findings] { Q_EMIT m_window.commandLineWanted(verbFor(findings)); });
    m_session->prepare(findings);
    m_dialog->open();
}

QStringList AuditPanel::servicesWithContainers() const
{
    QStringList running;
    for (const stack::ServiceStatus &service : m_project->state().services) {
        if (!service.containerId.isEmpty()) {
            running += service.service;
        }
    }
    return running;
}

void AuditPanel::applied(const FixPtr &fix, const Result<QStringList> &kept)
{
    if (m_dialog && m_dialog->fix() == fix) {
        m_dialog->setApplied(kept);
    }
    if (kept) {
        m_stale = staleServices(*fix, servicesWithContainers());
        const auto &live = m_session->facts()->audit.live;
        const bool carries = live && carry::canCarry(carry::movesOf(fix->after.project, live->containers));
        m_window.auditView()->setNotice(appliedFinding(*fix, *kept, m_stale, carries));
    } else if (!m_dialog) {
        m_window.setNotice(dismissible(findingOf(kept.error())));
    }
    m_project->refresh(); // what is started next is what the files say now
}

void AuditPanel::undone(const Result<QStringList> &files)
{
    m_window.auditView()->notice()->hide();
    if (files) {
        m_window.say(tr("Taken back: %1").arg(listText(shortNames(*files))));
        m_project->refresh();
    } else {
        m_window.setNotice(dismissible(findingOf(files.error())));
    }
}

} // namespace bd::app
