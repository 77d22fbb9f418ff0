#include "shell/panel.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/words.h"
#include "shell/actions.h"
#include "shell/auditpanel.h"
#include "shell/brokerspanel.h"
#include "shell/bundledstacks.h"
#include "shell/carepanel.h"
#include "shell/commandlines.h"
#include "shell/diagnosispanel.h"
#include "shell/kafkapanel.h"
#include "shell/logspanel.h"
#include "shell/newcomerpanel.h"
#include "shell/outcomes.h"
#include "shell/pickerpage.h"
#include "shell/practicepanel.h"
#include "shell/projectkey.h"

namespace bd::app {

namespace {

QStringList existing(const QStringList &keys)
{
    QStringList found;
    for (const QString &key : keys) {
        if (QFileInfo::exists(callFromKey(key).files.value(0))) {
            found << key;
        }
    }
    return found;
}

bool brokerAnswers(const stack::StackState &state)
{
    return std::any_of(state.services.begin(), state.services.end(), [](const stack::ServiceStatus &status) {
        return status.role == compose::Role::Broker && stack::isUp(status.state);
    });
}

QString nameOf(const OpenRequest &request)
{
    const QString path = request.path.isEmpty() ? request.call.files.value(0) : request.path;
    return request.call.project.isEmpty() ? shortPath(path) : request.call.project;
}

} // namespace

Panel::Panel(Setting setting, QObject *parent)
    : QObject(parent), m_setting(std::move(setting)),
      m_engine(std::make_shared<engine::Engine>(m_setting.runner, m_setting.context)),
      m_settings(m_setting.settingsFile), m_window(std::make_unique<MainWindow>()),
      m_kafka(std::make_unique<KafkaPanel>(*m_window, m_engine, m_settings, m_setting.connectionsFile)),
      m_care(std::make_unique<CarePanel>(*m_window, m_engine, CarePanel::Setting{m_setting.settingsFile})),
      m_logs(std::make_unique<LogsPanel>(*m_window, m_engine, m_settings)),
      m_brokers(std::make_unique<BrokersPanel>(*m_window, m_engine, m_setting.settingsFile)),
      m_diagnoses(std::make_unique<DiagnosisPanel>(*m_window, m_engine, m_setting.historyFile)),
      m_newcomer(std::make_unique<NewcomerPanel>(*m_window)),
      m_audit(std::make_unique<AuditPanel>(*m_window, m_engine)),
      m_practice(std::make_unique<PracticePanel>(*m_window, m_engine, m_setting.settingsFile))
{
    m_window->setContext(m_setting.context);
    m_window->showView(viewFrom(m_settings.lastView()));
    m_window->restoreGeometry(m_settings.windowGeometry());
    m_window->actions().strictGates->setChecked(m_settings.strictGates());
    connectWindow();
    connectWindowCopies();
    connect(m_kafka.get(), &KafkaPanel::expectWanted, this,
            [this](const compose::ExpectedTopic &topic) { m_session->expectTopic(topic); });
    connect(m_kafka.get(), &KafkaPanel::forgetWanted, this,
            [this](const QString &topic) { m_session->forgetTopic(topic); });
    connect(m_kafka.get(), &KafkaPanel::topicsMayDiffer, this, &Panel::refreshProject);
    lookForProjects();
    askContext();
}

Panel::~Panel() = default;

void Panel::connectWindow()
{
    MainWindow *window = m_window.get();
    connect(window, &MainWindow::openWanted, this, &Panel::open);
    connect(m_practice.get(), &PracticePanel::openWanted, this, &Panel::open);
    connect(m_newcomer.get(), &NewcomerPanel::openWanted, this, &Panel::open);
    connect(m_practice.get(), &PracticePanel::closeWanted, this, [this](const QString &project) {
        if (m_session && m_session->project() && m_session->project()->name == project) {
            closeProject();
        }
    });
    connect(window, &MainWindow::pickerShown, this, &Panel::lookForProjects);
    connect(window->picker(), &PickerPage::lookWanted, this, &Panel::lookForProjects);
    connect(window->picker(), &PickerPage::retryWanted, this, [this] { open(m_session->request()); });
    connect(window, &MainWindow::strictGatesChanged, this, [this](bool on) { m_settings.setStrictGates(on); });
    connect(window, &MainWindow::viewChanged, this, [this](View view) { m_settings.setLastView(toString(view)); });
    connect(window, &MainWindow::closing, this, [this] {
        m_settings.setWindowGeometry(m_window->saveGeometry());
        closeViews();
        m_session.reset();
    });
    connect(window, &MainWindow::startWanted, this,
            [this](const QStringList &services) { m_session->start(startOptions(services)); });
    connect(window, &MainWindow::stopWanted, this, [this](const QStringList &services) { m_session->stop(services); });
    connect(window, &MainWindow::restartWanted, this,
            [this](const QString &service) { m_session->restart(service, startOptions()); });
    connect(window, &MainWindow::createTopicsWanted, this, [this] { m_session->createTopics(); });
    connect(window, &MainWindow::cancelWanted, this, [this] { m_session->cancel(); });
    connect(window, &MainWindow::refreshWanted, this, [this] {
        refreshProject();
        m_kafka->lookAgain();
        m_care->lookAgain();
        m_audit->lookAgain();
    });
    connect(window, &MainWindow::roleWanted, this,
            [this](const QString &service, std::optional<compose::Role> role) { m_session->setRole(service, role); });
    connect(window, &MainWindow::profilesWanted, this, &Panel::chooseProfiles);
    connect(window, &MainWindow::runWanted, this, &Panel::showRun);
    connect(window, &MainWindow::compareWanted, this, [this](qint64 id) {
        if (id == 0) {
            m_window->setCompared({});
        } else {
            m_session->loadCompared(id);
        }
    });
}

void Panel::connectWindowCopies()
{
    connect(m_window.get(), &MainWindow::copyWanted, this, &Panel::copy);
    connect(m_window.get(), &MainWindow::folderWanted, this, &Panel::openFolder);
    connect(m_window.get(), &MainWindow::commandLineWanted, this, [this](const QStringList &verb) {
        static const QStringList ofKafka{QStringLiteral("topics"), QStringLiteral("peek"), QStringLiteral("groups")};
        const QString used = m_kafka->usedName();
        if (!used.isEmpty() && ofKafka.contains(verb.value(0))) {
            copy(connectionLine(used, verb));
        } else if (m_session && m_session->project()) {
            copy(controlLine(*m_session->project(), m_setting.context, verb, m_settings.strictGates()));
        }
    });
}

void Panel::refreshProject()
{
    if (m_session) {
        m_session->refresh();
    }
}

void Panel::lookForProjects()
{
    PickerPage *picker = m_window->picker();
    picker->setLooking();
    picker->setBundled(bundledStacks());
    m_background.run([recent = m_settings.recentProjects()](std::stop_token) { return existing(recent); },
                     [picker](const QStringList &recent) { picker->setRecent(recent); });
    m_background.run([engine = m_engine](std::stop_token stop) { return engine->containers({}, stop); },
                     [picker](const Result<std::vector<engine::Container>> &containers) {
                         if (containers) {
                             picker->setFound(compose::findProjects(*containers));
                         } else {
                             picker->setEngineError(containers.error());
                         }
                     });
}

// The CLI knows it also where no engine answers, and then it matters most which one does not.
void Panel::askContext()
{
    m_background.run([engine = m_engine](std::stop_token stop) { return engine->context(stop); },
                     [this](const Result<engine::Context> &context) {
                         if (context) {
                             m_window->setContext(context->name);
                         }
                     });
}

void Panel::unlessWaiting(std::function<void()> then)
{
    if (m_session && isWaitedFor(m_session->operation())) {
        ask(m_window.get(), stopWaitingQuestion(m_session->project()->name, *m_session->operation(), Leaving::ToOpen),
            std::move(then));
    } else {
        then();
    }
}

void Panel::open(const OpenRequest &request)
{
    // A copy: it may be the request of the session that goes.
    unlessWaiting([this, request] { openNow(request); });
}

void Panel::chooseProfiles(const QStringList &profiles)
{
    unlessWaiting([this, profiles] {
        m_settings.setProfiles(projectKey(m_session->project()->call), profiles);
        OpenRequest request = m_session->request();
        request.call.profiles.clear(); // what was chosen last wins over what the command line said
        openNow(request);
    });
}

void Panel::closeViews()
{
    m_shownRun = 0;
    m_kafka->close();
    m_care->close();
    m_logs->close();
    m_brokers->close();
    m_diagnoses->close();
    m_audit->close();
    m_newcomer->setProject({});
}

void Panel::closeProject()
{
    closeViews();
    m_session.reset();
    m_window->setOperation({});
    m_window->showOpening({}); // nothing of it stays to be seen
    m_window->showPicker();
}

void Panel::openNow(const OpenRequest &request)
{
    closeViews();
    const auto chosenProfiles = [file = m_setting.settingsFile](const engine::ComposeCall &call) {
        return store::Settings(file).profiles(projectKey(call));
    };
    m_session = std::make_unique<ProjectSession>(m_engine, request,
                                                 ProjectSession::Setting{m_setting.historyFile, chosenProfiles});
    m_window->setOperation({});
    m_window->showOpening(nameOf(request));
    connectSession();
    connectSessionRuns();
    m_session->open();
}

void Panel::connectSession()
{
    ProjectSession *session = m_session.get();
    connect(session, &ProjectSession::opened, this, &Panel::opened);
    connect(session, &ProjectSession::profilesChanged, this, [this](const QStringList &available) {
        m_window->setProfiles(available, m_session->project()->activeProfiles());
    });
    connect(session, &ProjectSession::openFailed, this, &Panel::openFailed);
    connect(session, &ProjectSession::stateChanged, this, [this](const stack::StackState &state) {
        m_window->showProject(*m_session->project(), state.context.name);
        m_window->setState(state, Clock::system().now());
        const bool answers = brokerAnswers(state);
        if (std::exchange(m_brokerAnswers, answers) != answers && answers) {
            m_kafka->refresh();
        }
    });
    connect(session, &ProjectSession::operationChanged, this, [this] {
        m_shownRun = 0;
        m_window->setOperation(m_session->operation());
    });
    connect(session, &ProjectSession::operationEnded, this, &Panel::operationEnded);
    connect(session, &ProjectSession::failed, this, [this](const Error &error) {
        Finding notice = findingOf(error);
        notice.dismissible = true;
        m_window->setNotice(notice);
    });
}

void Panel::connectSessionRuns()
{
    ProjectSession *session = m_session.get();
    connect(session, &ProjectSession::runsChanged, m_window.get(), &MainWindow::setRuns);
    connect(session, &ProjectSession::comparedLoaded, m_window.get(), &MainWindow::setCompared);
    connect(session, &ProjectSession::lastStartChanged, this, [this](const timeline::Run &run) {
        m_window->setLastStart(timeline::fold(run, run.finishedAt.value_or(run.startedAt)));
    });
    connect(session, &ProjectSession::runChanged, this, [this](const timeline::Run &run, bool live) {
        if (m_shownRun == 0 || m_shownRun == run.id) {
            m_window->setRun(run, live);
        }
    });
    connect(session, &ProjectSession::runLoaded, this, [this](const timeline::Run &run) {
        if (m_shownRun == run.id) {
            m_window->setRun(run, false);
        }
    });
}

// A run that somebody chose stays on screen until they choose the current one again, or start something.
void Panel::showRun(qint64 id)
{
    const timeline::Run &current = m_session->run();
    m_shownRun = id == current.id ? 0 : id;
    if (m_shownRun == 0) {
        m_window->setRun(current, !current.finishedAt);
    } else {
        m_session->loadRun(id);
    }
}

void Panel::opened(const compose::Project &project)
{
    m_window->picker()->setOpenError({});
    m_brokerAnswers = false;
    m_kafka->setProject(project);
    m_care->setProject(project, m_session.get());
    m_logs->setProject(project);
    m_brokers->setProject(project, m_session.get());
    m_diagnoses->setProject(project, m_session.get());
    m_audit->setProject(project, m_session.get());
    m_newcomer->setProject(project);
    m_window->showProject(project, m_setting.context);
    if (project.hasFiles()) {
        // An earlier version wrote the files alone.
        m_settings.removeRecentProject(project.call.files.join(QDir::listSeparator()));
        m_settings.addRecentProject(projectKey(project.call));
    }
}

void Panel::openFailed(const Error &error)
{
    if (m_session->project()) { // it is open, and its files are wrong by now
        Finding notice = findingOf(error);
        notice.dismissible = true;
        m_window->setNotice(notice);
        return;
    }
    m_window->picker()->setOpenError(error);
    m_window->showPicker();
}

void Panel::operationEnded(const Operation &operation, const Result<startup::StartReport> &outcome)
{
    m_window->setNotice(noticeOf(operation, outcome));
}

startup::StartOptions Panel::startOptions(const QStringList &services) const
{
    startup::StartOptions options;
    options.services = services;
    options.strictGates = m_settings.strictGates();
    return options;
}

void Panel::copy(const QString &text)
{
    QApplication::clipboard()->setText(text);
    m_window->say(tr("Copied: %1").arg(firstLine(text, 200)));
}

void Panel::openFolder()
{
    if (!m_session || !m_session->project() || !m_session->project()->hasFiles()) {
        return;
    }
    const QString file = m_session->project()->call.files.first();
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

} // namespace bd::app
