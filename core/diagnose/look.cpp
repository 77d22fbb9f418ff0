#include "diagnose/look.h"

#include <algorithm>

#include "base/text.h"

namespace bd::diagnose {

namespace {

using engine::Container;
using engine::ContainerState;

constexpr int mostLogLines = 20'000; // of each service
// A client that cannot connect says so again within it. Who could not while Kafka was restarted, and can since, is silent.
constexpr std::chrono::seconds recentTime{30};

// A check that could not be run fails for ever; any other may still pass while the service starts.
bool cannotRun(const engine::HealthResult &result)
{
    constexpr int notExecutable = 126, notFound = 127;
    return result.exitCode == notExecutable || result.exitCode == notFound || result.exitCode == -1;
}

QString healthOf(const Container &container)
{
    const auto last = std::ranges::find_if(container.healthLog.rbegin(), container.healthLog.rend(),
                                           [&](const auto &one) {
                                               return !container.startedAt || one.start >= *container.startedAt;
                                           });
    const bool isBad = last != container.healthLog.rend() && last->exitCode != 0 && container.isUp()
                       && (container.health == engine::Health::Unhealthy || cannotRun(*last));
    if (!isBad)
        return {};
    const QString text = redacted(plainText(last->output)).trimmed();
    const QString check = container.healthCheck
                              ? redacted(plainText(container.healthCheck->test.join(QLatin1Char(' '))))
                              : QString();
    return text.isEmpty() ? QStringLiteral("exit %1 of: %2").arg(last->exitCode).arg(check) : text;
}

// Of one that is there to end, what it said on the way is over.
bool hasEndedWell(const compose::Service &service, const Container &container)
{
    const bool isServer = service.role == compose::Role::Broker || service.role == compose::Role::ZooKeeper;
    return !isServer && container.state == ContainerState::Exited && container.exitCode == 0;
}

struct Heard {
    Symptoms symptoms;
    std::vector<Evidence> alarms;
    std::vector<engine::Engine::LogLine> lines; // where something may be over by now
    std::optional<TimePoint> readyAt;           // it said so
};

Result<Heard> listenTo(const engine::Engine &engine, const compose::Service &service, const Container &container,
                       const Knowledge &knowledge, const std::stop_token &stop)
{
    auto lines = engine.logs(container.id, {mostLogLines, {}, {}}, stop);
    if (!lines)
        return tl::unexpected(lines.error());
    Heard heard{symptomsOf(service, container), {}, {}, {}};
    LogScan scan(knowledge);
    for (const auto &line : *lines)
        scan.line(line.text.toUtf8());
    if (!hasEndedWell(service, container))
        heard.symptoms.hits = scan.hits();
    heard.alarms = scan.alarms();
    if (container.isUp() && scan.readyLine() > 0)
        heard.readyAt = (*lines)[static_cast<size_t>(scan.readyLine() - 1)].at;
    const auto mayBeOver = [&](const Hit &hit) {
        return knowledge.failures[hit.failure].until == Failure::Until::Silent;
    };
    if (container.isUp() && std::ranges::any_of(heard.symptoms.hits, mayBeOver))
        heard.lines = std::move(*lines);
    return heard;
}

std::vector<Hit> recentIn(const std::vector<engine::Engine::LogLine> &lines, TimePoint since,
                          const Knowledge &knowledge)
{
    LogScan scan(knowledge);
    for (const auto &line : lines) {
        if (line.at >= since)
            scan.line(line.text.toUtf8());
    }
    return scan.hits();
}

// What was said before Kafka was up again, or long ago, counts no more.
void forgetWhatIsOver(const engine::Engine &engine, const Knowledge &knowledge, std::vector<Heard> &heard,
                      const std::stop_token &stop)
{
    if (std::ranges::all_of(heard, [](const Heard &one) { return one.lines.empty(); }))
        return;
    TimePoint since = engine.engineTime(stop).value_or(Clock::system().now()) - recentTime;
    for (const Heard &one : heard) {
        if (one.symptoms.role == compose::Role::Broker && one.readyAt)
            since = std::max(since, *one.readyAt);
    }
    for (Heard &one : heard) {
        if (!one.lines.empty())
            one.symptoms.hits = stillSaid(one.symptoms.hits, recentIn(one.lines, since, knowledge), knowledge);
    }
}

} // namespace

Symptoms symptomsOf(const compose::Service &service, const Container &container)
{
    Symptoms symptoms;
    symptoms.service = service.name;
    symptoms.role = service.role;
    for (const compose::Gate &gate : service.gates)
        symptoms.needs += gate.service;
    const bool hasEnded = container.state == ContainerState::Exited || container.state == ContainerState::Dead
                          || container.state == ContainerState::Restarting;
    if (hasEnded && container.exitCode != 0)
        symptoms.exitCode = container.exitCode;
    symptoms.oomKilled = hasEnded && container.oomKilled;
    symptoms.engine = {container.error};
    symptoms.health = healthOf(container);
    return symptoms;
}

std::vector<Hit> stillSaid(const std::vector<Hit> &hits, const std::vector<Hit> &recent, const Knowledge &knowledge)
{
    std::vector<Hit> still;
    std::ranges::copy_if(hits, std::back_inserter(still), [&](const Hit &hit) {
        return knowledge.failures[hit.failure].until != Failure::Until::Silent
               || std::ranges::any_of(recent, [&](const Hit &one) {
                      return one.failure == hit.failure && one.sign == hit.sign;
                  });
    });
    return still;
}

Result<Seen> lookAt(const engine::Engine &engine, const compose::Project &project, const Knowledge &knowledge,
                    const QStringList &services, std::stop_token stop)
{
    const auto containers = engine.containers(project.name, stop);
    if (!containers)
        return tl::unexpected(containers.error());
    std::vector<Heard> heard;
    for (const Container &container : *containers) {
        const compose::Service *service = project.service(container.service());
        if (!service || container.oneOff() || (!services.isEmpty() && !services.contains(service->name)))
            continue;
        auto one = listenTo(engine, *service, container, knowledge, stop);
        if (!one)
            return tl::unexpected(one.error());
        heard.push_back(std::move(*one));
    }
    forgetWhatIsOver(engine, knowledge, heard, stop);
    Seen seen;
    seen.containers = *containers;
    for (Heard &one : heard) {
        if (one.symptoms.exitCode || !one.symptoms.health.isEmpty())
            seen.alarms.insert(one.symptoms.service, one.alarms);
        seen.stack.push_back(std::move(one.symptoms));
    }
    return seen;
}

} // namespace bd::diagnose
