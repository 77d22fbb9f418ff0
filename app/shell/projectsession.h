// One open project: loads it, keeps its state, runs the operations that act on it. Everything that blocks is done on
// worker threads; what comes of it arrives as signals on this object's thread, at most once in 16 ms.
#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "compose/load.h"
#include "engine/engine.h"
#include "stack/state.h"
#include "stack/watcher.h"
#include "startup/recorded.h"
#include "timeline/event.h"

namespace bd::app {

// What is to be opened: a file or folder that is looked into, or files and a name that are known already. A call
// without files is a project that only the engine knows.
struct OpenRequest {
    QString path;
    engine::ComposeCall call;
    bool operator==(const OpenRequest &) const = default;
};

enum class Action { Start, Stop, Restart, CreateTopics, TakeSnapshot, Reset, Restore, DeleteVolume, Unregister };

struct Operation {
    Action action = Action::Start;
    QStringList services; // empty: the whole stack
    TimePoint startedAt{};
    bool cancelling = false;
};

class ProjectSession : public QObject
{
    Q_OBJECT

public:
    // The profiles that were chosen by hand for a project; called on a worker thread.
    using ChosenProfiles = std::function<std::optional<QStringList>(const engine::ComposeCall &call)>;
    struct Setting {
        QString historyFile = {}; // empty: the user's own
        ChosenProfiles chosenProfiles = {};
    };
    ProjectSession(std::shared_ptr<const engine::Engine> engine, OpenRequest request, Setting setting,
                   QObject *parent = nullptr);
    ~ProjectSession() override;

    const OpenRequest &request() const { return m_request; }
    const std::optional<compose::Project> &project() const { return m_project; }
    const stack::StackState &state() const { return m_state; }
    const std::optional<Operation> &operation() const { return m_operation; }
    const timeline::Run &run() const { return m_run; } // the one that goes on, or the newest

    void open();    // loads the project, or loads it again
    void refresh(); // looks at everything now: files, engine, runs

    // Nothing happens while an operation runs.
    void start(const startup::StartOptions &options);
    void stop(const QStringList &services);
    void restart(const QString &service, const startup::StartOptions &options); // empty: the whole stack
    void createTopics();
    void cancel(); // stops waiting; containers stay as they are
    // Any other operation; `word` says what we do, for the state: «resetting».
    using Work = std::function<Result<startup::StartReport>(const compose::Project &, const startup::Recorder &,
                                                            std::stop_token)>;
    void run(Operation operation, const QString &word, Work work);

    void setRole(const QString &service, std::optional<compose::Role> role);
    void expectTopic(const compose::ExpectedTopic &topic); // in the team file
    void forgetTopic(const QString &topic);
    void loadRun(qint64 id);
    void loadCompared(qint64 id);

Q_SIGNALS:
    void opened(const bd::compose::Project &project);
    void profilesChanged(const QStringList &available);
    void openFailed(const bd::Error &error);
    void stateChanged(const bd::stack::StackState &state);
    void runChanged(const bd::timeline::Run &run, bool live);
    void runLoaded(const bd::timeline::Run &run);
    void comparedLoaded(const bd::timeline::Run &run);
    void runsChanged(const std::vector<bd::timeline::Run> &headers);
    void lastStartChanged(const bd::timeline::Run &run);
    void operationChanged();
    void operationEnded(const bd::app::Operation &operation, const bd::Result<bd::startup::StartReport> &outcome);
    void failed(const bd::Error &error); // anything smaller: a role that could not be kept, a run that is gone

private:
    struct Inbox;
    struct Opened;
    void arrived(Opened opened);
    void watch(Opened opened);
    startup::Recorder recorder() const;
    void ended(const Result<startup::StartReport> &outcome);
    void drain(Inbox &inbox);
    void applyEvents(const std::vector<timeline::Event> &events);
    std::vector<compose::ExpectedTopic> soFarExpected() const;
    void editTeamFile(const std::function<Result<>(const QString &directory)> &edit);
    void loadHistory();
    void loadProfiles();
    void followOther(); // while another process acts on the project, its run as it writes it
    void followed(const timeline::Run &run);

    std::shared_ptr<const engine::Engine> m_engine;
    OpenRequest m_request;
    Setting m_setting;
    std::optional<compose::Project> m_project;
    stack::StackState m_state;
    std::optional<Operation> m_operation;
    std::stop_source m_operationStop;
    timeline::Run m_run;
    std::shared_ptr<stack::Watcher> m_watcher;
    std::shared_ptr<Inbox> m_watched; // what the watcher says
    std::shared_ptr<Inbox> m_inbox;   // what the operation says
    bool m_opening = false;
    QTimer m_follow;
    bool m_following = false; // a look at the history is on its way
    Background m_background;
};

} // namespace bd::app
