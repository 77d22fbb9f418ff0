#include "shell/projectsession.h"

#include <algorithm>

#include <QCoreApplication>
#include <QTimer>

#include "carry/carry.h"
#include "compose/teamfile.h"
#include "reset/standing.h"
#include "shell/goodstart.h"
#include "stack/history.h"
#include "startup/recorded.h"
#include "startup/seenrecorder.h"

namespace bd::app {

namespace {

using startup::StartReport;
using namespace std::chrono_literals;

constexpr auto followPace = 250ms;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ProjectSession)
};

// What the user chose wins over what Compose would take from COMPOSE_PROFILES and .env, also where it is nothing.
void choose(engine::ComposeCall &call, const ProjectSession::ChosenProfiles &chosenProfiles)
{
    const auto chosen = chosenProfiles && call.profiles.isEmpty() ? chosenProfiles(call) : std::nullopt;
    if (chosen) {
        call.profiles = *chosen;
        call.environment.insert(QStringLiteral("COMPOSE_PROFILES"), QString());
    }
}

Result<compose::Project> loadProject(const engine::Engine &engine, const OpenRequest &request,
                                     const ProjectSession::ChosenProfiles &chosenProfiles, std::stop_token stop)
{
    engine::ComposeCall call = request.call;
    if (!request.path.isEmpty()) {
        Result<engine::ComposeCall> found = compose::callFor(request.path);
        if (!found) {
            return tl::unexpected(found.error());
        }
        if (!call.project.isEmpty()) {
            found->project = call.project;
        }
        found->profiles = call.profiles;
        call = *found;
    }
    if (!call.files.isEmpty()) {
        choose(call, chosenProfiles);
        return compose::load(engine, call, stop);
    }
    const Result<std::vector<engine::Container>> containers = engine.containers(call.project, stop);
    if (!containers) {
        return tl::unexpected(containers.error());
    }
    if (containers->empty()) {
        return fail(ErrorCode::NotFound, Tr::tr("The engine has no container of a project called %1").arg(call.project),
                    Tr::tr("Open its compose file instead, or look for another name in the list below."));
    }
    return compose::fromContainers(call.project, *containers);
}

struct Runs {
    std::vector<timeline::Run> headers;
    std::optional<timeline::Run> newest;
    std::optional<timeline::Run> lastStart;
};

Result<Runs> loadRuns(const QString &historyFile, const compose::Project &project)
{
    const Result<stack::History> history = stack::History::open(historyFile);
    if (!history) {
        return tl::unexpected(history.error());
    }
    const Result<std::vector<timeline::Run>> headers = history->runs(project.name);
    if (!headers) {
        return tl::unexpected(headers.error());
    }
    Runs runs{.headers = *headers, .newest = {}, .lastStart = {}};
    const auto load = [&](auto found) -> std::optional<timeline::Run> {
        if (found == headers->end()) {
            return {};
        }
        const Result<timeline::Run> run = history->run(found->id);
        return run ? std::optional(*run) : std::nullopt;
    };
    runs.newest = load(headers->begin());
    runs.lastStart = load(std::find_if(headers->begin(), headers->end(),
                                       [&](const timeline::Run &run) { return isGoodStart(run, project); }));
    return runs;
}

Result<timeline::Run> loadNewestRun(const QString &historyFile, const QString &project)
{
    return stack::History::open(historyFile).and_then([&](const stack::History &history) -> Result<timeline::Run> {
        const auto headers = history.runs(project, 1);
        if (!headers || headers->empty()) {
            return headers ? fail(ErrorCode::NotFound, {}) : tl::unexpected(headers.error());
        }
        return history.run(headers->front().id);
    });
}

Result<timeline::Run> loadOneRun(const QString &historyFile, qint64 id)
{
    return stack::History::open(historyFile).and_then([&](const stack::History &history) { return history.run(id); });
}

} // namespace

// What other threads have for us, so that a burst of changes is one change on screen. One for the operations, and one
// for each watcher: what an earlier one still has to say is of no interest.
struct ProjectSession::Inbox : std::enable_shared_from_this<Inbox> {
    Inbox(std::shared_ptr<Mailbox> toMailbox, ProjectSession *toSession)
        : mailbox(std::move(toMailbox)), session(toSession)
    {}

    std::shared_ptr<Mailbox> mailbox;
    ProjectSession *session; // used on its own thread only
    std::mutex mutex;
    bool scheduled = false;
    std::optional<stack::StackState> state;
    std::optional<timeline::Run> began;
    std::vector<timeline::Event> events;
    std::optional<timeline::Run> seen;

    template<typename Change>
    void put(Change change)
    {
        const std::lock_guard lock(mutex);
        change(*this);
        if (!std::exchange(scheduled, true)) {
            mailbox->post([self = shared_from_this()] {
                QTimer::singleShot(16, self->session, [self] { self->session->drain(*self); });
            });
        }
    }
};

struct ProjectSession::Opened {
    Result<compose::Project> project;
    std::shared_ptr<stack::Watcher> watcher; // none: the project is as it was
    std::shared_ptr<Inbox> inbox;            // the watcher's
};

ProjectSession::ProjectSession(std::shared_ptr<const engine::Engine> engine, OpenRequest request, Setting setting,
                               QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_request(std::move(request)), m_setting(std::move(setting))
{
    m_inbox = std::make_shared<Inbox>(m_background.mailbox(), this); // m_background is made last
    m_follow.setInterval(followPace);
    connect(&m_follow, &QTimer::timeout, this, [this] {
        if (std::exchange(m_following, true)) {
            return;
        }
        m_background.run([file = m_setting.historyFile,
                          name = m_project->name](std::stop_token) { return loadNewestRun(file, name); },
                         [this](const Result<timeline::Run> &run) {
                             m_following = false;
                             if (run && m_follow.isActive()) {
                                 followed(*run);
                             }
                         });
    });
}

ProjectSession::~ProjectSession()
{
    // A watcher takes up to 100 ms to end: not on this thread.
    Background::launch([watcher = std::exchange(m_watcher, {})] {});
}

void ProjectSession::open()
{
    if (std::exchange(m_opening, true)) {
        return;
    }
    const auto inbox = std::make_shared<Inbox>(m_background.mailbox(), this);
    const auto work = [engine = m_engine, request = m_request, before = m_project, setting = m_setting,
                       inbox](std::stop_token stop) {
        Opened opened{.project = loadProject(*engine, request, setting.chosenProfiles, stop),
                      .watcher = {},
                      .inbox = inbox};
        if (opened.project && before != *opened.project) {
            stack::Watcher::Callbacks callbacks;
            callbacks.changed = [inbox](const stack::StackState &state) {
                inbox->put([&](Inbox &box) { box.state = state; });
            };
            callbacks.seenRun = [inbox, recorder = std::make_shared<startup::SeenRecorder>(setting.historyFile)](
                                    const timeline::Run &run) {
                recorder->keep(run);
                inbox->put([&](Inbox &box) { box.seen = run; });
            };
            opened.watcher = std::make_shared<stack::Watcher>(engine, *opened.project, std::move(callbacks));
        }
        return opened;
    };
    m_background.run(work, [this](Opened opened) { arrived(std::move(opened)); });
}

void ProjectSession::arrived(Opened opened)
{
    m_opening = false;
    if (!opened.project) {
        Q_EMIT openFailed(opened.project.error());
        return;
    }
    if (opened.watcher && !m_operation) { // one that goes on feeds its own watcher, and looks again when it ends
        watch(std::move(opened));
        loadProfiles();
    } else if (opened.watcher) { // it takes its time to end, as any other
        Background::launch([unwanted = std::move(opened.watcher)] {});
    }
    loadHistory();
}

void ProjectSession::loadProfiles()
{
    if (!m_project->hasFiles()) {
        return;
    }
    m_background.run([engine = m_engine,
                      call = m_project->call](std::stop_token stop) { return engine->composeProfiles(call, stop); },
                     [this](const Result<QStringList> &available) {
                         if (available) { // else the project itself says what is wrong with its files
                             Q_EMIT profilesChanged(*available);
                         }
                     });
}

void ProjectSession::watch(Opened opened)
{
    Background::launch([before = std::exchange(m_watcher, std::move(opened.watcher))] {});
    m_watched = std::move(opened.inbox);
    m_project = std::move(*opened.project);
    Q_EMIT this->opened(*m_project);
    // Its first state may have come before we were ready for it.
    m_watched->put([state = m_watcher->state()](Inbox &box) { box.state = box.state.value_or(state); });
}

void ProjectSession::refresh()
{
    if (m_watcher) {
        m_watcher->refresh();
    }
    open();
}

void ProjectSession::start(const startup::StartOptions &options)
{
    run({.action = Action::Start, .services = options.services}, tr("starting"),
        [engine = m_engine, options](const compose::Project &project, const startup::Recorder &recorder,
                                     std::stop_token stop) {
            return carry::start(*engine, project, options, carry::Data::GoesAlong, recorder, stop);
        });
}

void ProjectSession::stop(const QStringList &services)
{
    run({.action = Action::Stop, .services = services}, tr("stopping"),
        [engine = m_engine, services](const compose::Project &project, const startup::Recorder &recorder,
                                      std::stop_token stop) -> Result<StartReport> {
            return startup::recordedStop(*engine, project, services, recorder, stop).map([] { return StartReport(); });
        });
}

void ProjectSession::restart(const QString &service, const startup::StartOptions &options)
{
    const QStringList services = service.isEmpty() ? QStringList() : QStringList{service};
    run({.action = Action::Restart, .services = services}, tr("restarting"),
        [engine = m_engine, service, options](const compose::Project &project, const startup::Recorder &recorder,
                                              std::stop_token stop) -> Result<StartReport> {
            if (service.isEmpty()) {
                return carry::mayStart(*engine, project, stop)
                    .and_then([&] { return startup::recordedStop(*engine, project, {}, recorder, stop); })
                    .and_then([&] {
                        return carry::start(*engine, project, options, carry::Data::GoesAlong, recorder, stop);
                    });
            }
            return startup::recordedRestart(*engine, project, service, options, recorder, stop).map([] {
                return StartReport();
            });
        });
}

void ProjectSession::createTopics()
{
    run({.action = Action::CreateTopics, .services = {}}, tr("creating topics"),
        [engine = m_engine](const compose::Project &project, const startup::Recorder &, std::stop_token stop) {
            return startup::createMissingTopics(*engine, project, stop).map([](const QStringList &created) {
                StartReport report;
                report.createdTopics = created;
                return report;
            });
        });
}

void ProjectSession::run(Operation operation, const QString &word, Work work)
{
    if (m_operation || !m_project || !m_watcher) {
        return;
    }
    operation.startedAt = Clock::system().now();
    // The files may have changed since they were read; but a stop must work whatever is in them by now.
    const bool readAgain = operation.action != Action::Stop;
    const bool starts = operation.action == Action::Start || operation.action == Action::Restart;
    m_operation = std::move(operation);
    m_watcher->setOperation(word);
    m_operationStop = m_background.run(
        [engine = m_engine, request = m_request, project = *m_project, recorder = recorder(), readAgain, starts,
         chosenProfiles = m_setting.chosenProfiles,
         work = std::move(work)](std::stop_token stop) -> Result<StartReport> {
            if (auto may = starts ? reset::mayStart(*engine, project.name, {}, stop) : Result<>(); !may) {
                return tl::unexpected(may.error());
            }
            const Result<compose::Project> now = readAgain ? loadProject(*engine, request, chosenProfiles, stop)
                                                           : project;
            return now ? work(*now, recorder, stop) : tl::unexpected(now.error());
        },
        [this](const Result<StartReport> &outcome) { ended(outcome); });
    Q_EMIT operationChanged();
}

startup::Recorder ProjectSession::recorder() const
{
    startup::Recorder recorder;
    recorder.origin = QStringLiteral("panel");
    recorder.historyFile = m_setting.historyFile;
    recorder.began = [inbox = m_inbox](const timeline::Run &run) {
        inbox->put([&](Inbox &box) {
            box.began = run;
            box.events.clear();
        });
    };
    recorder.sink = [inbox = m_inbox, watcher = m_watcher](const timeline::Event &event) {
        if (event.probe) {
            watcher->feed(event.service, *event.probe);
        }
        inbox->put([&](Inbox &box) { box.events.push_back(event); });
    };
    return recorder;
}

void ProjectSession::ended(const Result<StartReport> &outcome)
{
    drain(*m_inbox);
    const Operation operation = *std::exchange(m_operation, {});
    m_watcher->setOperation({});
    refresh();
    Q_EMIT operationChanged();
    Q_EMIT operationEnded(operation, outcome);
}

void ProjectSession::cancel()
{
    if (m_operation && !m_operation->cancelling) {
        m_operation->cancelling = true;
        m_operationStop.request_stop();
        Q_EMIT operationChanged();
    }
}

void ProjectSession::drain(Inbox &inbox)
{
    std::unique_lock lock(inbox.mutex);
    inbox.scheduled = false;
    if (&inbox != m_inbox.get() && &inbox != m_watched.get()) {
        return;
    }
    const auto state = std::exchange(inbox.state, {});
    const auto began = std::exchange(inbox.began, {});
    const auto events = std::exchange(inbox.events, {});
    const auto seen = std::exchange(inbox.seen, {});
    lock.unlock();

    if (state && *state != m_state) {
        m_state = *state;
        Q_EMIT stateChanged(m_state);
        followOther();
    }
    if (began) {
        m_run = *began;
    }
    if (began || !events.empty()) {
        applyEvents(events);
    }
    if (seen && !m_operation) {
        m_run = *seen;
        Q_EMIT runChanged(m_run, !m_run.finishedAt);
        if (m_run.finishedAt) {
            loadHistory();
        }
    }
}

void ProjectSession::applyEvents(const std::vector<timeline::Event> &events)
{
    for (const timeline::Event &event : events) {
        m_run.events.push_back(event);
        if (event.kind == timeline::EventKind::RunFinished) {
            m_run.finishedAt = event.at;
            m_run.outcome = event.outcome;
        }
    }
    Q_EMIT runChanged(m_run, !m_run.finishedAt);
}

void ProjectSession::followOther()
{
    const bool isHeld = !m_state.heldBy.isEmpty() && !m_operation;
    if (isHeld && !m_follow.isActive()) {
        m_follow.start();
    } else if (!isHeld && m_follow.isActive()) {
        m_follow.stop();
        loadHistory();
    }
}

void ProjectSession::followed(const timeline::Run &run)
{
    if (m_operation || run == m_run) {
        return;
    }
    const std::size_t known = run.id == m_run.id ? m_run.events.size() : 0;
    for (std::size_t at = known; at < run.events.size(); ++at) {
        if (run.events[at].probe) {
            m_watcher->feed(run.events[at].service, *run.events[at].probe);
        }
    }
    m_run = run;
    Q_EMIT runChanged(m_run, !m_run.finishedAt);
}

void ProjectSession::loadHistory()
{
    const auto loaded = [this](const Result<Runs> &runs) {
        if (!runs) {
            Q_EMIT failed(runs.error());
            return;
        }
        Q_EMIT runsChanged(runs->headers);
        const bool watchedGoesOn = m_run.id == 0 && !m_run.lanes.empty() && !m_run.finishedAt;
        if (runs->newest && !m_operation && !watchedGoesOn && m_run != *runs->newest) { // it may have gone on
            m_run = *runs->newest;
            Q_EMIT runChanged(m_run, !m_run.finishedAt && !m_state.heldBy.isEmpty());
        }
        if (runs->lastStart) {
            Q_EMIT lastStartChanged(*runs->lastStart);
        }
    };
    m_background.run([file = m_setting.historyFile,
                      project = *m_project](std::stop_token) { return loadRuns(file, project); },
                     loaded);
}

void ProjectSession::setRole(const QString &service, std::optional<compose::Role> role)
{
    editTeamFile([=](const QString &directory) { return compose::setRole(directory, service, role); });
}

void ProjectSession::expectTopic(const compose::ExpectedTopic &topic)
{
    editTeamFile([topic, soFar = soFarExpected()](const QString &directory) {
        return compose::expectTopics(directory, {topic}, soFar);
    });
}

void ProjectSession::forgetTopic(const QString &topic)
{
    editTeamFile([topic, soFar = soFarExpected()](const QString &directory) {
        return compose::forgetTopics(directory, {topic}, soFar);
    });
}

std::vector<compose::ExpectedTopic> ProjectSession::soFarExpected() const
{
    return m_project ? m_project->expectedTopics : std::vector<compose::ExpectedTopic>();
}

// And reads the project anew.
void ProjectSession::editTeamFile(const std::function<Result<>(const QString &)> &edit)
{
    if (!m_project || !m_project->hasFiles()) {
        return;
    }
    const QString directory = compose::teamDirectory(m_project->call);
    m_background.run([edit, directory](std::stop_token) { return edit(directory); },
                     [this](const Result<> &kept) {
                         if (kept) {
                             open();
                         } else {
                             Q_EMIT failed(kept.error());
                         }
                     });
}

void ProjectSession::loadRun(qint64 id)
{
    m_background.run([file = m_setting.historyFile, id](std::stop_token) { return loadOneRun(file, id); },
                     [this](const Result<timeline::Run> &run) {
                         if (run) {
                             Q_EMIT runLoaded(*run);
                         } else {
                             Q_EMIT failed(run.error());
                         }
                     });
}

void ProjectSession::loadCompared(qint64 id)
{
    m_background.run([file = m_setting.historyFile, id](std::stop_token) { return loadOneRun(file, id); },
                     [this](const Result<timeline::Run> &run) {
                         if (run) {
                             Q_EMIT comparedLoaded(*run);
                         } else {
                             Q_EMIT failed(run.error());
                         }
                     });
}

} // namespace bd::app
