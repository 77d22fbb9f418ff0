#include "stack/state.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "base/text.h"
#include "reach/reach.h"
#include "stack/problems.h"
#include "stack/sentences.h"

namespace bd::stack {

using engine::Container;
using engine::ContainerState;
using engine::Health;
using timeline::ProbeResult;

namespace {

constexpr std::chrono::seconds defaultStartPeriod{60};
constexpr std::chrono::seconds quickRestart{10};

bool asked(compose::Role role) // whom our own probes ask
{
    return role == compose::Role::ZooKeeper || role == compose::Role::Broker;
}

bool isOneShot(const compose::Project &project, const compose::Service &service)
{
    if (service.role == compose::Role::Init)
        return true;
    return std::ranges::any_of(project.services, [&](const compose::Service &other) {
        return std::ranges::any_of(other.gates, [&](const compose::Gate &gate) {
            return gate.service == service.name && gate.condition == compose::Condition::CompletedSuccessfully;
        });
    });
}

// A probe says something of this process only if it was made after the process began.
bool isCurrent(const ProbeResult &probe, const Container &container)
{
    return container.startedAt && probe.startedAt >= *container.startedAt;
}

ServiceState runningState(const compose::Service &service, const Container &container,
                          const std::optional<ProbeResult> &probe, TimePoint now)
{
    const auto age = container.startedAt ? now - *container.startedAt : Micros{0};
    if (asked(service.role) && probe && isCurrent(*probe, container)) {
        if (probe->passed)
            return ServiceState::Healthy;
        const Millis patience = service.healthCheck && service.healthCheck->startPeriod.count() > 0
                                    ? service.healthCheck->startPeriod
                                    : Millis(defaultStartPeriod);
        return age < patience ? ServiceState::Starting : ServiceState::Unhealthy;
    }
    switch (container.health) {
    case Health::Healthy: return ServiceState::Healthy;
    case Health::Starting: return ServiceState::Starting;
    case Health::Unhealthy: return ServiceState::Unhealthy;
    case Health::None: break;
    }
    if (container.restartCount > 0 && age < quickRestart && container.finishedAt)
        return ServiceState::Restarting;
    return asked(service.role) && !container.ports.empty() && age < defaultStartPeriod ? ServiceState::Starting
                                                                                       : ServiceState::Running;
}

// Does its work and ends, as nothing speaks for a service that should run.
bool isHelper(const compose::Service &service, const Container &container)
{
    return service.role == compose::Role::Other && !container.isRestarted() && !service.healthCheck
           && service.ports.empty();
}

ServiceState endedState(const compose::Service &service, const Container &container, bool oneShot, bool anythingRuns)
{
    constexpr int killed = 128 + 9;
    constexpr int terminated = 128 + 15;
    constexpr int interrupted = 128 + 2;
    // With all the others down too it was a stop whose grace period ran out. For a broker that is trouble all the same:
    // it leaves its registration behind.
    if (container.exitCode == killed && !container.oomKilled && !anythingRuns && service.role != compose::Role::Broker)
        return ServiceState::Stopped;
    if (container.exitCode == 0)
        return oneShot ? ServiceState::Finished : ServiceState::Stopped;
    if (!oneShot && (container.exitCode == terminated || container.exitCode == interrupted))
        return ServiceState::Stopped;
    return ServiceState::Exited;
}

ServiceState stateOf(const Facts &facts, const compose::Service &service, const Container &container,
                     const std::optional<ProbeResult> &probe, TimePoint now)
{
    const bool oneShot = isOneShot(facts.project, service) || isHelper(service, container);
    const bool anythingRuns = std::ranges::any_of(facts.containers, [](const Container &one) {
        return !one.oneOff() && (one.isUp() || one.state == ContainerState::Restarting);
    });
    switch (container.state) {
    case ContainerState::Created: return ServiceState::Created;
    case ContainerState::Running: return runningState(service, container, probe, now);
    case ContainerState::Paused: return ServiceState::Paused;
    case ContainerState::Restarting: return ServiceState::Restarting;
    case ContainerState::Removing:
    case ContainerState::Exited:
    case ContainerState::Dead: return endedState(service, container, oneShot, anythingRuns);
    }
    return ServiceState::Missing;
}

// The replica that most needs to be seen stands for its service.
int urgency(ServiceState state)
{
    if (isTrouble(state))
        return 3;
    if (state == ServiceState::Starting)
        return 2;
    return isUp(state) || state == ServiceState::Finished ? 0 : 1;
}

QString healthWord(Health health)
{
    switch (health) {
    case Health::None: return QStringLiteral("none");
    case Health::Starting: return QStringLiteral("starting");
    case Health::Healthy: return QStringLiteral("healthy");
    case Health::Unhealthy: return QStringLiteral("unhealthy");
    }
    return {};
}

ServiceStatus statusOf(const Facts &facts, const compose::Service &service, TimePoint now)
{
    ServiceStatus status;
    status.service = service.name;
    status.role = service.role;
    status.image = service.image;
    const auto found = facts.probes.constFind(service.name);
    const std::optional<ProbeResult> probe = found == facts.probes.cend() ? std::nullopt : std::optional(*found);

    const Container *shown = nullptr;
    for (const Container &container : facts.containers) {
        if (container.service() != service.name || container.oneOff())
            continue;
        const ServiceState state = stateOf(facts, service, container, probe, now);
        if (!shown || urgency(state) > urgency(status.state)) {
            shown = &container;
            status.state = state;
        }
        status.endpoints += reach::publishedEndpoints(container, facts.context);
        status.restarts += container.restartCount;
    }
    if (!shown)
        return status;
    status.endpoints.removeDuplicates();
    status.health = healthWord(shown->health);
    if (!shown->image.isEmpty())
        status.image = shown->image;
    status.containerId = shown->id;
    status.containerName = shown->name;
    if (shown->isUp())
        status.since = shown->startedAt;
    else if (shown->state == ContainerState::Exited || shown->state == ContainerState::Dead) {
        status.since = shown->finishedAt;
        status.exitCode = shown->exitCode;
        status.oomKilled = shown->oomKilled;
    }
    if (probe && isCurrent(*probe, *shown))
        status.lastProbe = probe;
    return status;
}

TopicStatus topicOf(const Facts &facts, const compose::ExpectedTopic &expected)
{
    TopicStatus topic{expected, TopicState::Unknown, {}};
    if (!facts.topicNames)
        return topic;
    topic.state = std::ranges::find(*facts.topicNames, expected.name) != facts.topicNames->end() ? TopicState::Present
                                                                                                 : TopicState::Missing;
    if (const auto count = facts.topicPartitions.constFind(expected.name); count != facts.topicPartitions.cend())
        topic.partitions = *count;
    return topic;
}

void learn(Identity &identity, const ServiceStatus &status, const Facts &of)
{
    if (!status.lastProbe || !status.lastProbe->passed)
        return;
    const QJsonObject &facts = status.lastProbe->facts;
    if (status.role == compose::Role::ZooKeeper) {
        identity.zooKeeperVersion = plainText(facts[QLatin1String("version")].toString(), 40);
        identity.zooKeeperMode = plainText(facts[QLatin1String("mode")].toString(), 40);
    } else if (status.role == compose::Role::Broker) {
        const QJsonArray brokers = facts[QLatin1String("brokers")].toArray();
        identity.clusterId = plainText(facts[QLatin1String("clusterId")].toString(), 60);
        identity.brokers = static_cast<int>(brokers.size());
        identity.kafkaVersion = of.versions.value(status.service, identity.kafkaVersion);
        if (!identity.brokerId && brokers.size() == 1)
            identity.brokerId = brokers.first().toObject()[QLatin1String("id")].toInt();
    }
}

} // namespace

bool isUp(ServiceState state)
{
    return state == ServiceState::Healthy || state == ServiceState::Running;
}

bool isTrouble(ServiceState state)
{
    return state == ServiceState::Unhealthy || state == ServiceState::Restarting || state == ServiceState::Exited;
}

QString toString(ServiceState state)
{
    switch (state) {
    case ServiceState::Missing: return QStringLiteral("missing");
    case ServiceState::Created: return QStringLiteral("created");
    case ServiceState::Starting: return QStringLiteral("starting");
    case ServiceState::Healthy: return QStringLiteral("healthy");
    case ServiceState::Running: return QStringLiteral("running");
    case ServiceState::Unhealthy: return QStringLiteral("unhealthy");
    case ServiceState::Restarting: return QStringLiteral("restarting");
    case ServiceState::Finished: return QStringLiteral("finished");
    case ServiceState::Exited: return QStringLiteral("exited");
    case ServiceState::Stopped: return QStringLiteral("stopped");
    case ServiceState::Paused: return QStringLiteral("paused");
    }
    return {};
}

const ServiceStatus *StackState::service(QStringView name) const
{
    const auto found = std::ranges::find_if(services, [&](const ServiceStatus &s) { return s.service == name; });
    return found == services.end() ? nullptr : &*found;
}

int StackState::up() const
{
    return static_cast<int>(std::ranges::count_if(services, [](const ServiceStatus &s) {
        return isUp(s.state) || s.state == ServiceState::Finished;
    }));
}

bool StackState::isRunning() const
{
    return std::ranges::any_of(services, [](const ServiceStatus &s) {
        return isUp(s.state) || s.state == ServiceState::Starting || s.state == ServiceState::Unhealthy
               || s.state == ServiceState::Restarting || s.state == ServiceState::Paused;
    });
}

StackState fold(const Facts &facts, TimePoint now)
{
    StackState state;
    state.project = facts.project.name;
    state.link = Link::Live;
    state.context = facts.context;
    state.asOf = now;
    state.containersByAddress = engine::containersByAddress(facts.containers);
    for (const compose::Service &service : facts.project.services) {
        state.services.push_back(statusOf(facts, service, now));
        learn(state.identity, state.services.back(), facts);
    }
    for (const compose::ExpectedTopic &expected : facts.project.expectedTopics)
        state.topics.push_back(topicOf(facts, expected));
    for (ServiceStatus &status : state.services)
        describe(status, state, facts, now);
    state.problems = problemsOf(state, facts, now);
    return state;
}

} // namespace bd::stack
