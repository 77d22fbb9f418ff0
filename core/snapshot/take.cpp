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
using timeline::EventKind;

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
        if (source.service.isEmpty() && manifest.reason == Manifest::Reason::BeforeReset)
            return fail(ErrorCode::NotFound,
                        Tr::tr("It is not known where %1 belongs: it could not be restored").arg(source.volume));
        const auto way = WayIn::open(m_engine, m_project, m_state, source, m_stop);
        if (!way)
            return tl::unexpected(way.error());
        auto copied = copy(source, (*way)->place(), manifest);
        if (const auto closed = (*way)->close(); !closed)
            m_log.add({}, EventKind::Note, closed.error().message);
        return copied;
    }

private:
    Result<> copy(const Source &source, const VolumePlace &place, Manifest &manifest)
    {
        const TimePoint began = m_log.clock().now();
        const QString file = fileNameOf(source, manifest.volumes.size());
        auto made = archive(m_engine, place, m_folder + QLatin1Char('/') + file, {}, m_stop);
        if (!made)
            return tl::unexpected(made.error());
        if (source.isAnonymous && !source.holds && made->content.entries.size() <= 1) { // its own directory
            QFile::remove(m_folder + QLatin1Char('/') + file);
            return {};
        }
        ArchivedVolume archived;
        archived.volume = source.volume;
        archived.isAnonymous = source.isAnonymous;
        archived.holds = source.holds;
        archived.service = source.service;
        archived.destination = place.destination;
        archived.driver = source.driver;
        archived.labels = source.labels;
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

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    const EngineState &m_state;
    QString m_folder;
    startup::EventLog &m_log;
    std::stop_token m_stop;
};

// Whoever has run while it was copied may have written: what is in the archive would be torn.
Result<> stayedAtRest(const engine::Engine &engine, const EngineState &before, const std::vector<Source> &sources,
                      std::stop_token stop)
{
    const auto now = guard::lookAt(engine, std::move(stop));
    if (!now)
        return tl::unexpected(now.error());
    for (const Container &container : now->containers) {
        const auto was = std::ranges::find(before.containers, container.id, &Container::id);
        const bool hasRun = container.isUp()
                            || container.startedAt != (was == before.containers.end() ? std::nullopt : was->startedAt);
        if (mountsOneOf(container, sources) && hasRun)
            return fail(ErrorCode::Failed, Tr::tr("%1 was started while its volume was copied").arg(container.name),
                        Tr::tr("No snapshot was kept. Leave it alone for that moment, and try again."));
    }
    return {};
}

} // namespace

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
    if (auto rested = stayedAtRest(engine, state, *sources, stop); !rested)
        return tl::unexpected(rested.error());
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
        options.allowRecreate = false; // as it was: what is made anew by other files may leave data behind
        if (auto started = startup::startServices(engine, project, options, log, {}); !started) {
            log.problem({}, started.error());
            if (taken)
                taken = fail(ErrorCode::Failed,
                             Tr::tr("«%1» is there, but not all was started again: %2")
                                 .arg(taken->name, started.error().message),
                             started.error().hint, started.error().detail);
        }
    }
    if (!taken && taken.error().code != ErrorCode::Cancelled)
        log.problem({}, taken.error());
    log.finish(startup::outcomeOf(taken),
               taken ? Tr::tr("The snapshot «%1» is there").arg(taken->name) : taken.error().message);
    return taken;
}

} // namespace bd::snapshot
