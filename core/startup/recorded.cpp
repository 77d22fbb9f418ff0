#include "startup/recorded.h"

#include <thread>

#include <QCoreApplication>

#include "stack/lockkey.h"
#include "stack/seenrun.h"
#include "startup/parcels.h"
#include "startup/plan.h"
#include "startup/recording.h"

namespace bd::startup {

using timeline::Event;
using timeline::Run;
using timeline::RunKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Recorded)
};

} // namespace

Result<Recording> Recording::begin(const engine::Engine &engine, const compose::Project &project, RunKind kind,
                                   const QStringList &services, const Recorder &recorder, std::stop_token stop,
                                   Parcels parcels)
{
    Result<engine::Context> context = cancelled();
    std::jthread asksContext([&] { context = engine.context(stop); });
    const auto id = engine.id(stop);
    asksContext.join();
    if (!id || !context)
        return tl::unexpected(id ? context.error() : id.error());
    return begin({*id, context->name}, project, kind, services, recorder, parcels);
}

Result<Recording> Recording::begin(const Place &place, const compose::Project &project, RunKind kind,
                                   const QStringList &services, const Recorder &recorder, Parcels parcels)
{
    const QString key = stack::lockKey(place.engineId, project.name);
    auto lock = store::ProjectLock::acquire(key, recorder.origin, timeline::toString(kind));
    if (!lock)
        return tl::unexpected(lock.error());
    const bool mayHaveParcels = kind == RunKind::Stop || parcels == Parcels::GoesOnWith;
    if (const auto none = mayHaveParcels ? Result<>() : haveNoParcels(key); !none)
        return tl::unexpected(none.error());
    Run run;
    run.project = project.name;
    run.context = place.context;
    run.kind = kind;
    run.origin = recorder.origin;
    run.startedAt = recorder.clock.now();
    for (timeline::LaneInfo &lane : stack::lanesOf(project)) {
        if (services.isEmpty() || services.contains(lane.service))
            run.lanes.push_back(std::move(lane));
    }
    return Recording(std::move(*lock), std::move(run), recorder, place.engineId);
}

EventSink Recording::sink()
{
    return [this](const Event &event) {
        if (m_writer)
            m_writer->add(event);
        m_recorder->sink(event);
    };
}

void Recording::announce()
{
    m_writer = std::make_unique<RunWriter>(m_recorder->historyFile, m_run);
    const auto id = m_writer->id();
    m_run.id = id.value_or(0);
    if (m_recorder->began)
        m_recorder->began(m_run);
    if (id)
        return;
    m_writer.reset();
    Event note;
    note.at = m_recorder->clock.now();
    note.kind = timeline::EventKind::Note;
    note.text = Tr::tr("This run is not kept in the history: %1").arg(id.error().message);
    m_recorder->sink(note);
}

Result<StartReport> recordedStart(const engine::Engine &engine, const compose::Project &project,
                                  const StartOptions &options, const Recorder &recorder, std::stop_token stop)
{
    const auto plan = planStart(project, options.services, {}, {});
    if (!plan)
        return tl::unexpected(plan.error());
    auto recording = Recording::begin(engine, project, RunKind::Start, plan->names(), recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    recording->announce();
    return start(engine, project, options, recording->sink(), recorder.clock, stop);
}

Result<> recordedStop(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                      const Recorder &recorder, std::stop_token token)
{
    auto recording = Recording::begin(engine, project, RunKind::Stop, services, recorder, token);
    if (!recording)
        return tl::unexpected(recording.error());
    recording->announce();
    return stop(engine, project, services, recording->sink(), recorder.clock, token);
}

Result<> recordedRestart(const engine::Engine &engine, const compose::Project &project, const QString &service,
                         const StartOptions &options, const Recorder &recorder, std::stop_token stop)
{
    auto recording = Recording::begin(engine, project, RunKind::Restart, {service}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    recording->announce();
    return restart(engine, project, service, options, recording->sink(), recorder.clock, stop);
}

} // namespace bd::startup
