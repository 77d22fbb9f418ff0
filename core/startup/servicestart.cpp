#include "startup/servicestart.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "probe/probe.h"
#include "startup/recovery.h"

namespace bd::startup {

using compose::Condition;
using compose::Gate;
using compose::Role;
using engine::Container;
using timeline::Event;
using timeline::EventKind;
using namespace std::chrono_literals;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(StartService)
};

constexpr Millis probeDeadline = 1s;   // a probe takes that long only where its target is slow
constexpr Millis verdictDeadline = 5s; // an engine behind ssh is slow to answer
constexpr Millis settleTime = 250ms;   // a service without a check must have run this long
constexpr Millis lookPace = 2s;        // inspect now and then: events may be dropped
constexpr int evidenceLines = 200;
constexpr int mostRestarts = 5;
// A process writes before the engine tells of its start, and what it wrote last is kept after it told of its end.
constexpr Millis logSlack = 300ms;

QString gateText(const Gate &gate)
{
    switch (gate.condition) {
    case Condition::Started: return Tr::tr("waits for %1 to start").arg(gate.service);
    case Condition::Healthy: return Tr::tr("waits for %1 to be healthy").arg(gate.service);
    case Condition::CompletedSuccessfully: return Tr::tr("waits for %1 to finish").arg(gate.service);
    }
    return {};
}

class Branch
{
public:
    Branch(const PlannedService &planned, StartContext &context, std::stop_token stop)
        : m_planned(planned), m_service(planned.service), m_name(planned.service.name), m_context(context),
          m_log(context.log), m_board(context.board), m_stop(std::move(stop))
    {}

    Result<> run()
    {
        return passGates()
            .and_then([this] { return findContainers(); })
            .and_then([this] { return startContainers(); })
            .and_then([this] { return m_planned.oneShot ? awaitEnd() : awaitReady(); });
    }

private:
    Result<> passGates();
    Result<> findContainers();
    Result<> startContainers();
    Result<> startProcess(const Container &container);
    enum class Now { Runs, Over }; // over: it ended with 0, and nobody starts it again
    Result<> awaitEnd();
    Result<> awaitReady();
    Result<Now> awaitReady(const QString &containerId);
    Result<Now> settle(const Container &container);
    Result<Container> lookForEnd(const QString &containerId);
    Result<Now> afterEnd(const QString &containerId);
    bool endedWell(const Container &container) const;
    tl::unexpected<Error> ended(const Board::Process &process, const QStringList &lines);
    Result<Container> inspect(const QString &id);
    QStringList lastLines(const Container &container, const Board::Process &process);
    void ready(const QString &text);
    tl::unexpected<Error> failed(ErrorCode code, const QString &message, const QString &hint,
                                 const QString &detail = {});
    TimePoint now() const { return m_log.clock().now(); }

    const PlannedService &m_planned;
    const compose::Service &m_service;
    const QString m_name;
    StartContext &m_context;
    EventLog &m_log;
    Board &m_board;
    std::stop_token m_stop;
    std::vector<Container> m_containers;
    int m_endsBefore = 0;
    int m_recoveries = 0;
};

Result<> Branch::passGates()
{
    for (const Gate &gate : m_planned.gates) {
        Event event;
        event.service = m_name;
        event.kind = EventKind::Waiting;
        event.on = gate.service;
        event.condition = gate.condition;
        event.text = gateText(gate);
        m_log.add(event);
        switch (m_board.waitFor(gate, m_stop)) {
        case Board::Gate::Cancelled: return cancelled();
        case Board::Gate::Shut:
            if (!gate.required)
                break;
            return fail(ErrorCode::Failed, Tr::tr("%1 was not started: %2 did not come up").arg(m_name, gate.service),
                        Tr::tr("Mend %1 first, then start again.").arg(gate.service));
        case Board::Gate::Open: break;
        }
        event.kind = EventKind::GateOpen;
        event.text.clear();
        m_log.add(event);
    }
    return {};
}

Result<> Branch::findContainers()
{
    for (const Container &container : m_context.containers) {
        if (container.service() == m_name && !container.oneOff())
            m_containers.push_back(container);
    }
    if (m_containers.empty() && !m_service.startsByCompose)
        return failed(ErrorCode::NotFound, Tr::tr("Compose made no container for %1").arg(m_name),
                      Tr::tr("Is its profile active?"));
    return {};
}

Result<> Branch::startContainers()
{
    m_endsBefore = m_board.process(m_name).ends;
    if (m_service.startsByCompose) {
        m_log.add(m_name, EventKind::Starting);
        if (auto up = m_context.engine.composeUpOne(m_context.project.call, m_name, m_stop); !up) {
            if (up.error().code != ErrorCode::Cancelled)
                m_log.problem(m_name, up.error());
            return up;
        }
        auto all = m_context.engine.containers(m_context.project.name, m_stop);
        if (!all)
            return tl::unexpected(all.error());
        m_containers.clear();
        std::ranges::copy_if(*all, std::back_inserter(m_containers),
                             [this](const Container &c) { return c.service() == m_name && !c.oneOff(); });
        if (m_containers.empty())
            return failed(ErrorCode::NotFound, Tr::tr("Compose made no container for %1").arg(m_name),
                          Tr::tr("Is its profile active?"));
    } else {
        for (const Container &container : m_containers) {
            if (auto started = startProcess(container); !started)
                return started;
        }
    }
    m_board.set(m_name, Phase::Started);
    return {};
}

Result<> Branch::startProcess(const Container &container)
{
    if (container.state == engine::ContainerState::Running) {
        m_log.add(m_name, EventKind::Started, Tr::tr("was running already"));
        return {};
    }
    m_log.add(m_name, EventKind::Starting);
    return m_context.engine.start(container.id, m_stop).map_error([this](Error error) {
        if (error.code != ErrorCode::Cancelled)
            m_log.problem(m_name, error);
        return error;
    });
}

Result<> Branch::awaitEnd()
{
    const TimePoint deadline = now() + m_context.options.deadline;
    const QString id = m_containers.front().id;
    for (;;) {
        const bool ended = m_board.waitForEnd(m_name, m_endsBefore, lookPace, m_stop);
        if (m_stop.stop_requested())
            return cancelled();
        if (ended && m_board.process(m_name).exitCode == 0) {
            m_board.set(m_name, Phase::Completed);
            return {};
        }
        if (ended) { // its restart policy may give it another try
            if (const auto after = afterEnd(id); !after)
                return tl::unexpected(after.error());
            continue;
        }
        if (const auto looked = lookForEnd(id); !looked)
            return tl::unexpected(looked.error());
        if (now() >= deadline)
            return failed(
                ErrorCode::Timeout,
                Tr::tr("%1 did not finish in %2 s").arg(m_name).arg(m_context.options.deadline.count() / 1000),
                Tr::tr("It still runs. Look at its log for what it waits for."));
    }
}

// Events can be lost: an end that none told of is counted here.
Result<Container> Branch::lookForEnd(const QString &containerId)
{
    const int ends = m_board.process(m_name).ends;
    auto container = inspect(containerId);
    if (!container)
        return container;
    const bool isOver = container->state == engine::ContainerState::Exited
                        || container->state == engine::ContainerState::Dead;
    if (isOver && m_board.process(m_name).ends == ends && ends == m_endsBefore)
        m_board.processEnded(m_name, container->exitCode, container->oomKilled, container->finishedAt.value_or(now()));
    return container;
}

Result<> Branch::awaitReady()
{
    bool isOver = !m_containers.empty();
    for (const Container &container : m_containers) {
        const auto result = awaitReady(container.id);
        if (!result)
            return tl::unexpected(result.error());
        isOver = isOver && *result == Now::Over;
    }
    if (m_service.role == Role::Broker && m_context.whenBrokerReady)
        m_context.whenBrokerReady(m_service, m_stop);
    m_board.set(m_name, isOver ? Phase::Completed : Phase::Ready);
    return {};
}

Result<Branch::Now> Branch::awaitReady(const QString &containerId)
{
    auto container = inspect(containerId); // now that it runs, its ports and addresses are known
    if (!container)
        return tl::unexpected(container.error());
    const bool strict = m_context.options.strictGates;
    const auto probe = probe::readiness(m_context.engine, m_context.engineContext, m_service, *container, strict);
    if (!probe)
        return settle(*container);
    TimePoint deadline = now() + m_context.options.deadline;
    TimePoint nextLook = now() + lookPace;
    for (int failures = 0; !m_stop.stop_requested();) {
        if (now() >= nextLook) {
            nextLook = now() + lookPace;
            if (const auto looked = lookForEnd(containerId); !looked)
                return tl::unexpected(looked.error());
        }
        if (m_board.process(m_name).ends > m_endsBefore) {
            const auto after = afterEnd(containerId);
            if (!after || *after == Now::Over)
                return after;
            deadline = now() + m_context.options.deadline;
            failures = 0;
        }
        const timeline::ProbeResult last = probe->check(strict ? verdictDeadline : probeDeadline, m_stop);
        if (m_stop.stop_requested())
            break;
        Event event;
        event.service = m_name;
        event.kind = EventKind::Probe;
        event.text = last.summary;
        event.probe = last;
        m_log.add(event);
        if (last.passed) {
            ready(last.summary);
            return Now::Runs;
        }
        if (now() >= deadline)
            return failed(ErrorCode::Timeout,
                          Tr::tr("The check of %1 did not pass in %2 s")
                              .arg(m_name)
                              .arg(m_context.options.deadline.count() / 1000),
                          Tr::tr("It still runs. The last check said: %1").arg(last.summary), last.output);
        // An end wakes us at once; nothing else is worth waking for.
        m_board.waitForEnd(m_name, m_endsBefore, probe->pause(++failures), m_stop);
    }
    return cancelled();
}

// No check to ask: it is ready when one process of its has run for a moment.
Result<Branch::Now> Branch::settle(const Container &container)
{
    const TimePoint deadline = now() + m_context.options.deadline;
    std::optional<TimePoint> begun = container.startedAt;
    while (now() < deadline) {
        const bool ended = m_board.waitForEnd(m_name, m_endsBefore, settleTime, m_stop);
        if (m_stop.stop_requested())
            return cancelled();
        if (ended) {
            if (const auto after = afterEnd(container.id); !after || *after == Now::Over)
                return after;
        }
        const auto seen = lookForEnd(container.id);
        if (!seen)
            return tl::unexpected(seen.error());
        if (!ended && seen->isUp() && seen->startedAt == begun) {
            ready(Tr::tr("runs; it has no check to ask"));
            return Now::Runs;
        }
        begun = seen->startedAt;
    }
    return failed(ErrorCode::Timeout,
                  Tr::tr("%1 did not stay up in %2 s").arg(m_name).arg(m_context.options.deadline.count() / 1000),
                  Tr::tr("It ends again and again. Look at its log."));
}

// Its process ended. An Error: for good, and badly.
Result<Branch::Now> Branch::afterEnd(const QString &containerId)
{
    const Board::Process process = m_board.process(m_name);
    m_endsBefore = process.ends;
    auto container = inspect(containerId);
    if (!container)
        return tl::unexpected(container.error());
    const bool goesOn = container->state == engine::ContainerState::Restarting || container->isUp();
    if (process.exitCode == 0 && !goesOn)
        return endedWell(*container) ? Result<Now>(Now::Over) : ended(process, lastLines(*container, process));
    const QStringList lines = lastLines(*container, process);
    if (m_service.role == Role::Broker && m_recoveries == 0) {
        if (const auto stale = staleRegistration(lines)) {
            ++m_recoveries;
            return recoverFromStaleRegistration(*stale, m_service, *container, m_context, m_stop).map([this] {
                m_endsBefore = m_board.process(m_name).ends;
                return Now::Runs;
            });
        }
    }
    if (!goesOn || container->restartCount >= mostRestarts)
        return ended(process, lines);
    if (container->restartCount > 0)
        m_log.add(m_name, EventKind::Restarting,
                  Tr::tr("ended with exit %1; its restart policy starts it again").arg(process.exitCode));
    return Now::Runs;
}

// A helper that has done its work, as against a service that should run: nobody would start it again.
bool Branch::endedWell(const Container &container) const
{
    return m_planned.oneShot || !container.isRestarted();
}

tl::unexpected<Error> Branch::ended(const Board::Process &process, const QStringList &lines)
{
    const QString why = lines.isEmpty() ? QString() : firstLine(lines.last());
    const QString message =
        process.oomKilled
            ? Tr::tr("%1 was ended because its memory ran out (exit %2)").arg(m_name).arg(process.exitCode)
            : Tr::tr("%1 ended with exit %2").arg(m_name).arg(process.exitCode);
    return failed(ErrorCode::Failed, message,
                  why.isEmpty() ? Tr::tr("It wrote nothing to its log.") : Tr::tr("Its last line: %1").arg(why),
                  lines.join(QLatin1Char('\n')));
}

Result<Container> Branch::inspect(const QString &id)
{
    auto found = m_context.engine.inspect({id}, m_stop);
    if (!found)
        return tl::unexpected(found.error());
    if (found->empty())
        return failed(ErrorCode::NotFound, Tr::tr("The container of %1 is gone").arg(m_name),
                      Tr::tr("Somebody removed it. Start again."));
    return std::move(found->front());
}

// Of the process that ended: its successor may be running already.
QStringList Branch::lastLines(const Container &container, const Board::Process &process)
{
    engine::Engine::LogWindow window{evidenceLines, container.startedAt, {}};
    if (process.startedAt)
        window = {evidenceLines, *process.startedAt - logSlack, process.endedAt + logSlack};
    QStringList text;
    if (const auto lines = m_context.engine.logs(container.id, window, m_stop)) {
        for (const auto &line : *lines)
            text += redacted(plainText(line.text, 4000));
    }
    return text;
}

void Branch::ready(const QString &text)
{
    m_log.add(m_name, EventKind::Ready, text);
}

tl::unexpected<Error> Branch::failed(ErrorCode code, const QString &message, const QString &hint, const QString &detail)
{
    Error error{code, message, hint, detail};
    m_log.problem(m_name, error);
    return tl::unexpected<Error>(std::move(error));
}

} // namespace

Result<> startService(const PlannedService &planned, StartContext &context, std::stop_token stop)
{
    Result<> result = Branch(planned, context, stop).run();
    if (!result && result.error().code != ErrorCode::Cancelled)
        context.board.set(planned.service.name, Phase::Failed);
    return result;
}

} // namespace bd::startup
