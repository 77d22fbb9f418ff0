#include "compose/serviceconfig.h"

#include <algorithm>

#include <QJsonArray>

#include "compose/duration.h"

namespace bd::compose {

namespace {

QString textOf(const QJsonValue &value)
{
    return value.toVariant().toString(); // numbers and truth values too
}

QStringList wordsOf(const QJsonValue &value)
{
    if (value.isString())
        return {value.toString()};
    QStringList words;
    for (const QJsonValue &word : value.toArray())
        words += textOf(word);
    return words;
}

QMap<QString, QString> environmentOf(const QJsonValue &value)
{
    QMap<QString, QString> environment;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it.value().isNull()) // named without a value, and not set here either
            environment.insert(it.key(), textOf(it.value()));
    }
    for (const QJsonValue &pair : value.toArray())
        environment.insert(pair.toString().section(QLatin1Char('='), 0, 0),
                           pair.toString().section(QLatin1Char('='), 1));
    return environment;
}

std::vector<Gate> gatesOf(const QJsonValue &value)
{
    std::vector<Gate> gates;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonObject gate = it.value().toObject();
        gates.push_back({it.key(),
                         conditionFrom(gate[QLatin1String("condition")].toString()).value_or(Condition::Started),
                         gate[QLatin1String("required")].toBool(true)});
    }
    for (const QJsonValue &name : value.toArray())
        gates.push_back({name.toString(), Condition::Started, true});
    return gates;
}

std::optional<Millis> millisOf(const QJsonValue &value)
{
    if (value.isString())
        return durationFrom(value.toString());
    if (value.isDouble())
        return std::chrono::duration_cast<Millis>(std::chrono::nanoseconds(value.toInteger()));
    return {};
}

std::optional<engine::HealthCheck> healthCheckOf(const QJsonValue &value)
{
    if (!value.isObject())
        return {};
    const QJsonObject object = value.toObject();
    engine::HealthCheck check;
    const QJsonValue test = object[QLatin1String("test")];
    check.test = test.isString() ? QStringList{QStringLiteral("CMD-SHELL"), test.toString()} : wordsOf(test);
    if (object[QLatin1String("disable")].toBool())
        check.test = QStringList{QStringLiteral("NONE")};
    check.interval = millisOf(object[QLatin1String("interval")]).value_or(check.interval);
    check.timeout = millisOf(object[QLatin1String("timeout")]).value_or(check.timeout);
    check.startPeriod = millisOf(object[QLatin1String("start_period")]).value_or(check.startPeriod);
    check.startInterval = millisOf(object[QLatin1String("start_interval")]).value_or(check.startInterval);
    check.retries = object[QLatin1String("retries")].toInt(check.retries);
    return check;
}

quint16 portOf(const QString &text)
{
    return text.toUShort(); // a range, from which the engine chooses, is none
}

std::vector<PortSpec> portsOf(const QJsonValue &value)
{
    std::vector<PortSpec> ports;
    for (const QJsonValue &element : value.toArray()) {
        const QJsonObject port = element.toObject();
        ports.push_back({port[QLatin1String("host_ip")].toString(), portOf(textOf(port[QLatin1String("published")])),
                         portOf(textOf(port[QLatin1String("target")])),
                         port[QLatin1String("protocol")].toString(QStringLiteral("tcp"))});
    }
    return ports;
}

engine::Mount::Kind mountKind(const QString &type)
{
    using Kind = engine::Mount::Kind;
    return type == QLatin1String("volume")  ? Kind::Volume
           : type == QLatin1String("bind")  ? Kind::Bind
           : type == QLatin1String("tmpfs") ? Kind::Tmpfs
                                            : Kind::Other;
}

std::vector<MountSpec> mountsOf(const QJsonObject &service)
{
    std::vector<MountSpec> mounts;
    for (const QJsonValue &element : service[QLatin1String("volumes")].toArray()) {
        const QJsonObject mount = element.toObject();
        mounts.push_back({mountKind(mount[QLatin1String("type")].toString()), mount[QLatin1String("source")].toString(),
                          mount[QLatin1String("target")].toString(), mount[QLatin1String("read_only")].toBool()});
    }
    for (const QString &tmpfs : wordsOf(service[QLatin1String("tmpfs")]))
        mounts.push_back({engine::Mount::Kind::Tmpfs, {}, tmpfs.section(QLatin1Char(':'), 0, 0), false});
    return mounts;
}

bool uses(const QJsonValue &references, const QSet<QString> &inlined)
{
    const QJsonArray array = references.toArray();
    return std::ranges::any_of(array, [&inlined](const QJsonValue &reference) {
        return inlined.contains(reference.isString() ? reference.toString()
                                                     : reference.toObject()[QLatin1String("source")].toString());
    });
}

// As Compose reads it: what `deploy` says counts where `restart` says nothing.
QString restartOf(const QJsonObject &service)
{
    const QString restart = service[QLatin1String("restart")].toString();
    const QJsonObject deploy = service[QLatin1String("deploy")].toObject();
    if (!restart.isEmpty() || !deploy.contains(QLatin1String("restart_policy")))
        return restart;
    const QString condition = deploy[QLatin1String("restart_policy")].toObject()[QLatin1String("condition")].toString();
    return condition == QLatin1String("on-failure") ? condition
           : condition == QLatin1String("none")     ? QStringLiteral("no")
                                                    : QStringLiteral("unless-stopped");
}

int replicasOf(const QJsonObject &service)
{
    const QJsonValue replicas = service[QLatin1String("deploy")].toObject()[QLatin1String("replicas")];
    return service[QLatin1String("scale")].toInt(replicas.toInt(1));
}

// Compose writes both as a number of bytes, in a text.
std::optional<qint64> memoryLimitOf(const QJsonObject &service)
{
    const QJsonValue ofDeploy =
        service[QLatin1String("deploy")][QLatin1String("resources")][QLatin1String("limits")][QLatin1String("memory")];
    for (const QJsonValue &one : {service[QLatin1String("mem_limit")], ofDeploy}) {
        if (const qint64 bytes = textOf(one).toLongLong(); bytes > 0)
            return bytes;
    }
    return {};
}

} // namespace

QSet<QString> inlinedIn(const QJsonObject &declared)
{
    QSet<QString> names;
    for (auto it = declared.begin(); it != declared.end(); ++it) {
        const QJsonObject one = it.value().toObject();
        if (one.contains(QLatin1String("content")) || one.contains(QLatin1String("environment")))
            names += it.key();
    }
    return names;
}

QSet<QString> externalIn(const QJsonObject &declared)
{
    QSet<QString> names;
    for (auto it = declared.begin(); it != declared.end(); ++it) {
        if (it.value().toObject()[QLatin1String("external")].toBool())
            names += it.key();
    }
    return names;
}

Service serviceFrom(const QString &name, const QJsonObject &json, const TopLevel &top)
{
    Service service;
    service.name = name;
    service.image = json[QLatin1String("image")].toString();
    service.isBuilt = json.contains(QLatin1String("build"));
    service.containerName = json[QLatin1String("container_name")].toString();
    service.hostname = json[QLatin1String("hostname")].toString();
    const QJsonObject networks = json[QLatin1String("networks")].toObject();
    for (auto it = networks.begin(); it != networks.end(); ++it) {
        service.aliases += wordsOf(it.value()[QLatin1String("aliases")]);
        service.isOnOthersNetwork = service.isOnOthersNetwork || top.externalNetworks.contains(it.key());
    }
    service.aliases.removeDuplicates();
    service.entrypoint = wordsOf(json[QLatin1String("entrypoint")]);
    service.command = wordsOf(json[QLatin1String("command")]);
    service.environment = environmentOf(json[QLatin1String("environment")]);
    service.gates = gatesOf(json[QLatin1String("depends_on")]);
    service.healthCheck = healthCheckOf(json[QLatin1String("healthcheck")]);
    service.restart = restartOf(json);
    service.stopGrace = millisOf(json[QLatin1String("stop_grace_period")]);
    service.ports = portsOf(json[QLatin1String("ports")]);
    service.mounts = mountsOf(json);
    service.profiles = wordsOf(json[QLatin1String("profiles")]);
    service.replicas = replicasOf(json);
    service.memoryLimit = memoryLimitOf(json);
    service.startsByCompose = uses(json[QLatin1String("configs")], top.inlined)
                              || uses(json[QLatin1String("secrets")], top.inlined)
                              || !json[QLatin1String("post_start")].toArray().isEmpty();
    return service;
}

} // namespace bd::compose
