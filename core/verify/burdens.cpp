#include "verify/burdens.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include "base/text.h"
#include "engine/room.h"
#include "reach/listeners.h"
#include "verify/judge.h"

namespace bd::verify {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

using compose::Role;
using compose::Service;
using engine::Container;
using What = Check::What;
using Status = Check::Status;

constexpr double almost = 0.9;
constexpr Millis often = 30s; // a JVM costs a processor for one or two seconds
constexpr qsizetype mostText = 4000;

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

// Kafka's and ZooKeeper's tools, and Confluent's, are programs in Java: where a command begins, not where a word is.
QString javaIn(const QStringList &test)
{
    static const QRegularExpression tool(QStringLiteral(
        "(?:^|[;&|(!`/]|-c\\s|\\b(?:exec|if|then|while|do|timeout\\s+\\S+))\\s*['\"]?"
        "(kafka-(?:acls|broker-api-versions|cluster|configs|console-consumer|console-producer|consumer-groups|features|"
        "get-offsets|leader-election|log-dirs|metadata-quorum|run-class|topics)(?:\\.sh)?|zookeeper-shell(?:\\.sh)?|"
        "zkCli\\.sh|zkServer\\.sh|cub (?:kafka|zk)-ready|java)(?=\\s|['\"]|$)"));
    return tool.match(test.mid(1).join(QLatin1Char(' ')).left(mostText)).captured(1);
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
        const QString tool = javaIn(check->test);
        if (!tool.isEmpty() && check->interval < often)
            wrong += Tr::tr("The check of %1 starts a JVM every %Ln s: %2", nullptr,
                            static_cast<int>(check->interval.count() / 1000))
                         .arg(service.name, tool);
    }
    if (seen == 0)
        return checkOf(What::HealthChecks, Status::NotApplicable, Tr::tr("No service has a health check"));
    return judged(What::HealthChecks, wrong,
                  Tr::tr("%Ln health check(s), none that starts a JVM again and again", nullptr, seen));
}

// Where a service is told that Kafka is, and by what.
struct Told {
    QString service;
    QString source; // a variable, or an option
    QString host;
    int port = 0;
};

// «kafka:9092,other:9092», also with Kafka's protocols before them, quoted, or as a list in brackets.
void addAddresses(const QString &service, const QString &source, const QString &text, std::vector<Told> &told)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;\"']+"));
    static const QRegularExpression address(
        QStringLiteral(
            "^\\[?(?:(?:PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL|KAFKA)://)?(?:\\[([0-9a-f:]+)\\]|([\\w.-]+)):(\\d{1,5})\\]?$"),
        QRegularExpression::CaseInsensitiveOption);
    for (const QString &word : text.left(mostText).split(between)) {
        if (const auto one = address.match(word); one.hasMatch())
            told.push_back({service, source, one.captured(1) + one.captured(2), one.captured(3).toInt()});
    }
}

std::vector<Told> toldOf(const Service &service)
{
    static const QRegularExpression name(QStringLiteral("BOOTSTRAP|KAFKA.*(?:BROKER|HOST|SERVER|URL|ADDR)"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression option(QStringLiteral("(--bootstrap-server|--broker-list)[= ]+([^\\s;&|]+)"));
    std::vector<Told> told;
    for (auto it = service.environment.cbegin(); it != service.environment.cend(); ++it) {
        if (it.key().contains(name) && !isSecretName(it.key()))
            addAddresses(service.name, it.key(), *it, told);
    }
    const QString words = (service.entrypoint + service.command).join(QLatin1Char(' ')).left(mostText);
    for (auto all = option.globalMatch(words); all.hasNext();) {
        const auto one = all.next();
        addAddresses(service.name, one.captured(1), one.captured(2), told);
    }
    return told;
}

enum class Leads { There, Nowhere, NotKnown };
struct Judgement {
    Leads leads = Leads::NotKnown;
    QString why; // for Nowhere
};

bool hasListeners(const Service &broker, const Container &container)
{
    return std::ranges::any_of(
        QStringList{QStringLiteral("KAFKA_"), QStringLiteral("KAFKA_CFG_")}, [&](const QString &prefix) {
            return !reach::variable(broker, container, prefix + QStringLiteral("LISTENERS")).isEmpty()
                   || !reach::variable(broker, container, prefix + QStringLiteral("ADVERTISED_LISTENERS")).isEmpty();
        });
}

Judgement judgementOf(const Told &told, const Burdens &burdens)
{
    const Container *own = containerOf(burdens, told.service);
    if (own && own->isUp() && own->addresses.empty()) // of another's network, or this machine's
        return {};
    const QString said = Tr::tr("%1 is told %2:%3 (%4)").arg(told.service, told.host).arg(told.port).arg(told.source);
    if (engine::isLoopback(told.host))
        return {Leads::Nowhere, Tr::tr("%1: in its container that is the container itself").arg(said)};
    const auto broker = std::ranges::find_if(burdens.project.services, [&](const Service &one) {
        return one.role == Role::Broker && (one.name == told.host || one.containerName == told.host);
    });
    if (broker == burdens.project.services.end())
        return {};
    const Container *found = containerOf(burdens, broker->name);
    const Container container = found ? *found : Container();
    const auto listeners = reach::clientListeners(*broker, container);
    if (!hasListeners(*broker, container) || listeners.empty()) // in a file of its own
        return {};
    const auto listener = std::ranges::find(listeners, told.port,
                                            [](const reach::Listener &one) { return int(one.port); });
    if (listener == listeners.end()) {
        QStringList ports;
        for (const reach::Listener &one : listeners)
            ports += QString::number(one.port);
        return {Leads::Nowhere, Tr::tr("%1, and %2 listens at %3").arg(said, broker->name, joined(ports))};
    }
    if (engine::isLoopback(listener->advertisedHost))
        return {Leads::Nowhere, Tr::tr("%1: that listener sends it on to %2:%3, which is its own container")
                                    .arg(said, listener->advertisedHost)
                                    .arg(listener->advertisedPort)};
    return {Leads::There, {}};
}

Check addresses(const Burdens &burdens)
{
    QStringList wrong, well, notKnown;
    for (const Service &service : burdens.project.services) {
        if (service.role == Role::Broker || service.role == Role::ZooKeeper)
            continue;
        for (const Told &told : toldOf(service)) {
            const Judgement judgement = judgementOf(told, burdens);
            const QString line = QStringLiteral("%1 → %2:%3").arg(told.service, told.host).arg(told.port);
            (judgement.leads == Leads::Nowhere ? wrong
             : judgement.leads == Leads::There
                 ? well
                 : notKnown) += plainText(judgement.why.isEmpty() ? line : judgement.why, 300);
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
