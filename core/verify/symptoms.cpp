#include "verify/symptoms.h"

#include <algorithm>
#include <map>
#include <set>

#include "net/net.h"
#include "reach/listeners.h"
#include "reach/places.h"
#include "reach/reach.h"

namespace bd::verify {

namespace {

constexpr Millis answerTime{1'000};

// The service of a broker with that id; where that is not known, of any broker.
QString serviceOf(int broker, const compose::Project &project, const std::vector<engine::Container> &containers)
{
    QString any;
    for (const auto &[service, container] : reach::placesOf(project, containers, compose::Role::Broker)) {
        if (reach::brokerId(*service, *container) == broker)
            return service->name;
        any = service->name;
    }
    return any;
}

bool isEncrypted(const Endpoint &endpoint)
{
    return endpoint.error && endpoint.error->code == ErrorCode::InvalidUse; // such are not asked
}

// nullptr: there is none.
const engine::Container *containerOf(const std::vector<engine::Container> &containers, const QString &service)
{
    const auto found = std::ranges::find_if(containers, [&](const engine::Container &one) {
        return one.service() == service && !one.oneOff();
    });
    return found == containers.end() ? nullptr : &*found;
}

// Whom missing topics are laid to; empty: somebody is about to make them, or failed to and says so.
QString makerOfTopics(const compose::Project &project, const std::vector<engine::Container> &containers)
{
    for (const compose::Service &service : project.services) {
        if (service.role != compose::Role::Init)
            continue;
        const engine::Container *container = containerOf(containers, service.name);
        const bool hasEnded = container && container->state == engine::ContainerState::Exited;
        if (container)
            return hasEnded && container->exitCode == 0 ? service.name : QString();
    }
    return serviceOf(-1, project, containers);
}

bool hasEndedBadly(const engine::Container &container)
{
    return !container.isUp() && container.exitCode != 0;
}

void addSharedIds(QMap<QString, QStringList> &clues, const compose::Project &project,
                  const std::vector<engine::Container> &containers)
{
    std::map<std::pair<QString, int>, std::vector<const engine::Container *>> byId; // of each cluster
    for (const auto &[service, container] : reach::placesOf(project, containers, compose::Role::Broker)) {
        const auto id = reach::brokerId(*service, *container);
        if (id && (container->isUp() || hasEndedBadly(*container)))
            byId[{reach::clusterAddress(*service, *container), *id}].push_back(container);
    }
    for (const auto &[key, those] : byId) {
        std::set<QString> names;
        std::vector<QString> ended;
        for (const engine::Container *one : those) {
            names.insert(one->service());
            if (hasEndedBadly(*one))
                ended.push_back(one->service());
        }
        if (those.size() < 2 || ended.size() == those.size() || key.first.isEmpty())
            continue;
        const QString text = QStringLiteral("broker id %1 is set on %2")
                                 .arg(key.second)
                                 .arg(QStringList(names.begin(), names.end()).join(QStringLiteral(", ")));
        for (const QString &service : ended.empty() ? std::vector{*names.rbegin()} : ended)
            clues[service] += text;
    }
}

void addLostZooKeeper(QMap<QString, QStringList> &clues, const compose::Project &project,
                      const std::vector<engine::Container> &containers)
{
    QStringList zooKeepers;
    for (const auto &[service, container] : reach::placesOf(project, containers, compose::Role::ZooKeeper)) {
        if (container->isUp())
            return;
        zooKeepers += service->name;
    }
    if (zooKeepers.isEmpty())
        return;
    for (const auto &[service, container] : reach::placesOf(project, containers, compose::Role::Broker)) {
        if (container->isUp())
            clues[service->name] += QStringLiteral("no ZooKeeper runs: %1").arg(zooKeepers.join(QStringLiteral(", ")));
    }
}

void addDirectories(QMap<QString, QStringList> &clues, const compose::Project &project,
                    const std::vector<engine::Container> &containers)
{
    for (const auto &[service, container] : reach::placesOf(project, containers, compose::Role::Broker)) {
        const QString directories = reach::variable(*service, *container, QStringLiteral("KAFKA_LOG_DIRS"));
        if (directories.contains(QLatin1Char(',')))
            clues[service->name] += QStringLiteral("several data directories: ") + directories;
    }
}

// One whose check fails has said why; one that starts may answer before its first check is due.
bool mayAnswer(const engine::Container &container)
{
    return container.isUp() && container.health != engine::Health::Unhealthy;
}

} // namespace

QMap<QString, QStringList> cluesOf(const Facts &facts, const std::vector<engine::Container> &containers)
{
    QMap<QString, QStringList> clues;
    for (const Endpoint &endpoint : facts.endpoints) {
        if (!endpoint.error || isEncrypted(endpoint))
            continue;
        clues[serviceOf(endpoint.broker, facts.project, containers)] += QStringLiteral("advertised %1: %2")
                                                                            .arg(endpoint.address,
                                                                                 endpoint.isUnknownHost
                                                                                     ? QStringLiteral("unknown host")
                                                                                     : QStringLiteral("no answer"));
    }
    QStringList missing;
    for (const compose::ExpectedTopic &topic : facts.project.expectedTopics) {
        if (!facts.metadata.brokers.empty() && !facts.metadata.topic(topic.name))
            missing += topic.name;
    }
    const QString maker = missing.isEmpty() ? QString() : makerOfTopics(facts.project, containers);
    if (!maker.isEmpty())
        clues[maker] += QStringLiteral("topics are missing: %1").arg(missing.join(QStringLiteral(", ")));
    addSharedIds(clues, facts.project, containers);
    addLostZooKeeper(clues, facts.project, containers);
    addDirectories(clues, facts.project, containers);
    return clues;
}

Result<diagnose::Seen> symptomsOf(const engine::Engine &engine, const compose::Project &project,
                                  const diagnose::Knowledge &knowledge, const QStringList &services,
                                  std::stop_token stop)
{
    auto seen = diagnose::lookAt(engine, project, knowledge, services, stop);
    const auto context = seen ? engine.context(stop) : tl::unexpected(seen.error());
    if (!context)
        return tl::unexpected(context.error());
    std::vector<engine::Container> ready;
    std::ranges::copy_if(seen->containers, std::back_inserter(ready), mayAnswer);
    const auto access = reach::brokerAmong(ready, project, *context);
    const auto client = access ? kafka::Client::open(access->settings) : tl::unexpected(access.error());
    Facts facts;
    facts.project = project;
    if (!client || !askBrokers(**client, access->settings, answerTime, facts, stop))
        facts.metadata = {}; // nobody answers
    if (stop.stop_requested())
        return cancelled();
    const auto clues = cluesOf(facts, seen->containers);
    for (diagnose::Symptoms &one : seen->stack)
        one.probes = clues.value(one.service);
    return seen;
}

} // namespace bd::verify
