#include "auditlive/auditlive.h"

#include <algorithm>

#include <QCoreApplication>
#include <QRegularExpression>

#include "compose/datapaths.h"
#include "compose/running.h"
#include "reach/listeners.h"
#include "reach/places.h"
#include "reach/reach.h"
#include "snapshot/browse.h"
#include "startup/preflight.h"

namespace bd::auditlive {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

using namespace std::chrono_literals;
using compose::Role;
using compose::Service;
using engine::Container;

constexpr Millis deadline = 5s; // for each answer

QStringList logDirsOf(kafka::Client &client, int broker, const std::stop_token &stop)
{
    const auto config = client.brokerConfig(broker, deadline, stop);
    for (const char *name : {"log.dirs", "log.dir"}) {
        for (const kafka::ConfigEntry &entry : config ? *config : std::vector<kafka::ConfigEntry>()) {
            if (entry.name == QLatin1String(name) && entry.value && !entry.value->isEmpty())
                return entry.value->split(QLatin1Char(','), Qt::SkipEmptyParts);
        }
    }
    return {};
}

const Container *runningBroker(const compose::Project &project, const std::vector<Container> &containers)
{
    const auto found = std::ranges::find_if(containers, [&](const Container &one) {
        const Service *service = project.service(one.service());
        return service && service->role == Role::Broker && one.isUp();
    });
    return found == containers.end() ? nullptr : &*found;
}

void askBrokers(const engine::Engine &engine, const compose::Project &project, const Container &broker,
                audit::Live &live, const std::stop_token &stop)
{
    const auto access = reach::runningBroker(engine, project, stop);
    const auto client = access ? kafka::Client::open(access->settings) : tl::unexpected(access.error());
    verify::Facts facts;
    facts.project = project;
    facts.brokerContainer = broker.id;
    if (!client || !verify::askBrokers(**client, access->settings, deadline, facts, stop))
        return; // it starts, or nothing leads to it: the container's own state says so
    verify::askInsides(engine, access->advertised, facts, stop);
    live.clusterId = facts.metadata.clusterId;
    live.brokerIds = brokerIds(project, live.containers, facts.metadata);
    live.tried = triedOf(facts.endpoints, live.brokerIds, broker.service());
    for (auto one = live.brokerIds.cbegin(); one != live.brokerIds.cend(); ++one) {
        if (const QStringList dirs = logDirsOf(**client, one.value(), stop); !dirs.isEmpty())
            live.logDirs[one.key()] = dirs;
    }
}

QString addressOf(const reach::Listener &listener)
{
    return QStringLiteral("%1:%2").arg(listener.advertisedHost).arg(listener.advertisedPort);
}

// Whose data it is cannot be told where another broker has it mounted, too.
bool isAnothersToo(const compose::Project &project, const std::vector<Container> &containers,
                   const Container &container, const QString &path)
{
    const engine::Mount *mount = compose::mountAt(container.mounts, path);
    const auto isSame = [mount](const engine::Mount &one) {
        return one.kind == mount->kind && one.name == mount->name && one.source == mount->source;
    };
    return mount
           && std::ranges::any_of(reach::placesOf(project, containers, Role::Broker), [&](const reach::Place &other) {
                  return other.container->id != container.id && std::ranges::any_of(other.container->mounts, isSame);
              });
}

// Who does not answer is told by its data.
void askData(const engine::Engine &engine, const compose::Project &project, audit::Live &live,
             const std::stop_token &stop)
{
    constexpr qsizetype mostBytes = 4096;
    for (const Container &container : live.containers) {
        const Service *service = project.service(container.service());
        if (!service || service->role != Role::Broker || live.brokerIds.contains(service->name))
            continue;
        for (const compose::DataPath &path : compose::dataPaths(compose::asItRuns(*service, container))) {
            if (path.kind != compose::DataPath::Kind::KafkaData
                || isAnothersToo(project, live.containers, container, path.path))
                continue;
            const auto properties = snapshot::beginningOf(engine, {container.id, path.path},
                                                          QStringLiteral("meta.properties"), mostBytes, stop);
            const Borne borne = borneBy(properties.value_or(QByteArray()));
            if (borne.brokerId)
                live.brokerIds[service->name] = *borne.brokerId;
            if (live.clusterId.isEmpty())
                live.clusterId = borne.clusterId;
        }
    }
}

} // namespace

Borne borneBy(const QByteArray &metaProperties)
{
    Borne borne;
    for (const QByteArray &line : metaProperties.split('\n')) {
        const qsizetype at = line.indexOf('=');
        const QByteArray key = line.left(at).trimmed(), value = at < 0 ? QByteArray() : line.mid(at + 1).trimmed();
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        if ((key == "broker.id" || key == "node.id") && isNumber && number >= 0)
            borne.brokerId = number;
        static const QRegularExpression id(QStringLiteral("^[A-Za-z0-9_-]{1,64}$")); // it may be proposed for a file
        if (key == "cluster.id" && id.match(QString::fromUtf8(value)).hasMatch())
            borne.clusterId = QString::fromUtf8(value);
    }
    return borne;
}

QMap<QString, int> brokerIds(const compose::Project &project, const std::vector<Container> &containers,
                             const kafka::Metadata &metadata)
{
    QMap<QString, int> ids;
    std::vector<const Container *> brokers;
    QMap<QString, QStringList> claimants; // address -> the brokers' services that advertise it
    for (const Service &service : project.services) {
        for (const reach::Listener &one : reach::clientListeners(service, {})) {
            if (service.role == Role::Broker)
                claimants[addressOf(one)] += service.name;
        }
    }
    for (const Container &container : containers) {
        const Service *service = project.service(container.service());
        if (!service || service->role != Role::Broker || !container.isUp())
            continue;
        brokers.push_back(&container);
        for (const reach::Listener &listener : reach::clientListeners(*service, container)) {
            QStringList others = claimants.value(addressOf(listener));
            others.removeAll(service->name);
            const auto isAt = [&](const kafka::Broker &one) {
                return one.host == listener.advertisedHost && one.port == listener.advertisedPort;
            };
            // An address that several advertise tells of none of them.
            if (others.isEmpty() && std::ranges::count_if(metadata.brokers, isAt) == 1)
                ids[service->name] = std::ranges::find_if(metadata.brokers, isAt)->id;
        }
    }
    if (ids.isEmpty() && brokers.size() == 1 && metadata.brokers.size() == 1)
        ids[brokers.front()->service()] = metadata.brokers.front().id;
    return ids;
}

std::vector<audit::Tried> triedOf(const std::vector<verify::Endpoint> &endpoints, const QMap<QString, int> &ids,
                                  const QString &askedInside)
{
    std::vector<audit::Tried> all;
    for (const verify::Endpoint &one : endpoints) {
        const QString service = one.isInside ? askedInside : ids.key(one.broker);
        if (service.isEmpty())
            continue;
        const QString why = !one.error          ? QString()
                            : one.isUnknownHost ? Tr::tr("this name is not known here")
                                                : one.error->message;
        all.push_back({service, one.address, why, one.isInside});
    }
    return all;
}

Result<audit::Live> look(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    const auto there = engine.containers(project.name, stop);
    if (!there)
        return tl::unexpected(there.error());
    if (there->empty())
        return audit::Live();
    const auto found = startup::preflight(engine, project, {}, stop);
    if (!found)
        return tl::unexpected(found.error());
    audit::Live live;
    for (const Container &container : found->containers) {
        if (!container.oneOff())
            live.containers.push_back(container);
    }
    live.drifted = found->drifted;
    if (const Container *broker = runningBroker(project, live.containers))
        askBrokers(engine, project, *broker, live, stop);
    askData(engine, project, live, stop);
    if (stop.stop_requested())
        return cancelled();
    return live;
}

} // namespace bd::auditlive
