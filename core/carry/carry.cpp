#include "carry/carry.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

#include "compose/running.h"
#include "snapshot/volumecopy.h"
#include "stack/lockkey.h"
#include "startup/parcels.h"
#include "startup/plan.h"
#include "startup/recording.h"
#include "startup/steps.h"
#include "store/store.h"

namespace bd::carry {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Carry)
};

using compose::DataPath;
using compose::MountSpec;
using compose::Service;
using engine::Container;
using startup::Parcel;
using startup::Parcels;
using startup::StartReport;
using timeline::EventKind;
using MountKind = engine::Mount::Kind;

QString lastNameOf(const QString &path)
{
    return QDir::cleanPath(path).section(QLatin1Char('/'), -1);
}

// Where the files say that data of this kind is on a volume with a name; nothing: they do not.
std::optional<Move> placeOf(const compose::Project &project, const Service &service, const DataPath &path)
{
    const MountSpec *mount = compose::mountAt(service.mounts, path.path);
    if (!mount || mount->kind != MountKind::Volume || mount->source.isEmpty())
        return {};
    const auto volume = std::ranges::find(project.volumes, mount->source, &compose::VolumeSpec::key);
    if (volume == project.volumes.end() || volume->external)
        return {};
    return Move{service.name, {}, {}, path.path, volume->name};
}

// Where the running one has what belongs at this path: at the same one, or where there is no doubt which it is.
const DataPath *counterpartOf(const DataPath &path, const std::vector<DataPath> &now,
                              const std::vector<DataPath> &before)
{
    const auto same = std::ranges::find(before, path);
    if (same != before.end())
        return &*same;
    const bool isOnly = std::ranges::count(now, path.kind, &DataPath::kind) == 1
                        && std::ranges::count(before, path.kind, &DataPath::kind) == 1;
    return isOnly ? &*std::ranges::find(before, path.kind, &DataPath::kind) : nullptr;
}

bool isLeftBehind(const Service &service, const Container &container, const QString &path)
{
    const engine::Mount *mount = compose::mountAt(container.mounts, path);
    // On one with a name, or a folder: it is theirs who named it. In memory: nothing of it outlives a stop.
    if (mount && (mount->kind != MountKind::Volume || !compose::isUnnamed(mount->name)))
        return false;
    // What the image itself puts over the file's mount lies over it in a container made anew, too: nothing would move.
    const MountSpec *written = compose::mountAt(service.mounts, path);
    return !mount || !written || QDir::cleanPath(mount->destination).size() <= QDir::cleanPath(written->target).size();
}

void addMoves(const compose::Project &project, const Service &service, const Container &container, bool isOnly,
              std::vector<Move> &moves)
{
    const auto before = compose::dataPaths(compose::asItRuns(service, container));
    const auto now = compose::dataPaths(service);
    const bool isAnyLeft = std::ranges::any_of(before, [&](const DataPath &one) {
        return isLeftBehind(service, container, one.path);
    });
    for (const DataPath &path : now) {
        auto move = placeOf(project, service, path);
        const DataPath *old = counterpartOf(path, now, before);
        if (!move || (old ? !isLeftBehind(service, container, old->path) : !isAnyLeft))
            continue;
        move->container = container.id;
        move->from = old ? old->path : path.path;
        if (!old || !isOnly || lastNameOf(move->from) != lastNameOf(move->to))
            move->to.clear();
        moves.push_back(*move);
    }
}

QStringList servicesOf(const std::vector<Move> &moves)
{
    QStringList services;
    for (const Move &move : moves)
        services += move.service;
    services.removeDuplicates();
    return services;
}

// A ZooKeeper is closed only after its brokers.
QStringList withBrokers(const compose::Project &project, QStringList services)
{
    const bool hasZooKeeper = std::ranges::any_of(services, [&](const QString &name) {
        const Service *service = project.service(name);
        return service && service->role == compose::Role::ZooKeeper;
    });
    for (const Service &service : project.services) {
        if (hasZooKeeper && service.role == compose::Role::Broker && !services.contains(service.name))
            services += service.name;
    }
    return services;
}

class Carrying
{
public:
    Carrying(const engine::Engine &engine, const compose::Project &project, QString lockKey, startup::EventLog &log,
             std::stop_token stop)
        : m_engine(engine), m_project(project), m_lockKey(std::move(lockKey)), m_log(log), m_stop(std::move(stop))
    {}

    // Until these are written down nothing has changed but that services are stopped.
    Result<Parcels> pack(const std::vector<Move> &moves)
    {
        Parcels parcels{QStringLiteral("%1/carry/%2-%3")
                            .arg(store::dataDirectory(), m_project.name)
                            .arg(QDateTime::currentMSecsSinceEpoch()),
                        {}};
        if (!QDir().mkpath(parcels.folder))
            return fail(ErrorCode::Io, Tr::tr("The folder %1 could not be made").arg(parcels.folder));
        auto packed = startup::stopServices(m_engine, m_project, withBrokers(m_project, servicesOf(moves)), {}, m_log,
                                            m_stop)
                          .and_then([&] { return areAtRest(moves); });
        for (const Move &move : moves) {
            const QString file = QStringLiteral("%1/%2%3")
                                     .arg(parcels.folder)
                                     .arg(parcels.all.size() + 1)
                                     .arg(snapshot::archiveSuffix());
            auto archived = packed ? archive(move, file) : tl::unexpected(packed.error());
            if (!archived)
                packed = tl::unexpected(archived.error());
            else if (*archived)
                parcels.all.push_back({move.service, move.to, move.volume, file});
        }
        packed = packed.and_then([&] { return areAtRest(moves); });
        if (packed && !parcels.all.empty())
            packed = writeParcels(m_lockKey, parcels);
        if (!packed) {
            QDir(parcels.folder).removeRecursively();
            return tl::unexpected(packed.error());
        }
        m_log.add({}, EventKind::Note,
                  Tr::tr("Until it is compared, what was copied is kept in %1").arg(parcels.folder));
        return parcels;
    }

    // Can be done again from the start, whatever of it was done.
    Result<> unpackAll(const Parcels &parcels)
    {
        const QStringList services = parcels.services();
        m_log.add({}, EventKind::Step, Tr::tr("making containers anew"));
        const auto containers = startup::stopServices(m_engine, m_project, withBrokers(m_project, services), {}, m_log,
                                                      m_stop)
                                    .and_then([&] {
                                        return m_engine.composeCreate(
                                            m_project.call, services, [](const QString &) {}, m_stop);
                                    })
                                    .and_then([&] { return m_engine.containers(m_project.name, m_stop); });
        if (!containers)
            return tl::unexpected(containers.error());
        for (const Parcel &one : parcels.all) {
            const auto made = std::ranges::find_if(*containers, [&](const Container &container) {
                return container.service() == one.service && !container.oneOff();
            });
            if (made == containers->end())
                return fail(ErrorCode::NotFound, Tr::tr("%1 was not made anew").arg(one.service));
            if (made->startedAt)
                return fail(
                    ErrorCode::Failed, Tr::tr("%1 was started before its data was there").arg(one.service),
                    Tr::tr("It has begun with what its volume %1 had by then. «brokerdeckctl up --leave-data» goes on "
                           "with that. Or remove its container and that volume (docker rm, docker volume rm), and "
                           "start again: the data is put into a new one.")
                        .arg(one.volume));
            const engine::Mount *mount = compose::mountAt(made->mounts, one.to);
            if (!mount || mount->name != one.volume)
                return fail(
                    ErrorCode::Failed,
                    Tr::tr("The volume %1 is not mounted at %2 of %3 any more").arg(one.volume, one.to, one.service),
                    Tr::tr("The compose file has changed since. Take that back, and start again."));
            if (const auto put = unpack(one, *made); !put)
                return put;
        }
        return {};
    }

private:
    // What runs while it is copied may write: the copy would be torn.
    Result<> areAtRest(const std::vector<Move> &moves)
    {
        const auto now = m_engine.containers(m_project.name, m_stop);
        if (!now)
            return tl::unexpected(now.error());
        for (const Move &move : moves) {
            const auto found = std::ranges::find(*now, move.container, &Container::id);
            if (found == now->end() || found->isUp())
                return fail(ErrorCode::Failed, Tr::tr("%1 was started or made anew meanwhile").arg(move.service),
                            Tr::tr("Nothing has changed. Leave it alone for that moment, and try again."));
        }
        return {};
    }

    // False: the directory is not there, as of a broker that never came so far. «Could not find the file /x in container c»: docker cp.
    Result<bool> archive(const Move &move, const QString &file)
    {
        m_log.add(move.service, EventKind::Step, Tr::tr("copying what is in %1").arg(move.from));
        const auto done = snapshot::archive(m_engine, {move.container, move.from}, file, {}, m_stop);
        if (!done
            && QString(done.error().message + done.error().detail)
                   .contains(QLatin1String("could not find the file"), Qt::CaseInsensitive))
            return false;
        return done.map([](const auto &) { return true; });
    }

    Result<> unpack(const Parcel &parcel, const Container &container)
    {
        const snapshot::VolumePlace place{container.id, parcel.to};
        m_log.add(parcel.service, EventKind::Step, Tr::tr("putting it into %1, and comparing").arg(parcel.volume));
        const auto content = snapshot::readArchive(parcel.file, m_stop);
        if (!content)
            return tl::unexpected(content.error());
        return snapshot::unpack(m_engine, parcel.file, place, {}, m_stop).and_then([&] {
            return snapshot::compare(m_engine, *content, place, parcel.file + QStringLiteral(".compared"), m_stop);
        });
    }

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    QString m_lockKey;
    startup::EventLog &m_log;
    std::stop_token m_stop;
};

// Those of the services that are to be started.
Result<std::vector<Move>> movesFor(const engine::Engine &engine, const compose::Project &project,
                                   const QStringList &services, std::stop_token stop)
{
    const auto containers = engine.containers(project.name, stop);
    const auto plan = startup::planStart(project, services, {}, {});
    if (!containers || !plan)
        return tl::unexpected(containers ? plan.error() : containers.error());
    auto moves = movesOf(project, *containers);
    std::erase_if(moves, [&](const Move &move) { return !plan->find(move.service); });
    return moves;
}

Result<std::vector<Move>> checkedMoves(const engine::Engine &engine, const compose::Project &project,
                                       const QStringList &services, std::stop_token stop)
{
    const auto moves = movesFor(engine, project, services, stop);
    if (!moves || moves->empty())
        return moves;
    const auto volumes = engine.everyVolume(stop);
    if (!volumes)
        return tl::unexpected(volumes.error());
    for (const Move &move : *moves) {
        if (move.to.isEmpty())
            return fail(
                ErrorCode::InvalidUse,
                Tr::tr("The data of %1 in %2 cannot be carried along by itself").arg(move.service, move.from),
                Tr::tr(
                    "The new directory is called otherwise, or it is not certain which goes where. Nothing was changed; «docker "
                    "cp» copies it by hand. A full reset deletes it, and «brokerdeckctl up --leave-data» starts without it."));
        if (std::ranges::find(*volumes, move.volume, &engine::Volume::name) != volumes->end())
            return fail(
                ErrorCode::InvalidUse, Tr::tr("There is a volume %1 already").arg(move.volume),
                Tr::tr(
                    "The data of %1 would go into it, but nothing is written over. Delete it in the volumes view if nobody needs it, "
                    "and try again; «brokerdeckctl up --leave-data» starts with what is in it.")
                    .arg(move.service));
    }
    return moves;
}

// The services that were carried, and the brokers of a ZooKeeper that was, are down by now: they are started, too.
startup::StartOptions withMoved(const compose::Project &project, startup::StartOptions options, const Parcels &parcels)
{
    for (const QString &service : withBrokers(project, parcels.services())) {
        if (!options.services.isEmpty() && !options.services.contains(service))
            options.services += service;
    }
    return options;
}

// What is half filled is not started on; what somebody has started on has become theirs.
Result<> mayGiveUp(const engine::Engine &engine, const compose::Project &project, const Parcels &parcels,
                   const std::stop_token &stop)
{
    const auto containers = engine.containers(project.name, stop);
    const auto volumes = engine.everyVolume(stop);
    if (!containers || !volumes)
        return tl::unexpected(containers ? volumes.error() : containers.error());
    for (const Parcel &one : parcels.all) {
        const bool isThere = std::ranges::find(*volumes, one.volume, &engine::Volume::name) != volumes->end();
        const bool isStarted = std::ranges::any_of(*containers, [&](const Container &container) {
            return container.service() == one.service && container.startedAt.has_value();
        });
        if (isThere && !isStarted)
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 may hold half of its data").arg(one.volume),
                        Tr::tr(
                            "Start without --leave-data: the data is put there whole. Or remove its container and that "
                            "volume first (docker rm, docker volume rm); the copies are kept."));
    }
    return {};
}

// What is still to be put into volumes: left from an earlier start, or taken out now. Nothing: there is nothing to carry.
Result<std::optional<Parcels>> parcelsFor(const engine::Engine &engine, const compose::Project &project,
                                          const QStringList &services, const QString &lockKey, Data data,
                                          Carrying &carrying, startup::EventLog &log, std::stop_token stop)
{
    auto pending = startup::pendingParcels(lockKey);
    if (data == Data::StaysBehind && (!pending || *pending)) {
        const auto may = pending ? mayGiveUp(engine, project, **pending, stop) : Result<>();
        return may.and_then([&] { return startup::giveUpParcels(lockKey); }).map([&](const QString &where) {
            log.add({}, EventKind::Note, Tr::tr("What was copied, and is not put anywhere, is in %1").arg(where));
            return std::optional<Parcels>();
        });
    }
    if (!pending || *pending || data == Data::StaysBehind)
        return pending;
    const auto moves = checkedMoves(engine, project, services, std::move(stop));
    if (!moves)
        return tl::unexpected(moves.error());
    if (moves->empty())
        return std::optional<Parcels>();
    return carrying.pack(*moves).map([](Parcels packed) {
        if (!packed.all.empty())
            return std::optional(std::move(packed));
        QDir(packed.folder).removeRecursively(); // nothing was there
        return std::optional<Parcels>();
    });
}

Result<StartReport> carryAndStart(const engine::Engine &engine, const compose::Project &project,
                                  const startup::StartOptions &options, const QString &lockKey, Data data,
                                  startup::EventLog &log, std::stop_token stop)
{
    Carrying carrying(engine, project, lockKey, log, stop);
    const auto parcels = parcelsFor(engine, project, options.services, lockKey, data, carrying, log, stop);
    if (!parcels)
        return tl::unexpected(parcels.error());
    if (!*parcels)
        return startup::startServices(engine, project, options, log, stop);
    if (const auto put = carrying.unpackAll(**parcels); !put) {
        Error error = put.error();
        error.hint = Tr::tr("What was copied is kept in %1; the next start goes on with it.").arg((*parcels)->folder)
                     + QLatin1Char(' ') + error.hint;
        return tl::unexpected(error);
    }
    startup::removeParcels(lockKey);
    return startup::startServices(engine, project, withMoved(project, options, **parcels), log, stop);
}

// Where that cannot be told, starting says why.
bool isToCarry(const engine::Engine &engine, const compose::Project &project, const QStringList &services, Data data,
               std::stop_token stop)
{
    const auto pending = startup::pendingParcels(engine, project.name, stop);
    if (!pending || *pending)
        return true;
    if (data == Data::StaysBehind || !project.hasFiles())
        return false;
    const auto moves = movesFor(engine, project, services, stop);
    return moves && !moves->empty();
}

} // namespace

std::vector<Move> movesOf(const compose::Project &project, const std::vector<Container> &containers)
{
    std::vector<Move> moves;
    for (const Service &service : project.services) {
        const auto isIts = [&](const Container &one) { return one.service() == service.name && !one.oneOff(); };
        const auto container = std::ranges::find_if(containers, isIts);
        if (container != containers.end())
            addMoves(project, service, *container, std::ranges::count_if(containers, isIts) == 1, moves);
    }
    return moves;
}

Result<> mayStart(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    const auto pending = startup::pendingParcels(engine, project.name, stop);
    if (!project.hasFiles() || !pending || *pending)
        return {};
    return checkedMoves(engine, project, {}, stop).map([](const auto &) {});
}

bool canCarry(const std::vector<Move> &moves)
{
    return !moves.empty() && std::ranges::none_of(moves, [](const Move &one) { return one.to.isEmpty(); });
}

Result<StartReport> start(const engine::Engine &engine, const compose::Project &project,
                          const startup::StartOptions &options, Data data, const startup::Recorder &recorder,
                          std::stop_token stop)
{
    if (!isToCarry(engine, project, options.services, data, stop))
        return startup::recordedStart(engine, project, options, recorder, stop);
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Start, {}, recorder, stop,
                                               startup::Recording::Parcels::GoesOnWith);
    if (!recording)
        return tl::unexpected(recording.error());
    recording->announce();
    startup::EventLog log(recording->sink(), recorder.clock);
    const QString lockKey = stack::lockKey(recording->engineId(), project.name);
    auto report = carryAndStart(engine, project, options, lockKey, data, log, stop);
    if (!report && stop.stop_requested())
        report = cancelled();
    const QString text = report ? Tr::tr("Everything is up")
                                : QStringLiteral("%1. %2").arg(report.error().message, report.error().hint).trimmed();
    log.finish(startup::outcomeOf(report), text);
    return report;
}

} // namespace bd::carry
