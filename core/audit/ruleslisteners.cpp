// kafka-listeners.
#include <algorithm>

#include <QRegularExpression>
#include <QSet>

#include "audit/ruletools.h"
#include "base/text.h"
#include "reach/listeners.h"
#include "reach/told.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::PortSpec;
using compose::Role;
using compose::Service;
using reach::Listener;

struct Property {
    const char *name;
    const char *variable; // as `reach` reads it, behind KAFKA_
};
constexpr std::array listenerProperties{
    Property{"listeners", "LISTENERS"},
    Property{"advertised.listeners", "ADVERTISED_LISTENERS"},
    Property{"listener.security.protocol.map", "LISTENER_SECURITY_PROTOCOL_MAP"},
    Property{"controller.listener.names", "CONTROLLER_LISTENER_NAMES"},
};

// The broker with what a mounted file says where `reach` looks for it.
Service withFile(const Subject &subject, const Service &broker)
{
    Service service = broker;
    for (const Property &one : listenerProperties) {
        const Setting setting = kafkaSetting(subject, broker, QLatin1String(one.name));
        if (setting.from == Setting::From::File)
            service.environment[QStringLiteral("KAFKA_") + QLatin1String(one.variable)] = setting.value;
    }
    return service;
}

bool isKnown(const Subject &subject, const Service &broker)
{
    return std::ranges::none_of(listenerProperties, [&](const Property &one) {
        return broker.flavour != Flavour::Redpanda
               && kafkaSetting(subject, broker, QLatin1String(one.name)).isUnknown();
    });
}

QString shown(const Listener &listener)
{
    return QStringLiteral("%1 %2:%3").arg(listener.name, listener.advertisedHost).arg(listener.advertisedPort);
}

// A name that containers know and this machine does not.
bool isInside(const Subject &subject, const QString &host)
{
    return host.isEmpty()
           || std::ranges::any_of(subject.project.services, [&host](const Service &one) { return one.isCalled(host); });
}

void addBroken(const std::vector<Listener> &listeners, QStringList &wrong)
{
    QSet<quint16> ports;
    QSet<QString> names;
    for (const Listener &one : listeners) {
        if (one.advertisedHost == QLatin1String("0.0.0.0"))
            wrong += Tr::tr("%1 is advertised as 0.0.0.0, which is no address to connect to").arg(one.name);
        if (ports.contains(one.port))
            wrong += Tr::tr("two listeners have port %1").arg(one.port);
        if (names.contains(one.name))
            wrong += Tr::tr("two listeners have the name %1").arg(one.name);
        ports += one.port;
        names += one.name;
    }
}

void addUnnamed(const Service &broker, const std::vector<Listener> &listeners, QStringList &wrong)
{
    static const QStringList protocols{QStringLiteral("PLAINTEXT"), QStringLiteral("SSL"),
                                       QStringLiteral("SASL_PLAINTEXT"), QStringLiteral("SASL_SSL")};
    QString map;
    for (const char *prefix : {"KAFKA_", "KAFKA_CFG_"})
        map +=
            broker.environment.value(QLatin1String(prefix) + QStringLiteral("LISTENER_SECURITY_PROTOCOL_MAP")).toUpper()
            + QLatin1Char(',');
    for (const Listener &one : listeners) {
        const bool isMapped =
            (QLatin1Char(',') + map.remove(QLatin1Char(' '))).contains(QLatin1Char(',') + one.name + QLatin1Char(':'));
        if (broker.flavour != Flavour::Redpanda && !protocols.contains(one.name) && !isMapped)
            wrong += Tr::tr("%1 has no protocol in listener.security.protocol.map").arg(one.name);
    }
}

void addBound(const Subject &subject, const Service &broker, const std::vector<Listener> &listeners, QStringList &wrong)
{
    for (const Listener &one : listeners) {
        if (isElsewhere(subject, broker, one.boundHost))
            wrong += Tr::tr("%1 would listen at %2, which is not this container").arg(one.name, one.boundHost);
    }
}

// A broker of the file, and what it advertises to whom.
struct Advertised {
    const Service *written = nullptr;
    Service broker; // with what a mounted file says
    QString cluster;
    std::vector<Listener> listeners; // empty: not known
};

std::vector<Advertised> advertisedIn(const Subject &subject)
{
    std::vector<Advertised> all;
    for (const Service *written : servicesOf(subject, Role::Broker)) {
        Service broker = withFile(subject, *written);
        auto listeners = isKnown(subject, *written) ? reach::clientListeners(broker, {}) : std::vector<Listener>();
        all.push_back({written, std::move(broker), clusterOf(subject, *written), std::move(listeners)});
    }
    return all;
}

// Two brokers that advertise the same address: the second one is refused. That of the host's own network may be another host's.
void addShared(const Subject &subject, const Advertised &one, const std::vector<Advertised> &all, QStringList &wrong)
{
    for (const Advertised &other : all) {
        if (other.written == one.written || other.cluster != one.cluster || one.cluster.isEmpty()
            || areApart(*one.written, *other.written) || isOwner(subject, *one.written, *other.written))
            continue;
        for (const Listener &its : other.listeners) {
            const bool isShared = std::ranges::any_of(one.listeners, [&its](const Listener &own) {
                return !own.advertisedHost.isEmpty() && own.advertisedHost == its.advertisedHost
                       && own.advertisedPort == its.advertisedPort;
            });
            if (isShared)
                wrong += Tr::tr("%1:%2 is advertised by %3, too")
                             .arg(its.advertisedHost)
                             .arg(its.advertisedPort)
                             .arg(other.written->name);
        }
    }
}

// What other services are told of this broker.
std::vector<reach::Told> toldOfBroker(const Subject &subject, const Service &broker)
{
    std::vector<reach::Told> all;
    for (const Service &service : subject.project.services) {
        if (service.role == Role::Broker || service.role == Role::ZooKeeper)
            continue;
        for (const reach::Told &told : reach::toldOf(service)) {
            const Service *named = reach::brokerNamed(told, subject.project.services);
            if (named && named->name == broker.name)
                all.push_back(told);
        }
    }
    return all;
}

void addForServices(const Subject &subject, const Service &broker, QStringList &wrong)
{
    using To = reach::Leads::To;
    for (const reach::Told &told : toldOfBroker(subject, broker)) {
        const reach::Leads leads = reach::leadsOf(told, broker, {});
        const QString said = QStringLiteral("%1 → %2:%3").arg(told.service, told.host).arg(told.port);
        if (leads.to == To::NoSuch)
            wrong += Tr::tr("%1, where nothing listens").arg(said);
        if (leads.to == To::Loopback)
            wrong += Tr::tr("%1 is sent on to %2:%3, which is its own container")
                         .arg(said, leads.listener->advertisedHost)
                         .arg(leads.listener->advertisedPort);
    }
}

const Listener *listenerAt(const std::vector<Listener> &listeners, quint16 port)
{
    const auto found = std::ranges::find(listeners, port, &Listener::port);
    return found == listeners.end() ? nullptr : &*found;
}

// Ports of this machine that lead to a listener of clients.
std::vector<PortSpec> clientPorts(const Service &broker, const std::vector<Listener> &listeners)
{
    std::vector<PortSpec> ports;
    for (const PortSpec &port : broker.ports) {
        if (port.protocol == QLatin1String("tcp") && listenerAt(listeners, port.containerPort))
            ports.push_back(port);
    }
    return ports;
}

// Programs on this machine need one port that leads somewhere; that others are published, too, does no harm.
void addForHost(const Subject &subject, const Service &broker, const std::vector<Listener> &listeners,
                QStringList &wrong)
{
    QStringList failing;
    for (const PortSpec &port : clientPorts(broker, listeners)) {
        const Listener &listener = *listenerAt(listeners, port.containerPort);
        if (isInside(subject, listener.advertisedHost))
            failing +=
                Tr::tr("programs on this machine come in by port %1 and are sent on to %2, which only containers know")
                    .arg(port.hostPort)
                    .arg(listener.advertisedHost.isEmpty()
                             ? Tr::tr("the container’s own name")
                             : QStringLiteral("%1:%2").arg(listener.advertisedHost).arg(listener.advertisedPort));
        else if (engine::isLoopback(listener.advertisedHost) && port.hostPort != 0
                 && listener.advertisedPort != port.hostPort)
            failing +=
                Tr::tr("programs on this machine come in by port %1 and are sent on to port %2, which is not published")
                    .arg(port.hostPort)
                    .arg(listener.advertisedPort);
        else
            return;
    }
    wrong += failing;
}

// The port by which other containers come in.
quint16 insidePort(const Subject &subject, const Service &broker, const std::vector<Listener> &listeners)
{
    if (const auto told = toldOfBroker(subject, broker); !told.empty())
        return static_cast<quint16>(told.front().port);
    // One that the host does not come in by, where one is named: publications stay as they are then.
    const auto isPublished = [&broker](quint16 port) {
        return std::ranges::any_of(broker.ports, [port](const PortSpec &one) { return one.containerPort == port; });
    };
    for (const Listener &one : listeners) {
        for (const quint16 port : {one.port, one.advertisedPort}) {
            if (isInside(subject, one.advertisedHost) && port != 0 && !isPublished(port))
                return port;
        }
    }
    for (const Listener &one : listeners) {
        if (isInside(subject, one.advertisedHost))
            return one.port;
    }
    return listeners.front().port;
}

quint16 freePort(const std::vector<Listener> &listeners, quint16 taken)
{
    for (const quint16 port : {29092, 9092, 19092, 39092}) {
        if (port != taken && !listenerAt(listeners, port))
            return port;
    }
    return 49092;
}

// A controller's listeners stay as they are.
QStringList controllersOf(const QString &list, const QStringList &names, QLatin1String separator)
{
    QStringList kept;
    for (const QString &one : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (names.contains(one.trimmed().section(separator, 0, 0).toUpper()))
            kept += one.trimmed();
    }
    return kept;
}

struct Both {
    quint16 inside = 0;
    quint16 host = 0;      // in the container; 0: nothing is published, and there is no listener for it
    quint16 published = 0; // on this machine
};

bool isOneOfSeveral(const Subject &subject, const Service &broker)
{
    const QString cluster = clusterOf(subject, broker);
    return !cluster.isEmpty() && std::ranges::count_if(servicesOf(subject, Role::Broker), [&](const Service *one) {
                                     return clusterOf(subject, *one) == cluster;
                                 }) > 1;
}

std::vector<Change> listeningAt(const Subject &subject, const Service &broker, const Both &ports)
{
    const auto value = [&](const char *property) {
        return kafkaSetting(subject, broker, QLatin1String(property)).value;
    };
    const auto change = [&](const char *property, const QStringList &entries) {
        return setVariable(broker, kafkaVariableFor(broker, QLatin1String(property)), entries.join(QLatin1Char(',')));
    };
    QStringList names;
    for (const QString &one : value("controller.listener.names").toUpper().split(QLatin1Char(','), Qt::SkipEmptyParts))
        names += one.trimmed();
    const QLatin1String scheme("://");
    // The others of its cluster look for it under the name that they have themselves.
    const QString inside = isOneOfSeveral(subject, broker) ? value("inter.broker.listener.name").trimmed().toUpper()
                                                           : QStringLiteral("INSIDE");
    if (inside.isEmpty())
        return {};
    const QString host = inside == QLatin1String("HOST") ? QStringLiteral("OUTSIDE") : QStringLiteral("HOST");
    QStringList bound{QStringLiteral("%1://:%2").arg(inside).arg(ports.inside)};
    QStringList advertised{QStringLiteral("%1://%2:%3").arg(inside, broker.name).arg(ports.inside)};
    QStringList map{inside + QStringLiteral(":PLAINTEXT")};
    if (ports.host != 0) {
        bound += QStringLiteral("%1://:%2").arg(host).arg(ports.host);
        advertised += QStringLiteral("%1://localhost:%2").arg(host).arg(ports.published);
        map += host + QStringLiteral(":PLAINTEXT");
    }
    bound += controllersOf(value("listeners"), names, scheme);
    QStringList mapped = controllersOf(value("listener.security.protocol.map"), names, QLatin1String(":"));
    if (mapped.isEmpty()) {
        for (const QString &name : names)
            mapped += name + QStringLiteral(":PLAINTEXT");
    }
    return {change("listeners", bound), change("advertised.listeners", advertised),
            change("listener.security.protocol.map", map + mapped), change("inter.broker.listener.name", {inside})};
}

// Settings that work for containers and for programs on this machine; nothing where they are more than in clear text, or would
// have to be written into a file that is mounted.
std::vector<Change> working(const Subject &subject, const Service &broker, const std::vector<Listener> &listeners)
{
    const bool isPlain = std::ranges::all_of(listeners, [](const Listener &one) {
        return one.protocol == QLatin1String("PLAINTEXT");
    });
    if (!isPlain || listeners.empty() || broker.flavour == Flavour::Redpanda
        || subject.sources.mounted.contains(broker.name))
        return {};
    std::vector<PortSpec> published = clientPorts(broker, listeners);
    Both ports{insidePort(subject, broker, listeners), 0, 0};
    if (published.size() > 1)
        std::erase_if(published, [&](const PortSpec &one) { return one.containerPort == ports.inside; });
    if (broker.ports.empty() && !isOnAnothersNetwork(subject, broker))
        return listeningAt(subject, broker, ports);
    if (published.size() != 1 || published.front().hostPort == 0)
        return {};
    const PortSpec &from = published.front();
    ports.host = from.containerPort == ports.inside ? freePort(listeners, ports.inside) : from.containerPort;
    ports.published = from.hostPort;
    std::vector<Change> changes = listeningAt(subject, broker, ports);
    if (changes.empty())
        return {};
    if (ports.host != from.containerPort) {
        PortSpec to = from;
        to.containerPort = ports.host;
        changes.push_back({broker.name, Publish{from, to}});
    }
    for (const char *old : {"KAFKA_ADVERTISED_HOST_NAME", "KAFKA_ADVERTISED_PORT", "KAFKA_PORT", "KAFKA_HOST_NAME",
                            "KAFKA_SECURITY_INTER_BROKER_PROTOCOL", "KAFKA_CFG_SECURITY_INTER_BROKER_PROTOCOL"}) {
        if (broker.environment.contains(QLatin1String(old)))
            changes.push_back({broker.name, Remove{{QStringLiteral("environment"), QLatin1String(old)}}});
    }
    return changes;
}

Finding listenersOf(const Subject &subject, const Advertised &one, const std::vector<Advertised> &all,
                    const Frame &frame)
{
    const auto &[writtenAt, broker, cluster, listeners] = one;
    const Service &written = *writtenAt;
    const Place place = subject.sources.place(written.name,
                                              {QStringLiteral("environment"),
                                               kafkaVariableFor(written, QStringLiteral("advertised.listeners"))});
    if (!isKnown(subject, written))
        return frame(written, Status::Unknown, Tr::tr("what this image is told cannot be read"), place);
    QStringList wrong, said;
    addBroken(listeners, wrong);
    addBound(subject, broker, listeners, wrong);
    addShared(subject, one, all, wrong);
    addUnnamed(broker, listeners, wrong);
    addForServices(subject, broker, wrong);
    addForHost(subject, broker, listeners, wrong);
    for (const Listener &listener : listeners)
        said += shown(listener);
    if (listeners.empty())
        return frame(written, Status::Unknown, Tr::tr("its listeners cannot be read"), place);
    if (wrong.isEmpty())
        return frame(written, Status::Ok, plainText(said.join(QLatin1String(", ")), 300), place);
    return frame(written, Status::Problem, plainText(wrong.join(QLatin1String("; ")), 600), place,
                 working(subject, written, listeners));
}

// The broker that is meant by a port: one that it publishes, else one that it has in its own container.
const Service *brokerMeantBy(const Subject &subject, int port)
{
    const auto all = servicesOf(subject, Role::Broker);
    for (const auto side : {&PortSpec::hostPort, &PortSpec::containerPort}) {
        for (const Service *broker : all) {
            if (std::ranges::any_of(broker->ports, [&](const PortSpec &one) { return one.*side == port; }))
                return broker;
        }
    }
    return nullptr;
}

// In a variable, or in the words of the command.
std::vector<Change> toldInstead(const Subject &subject, const Service &service, const reach::Told &told,
                                const QString &address, const QString &inside)
{
    std::vector<Change> changes;
    if (!told.source.startsWith(QLatin1Char('-'))) {
        const auto written = subject.sources.written(service.name, {QStringLiteral("environment"), told.source});
        if (written && written->text.contains(address))
            changes.push_back(
                setVariable(service, told.source, service.environment.value(told.source).replace(address, inside)));
        return changes;
    }
    for (const char *key : {"command", "entrypoint"}) {
        for (const QStringList &path : subject.sources.scalarsBelow(service.name, {QLatin1String(key)}, address))
            changes.push_back({service.name, ReplaceWithin{path, address, inside}});
    }
    return changes;
}

// «localhost» in a container is the container itself, whatever the broker publishes.
std::optional<Finding> toldOfItself(const Subject &subject, const Service &service, const Frame &frame)
{
    for (const reach::Told &told : reach::toldOf(service)) {
        const Service *broker = engine::isLoopback(told.host) ? brokerMeantBy(subject, told.port) : nullptr;
        if (!broker || isOnAnothersNetwork(subject, service))
            continue;
        const QStringList way = told.source.startsWith(QLatin1Char('-'))
                                    ? QStringList{QStringLiteral("command")}
                                    : QStringList{QStringLiteral("environment"), told.source};
        const QString address = QStringLiteral("%1:%2").arg(told.host).arg(told.port);
        const auto listeners = reach::clientListeners(withFile(subject, *broker), {});
        std::vector<Change> changes;
        if (!listeners.empty())
            changes =
                toldInstead(subject, service, told, address,
                            QStringLiteral("%1:%2").arg(broker->name).arg(insidePort(subject, *broker, listeners)));
        return frame(service, Status::Problem,
                     Tr::tr("%1 says %2, which in a container is itself, and not %3")
                         .arg(plainText(told.source, 80), plainText(address, 80), broker->name),
                     subject.sources.place(service.name, way), changes);
    }
    return {};
}

} // namespace

bool isElsewhere(const Subject &subject, const Service &broker, const QString &host)
{
    if (host.isEmpty() || engine::isLoopback(host) || broker.isCalled(host) || isOnAnothersNetwork(subject, broker))
        return false;
    static const QRegularExpression address(QStringLiteral("^[\\d.]+$|:"));
    if (address.match(host).hasMatch()) // one that it may have been given is fine
        return !isWrittenAnywhere(subject, "ipv4_address") && !isWrittenAnywhere(subject, "ipv6_address");
    return isInside(subject, host); // another service's
}

std::vector<Change> workingListeners(const Subject &subject, const Service &broker)
{
    return isKnown(subject, broker) ? working(subject, broker, reach::clientListeners(withFile(subject, broker), {}))
                                    : std::vector<Change>();
}

void judgeListeners(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kafka-listeners"), Tr::tr("each advertised address can be reached by those who are told of it"),
        Tr::tr(
            "A client connects to the address it knows, and is then told where to go on. Where that leads nowhere, it «connects, "
            "then fails».")};
    const auto all = advertisedIn(subject);
    for (const Advertised &one : all)
        findings.push_back(listenersOf(subject, one, all, frame));
    for (const Service &service : subject.project.services) {
        const bool isServer = service.role == Role::Broker || service.role == Role::ZooKeeper;
        if (const auto found = isServer ? std::nullopt : toldOfItself(subject, service, frame))
            findings.push_back(*found);
    }
}

} // namespace bd::audit
