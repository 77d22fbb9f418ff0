#include "reach/reach.h"

#include <algorithm>
#include <thread>

#include <QCoreApplication>
#include <QSysInfo>

#include "reach/listeners.h"

namespace bd::reach {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reach)
};

using engine::Container;
using engine::Context;
using engine::isLoopback;
using engine::PortBinding;

bool isEveryInterface(const QString &ip)
{
    return ip.isEmpty() || ip == QLatin1String("0.0.0.0") || ip == QLatin1String("::");
}

bool isIp(const QString &host)
{
    const bool isV4 = std::all_of(host.begin(), host.end(),
                                  [](QChar c) { return c.isDigit() || c == QLatin1Char('.'); });
    return !host.isEmpty() && (isV4 || host.contains(QLatin1Char(':')));
}

// Nothing for a binding that only its own, other machine can use.
std::optional<net::Address> addressOf(const PortBinding &binding, const Context &context)
{
    if (binding.protocol != QLatin1String("tcp") || binding.hostPort == 0)
        return {};
    if (isEveryInterface(binding.hostIp))
        return net::Address{context.publishHost(), binding.hostPort};
    if (isLoopback(binding.hostIp) && context.isRemote())
        return {};
    return net::Address{binding.hostIp, binding.hostPort};
}

// Where a port of the container is published; IPv4 first, for that is what every client tries.
std::optional<net::Address> published(const Container &container, quint16 port, const Context &context)
{
    for (const bool isV6 : {false, true}) {
        for (const PortBinding &binding : container.ports) {
            if (binding.containerPort != port || binding.hostIp.contains(QLatin1Char(':')) != isV6)
                continue;
            if (const auto address = addressOf(binding, context))
                return address;
        }
    }
    return {};
}

bool isThisMachine(const QString &host)
{
    const QString name = QSysInfo::machineHostName();
    return host.compare(name, Qt::CaseInsensitive) == 0
           || host.compare(name.section(QLatin1Char('.'), 0, 0), Qt::CaseInsensitive) == 0;
}

// Whether a client of the user's, told this endpoint by the broker, would get to it.
bool worksFromHere(const Listener &listener, const net::Address &address, const Container &container,
                   const Context &context)
{
    const QString &host = listener.advertisedHost;
    if (listener.advertisedPort != address.port || host.isEmpty() || isEveryInterface(host))
        return false;
    if (isLoopback(host))
        return !context.isRemote();
    if (host.compare(address.host, Qt::CaseInsensitive) == 0 || (!context.isRemote() && isThisMachine(host)))
        return true;
    // Any other IP that is not the container's is an address of the machine that publishes it.
    return isIp(host) && !container.addresses.values().contains(host);
}

// The host names under which the broker may tell of itself: as advertised, else those of its container.
QStringList advertisedNames(const Listener &listener, const compose::Service &service, const Container &container)
{
    if (!listener.advertisedHost.isEmpty())
        return {listener.advertisedHost};
    QStringList names{container.id.left(12), service.name, container.name};
    names.removeAll(QString());
    names.removeDuplicates();
    return names;
}

struct Way {
    Listener listener;
    net::Address address;
    bool asItStands = false;
};

std::vector<Way> waysIn(const compose::Service &service, const Container &container, const Context &context)
{
    std::vector<Way> ways;
    for (const Listener &listener : clientListeners(service, container)) {
        if (const auto address = published(container, listener.port, context))
            ways.push_back({listener, *address, worksFromHere(listener, *address, container, context)});
    }
    return ways;
}

bool isPlain(const Way &way)
{
    return way.listener.protocol == QLatin1String("PLAINTEXT");
}

QString endpointText(const QString &host, quint16 port)
{
    return net::Address{host, port}.text();
}

QStringList advertisedTexts(const compose::Service &service, const Container &container)
{
    QStringList texts;
    for (const Listener &listener : clientListeners(service, container)) {
        if (!listener.advertisedHost.isEmpty())
            texts += listener.name + QLatin1Char(' ') + endpointText(listener.advertisedHost, listener.advertisedPort);
    }
    return texts;
}

struct RegistryKind {
    QString image; // the end of its name, without what comes before the last slash
    quint16 port = 0;
    QString path;
};

std::optional<RegistryKind> registryKind(const QString &image)
{
    static const std::vector<RegistryKind> kinds{{QStringLiteral("schema-registry"), 8081, {}},
                                                 {QStringLiteral("karapace"), 8081, {}},
                                                 {QStringLiteral("apicurio-registry"), 8080,
                                                  QStringLiteral("/apis/ccompat/v7")}};
    const QString name =
        image.section(QLatin1Char('/'), -1).section(QLatin1Char('@'), 0, 0).section(QLatin1Char(':'), 0, 0);
    for (const RegistryKind &kind : kinds) {
        if (name.contains(kind.image))
            return kind;
    }
    return {};
}

// Asked through the first; the others are found as it tells of them.
BrokerAccess joined(BrokerAccess access, const BrokerAccess &other)
{
    for (auto it = other.settings.addressMap.cbegin(); it != other.settings.addressMap.cend(); ++it) {
        if (!access.settings.addressMap.contains(it.key()))
            access.settings.addressMap.insert(it.key(), it.value());
    }
    access.advertised += other.advertised;
    access.mapped = access.mapped || other.mapped;
    return access;
}

} // namespace

std::optional<net::Address> zookeeper(const compose::Service &service, const Container &container,
                                      const Context &context)
{
    return published(container, zookeeperPort(service, container), context);
}

std::optional<BrokerAccess> broker(const compose::Service &service, const Container &container, const Context &context)
{
    std::vector<Way> ways = waysIn(service, container, context);
    if (ways.empty())
        return {};
    // Clear text first, then what the user's own clients would use too.
    std::stable_sort(ways.begin(), ways.end(), [](const Way &a, const Way &b) {
        return std::pair(!isPlain(a), !a.asItStands) < std::pair(!isPlain(b), !b.asItStands);
    });

    BrokerAccess access;
    access.settings.bootstrap = ways.front().address.text();
    if (!isPlain(ways.front()))
        access.settings.properties[QStringLiteral("security.protocol")] = ways.front().listener.protocol.toLower();
    for (const Way &way : ways) {
        for (const QString &name : advertisedNames(way.listener, service, container)) {
            const QString advertised = endpointText(name, way.listener.advertisedPort);
            if (advertised != way.address.text())
                access.settings.addressMap[advertised] = way.address.text();
        }
    }
    access.brokerId = brokerId(service, container);
    access.advertised = advertisedTexts(service, container);
    access.mapped = std::none_of(ways.begin(), ways.end(), [](const Way &way) { return way.asItStands; });
    return access;
}

Result<BrokerAccess> brokerAmong(const std::vector<Container> &containers, const compose::Project &project,
                                 const Context &context)
{
    std::optional<BrokerAccess> found;
    for (const Container &container : containers) {
        const bool isOurs = container.project() == project.name;
        const compose::Service *service = isOurs ? project.service(container.service()) : nullptr;
        if (!service || service->role != compose::Role::Broker || !container.isUp())
            continue;
        if (const auto access = broker(*service, container, context))
            found = found ? joined(*found, *access) : *access;
    }
    if (found)
        return *found;
    return fail(ErrorCode::Unreachable, Tr::tr("No broker of %1 can be asked from here").arg(project.name),
                Tr::tr("Start it; or publish its port in the compose file."));
}

Result<BrokerAccess> runningBroker(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    Result<Context> context = cancelled();
    std::jthread asksContext([&] { context = engine.context(stop); });
    const auto containers = engine.containers(project.name, stop);
    asksContext.join();
    if (!containers || !context)
        return tl::unexpected(containers ? context.error() : containers.error());
    return brokerAmong(*containers, project, *context);
}

std::optional<QUrl> schemaRegistry(const compose::Service &service, const Container &container, const Context &context)
{
    const auto kind = registryKind(service.image.isEmpty() ? container.image : service.image);
    if (!kind)
        return {};
    // Confluent's: «http://0.0.0.0:8085,https://…»
    const QUrl listener(
        variable(service, container, QStringLiteral("SCHEMA_REGISTRY_LISTENERS")).section(QLatin1Char(','), 0, 0));
    const auto address = published(container, static_cast<quint16>(listener.port(kind->port)), context);
    if (!address)
        return {};
    QUrl url;
    url.setScheme(listener.scheme() == QLatin1String("https") ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(address->host);
    url.setPort(address->port);
    url.setPath(kind->path);
    return url;
}

Result<QUrl> runningRegistry(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    const auto containers = engine.containers(project.name, stop);
    const auto context = engine.context(stop);
    if (!containers || !context)
        return tl::unexpected(containers ? context.error() : containers.error());
    for (const Container &container : *containers) {
        const compose::Service *service = project.service(container.service());
        const auto url = service && container.isUp() ? schemaRegistry(*service, container, *context) : std::nullopt;
        if (url)
            return *url;
    }
    return QUrl();
}

QStringList publishedEndpoints(const Container &container, const Context &context)
{
    QStringList endpoints;
    for (const PortBinding &binding : container.ports) {
        if (const auto address = addressOf(binding, context))
            endpoints += address->text();
    }
    endpoints.removeDuplicates();
    return endpoints;
}

} // namespace bd::reach
