#include "sheet/sheet.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include "base/text.h"
#include "compose/datapaths.h"
#include "compose/filenames.h"
#include "reach/listeners.h"

namespace bd::sheet {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Sheet)
};

using compose::Role;
using compose::Service;

QString roleText(const Service &service)
{
    switch (service.role) {
    case Role::ZooKeeper: return Tr::tr("ZooKeeper");
    case Role::Broker: return Tr::tr("Kafka broker");
    case Role::Init: return Tr::tr("makes the topics, and ends");
    case Role::Worker: return Tr::tr("works with Kafka");
    case Role::Other: break;
    }
    return Tr::tr("something else");
}

// Relative to where the first file is, so that the sheet is right on every machine.
QStringList callWords(const compose::Project &project, const QString &program)
{
    QStringList line = program.split(QLatin1Char(' '));
    const QDir folder = QFileInfo(project.call.files.value(0)).absoluteDir();
    const QStringList &files = project.call.files;
    const auto isCalled = [&files](qsizetype at, const QStringList &names) {
        return names.contains(QFileInfo(files.value(at)).fileName());
    };
    // Compose finds these without being told.
    const bool isFound = isCalled(0, compose::defaultFileNames())
                         && (files.size() == 1 || (files.size() == 2 && isCalled(1, compose::overrideFileNames())));
    for (const QString &file : isFound ? QStringList() : files)
        line += {QStringLiteral("-f"), folder.relativeFilePath(file)};
    for (const QString &file : project.call.envFiles)
        line += {QStringLiteral("--env-file"), folder.relativeFilePath(file)};
    for (const QString &profile : project.call.profiles)
        line += {QStringLiteral("--profile"), profile};
    if (!project.call.project.isEmpty())
        line += {QStringLiteral("-p"), project.call.project};
    return line;
}

Commands run(const compose::Project &project, const QStringList &verb)
{
    return {{shellLine(callWords(project, QStringLiteral("brokerdeckctl")) + verb)}};
}

void addStart(Document &page, const compose::Project &project)
{
    page.push_back(Heading{2, Tr::tr("Start it")});
    page.push_back(Paragraph{words(
        Tr::tr("In the folder of the compose file. Each service starts as soon as what it waits for is ready."))});
    page.push_back(run(project, {QStringLiteral("up")}));
    Spans without = words(Tr::tr("Without Brokerdeck: "));
    without.push_back({shellLine(callWords(project, QStringLiteral("docker compose"))
                                 + QStringList{QStringLiteral("up"), QStringLiteral("-d")}),
                       true});
    page.push_back(Paragraph{without});
    page.push_back(Heading{2, Tr::tr("Is all well?")});
    page.push_back(run(project, {QStringLiteral("verify")}));
    page.push_back(Paragraph{words(Tr::tr("Where something is not, this says what, why, and what helps:"))});
    page.push_back(run(project, {QStringLiteral("diagnose")}));
}

QString endpoint(const QString &host, int port)
{
    return QStringLiteral("%1:%2").arg(host).arg(port);
}

// A broker sends its clients on: what it advertises by a service's name leads nowhere from here.
bool mayGoOn(const compose::Project &project, const Service &service, const compose::PortSpec &port)
{
    const auto listeners = service.role == Role::Broker ? reach::clientListeners(service, {})
                                                        : std::vector<reach::Listener>();
    return std::ranges::none_of(listeners, [&](const reach::Listener &one) {
        return one.port == port.containerPort && project.service(one.advertisedHost);
    });
}

// For programs on this machine by published ports, for containers by service names.
void addAddresses(Document &page, const compose::Project &project)
{
    Table table{{Tr::tr("Service"), Tr::tr("From this machine"), Tr::tr("From a container of this project")}, {}};
    for (const Service &service : project.services) {
        QStringList outside, inside;
        for (const compose::PortSpec &port : service.ports) {
            const bool isLocal = port.hostIp.isEmpty() || port.hostIp == QLatin1String("0.0.0.0")
                                 || port.hostIp == QLatin1String("::");
            if (port.hostPort != 0 && mayGoOn(project, service, port))
                outside += endpoint(isLocal ? QStringLiteral("127.0.0.1") : port.hostIp, port.hostPort);
        }
        if (service.role == Role::Broker) {
            for (const reach::Listener &one : reach::clientListeners(service, {})) {
                if (one.advertisedHost == service.name)
                    inside += endpoint(service.name, one.advertisedPort);
            }
        } else if (service.role == Role::ZooKeeper) {
            inside += endpoint(service.name, reach::zookeeperPort(service, {}));
        }
        inside.removeDuplicates();
        const QString comma = QStringLiteral(", ");
        if (!outside.isEmpty() || !inside.isEmpty())
            table.rows.push_back({code(service.name), code(outside.join(comma)), code(inside.join(comma))});
    }
    if (table.rows.empty())
        return;
    page.push_back(Heading{2, Tr::tr("Where it is reached")});
    page.push_back(table);
}

void addServices(Document &page, const compose::Project &project)
{
    Table table{{Tr::tr("Service"), Tr::tr("What it is"), Tr::tr("Image"), Tr::tr("Waits for")}, {}};
    for (const Service &service : project.services) {
        Spans gates;
        for (const compose::Gate &gate : service.gates) {
            if (!gates.empty())
                gates.push_back({QStringLiteral(", "), false});
            gates.push_back({gate.service, true});
            if (gate.condition == compose::Condition::Healthy)
                gates.push_back({Tr::tr(" to be healthy"), false});
            else if (gate.condition == compose::Condition::CompletedSuccessfully)
                gates.push_back({Tr::tr(" to be done"), false});
        }
        table.rows.push_back({code(service.name), words(roleText(service)),
                              service.isBuilt ? words(Tr::tr("built here")) : code(service.image), gates});
    }
    page.push_back(Heading{2, Tr::tr("Services")});
    page.push_back(table);
}

void addTopics(Document &page, const compose::Project &project)
{
    if (project.expectedTopics.empty())
        return;
    Table table{{Tr::tr("Topic"), Tr::tr("Partitions"), Tr::tr("Replicas"), Tr::tr("Settings")}, {}};
    for (const compose::ExpectedTopic &topic : project.expectedTopics) {
        QStringList settings;
        for (auto one = topic.config.begin(); one != topic.config.end(); ++one)
            settings += QStringLiteral("%1=%2").arg(one.key(), one.value());
        table.rows.push_back({code(topic.name), words(QString::number(topic.partitions)),
                              words(QString::number(topic.replicationFactor)),
                              code(settings.join(QStringLiteral(", ")))});
    }
    page.push_back(Heading{2, Tr::tr("Topics")});
    page.push_back(table);
}

QString holds(const compose::Project &project, const compose::VolumeSpec &volume)
{
    for (const Service &service : project.services) {
        for (const compose::MountSpec &mount : service.mounts) {
            if (mount.source != volume.key)
                continue;
            for (const compose::DataPath &path : compose::dataPaths(service)) {
                if (!compose::holdsPath(mount.target, path.path))
                    continue;
                switch (path.kind) {
                case compose::DataPath::Kind::KafkaData: return Tr::tr("records and identity of %1").arg(service.name);
                case compose::DataPath::Kind::ZooKeeperData: return Tr::tr("what %1 knows").arg(service.name);
                case compose::DataPath::Kind::ZooKeeperLog:
                    return Tr::tr("the transaction log of %1").arg(service.name);
                }
            }
            return Tr::tr("%1 of %2").arg(mount.target, service.name);
        }
    }
    return Tr::tr("nothing that a service mounts");
}

// Whose data is on none with a name.
QStringList onNoVolume(const compose::Project &project)
{
    QStringList names;
    for (const Service &service : project.services) {
        for (const compose::DataPath &path : compose::dataPaths(service)) {
            const bool isKept = std::ranges::any_of(service.mounts, [&](const compose::MountSpec &mount) {
                return !mount.source.isEmpty() && compose::holdsPath(mount.target, path.path);
            });
            if (!isKept && !names.contains(service.name))
                names += service.name;
        }
    }
    return names;
}

void addVolumes(Document &page, const compose::Project &project)
{
    if (const QStringList names = onNoVolume(project); !names.isEmpty()) {
        page.push_back(Heading{2, Tr::tr("Data that is not kept")});
        page.push_back(Paragraph{words(
            Tr::tr(
                "%1: on no named volume. «docker compose down» leaves it behind, and the next start begins with nothing.")
                .arg(names.join(QStringLiteral(", "))))});
    }
    if (project.volumes.empty())
        return;
    Table table{{Tr::tr("Volume"), Tr::tr("Holds")}, {}};
    for (const compose::VolumeSpec &volume : project.volumes) {
        const QString outside = volume.external ? Tr::tr(" (not made by this project)") : QString();
        table.rows.push_back({code(volume.name), words(holds(project, volume) + outside)});
    }
    page.push_back(Heading{2, Tr::tr("Volumes")});
    page.push_back(table);
}

void addReset(Document &page, const compose::Project &project)
{
    page.push_back(Paragraph{words(
        Tr::tr(
            "This deletes records. Each command shows what would go. With --confirm %1 in the place of --dry-run it is done, and a "
            "snapshot is kept as the way back.")
            .arg(project.name))});
    const auto reset = [&](const char *level) {
        return shellLine(callWords(project, QStringLiteral("brokerdeckctl"))
                         + QStringList{QStringLiteral("reset"), QStringLiteral("--level"), QLatin1String(level),
                                       QStringLiteral("--dry-run")});
    };
    Table table{{Tr::tr("To"), Tr::tr("Command")}, {}};
    table.rows.push_back({words(Tr::tr("empty the topics")), code(reset("empty"))});
    table.rows.push_back({words(Tr::tr("make the expected topics anew")), code(reset("recreate"))});
    table.rows.push_back({words(project.isKRaft() ? Tr::tr("start Kafka from nothing")
                                                  : Tr::tr("start Kafka and ZooKeeper from nothing")),
                          code(reset("full"))});
    page.push_back(table);
}

} // namespace

Document sheetOf(const compose::Project &project, const QDate &today)
{
    Document page;
    page.push_back(Heading{1, Tr::tr("%1: Kafka for development").arg(project.name)});
    const auto brokers = std::ranges::count(project.services, Role::Broker, &Service::role);
    const QString kind = project.isKRaft() ? Tr::tr("without ZooKeeper (KRaft)") : Tr::tr("with ZooKeeper");
    page.push_back(Paragraph{words(
        Tr::tr("%Ln service(s) under Docker Compose", nullptr, static_cast<int>(project.services.size()))
        + QStringLiteral(", ") + Tr::tr("%Ln broker(s)", nullptr, static_cast<int>(brokers)) + QLatin1Char(' ') + kind
        + QStringLiteral(". ") + Tr::tr("As of %1.").arg(QLocale::c().toString(today, QStringLiteral("yyyy-MM-dd"))))});
    addStart(page, project);
    addAddresses(page, project);
    addServices(page, project);
    addTopics(page, project);
    addVolumes(page, project);
    addReset(page, project);
    return page;
}

} // namespace bd::sheet
