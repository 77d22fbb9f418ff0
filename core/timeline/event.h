// What happens during a run, as it happens: runners and the watcher append events, everything on screen is a
// fold over them. Events are what is stored; they hold plain text only.
#pragma once

#include <optional>
#include <vector>

#include <QJsonObject>
#include <QString>

#include "base/clock.h"
#include "base/error.h"
#include "compose/project.h"

namespace bd::timeline {

enum class EventKind {
    RunStarted, // text: what is done, «Start of kc-backend»
    Step,       // a step of the run as a whole begins: preflight, create …; text says which
    Pulling,    // an image is fetched
    Creating,   // the engine is making the container
    Created,
    Waiting,    // at a gate: `on` and `condition`
    GateOpen,   // that gate opened
    Starting,   // the engine was told to start it
    Started,    // its process runs
    Probe,      // one check: `probe`
    Ready,      // healthy by our probes, or running where nothing can be asked
    Unhealthy,  // the engine's verdict
    Exited,     // its process ended: exitCode, oomKilled
    Restarting, // the engine's restart policy starts it again
    Stopping,
    Stopped,
    Recovering, // a known failure and what is waited for: text, `until`
    Note,       // anything worth a line
    Problem,    // something is wrong and stays so: error
    RunFinished // outcome
};

enum class ProbeKind { Tcp, ZooKeeper, KafkaMetadata, HealthCheck, EngineHealth, Topics };

struct ProbeResult {
    ProbeKind kind = ProbeKind::Tcp;
    TimePoint startedAt{};
    Micros duration{0};
    bool passed = false;
    QString target;  // what was asked and how: «metadata from 127.0.0.1:9092»
    QString summary; // one line: «answers srvr, mode standalone», «broker 1 is not registered yet (0 brokers)»
    QString output;  // raw and bounded
    QJsonObject
        facts; // what it learned: zookeeper {version, mode, connections}, kafka {clusterId, brokers[…], controllerId}

    bool operator==(const ProbeResult &) const = default;
};

enum class Outcome { Done, Failed, Cancelled };

struct Event {
    TimePoint at{};
    QString service; // empty: the run as a whole
    EventKind kind = EventKind::Note;
    QString text; // for people

    QString on; // Waiting, GateOpen: the other service
    std::optional<compose::Condition> condition;
    std::optional<ProbeResult> probe;
    std::optional<int> exitCode;
    bool oomKilled = false;
    std::optional<TimePoint> until; // Recovering: when the wait is over
    std::optional<Error> error;
    std::optional<Outcome> outcome;

    bool operator==(const Event &) const = default;
};

// One lane of the timeline: a service as it was when the run began.
struct LaneInfo {
    QString service;
    compose::Role role = compose::Role::Other;
    std::vector<compose::Gate> gates;
    bool operator==(const LaneInfo &) const = default;
};

enum class RunKind { Start, Stop, Restart, Seen /* made elsewhere, seen by the watcher */, Reset, Snapshot, Restore };

struct Run {
    qint64 id = 0; // 0: not stored
    QString project;
    QString context;
    RunKind kind = RunKind::Start;
    QString origin; // panel, brokerdeckctl, elsewhere
    TimePoint startedAt{};
    std::optional<TimePoint> finishedAt;
    std::optional<Outcome> outcome; // nothing: still running, or we were killed
    std::vector<LaneInfo> lanes;    // in dependency order
    std::vector<Event> events;      // by time

    bool operator==(const Run &) const = default;
};

// The `kind` words of JSON and the database: run-started, waiting, gate-open, …
QString toString(EventKind kind);
std::optional<EventKind> eventKindFrom(QStringView text);
QString toString(ProbeKind kind);
std::optional<ProbeKind> probeKindFrom(QStringView text);
QString toString(Outcome outcome);
std::optional<Outcome> outcomeFrom(QStringView text);
QString toString(RunKind kind);
std::optional<RunKind> runKindFrom(QStringView text);

QJsonObject toJson(const Event &event); // every field, for storage and `--json`; time as ISO 8601
Result<Event> eventFromJson(const QJsonObject &json);
QJsonObject toJson(const LaneInfo &lane);
Result<LaneInfo> laneFromJson(const QJsonObject &json);

} // namespace bd::timeline
