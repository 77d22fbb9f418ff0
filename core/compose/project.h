// The Compose project as a model: services with their roles, gates and flavours, and what it expects of Kafka.
// Values only; made from `docker compose config --format json` (the merged model: overrides, profiles and .env
// as Compose honours them) or, where the files are gone, from the containers' labels.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QStringList>

#include "base/error.h"
#include "engine/types.h"

namespace bd::compose {

enum class Role { ZooKeeper, Broker, Init, Worker, Other };
enum class Condition { Started, Healthy, CompletedSuccessfully };

// Image flavours of stability.md's table; Unknown where nothing fits.
enum class Flavour {
    Unknown,
    ConfluentKafka,
    ConfluentZooKeeper,
    ApacheKafka,
    ApacheKafkaNative,
    ZooKeeper,
    BitnamiKafka,
    BitnamiZooKeeper,
    Wurstmeister,
    Redpanda
};

// What a service waits for before it may start.
struct Gate {
    QString service;
    Condition condition = Condition::Started;
    bool required = true; // false: skipped where that service is not there

    bool operator==(const Gate &) const = default;
};

struct PortSpec {
    QString hostIp;
    quint16 hostPort = 0; // 0: the engine chooses
    quint16 containerPort = 0;
    QString protocol;
    bool operator==(const PortSpec &) const = default;
};

struct MountSpec {
    engine::Mount::Kind kind = engine::Mount::Kind::Volume;
    QString source; // volume's key in the file or path; empty: anonymous
    QString target;
    bool readOnly = false;
    bool operator==(const MountSpec &) const = default;
};

struct Service {
    QString name;
    Role role = Role::Other;
    bool roleByHand = false; // from the team file
    Flavour flavour = Flavour::Unknown;
    QString image; // empty where it is built
    bool isBuilt = false;
    bool isOnOthersNetwork = false; // one that is external: names there are not this file's alone
    QString containerName;
    QString hostname;    // empty: the container's id
    QStringList aliases; // by which networks of the stack know it, beside its own name and its container's
    QStringList entrypoint;
    QStringList command;
    QMap<QString, QString> environment; // holds secrets
    std::vector<Gate> gates;
    std::optional<engine::HealthCheck> healthCheck; // of the file; the image may have its own
    QString restart;                                // no, always, on-failure[:n], unless-stopped; empty: no
    std::optional<Millis> stopGrace;
    std::vector<PortSpec> ports;
    std::vector<MountSpec> mounts;
    QStringList profiles;
    int replicas = 1;
    bool startsByCompose = false;      // inline secrets or configs, post_start: only `compose up` starts it rightly
    std::optional<qint64> memoryLimit; // bytes

    bool operator==(const Service &) const = default;
    bool isCalled(const QString &host) const; // by containers on its networks; its host name, too
};

struct ExpectedTopic {
    enum class Source { TeamFile, InitService };
    QString name;
    int partitions = 1;
    int replicationFactor = 1;
    QMap<QString, QString> config;
    Source source = Source::InitService;
    bool operator==(const ExpectedTopic &) const = default;
};

// A volume of the top-level `volumes:`.
struct VolumeSpec {
    QString key;
    QString name; // on the engine
    bool external = false;
    bool operator==(const VolumeSpec &) const = default;
};

struct Project {
    QString name;
    engine::ComposeCall call;      // how Compose is called for it; no files: known by labels only
    std::vector<Service> services; // in dependency order, then by name
    std::vector<VolumeSpec> volumes;
    std::vector<ExpectedTopic> expectedTopics;
    bool expectedFromTeamFile = false;
    bool isDevelopment = false;   // the team file's mark
    bool isProtected = false;     // the same: whoever deletes is asked twice
    QStringList protectedVolumes; // the team file's: keys of the compose file, or names on the engine
    QStringList notes;            // for people: what was not understood

    const Service *service(QStringView serviceName) const;
    bool hasFiles() const { return !call.files.isEmpty(); }
    bool isKRaft() const;               // a broker and no ZooKeeper
    QStringList activeProfiles() const; // of `call`; where it names none, those that Compose took its services by
    bool operator==(const Project &) const = default;
};

QString toString(Role role); // zookeeper, broker, init, worker, other: as in files and JSON
std::optional<Role> roleFrom(QStringView text);
QString toString(Condition condition); // service_started …
std::optional<Condition> conditionFrom(QStringView text);

} // namespace bd::compose
