#include "registration/look.h"

#include <algorithm>

#include <QCoreApplication>

#include "compose/role.h"
#include "net/net.h"
#include "probe/srvr.h"
#include "reach/listeners.h"
#include "reach/places.h"
#include "reach/reach.h"
#include "startup/stale.h"

namespace bd::registration {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Registration)
};

using namespace std::chrono_literals;
using compose::Role;
using engine::Container;

constexpr Millis askDeadline = 5s;
constexpr Millis kafkaDeadline = 3s;
constexpr int mostLogLines = 20'000;
constexpr Millis startTime = 2min; // within which a broker that starts has its session
constexpr qsizetype mostBrokers = 200;

tl::unexpected<Error> noZooKeeper(const compose::Project &project)
{
    return fail(ErrorCode::NotFound, Tr::tr("%1 has no ZooKeeper").arg(project.name),
                project.isKRaft() ? Tr::tr("Its brokers are in a KRaft quorum: «brokerdeckctl cluster show».")
                                  : QString());
}

// Of every ZooKeeper: a session is connected to one of them. Nothing where one may not be asked.
std::optional<std::vector<zookeeper::Connection>> connectionsOf(const std::vector<reach::Place> &places,
                                                                const engine::Context &context, std::stop_token stop)
{
    std::vector<zookeeper::Connection> all;
    for (const reach::Place &one : places) {
        const auto address = reach::zookeeper(*one.service, *one.container, context);
        const auto answer = address ? net::fourLetterWord(*address, "cons", askDeadline, stop)
                                    : Result<QByteArray>(cancelled());
        if (!answer || probe::isNotWhitelisted(*answer))
            return {};
        std::ranges::move(zookeeper::connectionsIn(*answer), std::back_inserter(all));
    }
    return all;
}

EngineBroker brokerOf(const Container &container, const compose::Service *service)
{
    EngineBroker broker;
    broker.container = container.id;
    broker.name = container.name;
    broker.service = service ? service->name : QString();
    broker.broker = reach::brokerId(service ? *service : compose::Service(), container);
    broker.isUp = container.isUp() || container.state == engine::ContainerState::Restarting;
    broker.startedAt = container.startedAt;
    broker.finishedAt = container.finishedAt;
    broker.addresses = container.addresses.values();
    return broker;
}

// What it wrote last, and where that does not reach back to it, as it was started; nothing is proved by what cannot be read.
std::vector<LoggedSession> loggedBy(const engine::Engine &engine, const Container &container,
                                    const std::stop_token &stop)
{
    using Lines = std::vector<engine::Engine::LogLine>;
    const Lines last = engine.logs(container.id, {mostLogLines, {}, {}}, stop).value_or(Lines());
    auto sessions = sessionsIn(last);
    const bool reachesBack = last.size() < mostLogLines || !container.startedAt
                             || last.front().at <= *container.startedAt;
    if (reachesBack)
        return sessions;
    const engine::Engine::LogWindow start{mostLogLines, *container.startedAt - 1s, *container.startedAt + startTime};
    auto first = sessionsIn(engine.logs(container.id, start, stop).value_or(Lines()));
    for (LoggedSession &one : sessions) { // each once, in the order of time
        if (std::ranges::find(first, one.session, &LoggedSession::session) == first.end())
            first.push_back(std::move(one));
    }
    return first;
}

// Of other projects that could be its brokers: in a network with ZooKeeper.
bool mayBeItsBroker(const Container &one, const Container &zooKeeper)
{
    if (compose::kindOfImage(one.image).role != Role::Broker)
        return false;
    const auto networks = one.addresses.keys();
    return std::ranges::any_of(networks, [&](const QString &network) { return zooKeeper.addresses.contains(network); });
}

std::vector<EngineBroker> brokersOf(const engine::Engine &engine, const compose::Project &project,
                                    const std::vector<Container> &containers, const Container &zooKeeper,
                                    const std::stop_token &stop)
{
    std::vector<EngineBroker> brokers;
    for (const reach::Place &one : reach::placesOf(project, containers, Role::Broker)) {
        brokers.push_back(brokerOf(*one.container, one.service));
        brokers.back().sessions = loggedBy(engine, *one.container, stop);
    }
    for (const Container &one : containers) {
        if (one.project() != project.name && mayBeItsBroker(one, zooKeeper))
            brokers.push_back(brokerOf(one, nullptr));
    }
    return brokers;
}

Result<> lookAtNodes(zookeeper::Nodes &nodes, const QString &root, Seen &seen, const std::stop_token &stop)
{
    const QString ids = root + QStringLiteral("/brokers/ids");
    const auto children = nodes.children(ids, stop);
    if (!children && children.error().code == ErrorCode::NotFound)
        return {}; // no broker has ever registered
    if (!children)
        return tl::unexpected(children.error());
    for (const QString &name : children->first(std::min(children->size(), mostBrokers))) {
        bool isNumber = false;
        const int id = name.toInt(&isNumber);
        auto node = nodes.node(zookeeper::childPath(ids, name), stop);
        if (!node)
            return tl::unexpected(node.error());
        if (isNumber && *node) // else it has gone since
            seen.registered.push_back(registeredIn(std::move(**node), id));
    }
    auto controller = nodes.node(root + QStringLiteral("/controller"), stop);
    if (!controller)
        return tl::unexpected(controller.error());
    seen.controller = std::move(*controller);
    return {};
}

void lookAtKafka(const compose::Project &project, const std::vector<Container> &containers,
                 const engine::Context &context, Seen &seen, const std::stop_token &stop)
{
    auto metadata = reach::brokerAmong(containers, project, context)
                        .and_then(
                            [](const reach::BrokerAccess &access) { return kafka::Client::open(access.settings); })
                        .and_then([&](const std::unique_ptr<kafka::Client> &client) {
                            return client->metadata(false, kafkaDeadline, stop);
                        });
    if (metadata)
        seen.metadata = std::move(*metadata);
    else
        seen.kafkaError = metadata.error();
}

// The ZooKeeper that can be asked: one that runs.
const reach::Place *upOne(const std::vector<reach::Place> &places)
{
    const auto found = std::ranges::find_if(places, [](const reach::Place &one) { return one.container->isUp(); });
    return found == places.end() ? nullptr : &*found;
}

Result<reach::NodesWay> openAny(const engine::Engine &engine, const engine::Context &context,
                                const std::vector<reach::Place> &zooKeepers, const std::stop_token &stop)
{
    const reach::Place *up = upOne(zooKeepers);
    if (!up)
        return fail(ErrorCode::Unreachable, Tr::tr("ZooKeeper does not run"),
                    Tr::tr("Start it, to see what it holds."));
    return reach::openNodes(engine, context, *up->service, *up->container, askDeadline, stop);
}

struct EngineLook {
    engine::Context context;
    std::vector<Container> containers;
    TimePoint at{};
};

Result<EngineLook> lookAtEngine(const engine::Engine &engine, const std::stop_token &stop)
{
    auto context = engine.context(stop);
    auto containers = context ? engine.everyContainer(stop) : tl::unexpected(context.error());
    const auto at = containers ? engine.engineTime(stop) : tl::unexpected(containers.error());
    if (!at)
        return tl::unexpected(at.error());
    return EngineLook{std::move(*context), std::move(*containers), *at};
}

} // namespace

Result<Seen> lookAt(const engine::Engine &engine, const compose::Project &project, Scope scope, std::stop_token stop)
{
    const auto look = lookAtEngine(engine, stop);
    if (!look)
        return tl::unexpected(look.error());
    const auto zooKeepers = reach::placesOf(project, look->containers, Role::ZooKeeper);
    const auto brokers = reach::placesOf(project, look->containers, Role::Broker);
    if (project.isKRaft() || zooKeepers.empty())
        return noZooKeeper(project);
    Seen seen;
    seen.at = seen.watchedSince = look->at;
    const compose::Service *zooKeeper = zooKeepers.front().service;
    seen.tick = startup::tickTime(zooKeeper);
    if (!brokers.empty())
        seen.timeout = startup::sessionTimeout(*brokers.front().service, zooKeeper);
    const QString root = brokers.empty() ? QString()
                                         : reach::zookeeperRoot(*brokers.front().service, *brokers.front().container);
    seen.brokers = brokersOf(engine, project, look->containers, *zooKeepers.front().container, stop);
    const auto way = openAny(engine, look->context, zooKeepers, stop);
    Result<> looked = way ? lookAtNodes(*way->nodes, root, seen, stop) : tl::unexpected(way.error());
    if (!looked)
        seen.zookeeperError = looked.error();
    if (way)
        seen.zookeeperWay = way->text;
    for (const reach::Place &one : zooKeepers)
        seen.zookeeperSince = std::max(seen.zookeeperSince, one.container->startedAt);
    seen.connections = connectionsOf(zooKeepers, look->context, stop);
    if (scope == Scope::Everything)
        lookAtKafka(project, look->containers, look->context, seen, stop);
    if (stop.stop_requested())
        return cancelled();
    return seen;
}

Result<reach::NodesWay> nodesOf(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    const auto context = engine.context(stop);
    const auto containers = context ? engine.containers(project.name, stop) : tl::unexpected(context.error());
    if (!containers)
        return tl::unexpected(containers.error());
    const auto places = reach::placesOf(project, *containers, Role::ZooKeeper);
    if (places.empty())
        return noZooKeeper(project);
    return openAny(engine, *context, places, stop);
}

Result<NodeLook> lookInto(const engine::Engine &engine, const compose::Project &project, const QString &path,
                          std::stop_token stop)
{
    const auto way = nodesOf(engine, project, stop);
    auto node = way ? way->nodes->node(path, stop) : tl::unexpected(way.error());
    if (node && !*node)
        return fail(ErrorCode::NotFound, Tr::tr("ZooKeeper has no node %1").arg(path));
    auto children = node ? way->nodes->children(path, stop) : tl::unexpected(node.error());
    if (!children)
        return tl::unexpected(children.error());
    return NodeLook{std::move(**node), std::move(*children)};
}

} // namespace bd::registration
