#include "reset/restore.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "guard/look.h"
#include "reset/resetsteps.h"
#include "reset/script.h"
#include "snapshot/staging.h"
#include "stack/lockkey.h"
#include "startup/recording.h"
#include "startup/steps.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Restore)
};

using engine::Container;
using snapshot::ArchivedVolume;
using startup::EventLog;
using startup::StartReport;
using timeline::EventKind;

const Container *containerOf(const compose::Project &project, const guard::EngineState &state, const QString &service)
{
    const auto found = std::ranges::find_if(state.containers, [&](const Container &container) {
        return container.project() == project.name && container.service() == service && !container.oneOff();
    });
    return found == state.containers.end() ? nullptr : &*found;
}

// The container to copy into; empty: the service has no volume there by now.
QString placeOf(const compose::Project &project, const guard::EngineState &state, const ArchivedVolume &volume)
{
    const Container *container = containerOf(project, state, volume.service);
    if (!container)
        return {};
    const bool mounts = std::ranges::any_of(container->mounts, [&](const engine::Mount &mount) {
        return mount.kind == engine::Mount::Kind::Volume && mount.destination == volume.destination;
    });
    return mounts ? container->id : QString();
}

// What the compose file says of a service that has no container; anonymous volumes of its image stand in no file.
bool mayHavePlace(const compose::Project &project, const guard::EngineState &state, const ArchivedVolume &volume)
{
    const compose::Service *service = project.service(volume.service);
    const bool isInFile = service && std::ranges::any_of(service->mounts, [&](const compose::MountSpec &mount) {
                              return mount.kind == engine::Mount::Kind::Volume && mount.target == volume.destination;
                          });
    if (!service || (!isInFile && !volume.isAnonymous))
        return false;
    return !containerOf(project, state, volume.service) || !placeOf(project, state, volume).isEmpty();
}

// Where the volumes are mounted that would go.
std::vector<std::pair<QString, QString>> placesThatGo(const compose::Project &project, const guard::EngineState &state,
                                                      const guard::RemovalPlan &plan)
{
    std::vector<std::pair<QString, QString>> places;
    const auto inFile = guard::usesInFile(project);
    for (const guard::PlannedVolume &volume : plan.volumes) {
        if (volume.goesWithContainer) // none of the set
            continue;
        const auto uses = guard::usesOf(volume.name, project, state.containers);
        for (const guard::VolumeUse &use : uses)
            places.emplace_back(use.service, use.destination);
        for (const guard::FileUse &use : inFile) {
            if (uses.empty() && use.volume == volume.name)
                places.emplace_back(use.service, use.destination);
        }
    }
    return places;
}

QString nowhere(const ArchivedVolume &volume)
{
    return Tr::tr("%1 of %2 is no volume of this project any more: %3 cannot be put there")
        .arg(volume.destination, volume.service, volume.volume);
}

QString createStep()
{
    return QStringLiteral("create");
}

QString copiedStep() // all of them
{
    return QStringLiteral("copied");
}

QJsonObject headOf(const RestorePlan &plan, const RestoreOptions &options)
{
    QJsonObject head = toJson(plan.full.removal);
    head.insert(QStringLiteral("operation"), toString(Operation::Restore));
    head.insert(QStringLiteral("snapshotId"), plan.snapshot.id);
    head.insert(QStringLiteral("stops"), QJsonArray::fromStringList(plan.full.stops));
    head.insert(QStringLiteral("starts"), QJsonArray::fromStringList(plan.full.starts));
    head.insert(QStringLiteral("confirmedContext"), options.confirmedContext);
    return head;
}

class Restoring
{
public:
    Restoring(const engine::Engine &engine, const compose::Project &project, RestorePlan plan, Confirmed confirmed,
              const Surroundings &surroundings, Steps &steps, EventLog &log, std::stop_token stop)
        : m_engine(engine), m_project(project), m_plan(std::move(plan)), m_confirmed(std::move(confirmed)),
          m_shelf(project.name, surroundings.snapshots), m_steps(steps), m_log(log), m_stop(std::move(stop))
    {}

    Result<StartReport> run(Millis deadline)
    {
        const auto removed =
            prove()
                .and_then([&] { return stopAll(); })
                .and_then([&] { return removeContainers(m_engine, m_project, m_confirmed, m_steps, m_log); })
                .and_then([&] { return removeVolumes(m_engine, m_project, m_confirmed, m_steps, m_log); });
        if (!removed && !anyRemoval(m_steps.progress()))
            return unharmed(m_engine, m_project, m_plan.full.stops, m_steps, m_log, removed.error());
        if (!removed)
            return tl::unexpected(removed.error());
        const auto filled = startAfresh().and_then([&] { return create(); }).and_then([&] { return fill(); });
        if (!filled)
            return tl::unexpected(filled.error());
        return start(m_plan.full.starts, deadline, m_stop).and_then([&](const StartReport &report) {
            return m_steps.finish(End::Done).map([&] { return report; });
        });
    }

private:
    // Each attempt reads the archives anew; what was proved once about the engine need not be proved again.
    Result<> prove()
    {
        if (m_steps.isDone(QStringLiteral("stage"))) {
            m_log.add({}, EventKind::Step, Tr::tr("checking the archives"));
            return keep(snapshot::checkArchives(m_plan.snapshot, m_shelf, m_stop));
        }
        return done(m_steps.step(QStringLiteral("stage"), [&]() -> Result<QJsonObject> {
            const auto image = anyImage();
            if (!image)
                return tl::unexpected(image.error());
            return keep(snapshot::stage(m_engine, m_plan.snapshot, m_shelf, *image, m_log, m_stop)).map([] {
                return QJsonObject();
            });
        }));
    }

    Result<> keep(Result<std::vector<snapshot::ArchiveContent>> contents)
    {
        if (!contents)
            return tl::unexpected(contents.error());
        m_contents = std::move(*contents);
        return {};
    }

    Result<QString> anyImage()
    {
        const auto state = guard::lookAt(m_engine, m_stop);
        if (!state)
            return tl::unexpected(state.error());
        for (const ArchivedVolume &volume : m_plan.snapshot.volumes) {
            if (const Container *container = containerOf(m_project, *state, volume.service))
                return container->imageId;
            const compose::Service *service = m_project.service(volume.service);
            if (service && !service->image.isEmpty())
                return service->image;
        }
        return fail(ErrorCode::NotFound, Tr::tr("The images of the snapshot’s services are not here"),
                    Tr::tr("Start the project once, then restore."));
    }

    Result<> stopAll()
    {
        return done(m_steps.step(QStringLiteral("stop"), [&] {
            return stopFirst(m_engine, m_project, m_plan.full.stops, Closing::AtOnce, m_log, m_stop).map([] {
                return QJsonObject();
            });
        }));
    }

    // An earlier attempt that was killed while it copied has left volumes that are half full: those that the journal says it
    // has made go again, and are ruled on like any other.
    Result<> startAfresh()
    {
        const auto &steps = m_steps.progress().done;
        if (!steps.contains(createStep()) || steps.contains(copiedStep()))
            return {};
        const auto made = removalPlanFrom(steps.value(createStep()));
        if (!made)
            return tl::unexpected(made.error());
        m_confirmed.plan = *made;
        return stopFirst(m_engine, m_project, m_plan.full.starts, Closing::AtOnce, m_log, {})
            .and_then([&] { return m_steps.replan(toJson(*made)); })
            .and_then([&] { return removeContainers(m_engine, m_project, m_confirmed, m_steps, m_log); })
            .and_then([&] { return removeVolumes(m_engine, m_project, m_confirmed, m_steps, m_log); });
    }

    Result<> create()
    {
        m_log.add({}, EventKind::Step, Tr::tr("creating containers and volumes"));
        QStringList services;
        for (const ArchivedVolume &volume : m_plan.snapshot.volumes) {
            if (!services.contains(volume.service))
                services += volume.service;
        }
        return done(m_steps.step(createStep(), [&] {
            return m_engine.composeCreate(m_project.call, services, [](const QString &) {}, {})
                .and_then([&] { return guard::lookAt(m_engine, {}); })
                .map([&](const guard::EngineState &state) { return toJson(guard::planRemoval(m_project, state)); });
        }));
    }

    Result<> fill()
    {
        m_log.add({}, EventKind::Step, Tr::tr("copying the volumes back"));
        const auto state = guard::lookAt(m_engine, {});
        if (!state)
            return tl::unexpected(state.error());
        for (size_t at = 0; at < m_plan.snapshot.volumes.size(); ++at) {
            const ArchivedVolume &volume = m_plan.snapshot.volumes[at];
            const auto filled = m_steps.step(QStringLiteral("copy:") + volume.volume, [&]() -> Result<QJsonObject> {
                return fillOne(*state, volume, m_contents[at]).map([] { return QJsonObject(); });
            });
            if (!filled)
                return tl::unexpected(filled.error());
        }
        return done(m_steps.step(copiedStep(), [] { return Result<QJsonObject>(QJsonObject()); }));
    }

    Result<> fillOne(const guard::EngineState &state, const ArchivedVolume &volume,
                     const snapshot::ArchiveContent &content)
    {
        const QString container = placeOf(m_project, state, volume);
        if (container.isEmpty())
            return fail(ErrorCode::NotFound, nowhere(volume));
        const snapshot::VolumePlace place{container, volume.destination};
        const QString folder = m_shelf.directoryOf(m_plan.snapshot.id) + QLatin1Char('/');
        return snapshot::unpack(m_engine, folder + volume.file, place, {}, {})
            .and_then([&] {
                return snapshot::compare(m_engine, content, place, folder + QStringLiteral("compared.tmp"), {});
            })
            .map([&] {
                m_log.add(volume.service, EventKind::Note,
                          Tr::tr("%1 is back, and is what the archive says").arg(volume.volume));
            });
    }

    Result<StartReport> start(const QStringList &services, Millis deadline, std::stop_token stop)
    {
        startup::StartOptions options;
        options.services = services;
        options.deadline = deadline;
        return startStep(m_engine, m_project, QStringLiteral("start"), options, m_steps, m_log, std::move(stop));
    }

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    RestorePlan m_plan;
    Confirmed m_confirmed;
    snapshot::Shelf m_shelf;
    Steps &m_steps;
    EventLog &m_log;
    std::stop_token m_stop;
    std::vector<snapshot::ArchiveContent> m_contents;
};

Result<StartReport> logged(Restoring &restoring, const RestorePlan &plan, Millis deadline, EventLog &log)
{
    log.add({}, EventKind::RunStarted, Tr::tr("Restore of «%1»").arg(plan.snapshot.name));
    auto result = restoring.run(deadline);
    finishLog(log, result, Tr::tr("«%1» is back").arg(plan.snapshot.name));
    return result;
}

} // namespace

RestorePlan planRestore(const compose::Project &project, const guard::EngineState &state,
                        const snapshot::Manifest &manifest)
{
    RestorePlan plan{manifest, planFull(project, state), {}};
    if (!project.hasFiles())
        plan.notFound += Tr::tr("The compose file of %1 is gone: its volumes cannot be made anew").arg(project.name);
    std::vector<std::pair<QString, QString>> kept;
    for (const ArchivedVolume &volume : manifest.volumes) {
        kept.emplace_back(volume.service, volume.destination);
        if (!volume.holds && !volume.isAnonymous)
            plan.notFound +=
                Tr::tr("%1 holds no data of Kafka or ZooKeeper, and nothing else is deleted here").arg(volume.volume);
        else if (!mayHavePlace(project, state, volume))
            plan.notFound += nowhere(volume);
    }
    for (const auto &place : placesThatGo(project, state, plan.full.removal)) {
        if (std::ranges::find(kept, place) == kept.end())
            plan.notFound +=
                Tr::tr("The snapshot has nothing for %1 of %2, which would be deleted: the set belongs together")
                    .arg(place.second, place.first);
    }
    return plan;
}

std::optional<Error> objection(const engine::Engine &engine, const compose::Project &project, const RestorePlan &plan,
                               const QString &folder)
{
    if (plan.notFound.isEmpty())
        return {};
    if (!project.hasFiles() || plan.snapshot.volumes.empty())
        return Error{ErrorCode::InvalidUse, plan.notFound.first(), {}, plan.notFound.join(QLatin1Char('\n'))};
    return Error{ErrorCode::InvalidUse, plan.notFound.first(),
                 Tr::tr("By hand it can be put back: the commands for a terminal are below."),
                 plan.notFound.join(QLatin1Char('\n')) + QStringLiteral("\n\n")
                     + volumesScript(engine, project, plan.snapshot, folder)};
}

Result<StartReport> recordedRestore(const engine::Engine &engine, const compose::Project &project,
                                    const RestorePlan &shown, const guard::Marks &marks, const RestoreOptions &options,
                                    const Surroundings &surroundings, const startup::Recorder &recorder,
                                    std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Restore, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const snapshot::Shelf shelf(project.name, surroundings.snapshots);
    if (const auto why = objection(engine, project, shown, shelf.directoryOf(shown.snapshot.id)))
        return tl::unexpected(*why);
    const auto state = snapshot::lookWithoutHolders(engine, project.name, stop);
    if (!state)
        return tl::unexpected(state.error());
    if (auto allowed = mayGo({shown.full.removal, project, *state, marks}, options.confirmedContext); !allowed)
        return tl::unexpected(allowed.error());
    // Takes the place of whatever was pending, once it is sure that it can: this leads out of it from any state.
    const QString path = journalPath(stack::lockKey(shown.full.removal.engineId, project.name), surroundings.journals);
    const auto replaced = replacedBy(path);
    const auto whole = replaced ? snapshot::checkArchives(shown.snapshot, shelf, stop)
                                : tl::unexpected(replaced.error());
    if (!whole)
        return tl::unexpected(whole.error());
    RestorePlan plan = shown;
    for (const QString &service : replaced->stops) {
        if (project.service(service) && !plan.full.starts.contains(service))
            plan.full.starts += service;
    }
    QJsonObject head = headOf(plan, options);
    head.insert(QStringLiteral("harmed"), replaced->isHarmed);
    auto steps = Steps::begin(path, head, surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    Restoring restoring(engine, project, plan, {shown.full.removal, marks, options.confirmedContext}, surroundings,
                        *steps, log, stop);
    return logged(restoring, plan, options.deadline, log);
}

Result<StartReport> resumedRestore(const engine::Engine &engine, const compose::Project &project,
                                   const guard::Marks &marks, const Surroundings &surroundings,
                                   const startup::Recorder &recorder, std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Restore, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const auto state = snapshot::lookWithoutHolders(engine, project.name, stop);
    if (!state)
        return tl::unexpected(state.error());
    auto steps = resumedSteps(stack::lockKey(recording->engineId(), project.name), Operation::Restore, surroundings);
    if (!steps)
        return tl::unexpected(steps.error());
    if (!hasRemoved(steps->progress(), *state))
        forgetRemoval(*steps);
    const QJsonObject head = steps->progress().head;
    auto removal = removalPlanFrom(steps->progress().plan);
    auto manifest =
        snapshot::Shelf(project.name, surroundings.snapshots).find(head[QLatin1String("snapshotId")].toString());
    if (!removal || !manifest)
        return tl::unexpected(removal ? manifest.error() : removal.error());
    RestorePlan plan{*manifest, {}, {}};
    plan.full.removal = *removal;
    plan.full.stops = textsIn(head[QLatin1String("stops")]);
    plan.full.starts = textsIn(head[QLatin1String("starts")]);
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    Restoring restoring(engine, project, plan, {*removal, marks, head[QLatin1String("confirmedContext")].toString()},
                        surroundings, *steps, log, stop);
    return logged(restoring, plan, RestoreOptions().deadline, log);
}

} // namespace bd::reset
