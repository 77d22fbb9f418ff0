// What the container engine says, as values. Everything textual comes from outside and is untrusted.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QStringList>

#include "base/clock.h"
#include "base/version.h"

namespace bd::engine {

bool isLoopback(const QString &host); // by its name or address, an IPv6 one without brackets

struct Context {
    QString name;     // as in `docker context ls`
    QString endpoint; // unix:///var/run/docker.sock, ssh://…, tcp://…
    bool current = false;

    bool operator==(const Context &) const = default;
    bool isRemote() const;       // ssh or tcp to another machine
    QString publishHost() const; // where its published ports are reached: 127.0.0.1, or the remote host
};

struct EngineInfo {
    QString id;      // identifies the engine, whatever context leads to it
    QString name;    // host name
    QString product; // «Docker», «Podman»
    QString os;
    QString architecture;
    Version version;
    std::optional<Version> compose;
    int cpus = 0;
    qint64 memoryBytes = 0;
    QString rootDirectory;  // where volumes live, on the engine's machine
    TimePoint systemTime{}; // the engine's clock when it answered
    Micros clockOffset{0};  // engine minus here, half the round trip taken off

    bool operator==(const EngineInfo &) const = default;
};

struct PortBinding {
    QString hostIp; // empty or 0.0.0.0: every interface
    quint16 hostPort = 0;
    quint16 containerPort = 0;
    QString protocol; // tcp, udp

    bool operator==(const PortBinding &) const = default;
};

struct Mount {
    enum class Kind { Volume, Bind, Tmpfs, Other };
    Kind kind = Kind::Volume;
    QString name;   // of the volume
    QString source; // on the engine's machine
    QString destination;
    QString driver;
    bool writable = true;

    bool operator==(const Mount &) const = default;
};

// What a running container takes, as of one moment.
struct Usage {
    double processors = 0; // 1: one of them, all the time
    qint64 memoryBytes = 0;
    qint64 memoryLimit = 0; // bytes: its own limit, else all that the engine has
    bool operator==(const Usage &) const = default;
};

struct HealthCheck {
    QStringList test; // as the engine has it: {"CMD", …}, {"CMD-SHELL", line} or {"NONE"}
    Millis interval{30'000};
    Millis timeout{30'000};
    Millis startPeriod{0};
    Millis startInterval{0};
    int retries = 3;

    bool operator==(const HealthCheck &) const = default;
    bool enabled() const { return !test.isEmpty() && test.first() != QLatin1String("NONE"); }
};

struct HealthResult {
    TimePoint start{};
    TimePoint end{};
    int exitCode = 0; // -1: the check itself timed out or could not run
    QString output;   // up to 4 KiB, the engine cuts it

    bool operator==(const HealthResult &) const = default;
};

enum class Health { None, Starting, Healthy, Unhealthy };
enum class ContainerState { Created, Running, Paused, Restarting, Removing, Exited, Dead };

struct Container {
    QString id;
    QString name; // without the leading slash
    QString image;
    QString imageId;
    QMap<QString, QString> labels;
    QStringList environment; // KEY=value; holds secrets
    QStringList command;     // entrypoint and arguments as the engine runs them

    ContainerState state = ContainerState::Created;
    int exitCode = 0;
    bool oomKilled = false;
    QString error; // the engine's, at start
    int restartCount = 0;
    QString restartPolicy; // no, always, on-failure, unless-stopped
    qint64 pid = 0;
    TimePoint createdAt{};
    std::optional<TimePoint> startedAt;
    std::optional<TimePoint> finishedAt;

    Health health = Health::None;
    int failingStreak = 0;
    std::vector<HealthResult> healthLog; // oldest first; not cleared at a restart: compare with startedAt
    std::optional<HealthCheck> healthCheck;

    std::vector<PortBinding> ports;   // really published now
    QMap<QString, QString> addresses; // network name -> IP
    std::vector<Mount> mounts;

    bool operator==(const Container &) const = default;

    // Compose's labels
    QString project() const;
    QString service() const;
    int number() const;  // replica, from 1
    bool oneOff() const; // `compose run`
    QString configHash() const;
    QString createdFrom() const; // ID of the image as it was then
    QStringList composeFiles() const;
    QString workingDirectory() const;
    QStringList environmentFiles() const;
    bool isUp() const { return state == ContainerState::Running || state == ContainerState::Paused; }
    bool isRestarted() const;                // by its policy, also when it ended with exit 0
    QString variable(QStringView key) const; // from the environment
};

// Address in a network of the engine -> name of the container that has it. None where two claim it.
QMap<QString, QString> containersByAddress(const std::vector<Container> &containers);

struct Event {
    TimePoint at{};
    QString type;   // container, volume, network, image
    QString action; // create, start, die, kill, oom, health_status: healthy, exec_die …, as the engine says it
    QString id;
    QMap<QString, QString> attributes; // labels and, by kind, exitCode, signal, name, image

    bool operator==(const Event &) const = default;
    QString project() const;
    QString service() const;
    std::optional<int> exitCode() const;
};

struct Volume {
    QString name;
    QString driver;
    QString mountpoint;
    std::optional<TimePoint> createdAt;
    QMap<QString, QString> labels;

    bool operator==(const Volume &) const = default;
    QString project() const;
};

struct ExecResult {
    int exitCode = 0;
    QString output; // both channels, bounded
    Micros duration{0};

    bool operator==(const ExecResult &) const = default;
};

// How Compose is to be called for one project; the same values make the same `docker compose` argv.
struct ComposeCall {
    QString project;                    // -p; empty: as the files say
    QStringList files;                  // -f, absolute; empty: no files, by labels only
    QString directory;                  // --project-directory; empty: of the first file
    QStringList envFiles;               // --env-file
    QStringList profiles;               // --profile
    QMap<QString, QString> environment; // for interpolation, added to ours

    bool operator==(const ComposeCall &) const = default;
};

} // namespace bd::engine
