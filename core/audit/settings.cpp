#include "audit/settings.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <QRegularExpression>

#include "compose/program.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Service;
using From = Setting::From;

struct ZooKeeperNames {
    const char *property;
    const char *confluent;
    const char *official;
    const char *bitnami;
};

constexpr std::array zookeeperNames{
    ZooKeeperNames{"tickTime", "ZOOKEEPER_TICK_TIME", "ZOO_TICK_TIME", "ZOO_TICK_TIME"},
    ZooKeeperNames{"clientPort", "ZOOKEEPER_CLIENT_PORT", "", "ZOO_PORT_NUMBER"},
    ZooKeeperNames{"secureClientPort", "ZOOKEEPER_SECURE_CLIENT_PORT", "", "ZOO_TLS_PORT_NUMBER"},
    ZooKeeperNames{"initLimit", "ZOOKEEPER_INIT_LIMIT", "ZOO_INIT_LIMIT", "ZOO_INIT_LIMIT"},
    ZooKeeperNames{"syncLimit", "ZOOKEEPER_SYNC_LIMIT", "ZOO_SYNC_LIMIT", "ZOO_SYNC_LIMIT"},
    ZooKeeperNames{"maxClientCnxns", "ZOOKEEPER_MAX_CLIENT_CNXNS", "ZOO_MAX_CLIENT_CNXNS", "ZOO_MAX_CLIENT_CNXNS"},
    ZooKeeperNames{"autopurge.purgeInterval", "ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL", "ZOO_AUTOPURGE_PURGEINTERVAL",
                   "ZOO_AUTOPURGE_INTERVAL"},
    ZooKeeperNames{"autopurge.snapRetainCount", "ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT",
                   "ZOO_AUTOPURGE_SNAPRETAINCOUNT", "ZOO_AUTOPURGE_RETAIN_COUNT"},
    ZooKeeperNames{"4lw.commands.whitelist", "", "ZOO_4LW_COMMANDS_WHITELIST", "ZOO_4LW_COMMANDS_WHITELIST"},
};

// Where each image hands options to its JVM.
QStringList optionVariables(Flavour flavour)
{
    switch (flavour) {
    case Flavour::ConfluentZooKeeper: return {QStringLiteral("KAFKA_OPTS")};
    case Flavour::ZooKeeper: return {QStringLiteral("JVMFLAGS"), QStringLiteral("SERVER_JVMFLAGS")};
    case Flavour::BitnamiZooKeeper: return {QStringLiteral("JVMFLAGS")};
    default: return {QStringLiteral("KAFKA_OPTS"), QStringLiteral("JVMFLAGS"), QStringLiteral("SERVER_JVMFLAGS")};
    }
}

// «KAFKA_LOG_RETENTION_HOURS»: «.» becomes «_», and what is «_» or «-» in the name is doubled or tripled.
QString confluentName(const QString &property, const QString &prefix, bool swapped)
{
    QString name = property.toUpper();
    name.replace(QLatin1Char('_'), swapped ? QLatin1String("__") : QLatin1String("___"));
    name.replace(QLatin1Char('-'), swapped ? QLatin1String("___") : QLatin1String("__"));
    return prefix + name.replace(QLatin1Char('.'), QLatin1Char('_'));
}

// Its own start script reads the environment; other programs may read anything.
bool readsEnvironment(const Service &service)
{
    const compose::Program program = compose::programOf(service);
    if (program.isDefault)
        return true;
    static const QRegularExpression own(QStringLiteral(
        "etc/confluent/docker/run|etc/kafka/docker/run|bitnami/scripts/(?:kafka|zookeeper)/(?:entrypoint|run)\\.sh"
        "|start-kafka\\.sh|docker-entrypoint\\.sh|zkServer\\.sh"));
    return own.match((service.entrypoint + service.command).join(QLatin1Char(' '))).hasMatch();
}

// Instead of what the environment says.
bool takesFile(Flavour flavour)
{
    return flavour == Flavour::BitnamiKafka || flavour == Flavour::BitnamiZooKeeper || flavour == Flavour::ZooKeeper;
}

const MountedFile *mountedOf(const Subject &subject, const Service &service)
{
    const auto found = subject.sources.mounted.find(service.name);
    return found == subject.sources.mounted.end() ? nullptr : &found->second;
}

std::optional<Setting> fromVariable(const Subject &subject, const Service &service, const QString &name)
{
    const auto found = service.environment.constFind(name);
    if (name.isEmpty() || found == service.environment.constEnd() || found->trimmed().isEmpty())
        return {};
    return Setting{found->trimmed(), From::Environment,
                   subject.sources.place(service.name, {QStringLiteral("environment"), name})};
}

std::optional<Setting> fromOption(const Subject &subject, const Service &service, const QString &property)
{
    const QRegularExpression option(
        QStringLiteral("-Dzookeeper\\.%1=(?:'([^']*)'|\"([^\"]*)\"|(\\S*))").arg(QRegularExpression::escape(property)));
    for (const QString &name : optionVariables(service.flavour)) {
        const auto match = option.match(service.environment.value(name));
        if (match.hasMatch())
            return Setting{match.captured(1) + match.captured(2) + match.captured(3), From::Option,
                           subject.sources.place(service.name, {QStringLiteral("environment"), name})};
    }
    return {};
}

// A file that is mounted: Bitnami's images and ZooKeeper's own take it instead of the environment, as a server does that is started
// with it; Apache's lets the environment stand above it.
Setting settled(const Subject &subject, const Service &service, const QString &property, const QString &variable,
                std::optional<Setting> told)
{
    const Place nowhere = subject.sources.place(service.name, {QStringLiteral("environment"), variable});
    const MountedFile *file = mountedOf(subject, service);
    const bool readsOwn = readsEnvironment(service);
    const bool fileWins = file && (takesFile(service.flavour) || !readsOwn);
    if (told && !fileWins && readsOwn)
        return *told;
    if (!file)
        return readsOwn && !variable.isEmpty() ? Setting{{}, From::Nowhere, nowhere}
                                               : Setting{{}, From::Unknown, nowhere};
    const Place place{file->path, 0};
    if (!file->values)
        return {{}, From::Unknown, nowhere, true};
    const auto found = file->values->constFind(property);
    return found == file->values->constEnd() ? Setting{{}, From::Nowhere, place, true}
                                             : Setting{*found, From::File, place, true};
}

} // namespace

QString kafkaVariableFor(const Service &service, const QString &property)
{
    switch (service.flavour) {
    case Flavour::BitnamiKafka: return confluentName(property, QStringLiteral("KAFKA_CFG_"), false);
    case Flavour::ApacheKafka:
    case Flavour::ApacheKafkaNative: return confluentName(property, QStringLiteral("KAFKA_"), true);
    case Flavour::Redpanda: return {};
    default: return confluentName(property, QStringLiteral("KAFKA_"), false);
    }
}

QString zookeeperVariableFor(const Service &service, const QString &property)
{
    const auto found = std::ranges::find_if(zookeeperNames, [&](const ZooKeeperNames &one) {
        return property == QLatin1String(one.property);
    });
    if (found == zookeeperNames.end())
        return {};
    switch (service.flavour) {
    case Flavour::ConfluentZooKeeper: return QLatin1String(found->confluent);
    case Flavour::ZooKeeper: return QLatin1String(found->official);
    case Flavour::BitnamiZooKeeper: return QLatin1String(found->bitnami);
    default: return {};
    }
}

Setting kafkaSetting(const Subject &subject, const Service &service, const QString &property)
{
    const QString variable = kafkaVariableFor(service, property);
    return settled(subject, service, property, variable, fromVariable(subject, service, variable));
}

Setting zookeeperSetting(const Subject &subject, const Service &service, const QString &property)
{
    const QString variable = zookeeperVariableFor(service, property);
    auto told = fromVariable(subject, service, variable);
    const bool isWords = property == QLatin1String("4lw.commands.whitelist");
    if (!told && isWords)
        told = fromOption(subject, service, property);
    if (told && told->from == From::Option && !mountedOf(subject, service))
        return *told;
    const bool hasOptions = isWords && service.flavour == Flavour::ConfluentZooKeeper;
    return settled(subject, service, property, hasOptions ? QStringLiteral("KAFKA_OPTS") : variable, told);
}

// By hand: clang-tidy 14 takes a defaulted <=> for a null pointer.
bool isBefore(const Version &one, const Version &other)
{
    return std::tie(one.major, one.minor, one.patch) < std::tie(other.major, other.minor, other.patch);
}

QString tagOf(const QString &image)
{
    static const QRegularExpression tag(QStringLiteral("^[^@]*:([^/:@]+)(?:@.*)?$"));
    return tag.match(image.trimmed()).captured(1);
}

std::optional<Version> kafkaVersionOf(const Service &service)
{
    const QString tag = tagOf(service.image);
    if (service.flavour == Flavour::Wurstmeister) // «2.13-2.8.1»: Scala's before it
        return Version::in(tag.section(QLatin1Char('-'), -1));
    auto version = Version::in(tag);
    if (!version || service.flavour != Flavour::ConfluentKafka)
        return version;
    // Confluent 5.5 has Kafka 2.5, 6.2 has 2.8, 7.9 has 3.9, 8.0 has 4.0.
    const int major = version->major, minor = version->minor;
    return major < 6    ? Version{major - 3, minor, 0}
           : major == 6 ? Version{2, minor + 6, 0}
                        : Version{major - 4, minor, 0};
}

} // namespace bd::audit
