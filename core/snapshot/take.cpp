#include "snapshot/take.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFile>
#include <QScopeGuard>

#include "base/text.h"
#include "guard/look.h"
#include "snapshot/staging.h"
#include "startup/recording.h"
#include "startup/steps.h"
#include "timeline/words.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

using engine::Container;
using guard::EngineState;
using guard::VolumeUse;
using timeline::EventKind;

const engine::Volume *volumeNamed(const EngineState &state, const QString &name)
{
    const auto found = std::ranges::find(state.volumes, name, &engine::Volume::name);
    return found == state.volumes.end() ? nullptr : &*found;
}

Source sourceOf(const compose::Project &project, const EngineState &state, const QString &name)
{
    Source source;
    source.volume = name;
    const engine::Volume *volume = volumeNamed(state, name);
    source.isAnonymous = volume && guard::isAnonymous(*volume);
    const auto uses = guard::usesOf(name, project, state.containers);
    // A broker's own use says what it is for; any other leads to the same files.
    const auto best = std::ranges::find_if(uses, &VolumeUse::isData);
    if (!uses.empty()) {
        const VolumeUse &use = best == uses.end() ? uses.front() : *best;
        source.holds = use.keeps;
        source.service = use.service;
        source.place = {use.container, use.destination};
        return source;
    }
    const auto inFile = guard::usesInFile(project);
    const auto use = std::ranges::find(inFile, name, &guard::FileUse::volume);
    if (use != inFile.end()) { // its service has no container now
        source.holds = use->keeps;
        source.service = use->service;
        source.place.destination = use->destination;
    }
    return source;
}

QString fileNameOf(const Source &source, size_t number)
{
    const QString what = source.holds ? compose::toString(*source.holds) : QStringLiteral("volume");
    return QStringLiteral("%1-%2%3").arg(number + 1).arg(what, archiveSuffix());
}

QString ownName(const compose::Project &project, TimePoint now)
{
    return QStringLiteral("%1 %2").arg(project.name, toLocalText(now));
}

QMap<QString, ArchivedService> servicesOf(const compose::Project &project, const EngineState &state)
{
    QMap<QString, ArchivedService> services;
    for (const Container &container : state.containers) {
        if (container.project() == project.name && !container.oneOff())
            services[container.service()] = {container.image, container.configHash()};
    }
    return services;
}

// Of a container that there is, or as the compose file has it; empty: neither.
QString imageOf(const compose::Project &project, const EngineState &state)
{
    for (const Container &container : state.containers) {
        if (container.project() == project.name && !container.imageId.isEmpty())
            return container.imageId;
    }
    for (const compose::Service &service : project.services) {
        if (!service.image.isEmpty())
            return service.image;
    }
    return {};
}

// A container that never runs, for a volume that nobody mounts.
Result<QString> holderFor(const engine::Engine &engine, const compose::Project &project, const EngineState &state,
                          const QString &volume, const QString &path, std::stop_token stop)
{
    const QString image = imageOf(project, state);
    if (image.isEmpty())
        return fail(ErrorCode::NotFound, Tr::tr("No image of %1 is there to copy %2 with").arg(project.name, volume),
                    Tr::tr("Start the project once, or make its containers with «docker compose create»."));
    return engine.createHolder(image, volume, path, {{guard::holderLabel(), project.name}}, std::move(stop));
}

// Copies one after another; nothing is kept of a snapshot that is not whole.
class Taking
{
public:
    Taking(const engine::Engine &engine, const compose::Project &project, const EngineState &state, QString folder,
           startup::EventLog &log, std::stop_token stop)
        : m_engine(engine), m_project(project), m_state(state), m_folder(std::move(folder)), m_log(log),
          m_stop(std::move(stop))
    {}

    Result<> add(const Source &source, Manifest &manifest)
    {
        if (!source.place.container.isEmpty())
            return copy(source, manifest);
        if (source.service.isEmpty() && manifest.reason == Manifest::Reason::BeforeReset)
            return fail(ErrorCode::NotFound,
                        Tr::tr("It is not known where %1 belongs: it could not be restored").arg(source.volume));
        Source held = source;
        if (held.place.destination.isEmpty())
            held.place.destination = QStringLiteral("/volume");
        const auto holder = holderFor(m_engine, m_project, m_state, source.volume, held.place.destination, m_stop);
        if (!holder)
            return tl::unexpected(holder.error());
        held.place.container = *holder;
        const auto copied = copy(held, manifest);
        if (const auto removed = removeHolder(*holder); !removed)
            m_log.add({}, EventKind::Note, removed.error().message);
        return copied;
    }

private:
    Result<> copy(const Source &source, Manifest &manifest)
    {
        const TimePoint began = m_log.clock().now();
        const QString file = fileNameOf(source, manifest.volumes.size());
        auto made = archive(m_engine, source.place, m_folder + QLatin1Char('/') + file, {}, m_stop);
        if (!made)
            return tl::unexpected(made.error());
        if (source.isAnonymous && !source.holds && made->content.entries.size() <= 1) { // its own directory
            QFile::remove(m_folder + QLatin1Char('/') + file);
            return {};
        }
        const engine::Volume *volume = volumeNamed(m_state, source.volume);
        ArchivedVolume archived;
        archived.volume = source.volume;
        archived.isAnonymous = source.isAnonymous;
        archived.holds = source.holds;
        archived.service = source.service;
        archived.destination = source.place.destination;
        archived.driver = volume ? volume->driver : QString();
        archived.labels = volume ? volume->labels : QMap<QString, QString>();
        archived.file = file;
        archived.bytes = made->file.bytes;
        archived.sha256 = made->file.sha256;
        archived.contentBytes = contentBytes(made->content.entries);
        archived.files = static_cast<int>(
            std::ranges::count(made->content.entries, TarEntry::Kind::File, &TarEntry::kind));
        manifest.volumes.push_back(archived);
        const auto &properties = made->content.brokerProperties;
        if (manifest.clusterId.isEmpty())
            manifest.clusterId = properties.value(QStringLiteral("cluster.id"));
        for (const QString &key : {QStringLiteral("broker.id"), QStringLiteral("node.id")}) {
            if (properties.contains(key) && !manifest.brokerIds.contains(properties[key]))
                manifest.brokerIds += properties[key];
        }
        m_log.add(source.service, EventKind::Note,
                  Tr::tr("%1 is archived and read back: %Ln file(s), %2 in %3", nullptr, archived.files)
                      .arg(source.volume, dataSizeText(archived.contentBytes),
                           timeline::durationText(m_log.clock().now() - began)));
        return {};
    }

    Result<> removeHolder(const QString &holder)
    {
        const auto now = guard::lookAt(m_engine, {});
        if (!now)
            return tl::unexpected(now.error());
        auto permit = guard::Permits::forOwnHolder(holder, *now);
        return permit ? m_engine.remove(std::move(*permit), {}) : tl::unexpected(permit.error());
    }

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    const EngineState &m_state;
    QString m_folder;
    startup::EventLog &m_log;
    std::stop_token m_stop;
};

} // namespace

Result<std::vector<Source>> sourcesOf(const compose::Project &project, const EngineState &state,
                                      const QStringList &volumes)
{
    QStringList names = volumes;
    if (names.isEmpty()) {
        for (const guard::StackVolume &volume : guard::stackVolumes(project, state.containers)) {
            if (volumeNamed(state, volume.name))
                names += volume.name;
        }
    }
    if (names.isEmpty())
        return fail(ErrorCode::NotFound, Tr::tr("%1 has no volumes to take a snapshot of").arg(project.name),
                    Tr::tr("Its containers must be there: their mounts tell which volumes are the stack’s."));
    std::vector<Source> sources;
    for (const QString &name : names) {
        const engine::Volume *volume = volumeNamed(state, name);
        const auto uses = guard::usesOf(name, project, state.containers);
        const bool isOurs = volume
                            && (volume->project() == project.name
                                || std::ranges::any_of(uses, [&](const VolumeUse &use) {
                                       return use.project == project.name;
                                   }));
        if (!isOurs)
            return fail(ErrorCode::NotFound, Tr::tr("%1 has no volume %2").arg(project.name, name),
                        Tr::tr("«brokerdeckctl volumes» shows those that there are."));
        sources.push_back(sourceOf(project, state, name));
    }
    return sources;
}

QStringList runningUsers(const EngineState &state, const std::vector<Source> &sources)
{
    QStringList services;
    for (const Container &container : state.containers) {
        const bool mounts = std::ranges::any_of(container.mounts, [&](const engine::Mount &mount) {
            return std::ranges::find(sources, mount.name, &Source::volume) != sources.end();
        });
        if (mounts && (container.isUp() || container.state == engine::ContainerState::Restarting))
            services += container.service().isEmpty() ? container.name : container.service();
    }
    services.removeDuplicates();
    return services;
}

Result<Manifest> take(const engine::Engine &engine, const compose::Project &project, const EngineState &state,
                      const Wish &wish, Shelf &shelf, startup::EventLog &log, std::stop_token stop)
{
    const auto sources = sourcesOf(project, state, wish.volumes);
    if (!sources)
        return tl::unexpected(sources.error());
    if (const QStringList running = runningUsers(state, *sources); !running.isEmpty())
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("No snapshot of what is written to: %1").arg(running.join(QStringLiteral(", "))),
                    Tr::tr("Stop it first."));
    const auto folder = shelf.begin(log.clock().now());
    if (!folder)
        return tl::unexpected(folder.error());
    auto givesUp = qScopeGuard([&] { shelf.giveUp(*folder); });
    log.add({}, EventKind::Step, Tr::tr("taking the snapshot"));
    const auto info = engine.info(stop);
    Manifest manifest;
    manifest.takenAt = log.clock().now();
    manifest.name = wish.name.isEmpty() ? ownName(project, manifest.takenAt) : wish.name;
    manifest.project = project.name;
    manifest.reason = wish.reason;
    manifest.isKept = wish.reason == Manifest::Reason::ByHand; // what somebody named does not go by itself
    manifest.context = state.context.name;
    manifest.engineId = state.id;
    manifest.engine = info ? info->product + QLatin1Char(' ') + info->version.text() : QString();
    manifest.services = servicesOf(project, state);
    Taking taking(engine, project, state, *folder, log, stop);
    for (const Source &source : *sources) {
        if (auto added = taking.add(source, manifest); !added)
            return tl::unexpected(added.error());
    }
    auto finished = shelf.finish(*folder, std::move(manifest));
    if (finished)
        givesUp.dismiss();
    return finished;
}

Result<Manifest> recordedTake(const engine::Engine &engine, const compose::Project &project, const Wish &wish,
                              Shelf &shelf, const startup::Recorder &recorder, std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Snapshot, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const auto before = lookWithoutHolders(engine, project.name, stop);
    if (!before)
        return tl::unexpected(before.error());
    const auto sources = sourcesOf(project, *before, wish.volumes);
    if (!sources)
        return tl::unexpected(sources.error());
    recording->announce();
    startup::EventLog log(recording->sink(), recorder.clock);
    log.add({}, EventKind::RunStarted, Tr::tr("Snapshot of %1").arg(project.name));
    const QStringList running = runningUsers(*before, *sources);
    Result<Manifest> taken = cancelled();
    if (auto stopped = running.isEmpty() ? Result<>() : startup::stopServices(engine, project, running, {}, log, stop);
        !stopped) {
        taken = tl::unexpected(stopped.error());
    } else if (const auto state = guard::lookAt(engine, stop); state) {
        taken = take(engine, project, *state, wish, shelf, log, stop);
    } else {
        taken = tl::unexpected(state.error());
    }
    if (!running.isEmpty()) { // also where it was cancelled: what ran is to run
        startup::StartOptions options;
        options.services = running;
        if (const auto started = startup::startServices(engine, project, options, log, {}); !started)
            log.problem({}, started.error());
    }
    if (!taken && taken.error().code != ErrorCode::Cancelled)
        log.problem({}, taken.error());
    log.finish(startup::outcomeOf(taken),
               taken ? Tr::tr("The snapshot «%1» is there").arg(taken->name) : taken.error().message);
    return taken;
}

} // namespace bd::snapshot
