#include "compose/role.h"

#include <algorithm>
#include <array>

#include <QRegularExpression>
#include <QSet>

#include "compose/pattern.h"
#include "compose/program.h"

namespace bd::compose {

namespace {

struct ImageRule {
    const char *owner; // regular expression of the path before the name; nullptr: any
    const char *name;  // regular expression of the last part
    Flavour flavour;
    Role role;
};

constexpr std::array imageRules{
    ImageRule{nullptr, "cp-(enterprise-)?kafka|cp-server|confluent-local", Flavour::ConfluentKafka, Role::Broker},
    ImageRule{nullptr, "cp-zookeeper", Flavour::ConfluentZooKeeper, Role::ZooKeeper},
    ImageRule{"bitnami|bitnamilegacy|bitnamisecure|bitnamicharts|soldevelo", "kafka", Flavour::BitnamiKafka,
              Role::Broker},
    ImageRule{"bitnami|bitnamilegacy|bitnamisecure|soldevelo", "zookeeper", Flavour::BitnamiZooKeeper, Role::ZooKeeper},
    ImageRule{"wurstmeister", "kafka", Flavour::Wurstmeister, Role::Broker},
    ImageRule{"apache", "kafka", Flavour::ApacheKafka, Role::Broker},
    ImageRule{nullptr, "kafka-native", Flavour::ApacheKafkaNative, Role::Broker},
    ImageRule{nullptr, "redpanda", Flavour::Redpanda, Role::Broker},
    ImageRule{"|library|docker|dockerhub|mirror|proxy|hub", "zookeeper", Flavour::ZooKeeper, Role::ZooKeeper},
    ImageRule{nullptr, "zookeeper", Flavour::Unknown, Role::ZooKeeper},
    ImageRule{nullptr, "(docker-)?kafka(-kraft)?|kafka-zookeeper|docker-kafka-kraft|ubi-kafka", Flavour::Unknown,
              Role::Broker},
    ImageRule{nullptr, "fast-data-dev|lenses-box|kafka-lenses-dev", Flavour::Unknown, Role::Broker},
    ImageRule{"lensesio", "box", Flavour::Unknown, Role::Broker},
};

constexpr auto anyCase = QRegularExpression::CaseInsensitiveOption;

bool isWhole(const QString &text, const char *pattern)
{
    return matches(text, QStringLiteral("^(%1)$").arg(QLatin1String(pattern)), anyCase);
}

bool hasAnyKey(const Service &service, std::initializer_list<const char *> keys)
{
    return std::ranges::any_of(keys, [&service](const char *key) {
        return service.environment.contains(QLatin1String(key));
    });
}

// Settings that only a broker has; clients' variables (KAFKA_BROKERS, KAFKA_BOOTSTRAP_SERVERS) are not among them.
bool hasBrokerSettings(const Service &service)
{
    const auto has = [&service](const char *name) { return !kafkaVariable(service, QLatin1String(name)).isEmpty(); };
    return has("ADVERTISED_LISTENERS") || has("PROCESS_ROLES") || has("LISTENER_SECURITY_PROTOCOL_MAP")
           || has("ADVERTISED_HOST_NAME") || has("CONTROLLER_QUORUM_VOTERS")
           || (has("ZOOKEEPER_CONNECT") && (has("BROKER_ID") || has("LISTENERS") || has("NODE_ID")));
}

bool hasZooKeeperSettings(const Service &service)
{
    return hasAnyKey(service,
                     {"ZOO_MY_ID", "ZOO_SERVER_ID", "ZOO_SERVERS", "ZOO_PORT", "ZOO_PORT_NUMBER", "ZOO_TICK_TIME",
                      "ZOO_STANDALONE_ENABLED", "ZOO_ENABLE_AUTH", "ZOO_4LW_COMMANDS_WHITELIST",
                      "ZOOKEEPER_CLIENT_PORT", "ZOOKEEPER_SERVER_ID", "ZOOKEEPER_TICK_TIME", "ZOOKEEPER_SERVERS"});
}

bool isNamedAndListens(const Service &service, const char *name, std::initializer_list<int> ports)
{
    return isWhole(service.name, name) && std::ranges::any_of(service.ports, [&ports](const PortSpec &port) {
               return std::ranges::find(ports, port.containerPort) != ports.end();
           });
}

struct ByVariables {
    Flavour kafka = Flavour::Unknown;
    Flavour zookeeper = Flavour::Unknown;
};

ByVariables flavoursByVariables(const Service &service)
{
    const auto hasPrefix = [&service](const char *prefix) {
        const auto at = service.environment.lowerBound(QLatin1String(prefix));
        return at != service.environment.end() && at.key().startsWith(QLatin1String(prefix));
    };
    ByVariables by;
    if (hasPrefix("KAFKA_CFG_"))
        by.kafka = Flavour::BitnamiKafka;
    if (hasPrefix("ZOOKEEPER_"))
        by.zookeeper = Flavour::ConfluentZooKeeper;
    else if (hasAnyKey(service, {"ALLOW_ANONYMOUS_LOGIN", "ZOO_ENABLE_AUTH", "ZOO_PORT_NUMBER", "ZOO_SERVER_ID"}))
        by.zookeeper = Flavour::BitnamiZooKeeper;
    else if (hasPrefix("ZOO_"))
        by.zookeeper = Flavour::ZooKeeper;
    return by;
}

bool endsByItself(const Service &service)
{
    return service.restart.isEmpty() || service.restart == QLatin1String("no")
           || service.restart.startsWith(QLatin1String("on-failure"));
}

bool isNamedInit(const QString &name)
{
    return matches(name, QStringLiteral("(^|[-_.])(init|setup|provision(er|ing)?|bootstrap)([-_.]|$)"), anyCase)
           || matches(name, QStringLiteral("(create|setup|make|init).*topic|topic.*(create|creator|setup|init)"),
                      anyCase);
}

bool waitsFor(const Service &service, const QSet<QString> &names)
{
    return std::ranges::any_of(service.gates, [&names](const Gate &gate) { return names.contains(gate.service); });
}

struct Neighbours {
    QSet<QString> awaitedToEnd; // by a gate of another service
    QSet<QString> kafkaImages;  // services with a broker's image
};

Neighbours neighboursOf(const std::vector<Service> &services)
{
    Neighbours neighbours;
    for (const Service &service : services) {
        if (kindOfImage(service.image).role == Role::Broker)
            neighbours.kafkaImages += service.name;
        for (const Gate &gate : service.gates) {
            if (gate.condition == Condition::CompletedSuccessfully)
                neighbours.awaitedToEnd += gate.service;
        }
    }
    return neighbours;
}

// The server that a service runs: by image where nothing else is run, else by command, environment, name and port.
std::optional<Role> serverOf(const Service &service, const ImageKind &image, const Neighbours &neighbours)
{
    const Program program = programOf(service);
    if (program.runsServer == Role::ZooKeeper || program.runsServer == Role::Broker)
        return program.runsServer;
    if (program.usesTopicTool || program.isClient)
        return {};
    if (image.role && program.isDefault)
        return image.role;
    const bool isOneShot = isNamedInit(service.name) || neighbours.awaitedToEnd.contains(service.name);
    if (isOneShot && endsByItself(service) && !program.isDefault)
        return {};
    if (hasBrokerSettings(service))
        return Role::Broker;
    if (hasZooKeeperSettings(service))
        return Role::ZooKeeper;
    if (isNamedAndListens(service, "zookeeper|zk|(zookeeper|zk)[-_]?\\d+", {2181}))
        return Role::ZooKeeper;
    if (isNamedAndListens(service, "kafka|broker|(kafka|broker)[-_]?\\d+", {9092, 9093, 9094, 29092, 19092}))
        return Role::Broker;
    // A script of the image's own, or one that is mounted: it most likely ends in the image's server, but not in
    // a second one beside the broker that it waits for.
    return program.isScript && !waitsFor(service, neighbours.kafkaImages) ? image.role : std::nullopt;
}

// Brokers as others name them: service, container and advertised host names.
QSet<QString> brokerNames(const std::vector<Service> &services)
{
    static const QRegularExpression advertised(QStringLiteral("//([^:,/]+):"));
    static const QSet<QString> elsewhere{QStringLiteral("localhost"), QStringLiteral("127.0.0.1"),
                                         QStringLiteral("0.0.0.0"), QStringLiteral("host.docker.internal")};
    QSet<QString> names;
    for (const Service &service : services) {
        if (service.role != Role::Broker)
            continue;
        names += {service.name, service.containerName};
        names += QSet<QString>(service.aliases.begin(), service.aliases.end());
        for (auto it = advertised.globalMatch(kafkaVariable(service, QStringLiteral("ADVERTISED_LISTENERS")));
             it.hasNext();)
            names += it.next().captured(1);
    }
    names.remove(QString());
    return names - elsewhere;
}

bool namesBroker(const Service &service, const QSet<QString> &brokers)
{
    if (brokers.isEmpty())
        return false;
    QStringList patterns;
    for (const QString &name : brokers)
        patterns += QRegularExpression::escape(name);
    const QString any = patterns.join(QLatin1Char('|'));
    const QRegularExpression address(QStringLiteral("(^|[^\\w.-])(%1):\\d+").arg(any));
    const QRegularExpression list(QStringLiteral("^\\s*(%1)(\\s*,\\s*(%1))*\\s*$").arg(any));
    static const QRegularExpression clientKey(QStringLiteral("BOOTSTRAP|BROKER|KAFKA_?(HOST|SERVER|URL|URI|ADDR)"),
                                              QRegularExpression::CaseInsensitiveOption);
    for (auto it = service.environment.begin(); it != service.environment.end(); ++it) {
        if (address.match(it.value()).hasMatch())
            return true;
        if (clientKey.match(it.key()).hasMatch() && list.match(it.value()).hasMatch())
            return true;
    }
    return std::ranges::any_of(service.entrypoint + service.command,
                               [&address](const QString &word) { return address.match(word).hasMatch(); });
}

QSet<QString> servicesWith(const std::vector<Service> &services, Role role)
{
    QSet<QString> names;
    for (const Service &service : services) {
        if (service.role == role)
            names += service.name;
    }
    return names;
}

Flavour flavourOf(const Service &service, const ImageKind &image)
{
    if (image.flavour != Flavour::Unknown)
        return image.flavour;
    const ByVariables by = flavoursByVariables(service);
    const std::optional<Role> role = image.role ? image.role : std::optional(service.role);
    return role == Role::Broker ? by.kafka : role == Role::ZooKeeper ? by.zookeeper : Flavour::Unknown;
}

} // namespace

ImageKind kindOfImage(const QString &image)
{
    static const QRegularExpression parts(QStringLiteral("^(?:(.*)/)?([^/:@]+)(?::[^/@]*)?(?:@.*)?$"));
    const auto match = parts.match(image.trimmed());
    QString owner = match.captured(1).section(QLatin1Char('/'), -1);
    if (!match.captured(1).contains(QLatin1Char('/'))
        && (owner.contains(QLatin1Char('.')) || owner.contains(QLatin1Char(':'))
            || owner == QLatin1String("localhost")))
        owner.clear(); // a registry
    for (const ImageRule &rule : imageRules) {
        if (isWhole(match.captured(2), rule.name) && (!rule.owner || isWhole(owner, rule.owner)))
            return {rule.flavour, rule.role};
    }
    return {};
}

QString kafkaVariable(const Service &service, const QString &name)
{
    const QString value = service.environment.value(QStringLiteral("KAFKA_") + name);
    return value.isEmpty() ? service.environment.value(QStringLiteral("KAFKA_CFG_") + name) : value;
}

bool isControllerOnly(const Service &service)
{
    const QString roles = kafkaVariable(service, QStringLiteral("PROCESS_ROLES"));
    return roles.contains(QLatin1String("controller")) && !roles.contains(QLatin1String("broker"));
}

void assignRoles(std::vector<Service> &services)
{
    const Neighbours neighbours = neighboursOf(services);
    for (Service &service : services) {
        const ImageKind image = kindOfImage(service.image);
        if (!service.roleByHand) {
            service.role = serverOf(service, image, neighbours).value_or(Role::Other);
            if (service.role == Role::Broker && isControllerOnly(service))
                service.role = Role::Other;
        }
        service.flavour = flavourOf(service, image);
    }
    const QSet<QString> brokers = servicesWith(services, Role::Broker);
    const QSet<QString> names = brokerNames(services);
    const auto isFree = [](const Service &service) {
        return !service.roleByHand && service.role == Role::Other && !isControllerOnly(service);
    };
    for (Service &service : services) {
        const Program program = programOf(service);
        const bool hasKafkaImage = neighbours.kafkaImages.contains(service.name);
        const bool isRelated = waitsFor(service, brokers) || namesBroker(service, names) || hasKafkaImage;
        const bool isOneShot = endsByItself(service)
                               && (neighbours.awaitedToEnd.contains(service.name) || isNamedInit(service.name));
        const bool preparesTopics = program.createsTopics || (program.usesTopicTool && hasKafkaImage);
        if (isFree(service) && (preparesTopics || (isRelated && isOneShot)))
            service.role = Role::Init;
    }
    const QSet<QString> inits = servicesWith(services, Role::Init);
    for (Service &service : services) {
        if (isFree(service) && (waitsFor(service, brokers | inits) || namesBroker(service, names)))
            service.role = Role::Worker;
    }
}

} // namespace bd::compose
