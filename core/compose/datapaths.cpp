#include "compose/datapaths.h"

#include <algorithm>

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

using Kind = DataPath::Kind;
using Paths = std::vector<DataPath>;

void add(Paths &paths, Kind kind, const QString &list)
{
    for (const QString &one : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QString path = QDir::cleanPath(one.trimmed());
        if (std::ranges::find(paths, path, &DataPath::path) == paths.end())
            paths.push_back({kind, path});
    }
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

Paths brokerPaths(const Service &service)
{
    Paths paths;
    add(paths, Kind::KafkaData,
        firstOf({kafkaVariable(service, QStringLiteral("LOG_DIRS")), kafkaVariable(service, QStringLiteral("LOG_DIR")),
                 brokerDefault(service.flavour)}));
    add(paths, Kind::KafkaData, kafkaVariable(service, QStringLiteral("METADATA_LOG_DIR")));
    return paths;
}

Paths zooKeeperPaths(const Service &service)
{
    const auto either = [&service](const char *name, const char *byDefault) {
        return firstOf({service.environment.value(QLatin1String(name)), QLatin1String(byDefault)});
    };
    Paths paths;
    switch (service.flavour) {
    case Flavour::ConfluentZooKeeper:
        add(paths, Kind::ZooKeeperData, either("ZOOKEEPER_DATA_DIR", "/var/lib/zookeeper/data"));
        add(paths, Kind::ZooKeeperLog, either("ZOOKEEPER_DATA_LOG_DIR", "/var/lib/zookeeper/log"));
        break;
    case Flavour::ZooKeeper:
        add(paths, Kind::ZooKeeperData, either("ZOO_DATA_DIR", "/data"));
        add(paths, Kind::ZooKeeperLog, either("ZOO_DATA_LOG_DIR", "/datalog"));
        break;
    case Flavour::BitnamiZooKeeper:
        add(paths, Kind::ZooKeeperData, QStringLiteral("/bitnami/zookeeper"));
        add(paths, Kind::ZooKeeperLog, either("ZOO_DATA_LOG_DIR", ""));
        break;
    default:
        add(paths, Kind::ZooKeeperData, either("ZOO_DATA_DIR", ""));
        add(paths, Kind::ZooKeeperLog, either("ZOO_DATA_LOG_DIR", ""));
        break;
    }
    return paths;
}

} // namespace

std::vector<DataPath> dataPaths(const Service &service)
{
    return service.role == Role::Broker      ? brokerPaths(service)
           : service.role == Role::ZooKeeper ? zooKeeperPaths(service)
                                             : Paths();
}

QString toString(DataPath::Kind kind)
{
    switch (kind) {
    case DataPath::Kind::KafkaData: return QStringLiteral("kafka-data");
    case DataPath::Kind::ZooKeeperData: return QStringLiteral("zookeeper-data");
    case DataPath::Kind::ZooKeeperLog: return QStringLiteral("zookeeper-log");
    }
    return {};
}

std::optional<DataPath::Kind> dataKindFrom(QStringView text)
{
    using Kind = DataPath::Kind;
    for (const Kind kind : {Kind::KafkaData, Kind::ZooKeeperData, Kind::ZooKeeperLog}) {
        if (toString(kind) == text)
            return kind;
    }
    return {};
}

bool holdsPath(const QString &destination, const QString &path)
{
    const QString at = QDir::cleanPath(destination);
    return at.startsWith(QLatin1Char('/')) && at.size() > 1 && (path == at || path.startsWith(at + QLatin1Char('/')));
}

} // namespace bd::compose
