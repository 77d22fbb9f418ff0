#include "carry/carry.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

#include "compose/running.h"
#include "snapshot/volumecopy.h"
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
using startup::StartReport;
using timeline::EventKind;
using MountKind = engine::Mount::Kind;

// The one that holds the path, the nearest of them.
template<typename Mounts, typename Target>
auto mountAt(const Mounts &mounts, const QString &path, Target target) -> const typename Mounts::value_type *
{
    const typename Mounts::value_type *best = nullptr;
    for (const auto &mount : mounts) {
        if (compose::holdsPath(target(mount), path) && (!best || target(mount).size() > target(*best).size()))
            best = &mount;
    }
    return best;
}

QString lastNameOf(const QString &path)
{
    return QDir::cleanPath(path).section(QLatin1Char('/'), -1);
}

// Where the files say that data of this kind is on a volume with a name; nothing: they do not.
std::optional<Move> placeOf(const compose::Project &project, const Service &service, const DataPath &path)
{
    const MountSpec *mount = mountAt(service.mounts, path.path, [](const MountSpec &one) { return one.target; });
    if (!mount || mount->kind != MountKind::Volume || mount->source.isEmpty())
        return {};
    const auto volume = std::ranges::find(project.volumes, mount->source, &compose::VolumeSpec::key);
    if (volume == project.volumes.end() || volume->external)
        return {};
    return Move{service.name, {}, {}, path.path, volume->name};
}

void addMoves(const compose::Project &project, const Service &service, const Container &container,
              std::vector<Move> &moves)
{
    const auto before = compose::dataPaths(compose::asItRuns(service, container));
    for (const DataPath &path : compose::dataPaths(service)) {
        auto move = placeOf(project, service, path);
        const auto old = std::ranges::find(before, path.kind, &DataPath::kind);
        if (!move || old == before.end())
            continue;
        const engine::Mount *mount = mountAt(container.mounts, old->path,
                                             [](const engine::Mount &one) { return one.destination; });
        const bool isUnnamed = mount && mount->kind == MountKind::Volume && compose::isUnnamed(mount->name);
        if (mount && !isUnnamed)
            continue; // on one with a name, or a folder: it is theirs who named it
        move->container = container.id;
        move->from = old->path;
        if (lastNameOf(move->from) != lastNameOf(move->to))
            move->to.clear();
        moves.push_back(*move);
    }
}

// Archives, one a move, in a folder of their own that goes with the last of them.
class Carrying
{
public:
    Carrying(const engine::Engine &engine, startup::EventLog &log, std::stop_token stop)
        : m_engine(engine), m_log(log), m_stop(std::move(stop)),
          m_folder(store::dataDirectory() + QStringLiteral("/carry-%1").arg(QDateTime::currentMSecsSinceEpoch()))
    {}

    Result<> archive(const Move &move)
    {
        if (!QDir().mkpath(m_folder))
            return fail(ErrorCode::Io, Tr::tr("The folder %1 could not be made").arg(m_folder));
        m_log.add(move.service, EventKind::Step, Tr::tr("copying what is in %1").arg(move.from));
        auto made = snapshot::archive(m_engine, {move.container, move.from}, fileOf(move), {}, m_stop);
        if (!made)
            return tl::unexpected(made.error());
        m_content[move.volume] = std::move(made->content);
        return {};
    }

    Result<> putInto(const Container &container, const Move &move)
    {
        const snapshot::VolumePlace place{container.id, move.to};
        m_log.add(move.service, EventKind::Step, Tr::tr("putting it into %1, and comparing").arg(move.volume));
        return snapshot::unpack(m_engine, fileOf(move), place, {}, m_stop).and_then([&] {
            return snapshot::compare(m_engine, m_content[move.volume], place, m_folder + QStringLiteral("/compared"),
                                     m_stop);
        });
    }

    void removeArchives() { QDir(m_folder).removeRecursively(); }
    const QString &folder() const { return m_folder; }

private:
    QString fileOf(const Move &move) const
    {
        return m_folder + QLatin1Char('/') + move.volume + snapshot::archiveSuffix();
    }

    const engine::Engine &m_engine;
    startup::EventLog &m_log;
    std::stop_token m_stop;
    QString m_folder;
    std::map<QString, snapshot::ArchiveContent> m_content; // by volume
};

Result<std::vector<Move>> checkedMoves(const engine::Engine &engine, const compose::Project &project,
                                       std::stop_token stop)
{
    const auto containers = engine.containers(project.name, stop);
    const auto volumes = containers ? engine.everyVolume(stop) : tl::unexpected(containers.error());
    if (!volumes)
        return tl::unexpected(volumes.error());
    const auto moves = movesOf(project, *containers);
    for (const Move &move : moves) {
        if (move.to.isEmpty())
            return fail(ErrorCode::InvalidUse,
                        Tr::tr("%1 keeps its data in %2, which is called otherwise now").arg(move.service, move.from),
                        Tr::tr("It cannot be carried along by itself. «docker cp» copies it; the old volume stays."));
        if (std::ranges::find(*volumes, move.volume, &engine::Volume::name) != volumes->end())
            return fail(
                ErrorCode::InvalidUse, Tr::tr("There is a volume %1 already").arg(move.volume),
                Tr::tr("Nothing is written over. Delete it in the volumes view if nobody needs it, and try again."));
    }
    return moves;
}

Result<> carryData(const engine::Engine &engine, const compose::Project &project, const std::vector<Move> &moves,
                   startup::EventLog &log, std::stop_token stop)
{
    QStringList services;
    for (const Move &move : moves)
        services += move.service;
    services.removeDuplicates();
    Carrying carrying(engine, log, stop);
    if (const auto stopped = startup::stopServices(engine, project, services, {}, log, stop); !stopped)
        return stopped;
    for (const Move &move : moves) {
        if (const auto archived = carrying.archive(move); !archived) {
            carrying.removeArchives(); // nothing has changed yet
            return archived;
        }
    }
    log.add({}, EventKind::Step, Tr::tr("making containers anew"));
    const auto put = engine
                         .composeCreate(
                             project.call, services, [](const QString &) {}, stop)
                         .and_then([&] { return engine.containers(project.name, stop); })
                         .and_then([&](const std::vector<Container> &now) -> Result<> {
                             for (const Move &move : moves) {
                                 const auto made = std::ranges::find_if(now, [&](const Container &one) {
                                     return one.service() == move.service && !one.oneOff();
                                 });
                                 if (made == now.end())
                                     return fail(ErrorCode::NotFound, Tr::tr("%1 was not made anew").arg(move.service));
                                 if (const auto done = carrying.putInto(*made, move); !done)
                                     return done;
                             }
                             return {};
                         });
    if (put) {
        carrying.removeArchives();
        return {};
    }
    Error error = put.error();
    error.hint = QStringLiteral("%1 %2")
                     .arg(Tr::tr("What was copied is kept in %1.").arg(carrying.folder()), error.hint)
                     .trimmed();
    return tl::unexpected(error);
}

} // namespace

std::vector<Move> movesOf(const compose::Project &project, const std::vector<Container> &containers)
{
    std::vector<Move> moves;
    for (const Service &service : project.services) {
        const auto container = std::ranges::find_if(containers, [&](const Container &one) {
            return one.service() == service.name && !one.oneOff();
        });
        if (container != containers.end())
            addMoves(project, service, *container, moves);
    }
    return moves;
}

Result<StartReport> recordedCarry(const engine::Engine &engine, const compose::Project &project,
                                  const startup::StartOptions &options, const startup::Recorder &recorder,
                                  std::stop_token stop)
{
    const auto moves = checkedMoves(engine, project, stop);
    if (!moves)
        return tl::unexpected(moves.error());
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Start, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    recording->announce();
    startup::EventLog log(recording->sink(), recorder.clock);
    const auto carried = moves->empty() ? Result<>() : carryData(engine, project, *moves, log, stop);
    auto report = carried.and_then([&] { return startup::startServices(engine, project, options, log, stop); });
    log.finish(startup::outcomeOf(report), report ? Tr::tr("Everything is up") : report.error().message);
    return report;
}

} // namespace bd::carry
