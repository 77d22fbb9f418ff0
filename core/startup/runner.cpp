#include "startup/runner.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include <QCoreApplication>

#include "startup/enginefeed.h"
#include "startup/plan.h"
#include "startup/servicestart.h"
#include "startup/steps.h"
#include "startup/topics.h"

namespace bd::startup {

using engine::Container;
using timeline::Event;
using timeline::EventKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(StartRunner)
};

QStringList runningServices(const std::vector<Container> &containers)
{
    QStringList names;
    for (const Container &container : containers) {
        if (!container.oneOff() && container.isUp())
            names += container.service();
    }
    return names;
}

Result<> report(const Preflight &found, EventLog &log)
{
    for (const QString &warning : found.warnings)
        log.add({}, EventKind::Note, warning);
    for (const Error &problem : found.problems)
        log.problem({}, problem);
    return found.problems.empty() ? Result<>() : tl::unexpected(found.problems.front());
}

Result<> pullMissing(const engine::Engine &engine, const compose::Project &project, const QStringList &images,
                     EventLog &log, std::stop_token stop)
{
    for (const QString &image : images) {
        for (const compose::Service &service : project.services) {
            if (service.image == image)
                log.add(service.name, EventKind::Pulling, Tr::tr("fetching %1").arg(image));
        }
        const auto progress = [&](const QString &line) { log.add({}, EventKind::Note, line); };
        if (auto pulled = engine.pull(image, progress, stop); !pulled)
            return pulled;
    }
    return {};
}

Result<> stopDrifted(const engine::Engine &engine, const StartPlan &plan, const Preflight &found,
                     const StartOptions &options, EventLog &log, std::stop_token stop)
{
    if (found.drifted.isEmpty())
        return {};
    const QString names = found.drifted.join(QStringLiteral(", "));
    if (!options.allowRecreate)
        return fail(ErrorCode::Failed, Tr::tr("Starting would make these containers anew: %1").arg(names),
                    Tr::tr("Their settings in the compose file changed. Named volumes stay."));
    log.add({}, EventKind::Note, Tr::tr("Settings changed; these containers are made anew: %1").arg(names));
    for (const QString &service : plan.stopFirst) {
        for (const Container &container : found.containers) {
            if (container.service() != service || !container.isUp())
                continue;
            log.add(service, EventKind::Stopping);
            if (auto stopped = engine.stop(container.id, {}, stop); !stopped)
                return stopped;
            log.add(service, EventKind::Stopped);
        }
    }
    return {};
}

bool needsCreate(const StartPlan &plan, const Preflight &found)
{
    if (!found.drifted.isEmpty())
        return true;
    return std::ranges::any_of(plan.services, [&](const PlannedService &planned) {
        const auto count = std::ranges::count_if(found.containers, [&](const Container &container) {
            return !container.oneOff() && container.service() == planned.service.name;
        });
        return count != planned.service.replicas;
    });
}

Result<std::vector<Container>> create(const engine::Engine &engine, const compose::Project &project,
                                      const StartPlan &plan, const Preflight &found, EventLog &log,
                                      std::stop_token stop)
{
    if (!needsCreate(plan, found))
        return found.containers;
    if (!project.hasFiles())
        return fail(ErrorCode::ComposeFile,
                    Tr::tr("The compose file of %1 is gone, so missing containers cannot be made").arg(project.name),
                    Tr::tr("Open the project from a checkout that has its compose file."));
    log.add({}, EventKind::Step, Tr::tr("creating containers"));
    const QStringList there = [&] {
        QStringList names;
        for (const Container &container : found.containers)
            names += container.service();
        return names;
    }();
    for (const QString &name : plan.names()) {
        if (!there.contains(name) || found.drifted.contains(name))
            log.add(name, EventKind::Creating);
    }
    if (auto created = engine.composeCreate(
            project.call, plan.names(), [](const QString &) {}, stop);
        !created)
        return tl::unexpected(created.error());
    return engine.containers(project.name, stop);
}

// Each service on a thread of its own; the board is where they meet.
std::map<QString, Result<>> startAll(const StartPlan &plan, StartContext &context, std::stop_token stop)
{
    std::map<QString, Result<>> results;
    for (const PlannedService &planned : plan.services)
        results[planned.service.name] = {};
    std::vector<std::jthread> branches;
    for (const PlannedService &planned : plan.services) {
        Result<> &result = results[planned.service.name];
        branches.emplace_back([&, stop] { result = startService(planned, context, stop); });
    }
    branches.clear(); // joins
    return results;
}

const Error *worst(const std::map<QString, Result<>> &results, const StartPlan &plan)
{
    const Error *first = nullptr;
    for (const PlannedService &planned : plan.services) {
        const Result<> &result = results.at(planned.service.name);
        if (!result && result.error().code == ErrorCode::Cancelled)
            return &result.error();
        if (!result && !first)
            first = &result.error();
    }
    return first;
}

void reportTopics(const StartReport &report, EventLog &log)
{
    if (report.missingTopics.isEmpty())
        return;
    const QString names = report.missingTopics.join(QStringLiteral(", "));
    log.problem(
        {},
        {ErrorCode::NotFound,
         Tr::tr("%n expected topic(s) missing: %1", nullptr, static_cast<int>(report.missingTopics.size())).arg(names),
         Tr::tr(
             "The init service did not make them. «brokerdeckctl up --create-topics» or the button on the overview does."),
         {}});
}

bool hasInit(const compose::Project &project)
{
    return std::ranges::any_of(project.services,
                               [](const compose::Service &service) { return service.role == compose::Role::Init; });
}

QString endText(const Result<StartReport> &result)
{
    if (result && !result->missingTopics.isEmpty())
        return Tr::tr("Everything is up, but %n expected topic(s) missing", nullptr,
                      static_cast<int>(result->missingTopics.size()));
    if (result)
        return Tr::tr("Everything is up");
    if (result.error().code == ErrorCode::Cancelled)
        return Tr::tr("Stopped waiting; containers were left as they are");
    return result.error().message;
}

} // namespace

Result<StartReport> startServices(const engine::Engine &engine, const compose::Project &project,
                                  const StartOptions &options, EventLog &log, std::stop_token stop)
{
    Board board;
    log.add({}, EventKind::Step, Tr::tr("looking at the engine"));
    // What is wanted needs others, and these are created and checked with it.
    const auto scope = planStart(project, options.services, {}, {});
    if (!scope)
        return tl::unexpected(scope.error());
    auto feed = EngineFeed::open(engine, project, board, log, stop);
    auto found = preflight(engine, project, scope->names(), stop);
    if (!found)
        return tl::unexpected(found.error());
    if (!feed)
        return tl::unexpected(feed.error());
    const auto plan = planStart(project, options.services, found->drifted, runningServices(found->containers));
    if (!plan)
        return tl::unexpected(plan.error());
    auto containers = report(*found, log)
                          .and_then([&] { return pullMissing(engine, project, found->missingImages, log, stop); })
                          .and_then([&] { return stopDrifted(engine, *plan, *found, options, log, stop); })
                          .and_then([&] { return create(engine, project, *plan, *found, log, stop); });
    if (!containers)
        return tl::unexpected(containers.error());

    StartContext context{engine, project, options, found->context, std::move(*containers), board, log, {}};
    StartReport result;
    std::mutex creating;
    if (options.createTopics && !plan->hasInit)
        context.whenBrokerReady = [&](const compose::Service &, std::stop_token ours) {
            const std::lock_guard lock(creating); // brokers come up side by side
            if (auto made = makeMissingTopics(engine, project, log, ours))
                result.createdTopics += *made;
        };
    log.add({}, EventKind::Step, Tr::tr("starting services"));
    const auto results = startAll(*plan, context, stop);
    for (const auto &[service, outcome] : results) {
        if (!outcome)
            result.notReady += service;
    }
    const Error *error = worst(results, *plan);
    if (error && error->code == ErrorCode::Cancelled)
        return tl::unexpected(*error);
    if (plan->hasInit || !hasInit(project)) { // whose topics the init service makes are missing before it ran
        checkTopics(engine, project, options.createTopics, result, log, stop);
        reportTopics(result, log);
    }
    if (error)
        return tl::unexpected(*error);
    return result;
}

Result<StartReport> start(const engine::Engine &engine, const compose::Project &project, const StartOptions &options,
                          const EventSink &sink, const Clock &clock, std::stop_token stop)
{
    EventLog log(sink, clock);
    log.add({}, EventKind::RunStarted, Tr::tr("Start of %1").arg(project.name));
    Result<StartReport> result = startServices(engine, project, options, log, stop);
    if (!result && stop.stop_requested())
        result = cancelled();
    log.finish(outcomeOf(result), endText(result));
    return result;
}

Result<QStringList> createMissingTopics(const engine::Engine &engine, const compose::Project &project,
                                        std::stop_token stop)
{
    EventLog log([](const Event &) {}, Clock::system());
    return makeMissingTopics(engine, project, log, stop);
}

} // namespace bd::startup
