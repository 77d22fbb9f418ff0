#include "verify/verify.h"

#include <algorithm>

#include "base/text.h"
#include "net/net.h"
#include "probe/brokerfacts.h"
#include "reach/listeners.h"
#include "reach/reach.h"
#include "stack/observer.h"

namespace bd::verify {

namespace {

using namespace std::chrono_literals;
using What = Check::What;

constexpr Millis askDeadline = 5s;
constexpr Millis joinPause = 250ms;

class Stopwatch
{
public:
    Micros lap()
    {
        const auto now = std::chrono::steady_clock::now();
        return std::chrono::duration_cast<Micros>(now - std::exchange(m_from, now));
    }

private:
    std::chrono::steady_clock::time_point m_from = std::chrono::steady_clock::now();
};

Result<> lookAtEngine(const std::shared_ptr<const engine::Engine> &engine, Facts &facts, const std::stop_token &stop)
{
    Stopwatch watch;
    const auto containers = engine->everyContainer(stop);
    const auto volumes = containers ? engine->everyVolume(stop) : tl::unexpected(containers.error());
    if (!volumes)
        return tl::unexpected(volumes.error());
    facts.volumes = stack::volumesOf(facts.project, *containers, *volumes);
    facts.took[What::Volumes] = watch.lap();
    for (const engine::Container &container : *containers) {
        if (container.project() != facts.project.name || container.oneOff())
            continue;
        for (const QString &address : container.addresses)
            facts.servicesByAddress[address] = container.service();
        const compose::Service *service = facts.project.service(container.service());
        if (service && service->role == compose::Role::Broker && container.isUp())
            facts.brokerContainer = container.id;
        const auto id = service && service->role == compose::Role::Broker ? reach::brokerId(*service, container)
                                                                          : std::nullopt;
        if (id)
            facts.wantedIds[service->name] = *id;
    }
    return {};
}

Endpoint ask(const kafka::Settings &settings, const kafka::Broker &broker, Millis deadline, const std::stop_token &stop)
{
    Stopwatch watch;
    kafka::Settings direct = settings;
    direct.addressMap.clear();
    Endpoint endpoint;
    endpoint.broker = broker.id;
    endpoint.address = broker.address();
    const auto answer = probe::apiVersions(direct, broker, deadline, stop);
    if (!answer) {
        endpoint.error = answer.error();
        const auto addresses = net::lookUp(broker.host, deadline, stop);
        endpoint.isUnknownHost = !addresses && addresses.error().code == ErrorCode::Unreachable;
        endpoint.isMapped = settings.addressMap.contains(endpoint.address)
                            && probe::apiVersions(settings, broker, deadline, stop);
    }
    endpoint.took = watch.lap();
    return endpoint;
}

// By bash alone, which images of Kafka have; nothing where this one has not. Its words name what is wrong.
std::optional<Endpoint> askInside(const engine::Engine &engine, const QString &container, const QString &address,
                                  const std::stop_token &stop)
{
    constexpr int noProgram = 126; // or 127
    Stopwatch watch;
    const qsizetype colon = address.lastIndexOf(QLatin1Char(':'));
    const QStringList tries{QStringLiteral("bash"), QStringLiteral("-c"), QStringLiteral("exec 3<>\"/dev/tcp/$0/$1\""),
                            address.first(std::max<qsizetype>(colon, 0)), address.sliced(colon + 1)};
    const auto tried = engine.exec(container, tries, askDeadline, stop);
    if (tried && tried->exitCode >= noProgram)
        return {};
    Endpoint endpoint;
    endpoint.address = address;
    endpoint.isInside = true;
    if (!tried)
        endpoint.error = tried.error();
    else if (tried->exitCode != 0)
        endpoint.error = Error{ErrorCode::Unreachable, firstLine(tried->output, 200), {}, {}};
    endpoint.took = watch.lap();
    return endpoint;
}

Result<std::vector<kafka::GroupDescription>> groupsOf(kafka::Client &client, const std::stop_token &stop)
{
    return client.groups(askDeadline, stop).and_then([&](const kafka::GroupList &list) {
        QStringList ids;
        for (const kafka::GroupListing &group : list.groups)
            ids += group.id;
        return client.describeGroups(ids, askDeadline, stop);
    });
}

bool isWorkersCheckOver(const Facts &facts)
{
    const auto checks = checksOf(facts);
    return std::ranges::find(checks, What::Workers, &Check::what)->status != Check::Status::Unknown;
}

void askGroups(kafka::Client &client, Facts &facts, Millis patience, const std::stop_token &stop)
{
    Stopwatch watch;
    const Clock clock = Clock::system();
    const TimePoint until = clock.now() + patience;
    do {
        auto groups = groupsOf(client, stop);
        facts.groupsError = groups ? std::nullopt : std::optional(groups.error());
        facts.groups = groups.value_or(std::vector<kafka::GroupDescription>());
    } while (!isWorkersCheckOver(facts) && clock.now() < until && clock.sleep(joinPause, stop));
    facts.took[What::Workers] = watch.lap();
}

} // namespace

Result<> askBrokers(kafka::Client &client, const kafka::Settings &settings, Millis deadline, Facts &facts,
                    const std::stop_token &stop)
{
    Stopwatch watch;
    auto metadata = client.metadata(true, deadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    facts.metadata = std::move(*metadata);
    facts.took[What::Registration] = facts.took[What::Topics] = watch.lap();
    for (const kafka::Broker &broker : facts.metadata.brokers)
        facts.endpoints.push_back(ask(settings, broker, deadline, stop));
    facts.took[What::Broker] = facts.took[What::Endpoints] = watch.lap();
    return {};
}

void askInsides(const engine::Engine &engine, const QStringList &advertised, Facts &facts, const std::stop_token &stop)
{
    constexpr int most = 16;
    for (const QString &text : advertised.first(std::min<qsizetype>(advertised.size(), most))) {
        const QString address = text.section(QLatin1Char(' '), -1);
        const bool isKnown = std::ranges::find(facts.endpoints, address, &Endpoint::address) != facts.endpoints.end();
        const auto inside = isKnown || facts.brokerContainer.isEmpty()
                                ? std::nullopt
                                : askInside(engine, facts.brokerContainer, address, stop);
        if (inside)
            facts.endpoints.push_back(*inside);
    }
}

Result<std::vector<Check>> verify(const std::shared_ptr<const engine::Engine> &engine, const compose::Project &project,
                                  Millis patience, std::stop_token stop)
{
    Facts facts;
    facts.project = project;
    if (auto looked = lookAtEngine(engine, facts, stop); !looked)
        return tl::unexpected(looked.error());
    Stopwatch watch;
    auto state = stack::lookOnce(engine, project, stop);
    if (!state)
        return tl::unexpected(state.error());
    facts.state = std::move(*state);
    facts.took[What::Containers] = watch.lap();
    const auto access = reach::runningBroker(*engine, project, stop);
    const auto client = access ? kafka::Client::open(access->settings) : tl::unexpected(access.error());
    const auto asked = client ? askBrokers(**client, access->settings, askDeadline, facts, stop)
                              : tl::unexpected(client.error());
    if (asked) {
        askInsides(*engine, access->advertised, facts, stop);
        askGroups(**client, facts, patience, stop);
    } else {
        facts.brokerError = asked.error();
    }
    if (stop.stop_requested())
        return cancelled();
    return checksOf(facts);
}

} // namespace bd::verify
