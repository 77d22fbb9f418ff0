#include "reset/resetsession.h"

#include <array>

#include "guard/look.h"
#include "kafka/newest.h"
#include "reset/cluster.h"
#include "reset/marks.h"
#include "reset/script.h"
#include "snapshot/shelf.h"
#include "stack/topicsizes.h"
#include "stack/volumes.h"

namespace bd::app {

namespace {

using reset::Operation;
using reset::WayBack;

QStringList topicsIn(const Result<reset::TopicPlan> &plan)
{
    QStringList names;
    for (const reset::PlannedTopic &topic : plan ? plan->topics : std::vector<reset::PlannedTopic>()) {
        names += topic.name;
    }
    return names;
}

QStringList groupsIn(const Result<reset::TopicPlan> &plan)
{
    QStringList ids;
    for (const reset::PlannedGroup &group : plan ? plan->groups : std::vector<reset::PlannedGroup>()) {
        ids += group.id;
    }
    return ids;
}

// The smaller resets, as far as a broker answers.
void lookAtTopics(const engine::Engine &engine, const compose::Project &project, const guard::EngineState &state,
                  ResetPreview &preview, const std::stop_token &stop)
{
    const auto cluster = reset::clusterIn(state, project);
    const auto facts = cluster ? reset::lookAtTopics(*cluster->client, project, state, stop)
                               : tl::unexpected(cluster.error());
    if (!facts) {
        preview.topicsError = facts.error();
        return;
    }
    preview.offsets = facts->offsets;
    for (const Operation level : {Operation::Empty, Operation::Recreate}) {
        const auto planFor = [&](const ResetChoice &choice) {
            return reset::planTopics(project, state, {level, choice.topics, choice.groups}, *facts);
        };
        const ResetChoice chosen = preview.chosen.value(level);
        auto plan = planFor({});
        if (level == Operation::Empty && plan) {
            preview.everything = *plan;
        }
        ResetChoice &candidates = preview.candidates[level];
        candidates.topics = topicsIn(plan);
        if (plan && !chosen.topics.isEmpty()) {
            plan = planFor({.topics = chosen.topics});
        }
        candidates.groups = groupsIn(plan);
        if (plan && chosen.groups) {
            plan = planFor(chosen);
        }
        if (!plan) {
            preview.topicsError = plan.error();
            continue;
        }
        preview.scripts[level] = reset::topicScript(engine, project, *plan, state, WayBack::Keep);
        preview.bareScripts[level] = reset::topicScript(engine, project, *plan, state, WayBack::None);
        (level == Operation::Empty ? preview.empty : preview.recreate) = std::move(*plan);
    }
}

// Measuring walks through all that the engine keeps.
void addSizes(const engine::Engine &engine, const compose::Project &project, ResetPreview &preview,
              const std::stop_token &stop)
{
    preview.sizes = engine.volumeSizes(stop).value_or(QMap<QString, qint64>());
    const auto cluster = preview.everything ? reset::clusterOf(engine, project, stop) : fail(ErrorCode::NotFound, {});
    if (cluster) {
        preview.topicSizes = stack::topicSizes(engine, project, *cluster->client, stop).value_or(stack::TopicSizes());
    }
}

// Where they cannot be read, or not in time, they stay unknown.
void addLastWrites(const engine::Engine &engine, const compose::Project &project, ResetPreview &preview,
                   const std::stop_token &stop)
{
    constexpr Millis patience{20'000};
    const auto cluster = preview.everything ? reset::clusterOf(engine, project, stop) : fail(ErrorCode::NotFound, {});
    if (!cluster) {
        return;
    }
    QMap<QString, std::vector<kafka::PartitionOffsets>> offsets;
    for (const reset::PlannedTopic &topic : preview.everything->topics) {
        offsets.insert(topic.name, preview.offsets.value(topic.name));
    }
    preview.lastWrites = kafka::newestTimes(cluster->settings, offsets, patience, stop).value_or(kafka::NewestTimes());
}

// What takes a while, in the order in which it is shown.
using Addition = void (*)(const engine::Engine &, const compose::Project &, ResetPreview &, const std::stop_token &);
constexpr std::array<Addition, 2> additions{&addSizes, &addLastWrites};

} // namespace

Result<ResetPreviewPtr> ResetSession::lookAt(const engine::Engine &engine, const compose::Project &project,
                                             const Setting &setting, const ResetChoices &chosen, std::stop_token stop)
{
    const auto state = guard::lookAt(engine, stop);
    if (!state) {
        return tl::unexpected(state.error());
    }
    const guard::Marks marks = reset::marksOf(project, state->id, setting.settingsFile);
    const snapshot::Shelf shelf(project.name, setting.snapshots);
    ResetPreview preview;
    preview.project = project.name;
    preview.chosen = chosen;
    preview.context = state->context.name;
    preview.isRemote = state->context.isRemote();
    preview.isProtected = marks.isProtected;
    preview.full = reset::planFull(project, *state);
    preview.ruling = guard::ruleOn({preview.full.removal, project, *state, marks}, {});
    const auto records = guard::planOfRecords(project.name, state->id, state->context.name);
    preview.topicRuling = guard::ruleOn({records, project, *state, marks}, {});
    for (const stack::ProjectVolume &one : stack::volumesOf(project, state->containers, state->volumes).volumes) {
        if (one.holds) {
            preview.holds[one.volume.name] = *one.holds;
        }
    }
    preview.scripts[Operation::Full] = reset::fullScript(engine, project, preview.full, *state, WayBack::Keep);
    preview.bareScripts[Operation::Full] = reset::fullScript(engine, project, preview.full, *state, WayBack::None);
    preview.lastStart = setting.lastStart;
    preview.bytesAvailable = shelf.bytesAvailable();
    preview.snapshotDirectory = shelf.directory();
    lookAtTopics(engine, project, *state, preview, stop);
    preview.asOf = Clock::system().now();
    if (stop.stop_requested()) {
        return cancelled();
    }
    return ResetPreviewPtr(std::make_shared<const ResetPreview>(std::move(preview)));
}

ResetSession::ResetSession(std::shared_ptr<const engine::Engine> engine, compose::Project project, Setting setting,
                           QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_project(std::move(project)), m_setting(std::move(setting))
{}

void ResetSession::addDetails(const ResetPreviewPtr &preview, size_t from)
{
    if (from == additions.size()) {
        return;
    }
    m_looking = m_background.run(
        [engine = m_engine, project = m_project, preview, from](std::stop_token stop) -> Result<ResetPreviewPtr> {
            ResetPreview more = *preview;
            additions[from](*engine, project, more, stop);
            if (stop.stop_requested()) {
                return cancelled();
            }
            return ResetPreviewPtr(std::make_shared<const ResetPreview>(std::move(more)));
        },
        [this, from](const Result<ResetPreviewPtr> &outcome) {
            if (outcome) {
                Q_EMIT looked(*outcome);
                addDetails(*outcome, from + 1);
            }
        });
}

void ResetSession::choose(Operation level, const ResetChoice &choice)
{
    m_chosen[level] = choice;
    look();
}

void ResetSession::look()
{
    m_looking.request_stop(); // what it would say is not asked for any more
    m_looking = m_background.run([engine = m_engine, project = m_project, setting = m_setting, chosen = m_chosen](
                                     std::stop_token stop) { return lookAt(*engine, project, setting, chosen, stop); },
                                 [this](const Result<ResetPreviewPtr> &outcome) {
                                     if (outcome) {
                                         Q_EMIT looked(*outcome);
                                         addDetails(*outcome, 0);
                                     } else if (outcome.error().code != ErrorCode::Cancelled) {
                                         Q_EMIT lookFailed(outcome.error());
                                     }
                                 });
}

} // namespace bd::app
