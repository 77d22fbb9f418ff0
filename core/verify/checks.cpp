// What the facts say of each item of the list.
#include <algorithm>
#include <set>

#include <QCoreApplication>

#include "stack/expectedtopics.h"
#include "verify/judge.h"
#include "verify/verify.h"

namespace bd::verify {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

using compose::Role;
using stack::ServiceState;
using stack::ServiceStatus;
using What = Check::What;
using Status = Check::Status;

std::vector<const ServiceStatus *> ofRole(const Facts &facts, Role role)
{
    std::vector<const ServiceStatus *> found;
    for (const ServiceStatus &service : facts.state.services) {
        if (service.role == role)
            found.push_back(&service);
    }
    return found;
}

bool isWell(const ServiceStatus &service)
{
    return stack::isUp(service.state) || service.state == ServiceState::Finished;
}

Check containers(const Facts &facts)
{
    QStringList wrong;
    for (const ServiceStatus &service : facts.state.services) {
        if (!isWell(service))
            wrong += service.now.isEmpty() ? service.service + QStringLiteral(": ") + stack::toString(service.state)
                                           : service.service + QStringLiteral(": ") + service.now;
        else if (service.health == QLatin1String("unhealthy")) // whatever our own probe says: Compose goes by this
            wrong += Tr::tr("%1 runs, but its own health check fails: who waits for it in Compose waits for ever")
                         .arg(service.service);
    }
    const int count = static_cast<int>(facts.state.services.size());
    return judged(What::Containers, wrong, Tr::tr("%Ln service(s) up, healthy or finished well", nullptr, count));
}

Check zooKeeper(const Facts &facts)
{
    const auto all = ofRole(facts, Role::ZooKeeper);
    if (all.empty())
        return checkOf(What::ZooKeeper, Status::NotApplicable, Tr::tr("This stack has no ZooKeeper"));
    QStringList wrong, well, unasked;
    for (const ServiceStatus *service : all) {
        const auto &probe = service->lastProbe;
        if (isWell(*service) && !probe && service->state != ServiceState::Healthy)
            unasked += service->service;
        else if (!isWell(*service) || (probe && !probe->passed))
            wrong += Tr::tr("%1 does not answer: %2").arg(service->service, probe ? probe->summary : service->now);
        else
            well += probe ? Tr::tr("%1 %2").arg(service->service, probe->summary)
                          : Tr::tr("%1 is %2").arg(service->service, service->health);
    }
    if (wrong.isEmpty() && !unasked.isEmpty())
        return checkOf(What::ZooKeeper, Status::Unknown,
                       Tr::tr("%1 runs, and nobody could ask it: it has no published port and no health check")
                           .arg(joined(unasked)));
    return judged(What::ZooKeeper, wrong, joined(well));
}

// Asking one takes clear text; that it is in the cluster was learnt over a connection that can do more.
bool isTls(const Endpoint &endpoint)
{
    return endpoint.error && endpoint.error->code == ErrorCode::InvalidUse;
}

Check broker(const Facts &facts)
{
    if (facts.brokerError)
        return checkOf(What::Broker, Status::Failed, facts.brokerError->message, facts.brokerError->detail);
    QStringList wrong, well;
    for (const Endpoint &endpoint : facts.endpoints) {
        if (endpoint.isInside)
            continue;
        if (endpoint.error && !endpoint.isMapped && !isTls(endpoint))
            wrong += Tr::tr("Broker %1 does not answer: %2").arg(endpoint.broker).arg(endpoint.error->message);
        else
            well += QString::number(endpoint.broker);
    }
    return judged(What::Broker, wrong,
                  Tr::tr("%Ln broker(s) answer: %1", nullptr, static_cast<int>(well.size())).arg(joined(well)));
}

Check registration(const Facts &facts)
{
    if (facts.brokerError)
        return checkOf(What::Registration, Status::Unknown, Tr::tr("No broker answers"));
    QStringList wrong;
    for (auto it = facts.wantedIds.cbegin(); it != facts.wantedIds.cend(); ++it) {
        if (!facts.metadata.broker(it.value()))
            wrong += Tr::tr("%1 is set to id %2, and the cluster has no broker of that id").arg(it.key()).arg(*it);
    }
    const auto expected = ofRole(facts, Role::Broker).size();
    if (facts.metadata.brokers.size() < expected)
        wrong += Tr::tr("%1 of %Ln broker(s) are registered", nullptr, static_cast<int>(expected))
                     .arg(facts.metadata.brokers.size());
    QStringList ids;
    for (const kafka::Broker &one : facts.metadata.brokers)
        ids += QString::number(one.id);
    return judged(What::Registration, wrong,
                  Tr::tr("Registered: %1; cluster %2").arg(joined(ids), facts.metadata.clusterId));
}

Check endpoints(const Facts &facts)
{
    if (facts.brokerError)
        return checkOf(What::Endpoints, Status::Unknown, Tr::tr("No broker answers"));
    QStringList wrong, well, unasked, inside;
    for (const Endpoint &endpoint : facts.endpoints) {
        if (endpoint.isInside && endpoint.error)
            wrong += Tr::tr("%1 cannot be reached inside the stack: %2").arg(endpoint.address, endpoint.error->message);
        else if (endpoint.isInside)
            inside += endpoint.address;
        else if (!endpoint.error)
            well += endpoint.address;
        else if (isTls(endpoint))
            unasked += endpoint.address;
        else if (endpoint.isMapped)
            wrong += Tr::tr("%1 works inside the stack only: the panel has a way round, your own clients have none")
                         .arg(endpoint.address);
        else
            wrong += Tr::tr("%1 cannot be reached: %2").arg(endpoint.address, endpoint.error->message);
    }
    if (wrong.isEmpty() && !unasked.isEmpty())
        return checkOf(What::Endpoints, Status::Unknown,
                       Tr::tr("%1 speaks TLS: «brokerdeckctl check-connection» tests it").arg(joined(unasked)));
    const QString fromHere = Tr::tr("Reached from here: %1").arg(joined(well));
    return judged(What::Endpoints, wrong,
                  inside.isEmpty() ? fromHere : Tr::tr("%1; inside the stack: %2").arg(fromHere, joined(inside)));
}

Check volumes(const Facts &facts)
{
    QStringList wrong, well;
    for (const stack::Unheld &one : facts.volumes.unheld)
        wrong += Tr::tr("%1 of %2 is on no volume: it goes with the container").arg(one.path.path, one.service);
    if (facts.volumes.isHalfASet)
        wrong += Tr::tr("Only half of the set is on volumes: Kafka’s and ZooKeeper’s belong together");
    for (const stack::ProjectVolume &one : facts.volumes.volumes) {
        const bool isMounted = std::ranges::any_of(one.uses, [&](const guard::VolumeUse &use) {
            return use.project == facts.project.name;
        });
        if (one.holds && !isMounted)
            wrong += Tr::tr("%1 is there, and no container mounts it").arg(one.volume.name);
        else if (one.holds)
            well += one.isAnonymous ? one.volume.name.left(12) + QStringLiteral("…") : one.volume.name;
    }
    if (wrong.isEmpty() && well.isEmpty())
        return checkOf(What::Volumes, Status::Unknown, Tr::tr("No container tells where its data is"));
    return judged(What::Volumes, wrong, Tr::tr("Mounted: %1").arg(joined(well)));
}

Check topics(const Facts &facts)
{
    const auto &expected = facts.project.expectedTopics;
    if (expected.empty())
        return checkOf(What::Topics, Status::NotApplicable, Tr::tr("This project expects no topics"));
    if (facts.brokerError)
        return checkOf(What::Topics, Status::Unknown, Tr::tr("No broker answers"));
    QStringList wrong;
    for (const compose::ExpectedTopic &one : expected) {
        const kafka::Topic *topic = facts.metadata.topic(one.name);
        if (!topic) {
            wrong += Tr::tr("%1 is missing").arg(one.name);
            continue;
        }
        for (const stack::TopicDifference &difference : stack::differences(one, *topic, nullptr))
            wrong += one.name + QStringLiteral(": ") + stack::sentenceOf(difference);
    }
    return judged(What::Topics, wrong,
                  Tr::tr("%Ln expected topic(s) are there, as they should be", nullptr,
                         static_cast<int>(expected.size())));
}

Check init(const Facts &facts)
{
    const auto all = ofRole(facts, Role::Init);
    if (all.empty())
        return checkOf(What::Init, Status::NotApplicable, Tr::tr("This project has no init service"));
    QStringList wrong, well;
    for (const ServiceStatus *service : all) {
        if (service->state == ServiceState::Finished)
            well += Tr::tr("%1 ended with exit 0").arg(service->service);
        else
            wrong += Tr::tr("%1 has not ended well: %2")
                         .arg(service->service, service->exitCode ? Tr::tr("exit %1").arg(*service->exitCode)
                                                                  : stack::toString(service->state));
    }
    return judged(What::Init, wrong, joined(well));
}

Check workers(const Facts &facts)
{
    const auto all = ofRole(facts, Role::Worker);
    if (all.empty())
        return checkOf(What::Workers, Status::NotApplicable, Tr::tr("This project has no workers"));
    if (facts.brokerError || facts.groupsError)
        return checkOf(What::Workers, Status::Unknown,
                       facts.groupsError ? facts.groupsError->message : Tr::tr("No broker answers"));
    QMap<QString, QStringList> groups; // by service
    for (const kafka::GroupDescription &group : facts.groups) {
        for (const kafka::GroupMember &member : group.members) {
            const QString service = facts.servicesByAddress.value(member.host);
            if (!service.isEmpty() && !groups[service].contains(group.id))
                groups[service] += group.id;
        }
    }
    QStringList down, silent, well;
    for (const ServiceStatus *service : all) {
        if (!stack::isUp(service->state))
            down += Tr::tr("%1 does not run").arg(service->service);
        else if (groups[service->service].isEmpty())
            silent += service->service;
        else
            well += Tr::tr("%1 in %2").arg(service->service, joined(groups[service->service]));
    }
    if (!down.isEmpty() || silent.isEmpty())
        return judged(What::Workers, down, joined(well));
    return checkOf(What::Workers, Status::Unknown,
                   Tr::tr("Member of no group: %1. It only writes, or it has not connected yet").arg(joined(silent)),
                   well.join(QLatin1Char('\n')));
}

struct Word {
    What what;
    const char *word;
    const char *title;
};
constexpr Word words[] = {
    {What::Containers, "containers", QT_TRANSLATE_NOOP("Verification", "Containers are up and healthy")},
    {What::ZooKeeper, "zookeeper", QT_TRANSLATE_NOOP("Verification", "ZooKeeper answers")},
    {What::Broker, "broker", QT_TRANSLATE_NOOP("Verification", "Kafka answers")},
    {What::Registration, "registration", QT_TRANSLATE_NOOP("Verification", "Brokers are registered under their ids")},
    {What::Endpoints, "endpoints", QT_TRANSLATE_NOOP("Verification", "Advertised endpoints can be reached")},
    {What::Volumes, "volumes", QT_TRANSLATE_NOOP("Verification", "Data is on volumes")},
    {What::Topics, "topics", QT_TRANSLATE_NOOP("Verification", "Expected topics are there")},
    {What::Init, "init", QT_TRANSLATE_NOOP("Verification", "The init service ended well")},
    {What::Workers, "workers", QT_TRANSLATE_NOOP("Verification", "Workers are connected")},
    {What::Processors, "processors", QT_TRANSLATE_NOOP("Verification", "There are processors to spare")},
    {What::Memory, "memory", QT_TRANSLATE_NOOP("Verification", "Containers have memory enough")},
    {What::Room, "room", QT_TRANSLATE_NOOP("Verification", "There is room on the disk")},
    {What::HealthChecks, "health-checks", QT_TRANSLATE_NOOP("Verification", "Health checks are cheap")},
    {What::Addresses, "addresses", QT_TRANSLATE_NOOP("Verification", "Services are told where Kafka is")},
};

const Word &wordOf(What what)
{
    return *std::ranges::find(words, what, &Word::what);
}

} // namespace

QString toString(What what)
{
    return QLatin1String(wordOf(what).word);
}

std::optional<What> whatFrom(const QString &text)
{
    const auto *word = std::ranges::find_if(words, [&](const Word &one) { return text == QLatin1String(one.word); });
    return word == std::end(words) ? std::nullopt : std::optional(word->what);
}

QString titleOf(What what)
{
    return QCoreApplication::translate("Verification", wordOf(what).title);
}

QString toString(Status status)
{
    switch (status) {
    case Status::Passed: return QStringLiteral("passed");
    case Status::Failed: return QStringLiteral("failed");
    case Status::Unknown: return QStringLiteral("unknown");
    case Status::NotApplicable: return QStringLiteral("not-applicable");
    }
    return {};
}

bool isWell(const std::vector<Check> &checks)
{
    return std::ranges::all_of(checks, [](const Check &check) {
        return check.status == Status::Passed || check.status == Status::NotApplicable;
    });
}

std::vector<Check> checksOf(const Facts &facts)
{
    std::vector<Check> checks{containers(facts), zooKeeper(facts), broker(facts), registration(facts), endpoints(facts),
                              volumes(facts),    topics(facts),    init(facts),   workers(facts)};
    for (Check &check : checks)
        check.took = facts.took.value(check.what);
    return checks;
}

} // namespace bd::verify
