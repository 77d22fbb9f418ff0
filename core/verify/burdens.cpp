#include "verify/burdens.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "base/text.h"
#include "compose/healthtest.h"
#include "engine/room.h"
#include "reach/listeners.h"
#include "reach/told.h"
#include "verify/judge.h"

namespace bd::verify {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

using compose::Role;
using compose::Service;
using engine::Container;
using reach::Told;
using What = Check::What;
using Status = Check::Status;

constexpr double almost = 0.9;

QString sizeOf(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes);
}

struct Used {
    QString service;
    engine::Usage usage;
};

// Those of the project's that run, the one that takes most first.
std::vector<Used> byMost(const Burdens &burdens, const std::function<double(const engine::Usage &)> &measure)
{
    std::vector<Used> used;
    for (const Container &container : burdens.containers) {
        if (const auto found = burdens.usage->constFind(container.id); found != burdens.usage->cend())
            used.push_back({container.service(), *found});
    }
    std::ranges::stable_sort(used, std::greater<>(), [&](const Used &one) { return measure(one.usage); });
    return used;
}

Check unknown(What what, const Burdens &burdens)
{
    return checkOf(what, Status::Unknown, burdens.usage ? Tr::tr("Nothing of it runs") : burdens.usage.error().message);
}

Check processors(const Burdens &burdens)
{
    const auto busy = [](const engine::Usage &usage) { return usage.processors; };
    const auto used = burdens.usage ? byMost(burdens, busy) : std::vector<Used>();
    if (used.empty())
        return unknown(What::Processors, burdens);
    double all = 0, own = 0;
    for (const engine::Usage &one : *burdens.usage)
        all += one.processors;
    for (const Used &one : used)
        own += one.usage.processors;
    const QLocale locale;
    const QString text = Tr::tr("%1 of %2 processors are busy with containers, %3 with this stack; most with %4")
                             .arg(locale.toString(all, 'f', 1))
                             .arg(burdens.engine.cpus)
                             .arg(locale.toString(own, 'f', 1), used.front().service);
    const bool isBusy = burdens.engine.cpus > 0 && all >= almost * burdens.engine.cpus;
    return checkOf(What::Processors, isBusy ? Status::Failed : Status::Passed, text);
}

Check memory(const Burdens &burdens)
{
    QStringList wrong;
    for (const Container &container : burdens.containers) {
        if (container.oomKilled && !container.isUp())
            wrong += Tr::tr("%1 was killed because it had no memory left").arg(container.service());
    }
    const auto taken = [](const engine::Usage &usage) { return double(usage.memoryBytes); };
    const auto used = burdens.usage ? byMost(burdens, taken) : std::vector<Used>();
    if (used.empty() && wrong.isEmpty())
        return unknown(What::Memory, burdens);
    double all = 0;
    for (const Used &one : used) {
        if (one.usage.memoryLimit > 0 && taken(one.usage) >= almost * static_cast<double>(one.usage.memoryLimit))
            wrong += Tr::tr("%1 takes %2 of the %3 that it may have")
                         .arg(one.service, sizeOf(one.usage.memoryBytes), sizeOf(one.usage.memoryLimit));
    }
    for (const engine::Usage &one : burdens.usage.value_or(QMap<QString, engine::Usage>()))
        all += taken(one);
    if (burdens.engine.memoryBytes > 0 && all >= almost * static_cast<double>(burdens.engine.memoryBytes))
        wrong += Tr::tr("Containers take %1 of the %2 that the engine has")
                     .arg(sizeOf(qRound64(all)), sizeOf(burdens.engine.memoryBytes));
    return judged(What::Memory, wrong,
                  used.empty() ? QString()
                               : Tr::tr("Of what runs, %1 takes most: %2 of %3")
                                     .arg(used.front().service, sizeOf(used.front().usage.memoryBytes),
                                          sizeOf(used.front().usage.memoryLimit)));
}

Check room(const Burdens &burdens)
{
    if (!burdens.room)
        return checkOf(What::Room, Status::NotApplicable, Tr::tr("The disk of the engine cannot be seen from here"));
    return checkOf(What::Room, *burdens.room < engine::littleRoom ? Status::Failed : Status::Passed,
                   Tr::tr("%1 are free on the disk of the engine").arg(sizeOf(*burdens.room)));
}

const Container *containerOf(const Burdens &burdens, const QString &service)
{
    const auto found = std::ranges::find_if(burdens.containers, [&](const Container &one) {
        return one.service() == service && !one.oneOff();
    });
    return found == burdens.containers.end() ? nullptr : &*found;
}

Check healthChecks(const Burdens &burdens)
{
    QStringList wrong;
    int seen = 0;
    for (const Service &service : burdens.project.services) {
        const Container *container = containerOf(burdens, service.name);
        const auto &check = container && container->healthCheck ? container->healthCheck : service.healthCheck;
        if (!check || !check->enabled())
            continue;
        ++seen;
        const QString tool = compose::healthTestOf(check->test).java;
        if (!tool.isEmpty() && check->interval < compose::javaOften)
            wrong += Tr::tr("The check of %1 starts a JVM every %Ln s: %2", nullptr,
                            static_cast<int>(check->interval.count() / 1000))
                         .arg(service.name, tool);
    }
    if (seen == 0)
        return checkOf(What::HealthChecks, Status::NotApplicable, Tr::tr("No service has a health check"));
    return judged(What::HealthChecks, wrong,
                  Tr::tr("%Ln health check(s), none that starts a JVM again and again", nullptr, seen));
}

struct Judgement {
    bool isKnown = false;
    QString why; // it leads nowhere
};

Judgement judgementOf(const Told &told, const Burdens &burdens)
{
    using To = reach::Leads::To;
    const Container *own = containerOf(burdens, told.service);
    if (own && own->isUp() && own->addresses.empty()) // of another's network, or this machine's
        return {};
    const QString said = Tr::tr("%1 is told %2:%3 (%4)").arg(told.service, told.host).arg(told.port).arg(told.source);
    if (engine::isLoopback(told.host))
        return {true, Tr::tr("%1: in its container that is the container itself").arg(said)};
    const Service *broker = reach::brokerNamed(told, burdens.project.services);
    if (!broker)
        return {};
    const Container *found = containerOf(burdens, broker->name);
    const Container container = found ? *found : Container();
    const reach::Leads leads = reach::leadsOf(told, *broker, container);
    if (leads.to == To::NoSuch) {
        QStringList ports;
        for (const reach::Listener &one : reach::clientListeners(*broker, container))
            ports += QString::number(one.port);
        return {true, Tr::tr("%1, and %2 listens at %3").arg(said, broker->name, joined(ports))};
    }
    if (leads.to == To::Loopback)
        return {true, Tr::tr("%1: that listener sends it on to %2:%3, which is its own container")
                          .arg(said, leads.listener->advertisedHost)
                          .arg(leads.listener->advertisedPort)};
    return {leads.to == To::There, {}};
}

Check addresses(const Burdens &burdens)
{
    QStringList wrong, well, notKnown;
    for (const Service &service : burdens.project.services) {
        if (service.role == Role::Broker || service.role == Role::ZooKeeper)
            continue;
        for (const Told &told : reach::toldOf(service)) {
            const Judgement judgement = judgementOf(told, burdens);
            const QString line = QStringLiteral("%1 → %2:%3").arg(told.service, told.host).arg(told.port);
            (!judgement.isKnown        ? notKnown
             : judgement.why.isEmpty() ? well
                                       : wrong) += plainText(judgement.why.isEmpty() ? line : judgement.why, 300);
        }
    }
    well.removeDuplicates();
    notKnown.removeDuplicates();
    if (wrong.isEmpty() && !notKnown.isEmpty())
        return checkOf(What::Addresses, Status::Unknown,
                       Tr::tr("It cannot be told from the compose file where this leads: %1").arg(joined(notKnown)));
    if (wrong.isEmpty() && well.isEmpty())
        return checkOf(What::Addresses, Status::NotApplicable,
                       Tr::tr("The compose file tells no service where Kafka is"));
    return judged(What::Addresses, wrong, joined(well));
}

} // namespace

bool isBurden(What what)
{
    return what >= What::Processors;
}

std::vector<Check> checksOf(const Burdens &burdens)
{
    return {processors(burdens), memory(burdens), room(burdens), healthChecks(burdens), addresses(burdens)};
}

Result<std::vector<Check>> lookAtBurdens(const engine::Engine &engine, const compose::Project &project,
                                         std::stop_token stop)
{
    auto containers = engine.containers(project.name, stop);
    const auto info = containers ? engine.info(stop) : tl::unexpected(containers.error());
    const auto context = info ? engine.context(stop) : tl::unexpected(info.error());
    if (!context)
        return tl::unexpected(context.error());
    return checksOf({project, std::move(*containers), *info, engine::roomOf(*info, *context), engine.usage(stop)});
}

} // namespace bd::verify
