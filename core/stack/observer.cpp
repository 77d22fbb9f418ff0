#include "stack/observer.h"

#include <algorithm>

#include "base/text.h"
#include "stack/sentences.h"

namespace bd::stack {

using engine::Container;
using namespace std::chrono_literals;

namespace {

constexpr Millis topicsDeadline = 1s;
constexpr Millis patientProbe = 3s;
constexpr Millis probePause = 50ms;
constexpr int troubleLines = 60;
// A broker tells its version when it has started; recovering logs may take it that long.
constexpr std::chrono::minutes versionWithin{2};
constexpr int versionLines = 5000;
// A broker that has just registered lists itself first and its topics 70 to 200 ms later, on a busy machine more.
constexpr Millis topicsSettle = 3s;
constexpr Millis topicsPause = 100ms;

QString processKey(const Container &container)
{
    return container.id + toIso(container.startedAt.value_or(TimePoint{}));
}

} // namespace

Observer::Observer(std::shared_ptr<const engine::Engine> engine, compose::Project project, Clock clock)
    : m_engine(std::move(engine)), m_clock(std::move(clock))
{
    m_facts.project = std::move(project);
}

Result<> Observer::look(std::stop_token stop)
{
    auto containers = m_engine->containers(m_facts.project.name, stop);
    if (!containers)
        return tl::unexpected(containers.error());
    m_facts.containers = std::move(*containers);
    if (m_engineInfo)
        return {};
    const auto context = m_engine->context(stop);
    const auto info = context ? m_engine->info(stop) : tl::unexpected(context.error());
    if (!info)
        return tl::unexpected(info.error());
    m_facts.context = *context;
    m_engineInfo = *info;
    return {};
}

bool Observer::isAsked(const Container &container) const
{
    const compose::Service *service = m_facts.project.service(container.service());
    return service && (service->role == compose::Role::ZooKeeper || service->role == compose::Role::Broker)
           && !container.oneOff() && container.state == engine::ContainerState::Running && container.startedAt;
}

void Observer::probe(Whom whom, Millis deadline, std::stop_token stop)
{
    std::map<QString, std::unique_ptr<probe::Probe>> kept;
    for (const Container &container : m_facts.containers) {
        if (!isAsked(container))
            continue;
        const compose::Service &service = *m_facts.project.service(container.service());
        const auto found = m_probes.find(processKey(container));
        const bool isNew = found == m_probes.end();
        auto probe = isNew ? probe::ownProbe(m_facts.context, service, container) : std::move(found->second);
        if (!probe) // the engine's word counts; a runner's last exec of the check says nothing of now
            m_facts.probes.remove(service.name);
        else if (isNew || whom == Whom::All)
            m_facts.probes.insert(service.name, probe->check(deadline, stop));
        kept.emplace(processKey(container), std::move(probe));
    }
    m_probes = std::move(kept);
}

bool Observer::everyoneAnswers() const
{
    return std::ranges::all_of(m_facts.probes, [](const timeline::ProbeResult &probe) { return probe.passed; });
}

void Observer::take(const QString &service, const timeline::ProbeResult &result)
{
    m_facts.probes.insert(service, result);
}

const Container *Observer::readyBroker() const
{
    for (const Container &container : m_facts.containers) {
        const compose::Service *service = m_facts.project.service(container.service());
        if (!isAsked(container) || service->role != compose::Role::Broker)
            continue;
        const timeline::ProbeResult probe = m_facts.probes.value(service->name);
        if (probe.passed && probe.startedAt >= *container.startedAt)
            return &container;
    }
    return nullptr;
}

bool Observer::isSettled(const kafka::Metadata &metadata) const
{
    const bool all = std::ranges::all_of(m_facts.project.expectedTopics, [&](const compose::ExpectedTopic &expected) {
        return metadata.topic(expected.name) != nullptr;
    });
    return all || m_clock.now() - *m_brokerReadySince >= topicsSettle;
}

void Observer::readTopics(std::stop_token stop)
{
    const Container *broker = readyBroker();
    if (!broker) {
        m_facts.topicNames.reset();
        m_brokerReadySince.reset();
        return;
    }
    if (!m_brokerReadySince)
        m_brokerReadySince = m_clock.now();
    const auto probe = m_probes.find(processKey(*broker));
    const auto client = probe != m_probes.end() && probe->second ? probe->second->kafkaClient() : nullptr;
    if (!client)
        return;
    const auto metadata = client->metadata(true, topicsDeadline, stop);
    if (!metadata || !isSettled(*metadata)) // unknown is not none: what was seen stands until the broker is gone
        return;
    m_facts.topicNames.emplace();
    m_facts.topicPartitions.clear();
    for (const kafka::Topic &topic : metadata->topics) {
        m_facts.topicNames->push_back(topic.name);
        m_facts.topicPartitions.insert(topic.name, static_cast<int>(topic.partitions.size()));
    }
}

void Observer::readLines(std::stop_token stop)
{
    for (const Container &container : m_facts.containers) {
        const bool bad = container.exitCode != 0 || container.health == engine::Health::Unhealthy;
        if (!bad || container.oneOff())
            continue;
        const TimePoint end = container.finishedAt.value_or(container.createdAt);
        const QString service = container.service();
        if (m_linesOf.value(service) == end && m_facts.lastLines.contains(service))
            continue;
        // This process's own words: the log keeps those of the runs before.
        const auto lines = m_engine->logs(container.id, {troubleLines, container.startedAt}, stop);
        if (!lines)
            continue;
        QStringList text;
        for (const auto &line : *lines)
            text += redacted(plainText(line.text, 2000));
        m_facts.lastLines.insert(service, text);
        m_linesOf.insert(service, end);
    }
}

void Observer::readVersion(std::stop_token stop)
{
    const Container *broker = readyBroker();
    if (!broker || m_versionOf == processKey(*broker))
        return;
    const auto lines = m_engine->logs(broker->id, {versionLines, broker->startedAt, *broker->startedAt + versionWithin},
                                      stop);
    if (!lines)
        return;
    QStringList text;
    for (const auto &line : *lines)
        text += line.text;
    const QString version = kafkaVersion(text);
    m_facts.versions.insert(broker->service(), version);
    if (!version.isEmpty() || m_clock.now() > *broker->startedAt + versionWithin) // it can be ready before it says so
        m_versionOf = processKey(*broker);
}

Result<StackState> lookOnce(std::shared_ptr<const engine::Engine> engine, const compose::Project &project,
                            std::stop_token stop)
{
    Observer observer(std::move(engine), project, Clock::system());
    if (auto looked = observer.look(stop); !looked)
        return tl::unexpected(looked.error());
    const Clock clock = Clock::system();
    // Nothing is connected yet, and a check gives up early: one that fails at first is asked again.
    const TimePoint probesEnd = clock.now() + patientProbe;
    for (observer.probe(Observer::Whom::All, patientProbe, stop);
         !observer.everyoneAnswers() && clock.now() < probesEnd;
         observer.probe(Observer::Whom::All, patientProbe, stop)) {
        if (!clock.sleep(probePause, stop))
            return cancelled();
    }
    const TimePoint patience = clock.now() + topicsSettle + topicsDeadline;
    for (observer.readTopics(stop); observer.brokerIsReady() && !observer.topicsAreKnown() && clock.now() < patience;
         observer.readTopics(stop)) {
        if (!clock.sleep(topicsPause, stop))
            return cancelled();
    }
    observer.readLines(stop);
    observer.readVersion(stop);
    if (stop.stop_requested())
        return cancelled();
    StackState state = fold(observer.facts(), Clock::system().now());
    state.engineInfo = observer.engineInfo();
    return state;
}

} // namespace bd::stack
