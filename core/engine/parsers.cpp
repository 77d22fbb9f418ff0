#include "engine/parsers.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/text.h"
#include "engine/failure.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(EngineParsers)
};

tl::unexpected<Error> notUnderstood(const QString &program, const QByteArray &output)
{
    return fail(ErrorCode::Parse, Tr::tr("The output of %1 is not what it should be").arg(program),
                Tr::tr("Another program may stand in for Docker, or its version is one that Brokerdeck does not know."),
                redacted(plainText(QString::fromUtf8(output.first(qMin<qsizetype>(output.size(), 2000))))));
}

Result<QJsonObject> object(const QByteArray &json, const QString &program)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return notUnderstood(program, json);
    return document.object();
}

Result<QJsonArray> array(const QByteArray &json, const QString &program)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray())
        return notUnderstood(program, json);
    return document.array();
}

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue entry : value.toArray())
        list += entry.toString();
    return list;
}

QMap<QString, QString> stringMap(const QJsonValue &value)
{
    QMap<QString, QString> map;
    const QJsonObject entries = value.toObject();
    for (auto it = entries.begin(); it != entries.end(); ++it)
        map.insert(it.key(), it.value().toString());
    return map;
}

Millis nanos(const QJsonValue &value)
{
    return std::chrono::duration_cast<Millis>(std::chrono::nanoseconds(value.toInteger()));
}

// The engine's zero means «the default».
Millis nanosOr(const QJsonValue &value, Millis byDefault)
{
    const Millis duration = nanos(value);
    return duration > Millis::zero() ? duration : byDefault;
}

ContainerState stateFrom(const QString &status)
{
    static const QMap<QString, ContainerState> states{
        {QStringLiteral("created"), ContainerState::Created},
        {QStringLiteral("running"), ContainerState::Running},
        {QStringLiteral("paused"), ContainerState::Paused},
        {QStringLiteral("restarting"), ContainerState::Restarting},
        {QStringLiteral("removing"), ContainerState::Removing},
        {QStringLiteral("exited"), ContainerState::Exited},
        {QStringLiteral("dead"), ContainerState::Dead},
        // Podman's
        {QStringLiteral("configured"), ContainerState::Created},
        {QStringLiteral("initialized"), ContainerState::Created},
        {QStringLiteral("stopping"), ContainerState::Running},
        {QStringLiteral("stopped"), ContainerState::Exited},
    };
    return states.value(status, ContainerState::Dead);
}

Health healthFrom(const QString &status)
{
    if (status == QLatin1String("starting"))
        return Health::Starting;
    if (status == QLatin1String("healthy"))
        return Health::Healthy;
    return status == QLatin1String("unhealthy") ? Health::Unhealthy : Health::None;
}

std::vector<HealthResult> healthLogFrom(const QJsonValue &value)
{
    std::vector<HealthResult> log;
    for (const QJsonValue entry : value.toArray()) {
        HealthResult result;
        result.start = fromIso(entry[QLatin1String("Start")].toString()).value_or(TimePoint{});
        result.end = fromIso(entry[QLatin1String("End")].toString()).value_or(result.start);
        result.exitCode = entry[QLatin1String("ExitCode")].toInt();
        result.output = redacted(entry[QLatin1String("Output")].toString());
        log.push_back(result);
    }
    return log;
}

std::optional<HealthCheck> healthCheckFrom(const QJsonValue &value)
{
    HealthCheck check;
    check.test = strings(value[QLatin1String("Test")]);
    if (check.test.isEmpty())
        return {};
    check.interval = nanosOr(value[QLatin1String("Interval")], check.interval);
    check.timeout = nanosOr(value[QLatin1String("Timeout")], check.timeout);
    check.startPeriod = nanos(value[QLatin1String("StartPeriod")]);
    check.startInterval = nanos(value[QLatin1String("StartInterval")]);
    const int retries = value[QLatin1String("Retries")].toInt();
    check.retries = retries > 0 ? retries : check.retries;
    return check;
}

std::vector<PortBinding> portsFrom(const QJsonObject &ports)
{
    std::vector<PortBinding> bindings;
    for (auto it = ports.begin(); it != ports.end(); ++it) {
        const QStringList key = it.key().split(QLatin1Char('/')); // 9092/tcp
        for (const QJsonValue entry : it.value().toArray()) {
            PortBinding binding;
            binding.hostIp = entry[QLatin1String("HostIp")].toString();
            binding.hostPort = entry[QLatin1String("HostPort")].toString().toUShort();
            binding.containerPort = key.value(0).toUShort();
            binding.protocol = key.value(1, QStringLiteral("tcp"));
            bindings.push_back(binding);
        }
    }
    return bindings;
}

QMap<QString, QString> addressesFrom(const QJsonObject &networks)
{
    QMap<QString, QString> addresses;
    for (auto it = networks.begin(); it != networks.end(); ++it) {
        const QString address = it.value()[QLatin1String("IPAddress")].toString();
        if (!address.isEmpty())
            addresses.insert(it.key(), address);
    }
    return addresses;
}

Mount::Kind mountKindFrom(const QString &type)
{
    if (type == QLatin1String("volume"))
        return Mount::Kind::Volume;
    if (type == QLatin1String("bind"))
        return Mount::Kind::Bind;
    return type == QLatin1String("tmpfs") ? Mount::Kind::Tmpfs : Mount::Kind::Other;
}

std::vector<Mount> mountsFrom(const QJsonObject &container)
{
    std::vector<Mount> mounts;
    for (const QJsonValue entry : container[QLatin1String("Mounts")].toArray()) {
        Mount mount;
        mount.kind = mountKindFrom(entry[QLatin1String("Type")].toString());
        mount.name = entry[QLatin1String("Name")].toString();
        mount.source = entry[QLatin1String("Source")].toString();
        mount.destination = entry[QLatin1String("Destination")].toString();
        mount.driver = entry[QLatin1String("Driver")].toString();
        mount.writable = entry[QLatin1String("RW")].toBool(true);
        mounts.push_back(mount);
    }
    // `tmpfs:` of a compose file stands here only.
    for (const QString &path : container[QLatin1String("HostConfig")][QLatin1String("Tmpfs")].toObject().keys()) {
        Mount mount;
        mount.kind = Mount::Kind::Tmpfs;
        mount.destination = path;
        mounts.push_back(mount);
    }
    return mounts;
}

void readState(const QJsonValue &state, Container &container)
{
    container.state = stateFrom(state[QLatin1String("Status")].toString());
    container.exitCode = state[QLatin1String("ExitCode")].toInt();
    container.oomKilled = state[QLatin1String("OOMKilled")].toBool();
    container.error = redacted(state[QLatin1String("Error")].toString());
    container.pid = state[QLatin1String("Pid")].toInteger();
    container.startedAt = fromIso(state[QLatin1String("StartedAt")].toString());
    container.finishedAt = fromIso(state[QLatin1String("FinishedAt")].toString());
    const QJsonValue health = state[QLatin1String("Health")];
    container.health = healthFrom(health[QLatin1String("Status")].toString());
    container.failingStreak = health[QLatin1String("FailingStreak")].toInt();
    container.healthLog = healthLogFrom(health[QLatin1String("Log")]);
}

Container containerFrom(const QJsonObject &json)
{
    const QJsonValue config = json[QLatin1String("Config")];
    const QJsonValue network = json[QLatin1String("NetworkSettings")];
    Container container;
    container.id = json[QLatin1String("Id")].toString();
    container.name = json[QLatin1String("Name")].toString();
    if (container.name.startsWith(QLatin1Char('/')))
        container.name.remove(0, 1);
    container.image = config[QLatin1String("Image")].toString();
    container.imageId = json[QLatin1String("Image")].toString();
    container.labels = stringMap(config[QLatin1String("Labels")]);
    container.environment = strings(config[QLatin1String("Env")]);
    container.command = QStringList{json[QLatin1String("Path")].toString()} + strings(json[QLatin1String("Args")]);
    container.restartCount = json[QLatin1String("RestartCount")].toInt();
    container.restartPolicy =
        json[QLatin1String("HostConfig")][QLatin1String("RestartPolicy")][QLatin1String("Name")].toString();
    container.createdAt = fromIso(json[QLatin1String("Created")].toString()).value_or(TimePoint{});
    container.healthCheck = healthCheckFrom(config[QLatin1String("Healthcheck")]);
    container.ports = portsFrom(network[QLatin1String("Ports")].toObject());
    container.addresses = addressesFrom(network[QLatin1String("Networks")].toObject());
    container.mounts = mountsFrom(json);
    readState(json[QLatin1String("State")], container);
    return container;
}

bool hasHost(const QString &image)
{
    const QString first = image.section(QLatin1Char('/'), 0, 0);
    return image.contains(QLatin1Char('/'))
           && (first.contains(QLatin1Char('.')) || first.contains(QLatin1Char(':'))
               || first == QLatin1String("localhost"));
}

// With the tag that is meant where none is written; a digest makes the tag irrelevant.
QString fullReference(const QString &image)
{
    const qsizetype digest = image.indexOf(QLatin1Char('@'));
    const QString name = image.first(digest < 0 ? image.size() : digest);
    const qsizetype tag = name.indexOf(QLatin1Char(':'), name.lastIndexOf(QLatin1Char('/')) + 1);
    if (digest >= 0)
        return (tag < 0 ? name : name.first(tag)) + image.sliced(digest);
    return tag < 0 ? name + QLatin1String(":latest") : name;
}

// Podman writes the registry before names that were given without one.
QString withoutHost(const QString &reference)
{
    QString bare = hasHost(reference) ? reference.section(QLatin1Char('/'), 1) : reference;
    if (bare.startsWith(QLatin1String("library/")))
        bare.remove(0, 8);
    return bare;
}

bool isImage(const QJsonObject &image, const QString &wanted)
{
    const QString id = image[QLatin1String("Id")].toString();
    if (id == wanted || id.section(QLatin1Char(':'), 1) == wanted)
        return true;
    const QString reference = fullReference(wanted);
    const QStringList names = strings(image[QLatin1String("RepoTags")]) + strings(image[QLatin1String("RepoDigests")]);
    for (const QString &name : names) {
        if (name == reference || (!hasHost(reference) && withoutHost(name) == withoutHost(reference)))
            return true;
    }
    return false;
}

// «1.234MB» or «1.2MiB», as the CLI writes sizes; nothing: «N/A», or a unit that it does not write.
std::optional<qint64> bytesOf(const QString &text)
{
    static const QStringList units{QStringLiteral("B"),  QStringLiteral("kB"), QStringLiteral("MB"),
                                   QStringLiteral("GB"), QStringLiteral("TB"), QStringLiteral("PB")};
    static const QStringList binary{QStringLiteral("B"),   QStringLiteral("KiB"), QStringLiteral("MiB"),
                                    QStringLiteral("GiB"), QStringLiteral("TiB"), QStringLiteral("PiB")};
    const auto letter = std::ranges::find_if(text, [](QChar c) { return c.isLetter(); });
    const auto digits = std::distance(text.begin(), letter);
    const QString unit = text.sliced(digits);
    const bool isBinary = unit.endsWith(QLatin1String("iB"));
    const qsizetype power = (isBinary ? binary : units).indexOf(unit);
    bool isNumber = false;
    const double number = text.first(digits).toDouble(&isNumber);
    if (power < 0 || !isNumber || number < 0)
        return {};
    return qRound64(number * std::pow(isBinary ? 1024.0 : 1000.0, double(power)));
}

// «12.5%»: of one processor
std::optional<double> shareOf(const QString &text)
{
    bool isNumber = false;
    const double percent = text.endsWith(QLatin1Char('%')) ? text.chopped(1).toDouble(&isNumber) : 0;
    return isNumber && percent >= 0 ? std::optional(percent / 100) : std::nullopt;
}

} // namespace

Result<std::vector<Container>> parseContainers(const QByteArray &json)
{
    const auto entries = array(json, QStringLiteral("docker inspect"));
    if (!entries)
        return tl::unexpected(entries.error());
    std::vector<Container> containers;
    for (const QJsonValue entry : *entries)
        containers.push_back(containerFrom(entry.toObject()));
    return containers;
}

Result<std::vector<Volume>> parseVolumes(const QByteArray &json)
{
    const auto entries = array(json, QStringLiteral("docker volume inspect"));
    if (!entries)
        return tl::unexpected(entries.error());
    std::vector<Volume> volumes;
    for (const QJsonValue entry : *entries) {
        Volume volume;
        volume.name = entry[QLatin1String("Name")].toString();
        volume.driver = entry[QLatin1String("Driver")].toString();
        volume.mountpoint = entry[QLatin1String("Mountpoint")].toString();
        volume.createdAt = fromIso(entry[QLatin1String("CreatedAt")].toString());
        volume.labels = stringMap(entry[QLatin1String("Labels")]);
        volumes.push_back(volume);
    }
    return volumes;
}

Result<QMap<QString, qint64>> parseVolumeSizes(const QByteArray &json)
{
    const auto entries = array(json, QStringLiteral("docker system df"));
    if (!entries)
        return tl::unexpected(entries.error());
    QMap<QString, qint64> sizes;
    for (const QJsonValue entry : *entries) {
        if (const auto size = bytesOf(entry[QLatin1String("Size")].toString()))
            sizes[entry[QLatin1String("Name")].toString()] = *size;
    }
    return sizes;
}

Result<QMap<QString, Usage>> parseUsage(const QByteArray &lines)
{
    QMap<QString, Usage> usage;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const auto entry = object(line, QStringLiteral("docker stats"));
        if (!entry)
            return tl::unexpected(entry.error());
        const QStringList memory = (*entry)[QLatin1String("MemUsage")].toString().split(QStringLiteral(" / "));
        const auto processors = shareOf((*entry)[QLatin1String("CPUPerc")].toString());
        const auto used = bytesOf(memory.first()), limit = bytesOf(memory.last());
        if (memory.size() == 2 && processors && used && limit)
            usage[(*entry)[QLatin1String("ID")].toString()] = {*processors, *used, *limit};
    }
    return usage;
}

Result<std::vector<Context>> parseContexts(const QByteArray &lines)
{
    std::vector<Context> contexts;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const auto json = object(line, QStringLiteral("docker context ls"));
        if (!json)
            return tl::unexpected(json.error());
        const QString endpoint = (*json)[QLatin1String("DockerEndpoint")].toString();
        if (endpoint.isEmpty()) // what DOCKER_CONTEXT names but nobody has made
            continue;
        contexts.push_back(
            {(*json)[QLatin1String("Name")].toString(), endpoint, (*json)[QLatin1String("Current")].toBool()});
    }
    return contexts;
}

Result<Context> effectiveContext(const std::vector<Context> &contexts, const QString &wanted, const QString &dockerHost,
                                 const QString &dockerContext)
{
    if (wanted.isEmpty() && !dockerHost.isEmpty())
        return Context{QStringLiteral("default"), dockerHost, true};
    const QString name = wanted.isEmpty() ? dockerContext : wanted;
    for (const Context &context : contexts) {
        if (name.isEmpty() ? context.current : context.name == name)
            return context;
    }
    if (name.isEmpty())
        return fail(ErrorCode::NoEngine, Tr::tr("Docker has no current context"),
                    Tr::tr("Choose one with «docker context use»."));
    return noSuchContext(name, {});
}

Result<EngineInfo> parseInfo(const QByteArray &json)
{
    const auto info = object(json, QStringLiteral("docker info"));
    if (!info)
        return tl::unexpected(info.error());
    const QStringList errors = strings((*info)[QLatin1String("ServerErrors")]);
    if (!errors.isEmpty())
        return tl::unexpected(failure(errors.join(QLatin1Char('\n'))));
    EngineInfo result;
    result.id = (*info)[QLatin1String("ID")].toString();
    result.name = (*info)[QLatin1String("Name")].toString();
    result.os = (*info)[QLatin1String("OperatingSystem")].toString();
    result.architecture = (*info)[QLatin1String("Architecture")].toString();
    result.version = Version::in((*info)[QLatin1String("ServerVersion")].toString()).value_or(Version{});
    result.cpus = (*info)[QLatin1String("NCPU")].toInt();
    result.memoryBytes = (*info)[QLatin1String("MemTotal")].toInteger();
    result.rootDirectory = (*info)[QLatin1String("DockerRootDir")].toString();
    result.systemTime = fromIso((*info)[QLatin1String("SystemTime")].toString()).value_or(TimePoint{});
    return result;
}

QString parseProduct(const QByteArray &json)
{
    const QJsonObject server = QJsonDocument::fromJson(json)[QLatin1String("Server")].toObject();
    for (const QJsonValue component : server[QLatin1String("Components")].toArray()) {
        if (component[QLatin1String("Name")].toString().contains(QLatin1String("Podman"), Qt::CaseInsensitive))
            return QStringLiteral("Podman");
    }
    return QStringLiteral("Docker");
}

Result<Event> parseEvent(const QByteArray &line)
{
    const auto json = object(line, QStringLiteral("docker events"));
    if (!json)
        return tl::unexpected(json.error());
    const QJsonValue actor = (*json)[QLatin1String("Actor")];
    Event event;
    event.at = TimePoint(Micros((*json)[QLatin1String("timeNano")].toInteger() / 1000));
    event.type = (*json)[QLatin1String("Type")].toString();
    event.action = (*json)[QLatin1String("Action")].toString();
    event.id = actor[QLatin1String("ID")].toString();
    event.attributes = stringMap(actor[QLatin1String("Attributes")]);
    if (event.type.isEmpty() || event.action.isEmpty())
        return notUnderstood(QStringLiteral("docker events"), line);
    return event;
}

std::optional<StampedText> parseStamped(const QByteArray &line)
{
    const qsizetype space = line.indexOf(' ');
    const QByteArray stamp = space < 0 ? line : line.first(space);
    if (stamp.size() > 40)
        return {};
    const auto at = fromIso(QString::fromLatin1(stamp));
    if (!at)
        return {};
    return StampedText{*at, space < 0 ? QByteArray() : line.sliced(space + 1)};
}

QMap<QString, QString> parseHashes(const QByteArray &lines)
{
    QMap<QString, QString> hashes;
    for (const QByteArray &line : lines.split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() == 2)
            hashes.insert(QString::fromUtf8(words[0]), QString::fromUtf8(words[1]));
    }
    return hashes;
}

QMap<QString, QString> imageIdsIn(const QByteArray &lines, const QStringList &wanted)
{
    std::vector<QJsonObject> found;
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (document.isObject())
            found.push_back(document.object());
    }
    QMap<QString, QString> ids;
    for (const QString &image : wanted) {
        const auto one = std::find_if(found.begin(), found.end(),
                                      [&](const QJsonObject &object) { return isImage(object, image); });
        if (one != found.end())
            ids.insert(image, (*one)[QLatin1String("Id")].toString());
    }
    return ids;
}

} // namespace bd::engine
