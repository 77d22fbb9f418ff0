// zk-data-volume, zk-log-volume, kafka-data-volume.
#include <algorithm>
#include <array>

#include <QDir>
#include <QRegularExpression>

#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/datapaths.h"
#include "compose/running.h"

namespace bd::audit {

namespace {

using compose::DataPath;
using compose::Flavour;
using compose::MountSpec;
using compose::Role;
using compose::Service;
using MountKind = engine::Mount::Kind;

// The directories that an image declares as volumes: an unnamed one is mounted there, over whatever is mounted above it.
QStringList declaredBy(Flavour flavour)
{
    switch (flavour) {
    case Flavour::ConfluentKafka:
    case Flavour::ApacheKafka:
    case Flavour::ApacheKafkaNative: return {QStringLiteral("/var/lib/kafka/data")};
    case Flavour::ConfluentZooKeeper:
        return {QStringLiteral("/var/lib/zookeeper/data"), QStringLiteral("/var/lib/zookeeper/log")};
    case Flavour::ZooKeeper: return {QStringLiteral("/data"), QStringLiteral("/datalog")};
    case Flavour::Wurstmeister: return {QStringLiteral("/kafka")};
    case Flavour::BitnamiKafka: // declare none, or keep it where nobody mounts
    case Flavour::BitnamiZooKeeper:
    case Flavour::Redpanda:
    case Flavour::Unknown: break;
    }
    return {};
}

QString declaredFor(const Service &service, const QString &path)
{
    for (const QString &one : declaredBy(service.flavour)) {
        if (compose::holdsPath(one, path))
            return one;
    }
    return {};
}

// The paths of a kind: of a file that is mounted, else as the model knows them.
QStringList pathsOf(const Subject &subject, const Service &service, DataPath::Kind kind)
{
    const bool isKafka = kind == DataPath::Kind::KafkaData;
    const auto told = [&](const char *property) {
        const QString name = QLatin1String(property);
        const Setting setting = isKafka ? kafkaSetting(subject, service, name)
                                        : zookeeperSetting(subject, service, name);
        return setting.from == Setting::From::File ? setting.value.split(QLatin1Char(','), Qt::SkipEmptyParts)
                                                   : QStringList();
    };
    QStringList paths = isKafka                                ? told("log.dirs") + told("log.dir")
                        : kind == DataPath::Kind::ZooKeeperLog ? told("dataLogDir")
                                                               : told("dataDir");
    if (!paths.isEmpty() || subject.sources.mounted.contains(service.name))
        return paths;
    for (const DataPath &one : compose::dataPaths(service)) {
        if (one.kind == kind)
            paths += one.path;
    }
    return paths;
}

// A name for a new volume: that of the service, unless another one has it for something else.
QString volumeName(const Subject &subject, const Service &service, const QString &suffix)
{
    const QString name = QString(service.name).replace(QLatin1Char('-'), QLatin1Char('_')) + suffix;
    const auto mounts = [&name](const Service &one) {
        return std::ranges::any_of(one.mounts, [&name](const MountSpec &mount) { return mount.source == name; });
    };
    const bool isTaken = std::ranges::any_of(subject.project.services, [&](const Service &one) { return mounts(one); });
    return isTaken ? name + QStringLiteral("_2") : name;
}

struct Kept {
    Status status = Status::Ok;
    QString found;
};

Kept keptOf(const Service &service, const QString &path)
{
    const MountSpec *mount = compose::mountAt(service.mounts, path);
    const QString declared = declaredFor(service, path);
    if (mount && !declared.isEmpty() && declared.size() > mount->target.size())
        return {Status::Problem, Tr::tr("%1 is mounted at %2, but the image puts an unnamed volume over it at %3")
                                     .arg(plainText(mount->source, 80), plainText(mount->target, 200), declared)};
    if (!mount)
        return {Status::Problem, declared.isEmpty() ? Tr::tr("%1 is on no volume").arg(plainText(path, 200))
                                                    : Tr::tr("%1 is on an unnamed volume").arg(plainText(path, 200))};
    const QString at = plainText(mount->target, 200);
    switch (mount->kind) {
    case MountKind::Volume:
        return mount->source.isEmpty() ? Kept{Status::Problem, Tr::tr("%1 is on an unnamed volume").arg(at)}
                                       : Kept{Status::Ok, Tr::tr("%1 at %2").arg(plainText(mount->source, 80), at)};
    case MountKind::Bind: return {Status::Advice, Tr::tr("the folder %1 at %2").arg(plainText(mount->source, 200), at)};
    case MountKind::Tmpfs: return {Status::Problem, Tr::tr("%1 is in memory only").arg(at)};
    case MountKind::Other: break;
    }
    return {Status::Unknown, at};
}

// The volume or folder, and the directory in it; empty: none that anybody else could have, too.
QString locationOf(const Service &service, const QString &path)
{
    const MountSpec *mount = compose::mountAt(service.mounts, path);
    const bool isKept = mount && (mount->kind == MountKind::Volume || mount->kind == MountKind::Bind);
    if (!isKept || mount->source.isEmpty())
        return {};
    const QString below = QDir::cleanPath(path).mid(QDir::cleanPath(mount->target).size());
    return QDir::cleanPath(mount->source + QLatin1Char('/') + below);
}

// Who else keeps its data right there; null: nobody. With several containers: it itself.
const Service *sharerOf(const Subject &subject, const Service &service, DataPath::Kind kind, const QString &path)
{
    const QString location = locationOf(service, path);
    if (location.isEmpty() || isWrittenAnywhere(subject, "subpath")) // each may have its own part of the volume
        return nullptr;
    if (service.replicas > 1)
        return &service;
    for (const Service *other : servicesOf(subject, service.role)) {
        // They run never both; or each has a directory that is named after its host.
        const bool isApart = areApart(service, *other) || other->flavour == Flavour::Wurstmeister;
        const QStringList paths = other == &service || isApart ? QStringList() : pathsOf(subject, *other, kind);
        const bool isThere = std::ranges::any_of(paths, [&](const QString &one) {
            return locationOf(*other, one) == location;
        });
        if (isThere)
            return other;
    }
    return nullptr;
}

// One that shares the other's volume gets its own, an empty one: where it is certain that the data is the other's, which runs on it.
std::vector<Change> ownVolume(const Subject &subject, const Service &service, const Service &sharer,
                              const QString &path, const QString &suffix)
{
    const MountSpec *mount = compose::mountAt(service.mounts, path);
    const bool isVolume = mount && mount->kind == MountKind::Volume && !mount->source.isEmpty();
    if (!isVolume || isUp(subject, service) || !isUp(subject, sharer))
        return {};
    return {{service.name, MountVolume{volumeName(subject, service, suffix), mount->target, mount->source}}};
}

bool hasWord(const QString &name, const QStringList &words)
{
    static const QRegularExpression between(QStringLiteral("[^a-z]+"));
    const QStringList parts = name.toLower().split(between, Qt::SkipEmptyParts);
    return std::ranges::any_of(parts, [&words](const QString &one) { return words.contains(one); });
}

bool isNamedForLogs(const QString &volume)
{
    return hasWord(volume, {QStringLiteral("log"), QStringLiteral("logs"), QStringLiteral("datalog"),
                            QStringLiteral("txn"), QStringLiteral("txlog"), QStringLiteral("txlogs")});
}

bool isNamedForData(const QString &volume)
{
    return !isNamedForLogs(volume)
           && hasWord(volume, {QStringLiteral("data"), QStringLiteral("snapshot"), QStringLiteral("snapshots")});
}

// It ended by itself, and not as one that is stopped.
bool hasFailed(const Subject &subject, const Service &service)
{
    const engine::Container *container = subject.live ? subject.live->container(service.name) : nullptr;
    constexpr std::array stopped{0, 130, 137, 143};
    return container && container->state == engine::ContainerState::Exited
           && std::ranges::find(stopped, container->exitCode) == stopped.end();
}

// ZooKeeper's two volumes, where each is mounted as the other is called. One that was so from its first day runs well: only where it
// does not start are they swapped.
std::optional<Finding> swappedOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const auto mountOf = [&](DataPath::Kind kind) -> const MountSpec * {
        const QStringList paths = pathsOf(subject, service, kind);
        const MountSpec *mount = paths.size() == 1 ? compose::mountAt(service.mounts, paths.front()) : nullptr;
        return mount && mount->kind == MountKind::Volume ? mount : nullptr;
    };
    const MountSpec *data = mountOf(DataPath::Kind::ZooKeeperData), *log = mountOf(DataPath::Kind::ZooKeeperLog);
    if (!data || !log || !isNamedForLogs(data->source) || !isNamedForData(log->source))
        return {};
    const bool isWrong = hasFailed(subject, service);
    std::vector<Change> changes{{service.name, MountVolume{log->source, data->target, data->source}},
                                {service.name, MountVolume{data->source, log->target, log->source}}};
    return frame(service, isWrong ? Status::Problem : Status::Advice,
                 Tr::tr("%1 is mounted for the snapshots, and %2 for the log: the wrong way round, as they are called")
                     .arg(plainText(data->source, 80), plainText(log->source, 80)),
                 serviceKey(subject, service, QStringLiteral("volumes")),
                 isWrong ? std::move(changes) : std::vector<Change>());
}

// Where an image's own directory is a new one each time, or is one for what may go: another one is set along, unless somebody has put
// a named volume right there.
struct Better {
    QString path;   // of the data
    QString target; // of the volume
};
std::optional<Better> betterPath(const Subject &subject, const Service &service)
{
    const bool isTold = kafkaSetting(subject, service, QStringLiteral("log.dirs")).isSet()
                        || kafkaSetting(subject, service, QStringLiteral("log.dir")).isSet();
    const auto paths = compose::dataPaths(service);
    const bool isKept = std::ranges::any_of(paths, [&](const DataPath &one) {
        const MountSpec *mount = one.kind == DataPath::Kind::KafkaData ? compose::mountAt(service.mounts, one.path)
                                                                       : nullptr;
        return mount && mount->kind == MountKind::Volume && !mount->source.isEmpty();
    });
    if (isTold || (isKept && service.flavour != Flavour::Wurstmeister))
        return {};
    if (service.flavour == Flavour::Wurstmeister && service.hostname.isEmpty())
        return Better{QStringLiteral("/kafka/kafka-logs"), QStringLiteral("/kafka")};
    if (service.flavour == Flavour::ApacheKafka || service.flavour == Flavour::ApacheKafkaNative)
        return Better{QStringLiteral("/var/lib/kafka/data"), QStringLiteral("/var/lib/kafka/data")};
    return {};
}

Finding volumeOf(const Subject &subject, const Service &service, const Frame &frame, DataPath::Kind kind)
{
    const Place place = serviceKey(subject, service, QStringLiteral("volumes"));
    const QStringList paths = pathsOf(subject, service, kind);
    const bool isKafka = kind == DataPath::Kind::KafkaData;
    if (paths.isEmpty()) {
        const bool isOne = kind == DataPath::Kind::ZooKeeperLog
                           && !pathsOf(subject, service, DataPath::Kind::ZooKeeperData).isEmpty();
        return frame(service, isOne ? Status::NotApplicable : Status::Unknown,
                     isOne ? Tr::tr("in the same directory as its data")
                           : Tr::tr("where this image keeps it is not known"),
                     place);
    }
    const QString suffix = kind == DataPath::Kind::ZooKeeperLog ? QStringLiteral("_logs") : QStringLiteral("_data");
    if (const auto better = isKafka ? betterPath(subject, service) : std::nullopt) {
        const MountSpec *mount = compose::mountAt(service.mounts, better->path);
        std::vector<Change> changes{
            setVariable(service, kafkaVariableFor(service, QStringLiteral("log.dirs")), better->path)};
        if (!mount || mount->source.isEmpty())
            changes.push_back({service.name, MountVolume{volumeName(subject, service, suffix), better->target}});
        return frame(service, Status::Problem,
                     service.flavour == Flavour::Wurstmeister
                         ? Tr::tr("a directory named after the container: a new one each time it is made anew")
                         : Tr::tr("%1, which is on no volume").arg(paths.front()),
                     place, changes);
    }
    Kept worst{Status::Ok, {}};
    std::vector<Change> changes;
    for (const QString &path : paths) {
        Kept kept = keptOf(service, path);
        const Service *sharer = kept.status == Status::Problem ? nullptr : sharerOf(subject, service, kind, path);
        if (sharer) {
            const QString who = sharer == &service ? Tr::tr("each of its %1 containers").arg(service.replicas)
                                                   : plainText(sharer->name, 80);
            kept = {Status::Problem, Tr::tr("%1, where %2 keeps its data, too").arg(kept.found, who)};
            if (paths.size() == 1)
                changes = ownVolume(subject, service, *sharer, path, suffix);
        }
        if (worst.found.isEmpty() || (worst.status == Status::Ok && kept.status != Status::Ok)
            || kept.status == Status::Problem)
            worst = kept;
        if (kept.status != Status::Problem || sharer)
            continue;
        const QString declared = declaredFor(service, path);
        const MountSpec *mount = compose::mountAt(service.mounts, path);
        // What is declared and only mounted in the wrong place is moved, not doubled.
        const QString name = paths.size() > 1
                                 ? volumeName(subject, service, suffix) + QString::number(changes.size() + 1)
                                 : volumeName(subject, service, suffix);
        const QString target = mount && mount->kind == MountKind::Volume && mount->source.isEmpty() ? mount->target
                               : declared.isEmpty()                                                 ? path
                                                                                                    : declared;
        if (!mount || mount->kind != MountKind::Tmpfs)
            changes.push_back({service.name, MountVolume{name, target}});
    }
    return frame(service, worst.status, worst.found, place, changes);
}

void each(const Subject &subject, Findings &findings, const Frame &frame, Role role, DataPath::Kind kind)
{
    for (const Service *service : servicesOf(subject, role)) {
        const auto swapped = kind == DataPath::Kind::ZooKeeperData ? swappedOf(subject, *service, frame) : std::nullopt;
        findings.push_back(swapped ? *swapped : volumeOf(subject, *service, frame, kind));
    }
}

} // namespace

void judgeZooKeeperData(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("zk-data-volume"), Tr::tr("a named volume where ZooKeeper keeps its snapshots"),
         Tr::tr(
             "Cluster id, topics and registrations outlive the container only on a volume. Without it the broker meets a ZooKeeper "
             "that does not know it, and refuses to start.")},
        Role::ZooKeeper, DataPath::Kind::ZooKeeperData);
}

void judgeZooKeeperLog(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("zk-log-volume"), Tr::tr("a named volume where ZooKeeper keeps its transaction log"),
         Tr::tr(
             "What ZooKeeper knows is its snapshots and the log of what came after them. One without the other is worse than "
             "neither.")},
        Role::ZooKeeper, DataPath::Kind::ZooKeeperLog);
}

void judgeKafkaData(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("kafka-data-volume"), Tr::tr("a named volume where log.dirs really is"),
         Tr::tr(
             "The broker’s identity and all its records are there. Without a named volume both are gone with «docker compose down», "
             "and ZooKeeper still knows the old ones.")},
        Role::Broker, DataPath::Kind::KafkaData);
}

} // namespace bd::audit
