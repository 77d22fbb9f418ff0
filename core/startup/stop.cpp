#include <algorithm>
#include <thread>

#include <QCoreApplication>

#include "startup/board.h"
#include "startup/enginefeed.h"
#include "startup/plan.h"
#include "startup/runner.h"
#include "startup/servicestart.h"
#include "startup/steps.h"

namespace bd::startup {

using engine::Container;
using timeline::EventKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(StopRunner)
};

std::vector<Container> containersOf(const std::vector<Container> &all, const QString &service)
{
    std::vector<Container> found;
    std::ranges::copy_if(all, std::back_inserter(found), [&](const Container &container) {
        return container.service() == service && !container.oneOff();
    });
    return found;
}

Result<> stopService(const engine::Engine &engine, const QString &service, const std::vector<Container> &containers,
                     std::optional<Millis> grace, EventLog &log, std::stop_token stop)
{
    for (const Container &container : containersOf(containers, service)) {
        if (!container.isUp() && container.state != engine::ContainerState::Restarting)
            continue;
        log.add(service, EventKind::Stopping);
        if (auto stopped = engine.stop(container.id, grace, stop); !stopped) {
            if (stopped.error().code != ErrorCode::Cancelled)
                log.problem(service, stopped.error());
            return stopped;
        }
        log.add(service, EventKind::Stopped);
    }
    return {};
}

// On the board, Completed stands for «stopped», Failed for «could not be».
Result<> stopInTurn(const engine::Engine &engine, const StopStep &step, const std::vector<Container> &containers,
                    std::optional<Millis> grace, Board &board, EventLog &log, std::stop_token stop)
{
    for (const QString &earlier : step.after) {
        // What could not be stopped must not keep the rest up, so a shut gate is passed too.
        if (board.waitFor({earlier, compose::Condition::CompletedSuccessfully, true}, stop) == Board::Gate::Cancelled)
            return cancelled();
    }
    Result<> result = stopService(engine, step.service, containers, grace, log, stop);
    board.set(step.service, result ? Phase::Completed : Phase::Failed);
    return result;
}

Result<> restartPlanned(const engine::Engine &engine, const compose::Project &project, const QString &service,
                        const StartOptions &options, EventLog &log, std::stop_token stop)
{
    const auto plan = planStart(project, {service}, {}, {});
    if (!plan)
        return tl::unexpected(plan.error());
    const auto context = engine.context(stop);
    auto containers = engine.containers(project.name, stop);
    if (!context || !containers)
        return tl::unexpected(context ? containers.error() : context.error());
    if (containersOf(*containers, service).empty())
        return fail(ErrorCode::NotFound, Tr::tr("%1 has no container to restart").arg(service),
                    Tr::tr("Start it instead."));
    Board board;
    auto feed = EngineFeed::open(engine, project, board, log, stop);
    if (!feed)
        return tl::unexpected(feed.error());
    if (auto stopped = stopService(engine, service, *containers, {}, log, stop); !stopped)
        return stopped;
    containers = engine.containers(project.name, stop);
    if (!containers)
        return tl::unexpected(containers.error());
    StartContext start{engine, project, options, *context, std::move(*containers), board, log, {}};
    PlannedService planned = *plan->find(service);
    planned.gates.clear(); // a restart asks nobody: what it needs runs, or its check will say so
    return startService(planned, start, stop);
}

QString endText(const Result<> &result, const QString &done)
{
    if (result)
        return done;
    return result.error().code == ErrorCode::Cancelled ? Tr::tr("Stopped waiting; containers were left as they are")
                                                       : result.error().message;
}

} // namespace

Result<> stopServices(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                      std::optional<Millis> grace, EventLog &log, std::stop_token stop)
{
    auto steps = planStop(project, services);
    const auto containers = engine.containers(project.name, stop);
    if (!steps || !containers)
        return tl::unexpected(steps ? containers.error() : steps.error());
    if (grace == Millis(0)) { // who is killed closes nothing, and needs nobody for it
        for (StopStep &step : *steps)
            step.after.clear();
    }
    Board board;
    std::vector<Result<>> results(steps->size());
    std::vector<std::jthread> branches;
    for (std::size_t at = 0; at < steps->size(); ++at)
        branches.emplace_back(
            [&, at] { results[at] = stopInTurn(engine, (*steps)[at], *containers, grace, board, log, stop); });
    branches.clear(); // joins
    const auto bad = std::ranges::find_if(results, [](const Result<> &result) { return !result; });
    return bad == results.end() ? Result<>() : *bad;
}

Result<> stop(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
              const EventSink &sink, const Clock &clock, std::stop_token stop)
{
    EventLog log(sink, clock);
    log.add({}, EventKind::RunStarted, Tr::tr("Stop of %1").arg(project.name));
    Result<> result = stopServices(engine, project, services, {}, log, stop);
    if (!result && stop.stop_requested())
        result = cancelled();
    log.finish(outcomeOf(result), endText(result, Tr::tr("Stopped")));
    return result;
}

Result<> restart(const engine::Engine &engine, const compose::Project &project, const QString &service,
                 const StartOptions &options, const EventSink &sink, const Clock &clock, std::stop_token stop)
{
    EventLog log(sink, clock);
    log.add({}, EventKind::RunStarted, Tr::tr("Restart of %1").arg(service));
    Result<> result = restartPlanned(engine, project, service, options, log, stop);
    if (!result && stop.stop_requested())
        result = cancelled();
    log.finish(outcomeOf(result), endText(result, Tr::tr("%1 is up again").arg(service)));
    return result;
}

} // namespace bd::startup
