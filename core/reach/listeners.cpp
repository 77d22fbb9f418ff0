#include "reach/listeners.h"

#include <algorithm>

#include <QRegularExpression>

namespace bd::reach {

namespace {

using compose::Flavour;
using compose::Service;
using engine::Container;

constexpr quint16 DefaultPort = 9092;

struct Endpoint {
    QString name;
    QString host;
    quint16 port = 0;
};

// A broker's setting, by its name in the environment without prefix: ADVERTISED_LISTENERS.
QString setting(const Service &service, const Container &container, const char *name)
{
    const QString key = QLatin1String(name);
    const QString plain = variable(service, container, QStringLiteral("KAFKA_") + key);
    const QString bitnami = variable(service, container, QStringLiteral("KAFKA_CFG_") + key);
    const bool isBitnami = service.flavour == Flavour::BitnamiKafka;
    return bitnami.isEmpty() || (!isBitnami && !plain.isEmpty()) ? plain : bitnami;
}

// --name value or --name=value, as Redpanda is configured.
QString flag(const Service &service, const Container &container, const char *name)
{
    // Several may stand in one word: «- --kafka-addr internal://0.0.0.0:9092».
    const QStringList words = (container.command.isEmpty() ? service.entrypoint + service.command : container.command)
                                  .join(QLatin1Char(' '))
                                  .split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QString option = QStringLiteral("--") + QLatin1String(name);
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words[i] == option)
            return words.value(i + 1);
        if (words[i].startsWith(option + QLatin1Char('=')))
            return words[i].sliced(option.size() + 1);
    }
    return {};
}

// «INSIDE://:29092,OUTSIDE://localhost:9092»; what cannot be read is left out.
std::vector<Endpoint> endpoints(const QString &text)
{
    static const QRegularExpression form(QStringLiteral(R"(^(?:([\w.-]+)://)?(?:\[([^\]]*)\]|([^:/\[]*)):(\d+)$)"));
    std::vector<Endpoint> found;
    for (const QString &entry : text.split(QLatin1Char(','))) {
        const auto match = form.match(entry.trimmed());
        const ushort port = match.captured(4).toUShort();
        if (match.hasMatch() && port != 0)
            found.push_back({match.captured(1).toUpper(), match.captured(2) + match.captured(3), port});
    }
    return found;
}

QMap<QString, QString> protocolMap(const QString &text)
{
    QMap<QString, QString> protocols;
    for (const QString &entry : text.split(QLatin1Char(','))) {
        const QStringList pair = entry.trimmed().split(QLatin1Char(':'));
        if (pair.size() == 2)
            protocols[pair[0].toUpper()] = pair[1].toUpper();
    }
    return protocols;
}

// Without a map a listener is named after its protocol.
QString protocolOf(const QString &name, const QMap<QString, QString> &protocols)
{
    static const QStringList known{QStringLiteral("SSL"), QStringLiteral("SASL_PLAINTEXT"), QStringLiteral("SASL_SSL")};
    return protocols.value(name, known.contains(name) ? name : QStringLiteral("PLAINTEXT"));
}

QString boundHost(const QString &host)
{
    return host == QLatin1String("0.0.0.0") || host == QLatin1String("::") ? QString() : host;
}

struct Configured {
    std::vector<Endpoint> bound;
    std::vector<Endpoint> advertised;
};

Configured fromFlags(const Service &service, const Container &container)
{
    return {endpoints(flag(service, container, "kafka-addr")),
            endpoints(flag(service, container, "advertise-kafka-addr"))};
}

// What the broker falls back to where neither kind of listener is set.
Configured withoutListeners(const Service &service, const Container &container)
{
    const ushort told = setting(service, container, "PORT").toUShort();
    const quint16 port = told ? told : DefaultPort;
    const ushort advertisedPort = setting(service, container, "ADVERTISED_PORT").toUShort();
    const bool isApache = service.flavour == Flavour::ApacheKafka || service.flavour == Flavour::ApacheKafkaNative;
    const QString host = isApache ? QStringLiteral("localhost") : setting(service, container, "ADVERTISED_HOST_NAME");
    const QString name = QStringLiteral("PLAINTEXT");
    return {{{name, {}, port}}, {{name, host, advertisedPort ? advertisedPort : port}}};
}

Configured fromEnvironment(const Service &service, const Container &container)
{
    Configured configured{endpoints(setting(service, container, "LISTENERS")),
                          endpoints(setting(service, container, "ADVERTISED_LISTENERS"))};
    if (configured.bound.empty() && configured.advertised.empty())
        return withoutListeners(service, container);
    if (configured.bound.empty()) { // the images then bind the advertised ports
        configured.bound = configured.advertised;
        for (Endpoint &one : configured.bound)
            one.host.clear();
    }
    return configured;
}

} // namespace

QString variable(const Service &service, const Container &container, const QString &name)
{
    const QString running = container.variable(name);
    return running.isEmpty() ? service.environment.value(name) : running;
}

std::vector<Listener> clientListeners(const Service &service, const Container &container)
{
    const Configured configured = service.flavour == Flavour::Redpanda ? fromFlags(service, container)
                                                                       : fromEnvironment(service, container);
    const QStringList controllers =
        setting(service, container, "CONTROLLER_LISTENER_NAMES").toUpper().split(QLatin1Char(','));
    const auto protocols = protocolMap(setting(service, container, "LISTENER_SECURITY_PROTOCOL_MAP"));
    std::vector<Listener> listeners;
    for (const Endpoint &bound : configured.bound) {
        if (controllers.contains(bound.name))
            continue;
        Listener listener{bound.name, protocolOf(bound.name, protocols), bound.port, boundHost(bound.host), {},
                          bound.port};
        for (const Endpoint &advertised : configured.advertised) {
            if (advertised.name == bound.name) {
                listener.advertisedHost = advertised.host;
                listener.advertisedPort = advertised.port;
            }
        }
        listeners.push_back(listener);
    }
    return listeners;
}

std::optional<int> brokerId(const Service &service, const Container &container)
{
    const bool isRedpanda = service.flavour == Flavour::Redpanda;
    for (const QString &text : {setting(service, container, "NODE_ID"), setting(service, container, "BROKER_ID"),
                                isRedpanda ? flag(service, container, "node-id") : QString()}) {
        bool isNumber = false;
        const int id = text.toInt(&isNumber);
        if (isNumber && id >= 0)
            return id;
    }
    return {};
}

QString clusterAddress(const Service &service, const Container &container)
{
    for (const char *name : {"CONTROLLER_QUORUM_VOTERS", "CONTROLLER_QUORUM_BOOTSTRAP_SERVERS", "ZOOKEEPER_CONNECT"}) {
        if (const QString address = setting(service, container, name); !address.isEmpty())
            return address;
    }
    return {};
}

quint16 zookeeperPort(const Service &service, const Container &container)
{
    constexpr quint16 usual = 2181;
    quint16 port = usual;
    for (const auto *name : {"ZOOKEEPER_CLIENT_PORT", "ZOO_PORT_NUMBER"}) {
        if (const ushort told = variable(service, container, QLatin1String(name)).toUShort())
            port = told;
    }
    return port;
}

QString zookeeperRoot(const Service &service, const Container &container)
{
    const QString connect = setting(service, container, "ZOOKEEPER_CONNECT");
    const qsizetype slash = connect.indexOf(QLatin1Char('/'));
    return slash < 0 || slash == connect.size() - 1 ? QString() : connect.sliced(slash);
}

} // namespace bd::reach
