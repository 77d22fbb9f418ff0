#include "reset/fullreset.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "guard/look.h"
#include "reset/resetsteps.h"
#include "snapshot/staging.h"
#include "snapshot/take.h"
#include "stack/lockkey.h"
#include "stack/volumes.h"
#include "startup/recording.h"
#include "startup/steps.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using startup::EventLog;
using timeline::EventKind;

QJsonObject headOf(const FullPlan &plan, const FullOptions &options)
{
    QJsonObject head = toJson(plan.removal);
    head.insert(QStringLiteral("operation"), toString(Operation::Full));
    head.insert(QStringLiteral("stops"), QJsonArray::fromStringList(plan.stops));
    head.insert(QStringLiteral("starts"), QJsonArray::fromStringList(plan.starts));
    head.insert(QStringLiteral("snapshot"), options.takeSnapshot);
    head.insert(QStringLiteral("confirmedContext"), options.confirmedContext);
    return head;
}

class FullReset
{
public:
    FullReset(const engine::Engine &engine, const compose::Project &project, Confirmed confirmed, FullPlan plan,
              bool takesSnapshot, const Surroundings &surroundings, Steps &steps, EventLog &log, std::stop_token stop)
        : m_engine(engine), m_project(project), m_confirmed(std::move(confirmed)), m_takesSnapshot(takesSnapshot),
          m_shelf(project.name, surroundings.snapshots), m_steps(steps), m_log(log), m_stop(std::move(stop))
    {
        m_report.plan = std::move(plan);
    }

    Result<FullReport> run(Millis deadline)
    {
        if (!anyRemoval(m_steps.progress())) // it may have been started and written to since
            m_steps.forget(snapshotStep());
        const auto removed =
            stopAll()
                .and_then([&] { return save(); })
                .and_then([&] { return isAtRest(); })
                .and_then([&] { return removeContainers(m_engine, m_project, m_confirmed, m_steps, m_log); })
                .and_then([&] { return removeVolumes(m_engine, m_project, m_confirmed, m_steps, m_log); });
        if (!removed && !anyRemoval(m_steps.progress()))
            return unharmed(m_engine, m_project, m_report.plan.stops, m_steps, m_log, removed.error());
        if (!removed)
            return tl::unexpected(removed.error());
        return start(deadline).and_then([&] { return m_steps.finish(End::Done); }).map([&] { return m_report; });
    }

private:
    // What is to be archived must have closed cleanly; what is thrown away need not. Done again by whoever goes on: somebody
    // may have started it meanwhile.
    Result<> stopAll()
    {
        if (anyRemoval(m_steps.progress()))
            return {};
        const auto stop = [&]() -> Result<QJsonObject> {
            const Closing closing = m_takesSnapshot ? Closing::Clean : Closing::AtOnce;
            return stopFirst(m_engine, m_project, m_report.plan.stops, closing, m_log, m_stop).map([] {
                return QJsonObject();
            });
        };
        const QString name = QStringLiteral("stop");
        return done(m_steps.isDone(name) ? stop() : m_steps.step(name, stop));
    }

    Result<> save()
    {
        if (!m_takesSnapshot || (m_confirmed.plan.volumes.empty() && !m_steps.isDone(snapshotStep())))
            return {};
        const auto saved = m_steps.step(snapshotStep(), [&]() -> Result<QJsonObject> {
            const auto state = guard::lookAt(m_engine, m_stop);
            if (!state)
                return tl::unexpected(state.error());
            snapshot::Wish wish;
            wish.reason = snapshot::Manifest::Reason::BeforeReset;
            for (const guard::PlannedVolume &volume : m_confirmed.plan.volumes)
                wish.volumes += volume.name;
            return snapshot::take(m_engine, m_project, *state, wish, m_shelf, m_log, m_stop)
                .map([](const snapshot::Manifest &manifest) {
                    return QJsonObject{{QStringLiteral("id"), manifest.id}};
                });
        });
        if (!saved)
            return tl::unexpected(saved.error());
        const auto manifest = m_shelf.find((*saved)[QLatin1String("id")].toString());
        if (manifest)
            m_report.snapshot = *manifest;
        else if (!anyRemoval(m_steps.progress())) // somebody has deleted it since
            return tl::unexpected(manifest.error());
        return {};
    }

    // Records of whoever was started since the archive was taken are in none.
    Result<> isAtRest() const
    {
        if (!m_takesSnapshot || anyRemoval(m_steps.progress()))
            return {};
        const auto state = guard::lookAt(m_engine, m_stop);
        if (!state)
            return tl::unexpected(state.error());
        for (const guard::PlannedContainer &planned : m_confirmed.plan.containers) {
            const auto found = std::ranges::find(state->containers, planned.id, &engine::Container::id);
            if (found != state->containers.end() && found->isUp())
                return fail(ErrorCode::Failed,
                            Tr::tr("Nothing is deleted: %1 was started since the snapshot").arg(planned.name),
                            Tr::tr("Leave it alone for that moment, and try again."));
        }
        return {};
    }

    Result<> start(Millis deadline)
    {
        startup::StartOptions options;
        options.services = m_report.plan.starts;
        options.createTopics = true;
        options.deadline = deadline;
        return startStep(m_engine, m_project, QStringLiteral("start"), options, m_steps, m_log, m_stop)
            .map([&](startup::StartReport &&started) { m_report.start = std::move(started); });
    }

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    Confirmed m_confirmed;
    bool m_takesSnapshot;
    snapshot::Shelf m_shelf;
    Steps &m_steps;
    EventLog &m_log;
    std::stop_token m_stop;
    FullReport m_report;
};

// A snapshot is of volumes: what lies in a container’s own layer would go without a way back.
Result<> canBeKept(const compose::Project &project, const guard::EngineState &state)
{
    const auto unheld = stack::volumesOf(project, state.containers, state.volumes).unheld;
    if (unheld.empty())
        return {};
    return fail(ErrorCode::InvalidUse,
                Tr::tr("%1 of %2 is on no volume: no snapshot can keep it")
                    .arg(unheld.front().path.path, unheld.front().service),
                Tr::tr(
                    "Reset without a snapshot where it may be lost («--no-snapshot»), or put a volume there first."));
}

Result<FullReport> logged(FullReset &reset, const compose::Project &project, Millis deadline, EventLog &log)
{
    log.add({}, EventKind::RunStarted, Tr::tr("Full reset of %1").arg(project.name));
    auto result = reset.run(deadline);
    finishLog(log, result, result ? closingOf(result->start, project) : QString());
    return result;
}

} // namespace

QString closingOf(const startup::StartReport &report, const compose::Project &project)
{
    if (!report.missingTopics.isEmpty())
        return Tr::tr("%1 is empty and up again, but topics are missing: %2")
            .arg(project.name, report.missingTopics.join(QStringLiteral(", ")));
    if (!report.topicsKnown && !project.expectedTopics.empty())
        return Tr::tr("%1 is empty and up again; whether its topics are there is not known").arg(project.name);
    return Tr::tr("%1 is empty and up again").arg(project.name);
}

bool isWhole(const startup::StartReport &report, const compose::Project &project)
{
    return report.missingTopics.isEmpty() && (report.topicsKnown || project.expectedTopics.empty());
}

Result<FullReport> recordedFull(const engine::Engine &engine, const compose::Project &project, const FullPlan &shown,
                                const guard::Marks &marks, const FullOptions &options, const Surroundings &surroundings,
                                const startup::Recorder &recorder, std::stop_token stop)
{
    auto recording = startup::Recording::begin({shown.removal.engineId, shown.removal.context}, project,
                                               timeline::RunKind::Reset, {}, recorder);
    if (!recording)
        return tl::unexpected(recording.error());
    const QString path = journalPath(stack::lockKey(shown.removal.engineId, project.name), surroundings.journals);
    if (auto free = nothingPending(path); !free)
        return tl::unexpected(free.error());
    const auto state = snapshot::lookWithoutHolders(engine, project.name, stop);
    if (!state)
        return tl::unexpected(state.error());
    if (auto allowed = mayGo({shown.removal, project, *state, marks}, options.confirmedContext); !allowed)
        return tl::unexpected(allowed.error());
    if (auto kept = options.takeSnapshot ? canBeKept(project, *state) : Result<>(); !kept)
        return tl::unexpected(kept.error());
    auto steps = Steps::begin(path, headOf(shown, options), surroundings.written);
    if (!steps)
        return tl::unexpected(steps.error());
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    FullReset reset(engine, project, {shown.removal, marks, options.confirmedContext}, shown, options.takeSnapshot,
                    surroundings, *steps, log, stop);
    return logged(reset, project, options.deadline, log);
}

Result<FullReport> resumedFull(const engine::Engine &engine, const compose::Project &project, const guard::Marks &marks,
                               const Surroundings &surroundings, const startup::Recorder &recorder,
                               std::stop_token stop)
{
    auto recording = startup::Recording::begin(engine, project, timeline::RunKind::Reset, {}, recorder, stop);
    if (!recording)
        return tl::unexpected(recording.error());
    const auto state = snapshot::lookWithoutHolders(engine, project.name, stop);
    if (!state)
        return tl::unexpected(state.error());
    auto steps = resumedSteps(stack::lockKey(recording->engineId(), project.name), Operation::Full, surroundings);
    if (!steps)
        return tl::unexpected(steps.error());
    if (!hasRemoved(steps->progress(), *state))
        forgetRemoval(*steps); // it may have been started and written to since
    const QJsonObject &head = steps->progress().head;
    auto removal = removalPlanFrom(steps->progress().plan);
    if (!removal)
        return tl::unexpected(removal.error());
    FullPlan plan;
    plan.removal = *removal;
    plan.stops = textsIn(head[QLatin1String("stops")]);
    plan.starts = textsIn(head[QLatin1String("starts")]);
    recording->announce();
    EventLog log(recording->sink(), recorder.clock);
    const Confirmed confirmed{plan.removal, marks, head[QLatin1String("confirmedContext")].toString()};
    FullReset reset(engine, project, confirmed, plan, head[QLatin1String("snapshot")].toBool(), surroundings, *steps,
                    log, stop);
    return logged(reset, project, FullOptions().deadline, log);
}

} // namespace bd::reset
