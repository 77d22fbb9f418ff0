#include "compose/datapaths.h"

#include <QDir>

#include "compose/role.h"

namespace bd::compose {

namespace {

QString firstOf(const QStringList &candidates)
{
    for (const QString &candidate : candidates) {
        if (!candidate.trimmed().isEmpty())
            return candidate;
    }
    return {};
}

QStringList pathsIn(const QString &list)
{
    QStringList paths;
    for (const QString &path : list.split(QLatin1Char(','), Qt::SkipEmptyParts))
        paths += QDir::cleanPath(path.trimmed());
    return paths;
}

QString brokerDefault(Flavour flavour)
{
    switch (flavour) {
    case Flavour::ConfluentKafka: return QStringLiteral("/var/lib/kafka/data");
    case Flavour::ApacheKafka:
    case Flavour::ApacheKafkaNative: return QStringLiteral("/tmp/kraft-combined-logs");
    case Flavour::BitnamiKafka: return QStringLiteral("/bitnami/kafka");
    case Flavour::Wurstmeister: return QStringLiteral("/kafka");
    case Flavour::Redpanda: return QStringLiteral("/var/lib/redpanda/data");
    case Flavour::Unknown:
    case Flavour::ConfluentZooKeeper:
    case Flavour::ZooKeeper:
    case Flavour::BitnamiZooKeeper: break;
    }
    return {};
}

QStringList brokerPaths(const Service &service)
{
    const QString said = firstOf({kafkaVariable(service, QStringLiteral("LOG_DIRS")),
                                  kafkaVariable(service, QStringLiteral("LOG_DIR")), brokerDefault(service.flavour)});
    return pathsIn(said) + pathsIn(kafkaVariable(service, QStringLiteral("METADATA_LOG_DIR")));
}

QStringList zooKeeperPaths(const Service &service)
{
    const auto variable = [&service](const char *name) { return service.environment.value(QLatin1String(name)); };
    switch (service.flavour) {
    case Flavour::ConfluentZooKeeper:
        return pathsIn(firstOf({variable("ZOOKEEPER_DATA_DIR"), QStringLiteral("/var/lib/zookeeper/data")}))
               + pathsIn(firstOf({variable("ZOOKEEPER_DATA_LOG_DIR"), QStringLiteral("/var/lib/zookeeper/log")}));
    case Flavour::ZooKeeper:
        return pathsIn(firstOf({variable("ZOO_DATA_DIR"), QStringLiteral("/data")}))
               + pathsIn(firstOf({variable("ZOO_DATA_LOG_DIR"), QStringLiteral("/datalog")}));
    case Flavour::BitnamiZooKeeper:
        return QStringList{QStringLiteral("/bitnami/zookeeper")} + pathsIn(variable("ZOO_DATA_LOG_DIR"));
    default: return pathsIn(variable("ZOO_DATA_DIR")) + pathsIn(variable("ZOO_DATA_LOG_DIR"));
    }
}

} // namespace

QStringList dataPaths(const Service &service)
{
    QStringList paths = service.role == Role::Broker      ? brokerPaths(service)
                        : service.role == Role::ZooKeeper ? zooKeeperPaths(service)
                                                          : QStringList();
    paths.removeDuplicates();
    return paths;
}

bool holdsPath(const QString &destination, const QString &path)
{
    const QString at = QDir::cleanPath(destination);
    return at.startsWith(QLatin1Char('/')) && at.size() > 1 && (path == at || path.startsWith(at + QLatin1Char('/')));
}

} // namespace bd::compose
