// One container engine behind one Docker context: every `docker` and `docker compose` argv stands here, beside
// the parser of what it prints. The CLI is the interface, so contexts, DOCKER_HOST, ssh and TLS come for free.
//
// All calls block (worker threads only), may be made from several threads at once, and end with Cancelled soon
// after `stop` is requested. Typical durations: inspect 17 ms, ps 15 ms, compose ps or config 80 ms.
// Errors common to all: ProgramMissing, NoEngine, EnginePermission, ComposeMissing, ComposeTooOld, Timeout,
// Cancelled, Engine (detail: what the engine wrote).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/error.h"
#include "engine/permit.h"
#include "engine/types.h"
#include "process/process.h"

namespace bd::engine {

class Engine
{
public:
    // `context` empty: the CLI's own choice (DOCKER_HOST, DOCKER_CONTEXT, current context).
    Engine(std::shared_ptr<process::Runner> runner, QString context = {});

    const QString &contextName() const { return m_context; }

    Result<std::vector<Context>> contexts(std::stop_token stop) const;
    Result<Context> context(std::stop_token stop) const;      // the one that this engine is reached by
    Result<EngineInfo> info(std::stop_token stop) const;      // version of engine and Compose, resources, clock
    Result<TimePoint> engineTime(std::stop_token stop) const; // what its clock says, as its logs and states have it
    Result<QString> id(std::stop_token stop) const;           // its ID alone, asked for in one call instead of three

    // Containers of a project (all states, one-off ones too), or of every Compose project for an empty name.
    Result<std::vector<Container>> containers(const QString &project, std::stop_token stop) const;
    // What is gone is left out; NotFound where none of them is there.
    Result<std::vector<Container>> inspect(const QStringList &ids, std::stop_token stop) const;
    // What each running container takes at the moment, by ID, whatever project it is of: the engine measures for a second or two.
    Result<QMap<QString, Usage>> usage(std::stop_token stop) const;
    Result<std::vector<Volume>> volumes(const QString &project, std::stop_token stop) const;
    // All that there are, of whatever project or of none: what others use must be seen before something is removed.
    Result<std::vector<Container>> everyContainer(std::stop_token stop) const;
    Result<std::vector<Volume>> everyVolume(std::stop_token stop) const;
    // The IDs of those of these images that the engine has, by the name that was asked for.
    Result<QMap<QString, QString>> imageIds(const QStringList &images, std::stop_token stop) const;
    // Last lines of both channels in the window, oldest first, with the engine's timestamps; at most maxLines. The first
    // lines of a run can be some 100 ms older than its startedAt: the finishedAt of the run before is the safe `since`.
    struct LogLine {
        TimePoint at{};
        QString text;
        bool operator==(const LogLine &) const = default;
    };
    struct LogWindow {
        int maxLines = 1000;
        std::optional<TimePoint> since = {};
        std::optional<TimePoint> until = {};
    };
    Result<std::vector<LogLine>> logs(const QString &id, const LogWindow &window, std::stop_token stop) const;
    // Logs as they come, from `since` (or from the start); returns when the container ends, or Cancelled.
    Result<> followLogs(const QString &id, std::optional<TimePoint> since,
                        const std::function<void(const LogLine &)> &sink, std::stop_token stop) const;

    Result<> start(const QString &id, std::stop_token stop) const;
    // Sends the stop signal and waits; the engine kills after `grace`, by default the container's own.
    Result<> stop(const QString &id, std::optional<Millis> grace, std::stop_token stop) const;
    Result<> restart(const QString &id, std::stop_token stop) const;
    // Removes what the permit names, and nothing with it: a container must have stopped and leaves its volumes behind. What
    // is gone already is done. Failed where another engine answers by now than the permit is for.
    Result<> remove(RemovalPermit permit, std::stop_token stop) const;
    // All of one kind; what has gone already is no error.
    Result<> remove(std::vector<RemovalPermit> permits, std::stop_token stop) const;
    // Of a project, by their names; what is gone already is done. They hold nothing.
    Result<> removeNetworks(const QString &project, std::stop_token stop) const;
    Result<> pull(const QString &image, const std::function<void(const QString &)> &progress,
                  std::stop_token stop) const;
    // Runs argv in a running container and waits for its end. Killing us does not end it there: after Timeout or
    // Cancelled it runs on. A program that the image does not have is exit code 126 or 127, as for a shell.
    // `mostOutput`: bytes that are kept.
    Result<ExecResult> exec(const QString &id, const QStringList &argv, Millis deadline, std::stop_token stop,
                            qsizetype mostOutput = 64 << 10) const;

    // A directory of a container, running or not, as a tar whose root is that directory's last name. A volume that is mounted
    // there comes with owners, modes and hard links; times are whole seconds.
    Result<> copyOut(const QString &id, const QString &path, const std::function<Result<>(const QByteArray &)> &tar,
                     std::stop_token stop) const;
    // Unpacks such a tar into `directory`, owners and modes as they are in it. What is cut off leaves half of it there.
    Result<> copyIn(const QString &id, const QString &directory, const std::function<Result<QByteArray>()> &tar,
                    std::stop_token stop) const;
    // What is in each volume, in bytes as `ls` would add them up, with the three digits that the engine says. Takes as long as
    // walking through all that the engine keeps.
    Result<QMap<QString, qint64>> volumeSizes(std::stop_token stop) const;
    // A container that never runs, for copying into and out of a volume at `path` of it: needs no image but one that is there.
    Result<QString> createHolder(const QString &image, const QString &volume, const QString &path,
                                 const QMap<QString, QString> &labels, std::stop_token stop) const;
    Result<> createVolume(const QString &name, const QMap<QString, QString> &labels, std::stop_token stop) const;

    // The model with variables filled in, as JSON: holds secrets. ComposeFile with file, line, column where the
    // file is wrong. All profiles are in it when `call.profiles` is {"*"}.
    Result<QByteArray> composeConfig(const ComposeCall &call, std::stop_token stop) const;
    // service -> config hash, to compare with the label of what runs
    Result<QMap<QString, QString>> composeHashes(const ComposeCall &call, std::stop_token stop) const;
    // The profiles that the project's services name, active or not; sorted.
    Result<QStringList> composeProfiles(const ComposeCall &call, std::stop_token stop) const;
    // Creates containers, networks and volumes; starts nothing. `services` empty: every active one.
    // A prompt is answered with no (standard input is the null device) and comes back as an Error.
    Result<> composeCreate(const ComposeCall &call, const QStringList &services,
                           const std::function<void(const QString &)> &progress, std::stop_token stop) const;
    // up -d --no-deps --no-recreate SERVICE: for services whose start is Compose's work (inline configs and
    // secrets, post_start hooks).
    Result<> composeUpOne(const ComposeCall &call, const QString &service, std::stop_token stop) const;

    // Container events of a project (or of every Compose project, for an empty name) until `stop` (Cancelled) or
    // until the stream breaks (an Error, always). `since` replays what the engine still has (256 events).
    //
    // Nothing that happens after `onReady` is missed. `docker events` says nothing when it has connected, so the
    // subscription begins in the past: we ask the engine for its own clock first (that proves that it answers,
    // and a clock that differs from ours does no harm), subscribe from that moment on, and the engine replays what
    // happened until the connection stood, each event once. Events in those some 30 ms come that much later. Who
    // has a fresh EngineInfo::systemTime gives it as `since` and saves the question.
    Result<> events(const QString &project, std::optional<TimePoint> since, const std::function<void()> &onReady,
                    const std::function<void(const Event &)> &sink, std::stop_token stop) const;

    // The argv as values, also for «copy as command line».
    process::Command docker(const QStringList &arguments) const;
    process::Command compose(const ComposeCall &call, const QStringList &arguments) const;

private:
    enum class ComposeProgram { Unknown, Plugin, StandAlone };

    Result<process::Finished> run(const QStringList &arguments, Millis deadline, std::stop_token stop) const;
    Result<> copy(const QStringList &arguments, const process::Pipes &pipes, std::stop_token stop) const;
    Result<std::vector<Container>> containersWhere(const QStringList &filter, std::stop_token stop) const;
    Result<std::vector<Volume>> volumesWhere(const QStringList &filter, std::stop_token stop) const;
    Result<std::vector<Container>> inspectKnown(const QStringList &ids, std::stop_token stop) const;
    Result<Version> composeVersion(std::stop_token stop) const;
    Result<Version> findStandAlone(const QString &whyNoPlugin, std::stop_token stop) const;
    Result<> ensureCompose(std::stop_token stop) const;
    Result<QByteArray> readCompose(const ComposeCall &call, const QStringList &arguments, std::stop_token stop) const;
    Result<> actCompose(const ComposeCall &call, const QStringList &arguments,
                        const std::function<void(const QString &)> &progress, std::stop_token stop) const;

    std::shared_ptr<process::Runner> m_runner;
    QString m_context;
    std::shared_ptr<std::atomic<ComposeProgram>> m_composeProgram; // found out once, shared by copies
};

} // namespace bd::engine
