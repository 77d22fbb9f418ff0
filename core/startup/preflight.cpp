#include "startup/preflight.h"

#include <algorithm>
#include <future>

#include <QCoreApplication>
#include <QLocale>

#include "engine/room.h"
#include "net/net.h"

namespace bd::startup {

using compose::Service;
using engine::Container;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Preflight)
};

constexpr qint64 gib = qint64(1) << 30;
constexpr qint64 enoughMemory = 3 * gib / 2; // ZooKeeper 512 MB and Kafka 1 GB of heap by default
constexpr std::chrono::seconds clockSlack{2};

bool isWanted(const QStringList &services, const QString &name)
{
    return services.isEmpty() || services.contains(name);
}

bool isOurs(const std::vector<Container> &containers, const QString &service, quint16 port)
{
    return std::ranges::any_of(containers, [&](const Container &container) {
        return container.service() == service
               && std::ranges::any_of(container.ports, [&](const auto &binding) { return binding.hostPort == port; });
    });
}

QString holderOf(quint16 port, const std::vector<Container> &all)
{
    for (const Container &container : all) {
        const bool holds = std::ranges::any_of(container.ports,
                                               [&](const auto &binding) { return binding.hostPort == port; });
        if (!holds)
            continue;
        return container.project().isEmpty()
                   ? Tr::tr("the container %1").arg(container.name)
                   : Tr::tr("the container %1 of the project %2").arg(container.name, container.project());
    }
    return net::holderOfPort(port);
}

Error portTaken(const Service &service, quint16 port, const QString &holder)
{
    const QString by = holder.isEmpty() ? Tr::tr("another program") : holder;
    return {ErrorCode::PortTaken,
            Tr::tr("%1 needs the port %2 of this machine, but %3 has it").arg(service.name).arg(port).arg(by),
            Tr::tr("Stop that, or publish %1 on another port in the compose file.").arg(service.name), QString()};
}

std::vector<Error> portProblems(const engine::Engine &engine, const compose::Project &project,
                                const QStringList &services, const Preflight &found, std::stop_token stop)
{
    std::vector<Error> problems;
    if (found.context.isRemote())
        return problems;
    std::optional<std::vector<Container>> all;
    for (const Service &service : project.services) {
        if (!isWanted(services, service.name))
            continue;
        for (const compose::PortSpec &port : service.ports) {
            if (port.hostPort == 0 || port.protocol == QLatin1String("udp")
                || isOurs(found.containers, service.name, port.hostPort))
                continue;
            const Result<> free = net::canListen(port.hostIp, port.hostPort);
            if (free)
                continue;
            if (free.error().code != ErrorCode::PortTaken) {
                problems.push_back(free.error());
                continue;
            }
            if (!all)
                all = engine.containers({}, stop).value_or(std::vector<Container>{});
            problems.push_back(portTaken(service, port.hostPort, holderOf(port.hostPort, *all)));
        }
    }
    return problems;
}

bool isEveryInterface(const QString &host)
{
    return host.isEmpty() || host == QLatin1String("0.0.0.0");
}

bool areTheSame(const compose::PortSpec &one, const compose::PortSpec &other)
{
    const bool meet = one.hostIp == other.hostIp || isEveryInterface(one.hostIp) || isEveryInterface(other.hostIp);
    return one.hostPort != 0 && one.hostPort == other.hostPort && meet
           && (one.protocol == QLatin1String("udp")) == (other.protocol == QLatin1String("udp"));
}

void lookAtResources(Preflight &found)
{
    const QLocale locale;
    if (found.engineInfo.memoryBytes > 0 && found.engineInfo.memoryBytes < enoughMemory)
        found.warnings += Tr::tr("The engine has only %1 of memory; ZooKeeper and Kafka want %2")
                              .arg(locale.formattedDataSize(found.engineInfo.memoryBytes),
                                   locale.formattedDataSize(enoughMemory));
    if (const auto free = engine::roomOf(found.engineInfo, found.context); free && *free < engine::littleRoom) {
        const QString left = Tr::tr("Only %1 are free on the disk of the engine (%2)")
                                 .arg(locale.formattedDataSize(*free), found.engineInfo.rootDirectory);
        if (*free < engine::noRoom)
            found.problems.push_back(
                {ErrorCode::Io, left, Tr::tr("Kafka stops when its disk is full: make room first."), {}});
        else
            found.warnings += left;
    }
    if (std::chrono::abs(found.engineInfo.clockOffset) > clockSlack)
        found.warnings += Tr::tr("The engine's clock is off by %1 s against this machine")
                              .arg(static_cast<double>(found.engineInfo.clockOffset.count()) / 1e6, 0, 'f', 1);
}

QStringList imagesOf(const compose::Project &project, const QStringList &services)
{
    QStringList images;
    for (const Service &service : project.services) {
        if (isWanted(services, service.name) && !service.image.isEmpty() && !service.isBuilt)
            images += service.image;
    }
    images.removeDuplicates();
    return images;
}

QMap<QString, QString> byService(const compose::Project &project, const QMap<QString, QString> &imageIds)
{
    QMap<QString, QString> ids;
    for (const Service &service : project.services) {
        if (imageIds.contains(service.image))
            ids.insert(service.name, imageIds.value(service.image));
    }
    return ids;
}

} // namespace

std::vector<Error> portClashes(const compose::Project &project, const QStringList &services)
{
    std::vector<Error> problems;
    std::vector<std::pair<QString, compose::PortSpec>> seen;
    for (const Service &service : project.services) {
        if (!isWanted(services, service.name))
            continue;
        for (const compose::PortSpec &port : service.ports) {
            const auto first = std::ranges::find_if(seen, [&](const auto &one) {
                return one.first != service.name && areTheSame(one.second, port);
            });
            if (first != seen.end())
                problems.push_back(
                    {ErrorCode::PortTaken,
                     Tr::tr("%1 and %2 publish the same port, %3").arg(first->first, service.name).arg(port.hostPort),
                     Tr::tr("Publish one of them on another port in the compose file."),
                     {}});
            seen.emplace_back(service.name, port);
        }
    }
    return problems;
}

QStringList drift(const QMap<QString, QString> &hashes, const QMap<QString, QString> &imageIds,
                  const std::vector<Container> &containers)
{
    QStringList drifted;
    for (const Container &container : containers) {
        const QString service = container.service();
        const auto hash = hashes.constFind(service);
        if (container.oneOff() || hash == hashes.cend() || drifted.contains(service))
            continue;
        const QString image = imageIds.value(service), was = container.createdFrom();
        const bool isOtherImage = !image.isEmpty() && !was.isEmpty() && image != was && image != container.imageId;
        if (*hash != container.configHash() || isOtherImage)
            drifted += service;
    }
    return drifted;
}

Result<Preflight> preflight(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                            std::stop_token stop)
{
    // Side by side: each is a program of its own.
    auto info = std::async(std::launch::async, [&] { return engine.info(stop); });
    auto context = std::async(std::launch::async, [&] { return engine.context(stop); });
    const QStringList images = imagesOf(project, services);
    auto imageIds = std::async(std::launch::async, [&] { return engine.imageIds(images, stop); });
    auto containers = engine.containers(project.name, stop);
    auto hashes = containers && !containers->empty() && project.hasFiles()
                      ? engine.composeHashes(project.call, stop)
                      : Result<QMap<QString, QString>>(QMap<QString, QString>());

    Preflight found;
    auto engineInfo = info.get();
    auto engineContext = context.get();
    auto ids = imageIds.get();
    for (const Error *error : {engineInfo ? nullptr : &engineInfo.error(),
                               engineContext ? nullptr : &engineContext.error(), ids ? nullptr : &ids.error(),
                               containers ? nullptr : &containers.error(), hashes ? nullptr : &hashes.error()}) {
        if (error)
            return tl::unexpected(*error);
    }
    found.engineInfo = std::move(*engineInfo);
    found.context = std::move(*engineContext);
    std::ranges::copy_if(images, std::back_inserter(found.missingImages),
                         [&](const QString &image) { return !ids->contains(image); });
    found.containers = std::move(*containers);
    for (const QString &service : drift(*hashes, byService(project, *ids), found.containers)) {
        if (isWanted(services, service))
            found.drifted += service;
    }
    found.problems = portClashes(project, services);
    for (Error &problem : portProblems(engine, project, services, found, stop))
        found.problems.push_back(std::move(problem));
    lookAtResources(found);
    return found;
}

} // namespace bd::startup
