#include "audit/ruletools.h"

#include <algorithm>

#include "base/text.h"

namespace bd::audit {

using compose::Flavour;
using compose::Role;
using compose::Service;

std::vector<const Service *> servicesOf(const Subject &subject, Role role)
{
    std::vector<const Service *> found;
    for (const Service &service : subject.project.services) {
        if (service.role == role)
            found.push_back(&service);
    }
    return found;
}

bool isKRaft(const Subject &subject, const Service &broker)
{
    if (broker.flavour == Flavour::Redpanda)
        return true;
    if (kafkaSetting(subject, broker, QStringLiteral("process.roles")).isSet())
        return true;
    return !kafkaSetting(subject, broker, QStringLiteral("zookeeper.connect")).isSet()
           && servicesOf(subject, Role::ZooKeeper).empty();
}

bool isOnAnothersNetwork(const Subject &subject, const Service &service)
{
    const auto mode = subject.sources.written(service.name, {QStringLiteral("network_mode")});
    return mode
           && (mode->text == QLatin1String("host") || mode->text.startsWith(QLatin1String("service:"))
               || mode->text.startsWith(QLatin1String("container:")));
}

Setting brokerIdOf(const Subject &subject, const Service &broker)
{
    const bool kraft = isKRaft(subject, broker);
    const Setting own = kafkaSetting(subject, broker, brokerIdProperty(kraft));
    const Setting other = kafkaSetting(subject, broker, brokerIdProperty(!kraft));
    return own.isSet() || !other.isSet() ? own : other;
}

QString brokerIdProperty(bool isKRaft)
{
    return isKRaft ? QStringLiteral("node.id") : QStringLiteral("broker.id");
}

int brokerCount(const Subject &subject)
{
    int count = 0;
    for (const Service *broker : servicesOf(subject, Role::Broker))
        count += std::max(1, broker->replicas);
    return count;
}

const Service *serviceCalled(const Subject &subject, const QString &host)
{
    const auto isIt = [&](const Service &one) { // also by the name that Compose gives its first container
        return one.isCalled(host) || host == QStringLiteral("%1-%2-1").arg(subject.project.name, one.name);
    };
    const auto found = std::ranges::find_if(subject.project.services, isIt);
    return found == subject.project.services.end() ? nullptr : &*found;
}

bool areApart(const Service &one, const Service &other)
{
    return !one.profiles.isEmpty() && !other.profiles.isEmpty()
           && std::ranges::none_of(one.profiles, [&](const QString &name) { return other.profiles.contains(name); });
}

std::optional<int> clientPortOf(const Subject &subject, const Service &zookeeper)
{
    if (zookeeperSetting(subject, zookeeper, QStringLiteral("secureClientPort")).isSet()
        || zookeeper.environment.contains(QStringLiteral("ZOO_TLS_CLIENT_ENABLE")))
        return {};
    const Setting port = zookeeperSetting(subject, zookeeper, QStringLiteral("clientPort"));
    if (port.isSet())
        return port.value.toInt() > 0 ? std::optional(port.value.toInt()) : std::nullopt;
    // ZooKeeper's own image has no variable for it alone.
    const bool isOwnDefault = zookeeper.flavour == Flavour::ZooKeeper
                              && !subject.sources.mounted.contains(zookeeper.name)
                              && !zookeeper.environment.contains(QStringLiteral("ZOO_PORT"))
                              && !zookeeper.environment.contains(QStringLiteral("ZOO_CFG_EXTRA"))
                              && !zookeeper.environment.contains(QStringLiteral("ZOO_SERVERS"));
    const bool isUsual = isOwnDefault || (port.from == Setting::From::Nowhere && !port.isFiles);
    return isUsual ? std::optional(usualClientPort) : std::nullopt;
}

QString clusterOf(const Subject &subject, const Service &broker)
{
    for (const char *property :
         {"controller.quorum.voters", "controller.quorum.bootstrap.servers", "zookeeper.connect"}) {
        if (const Setting setting = kafkaSetting(subject, broker, QLatin1String(property)); setting.isSet())
            return setting.value;
    }
    return {};
}

bool isUp(const Subject &subject, const Service &service)
{
    const engine::Container *container = subject.live ? subject.live->container(service.name) : nullptr;
    return container && container->isUp();
}

bool isOwner(const Subject &subject, const Service &service, const Service &other)
{
    if (isUp(subject, service) != isUp(subject, other))
        return isUp(subject, service);
    const auto &all = subject.project.services;
    return std::ranges::find(all, service.name, &Service::name) < std::ranges::find(all, other.name, &Service::name);
}

bool isWrittenAnywhere(const Subject &subject, const char *word)
{
    return std::ranges::any_of(subject.sources.files,
                               [word](const SourceFile &one) { return one.text.contains(word); });
}

Place serviceKey(const Subject &subject, const Service &service, const QString &key)
{
    return subject.sources.place(service.name, {key});
}

Change setValue(const Service &service, const QStringList &path, const yaml::Node &value)
{
    return {service.name, SetValue{path, value}};
}

Change setVariable(const Service &service, const QString &name, const QString &value)
{
    return {service.name, SetVariable{name, value}};
}

yaml::Node duration(int seconds)
{
    return yaml::Node::string(QStringLiteral("%1s").arg(seconds));
}

QString saidOf(const Setting &setting)
{
    if (setting.isUnknown())
        return Tr::tr("cannot be told");
    return setting.isSet() ? plainText(setting.value, 200) : Tr::tr("not set");
}

} // namespace bd::audit
