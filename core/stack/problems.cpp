#include "stack/problems.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "stack/sentences.h"

namespace bd::stack {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(StackState)
};

QStringList missingTopics(const StackState &state)
{
    QStringList names;
    for (const TopicStatus &topic : state.topics) {
        if (topic.state == TopicState::Missing)
            names += topic.expected.name;
    }
    return names;
}

// Topics are missing only once whoever makes them had the chance to.
bool initIsOver(const StackState &state)
{
    return std::ranges::all_of(state.services, [](const ServiceStatus &service) {
        return service.role != compose::Role::Init || service.state == ServiceState::Finished
               || service.state == ServiceState::Exited || service.state == ServiceState::Missing;
    });
}

// A worker in trouble whose own words name a missing topic: one problem, not two.
const ServiceStatus *workerStoppedBy(const QStringList &topics, const StackState &state, const Facts &facts)
{
    for (const ServiceStatus &service : state.services) {
        if (!isTrouble(service.state) || service.role != compose::Role::Worker)
            continue;
        const QString words = facts.lastLines.value(service.service).join(QLatin1Char('\n'));
        if (std::ranges::any_of(topics, [&](const QString &topic) { return words.contains(topic); }))
            return &service;
    }
    return nullptr;
}

Problem missingTopicsProblem(const QStringList &missing, const ServiceStatus *worker, const StackState &state,
                             const Facts &facts)
{
    Problem problem;
    const QString names = missing.join(QStringLiteral(", "));
    const int count = static_cast<int>(missing.size());
    problem.title = worker && count == 1 ? Tr::tr("%1 cannot work: the topic %2 is missing").arg(worker->service, names)
                                         : Tr::tr("%n expected topic(s) missing: %1", nullptr, count).arg(names);
    const int expected = static_cast<int>(state.topics.size());
    problem.text = Tr::tr("%1 of %n expected topic(s) are there. Nothing is lost; the missing can be made now.",
                          nullptr, expected)
                       .arg(expected - count);
    QStringList proof{Tr::tr("Topics on the broker:")};
    for (const QString &name : facts.topicNames.value_or(std::vector<QString>{}))
        proof += QStringLiteral("  ") + name;
    if (worker)
        proof += QStringList{QString(), Tr::tr("Last lines of %1:").arg(worker->service)}
                 + facts.lastLines.value(worker->service);
    problem.proof = proof.join(QLatin1Char('\n'));
    problem.mend = Problem::Mend::CreateTopics;
    problem.targets = missing;
    return problem;
}

QString titleOf(const ServiceStatus &service)
{
    switch (service.state) {
    case ServiceState::Restarting:
        return Tr::tr("%1 ends again and again; it was restarted %n time(s)", nullptr, service.restarts)
            .arg(service.service);
    case ServiceState::Unhealthy: return Tr::tr("%1 runs, but its check does not pass").arg(service.service);
    default: break;
    }
    if (service.oomKilled)
        return Tr::tr("%1 was ended because its memory ran out").arg(service.service);
    return Tr::tr("%1 ended with %2").arg(service.service, exitWord(service.exitCode.value_or(0), false));
}

QString proofOf(const ServiceStatus &service, const Facts &facts)
{
    QStringList proof;
    if (service.lastProbe)
        proof += QStringList{service.lastProbe->target, service.lastProbe->summary, service.lastProbe->output};
    for (const engine::Container &container : facts.containers) {
        if (container.id != service.containerId)
            continue;
        if (!container.error.isEmpty())
            proof += plainText(container.error);
        if (!container.healthLog.empty())
            proof += Tr::tr("Last check, exit %1: %2")
                         .arg(container.healthLog.back().exitCode)
                         .arg(plainText(container.healthLog.back().output));
    }
    proof += facts.lastLines.value(service.service);
    proof.removeAll(QString());
    return proof.join(QLatin1Char('\n'));
}

// The title has said how it ended.
QString endedText(const ServiceStatus &service, const Facts &facts, TimePoint now)
{
    const QString why = tellingLine(facts.lastLines.value(service.service));
    const QString when = service.since ? ago(*service.since, now) : QString();
    if (why.isEmpty())
        return when.isEmpty() ? Tr::tr("Its log does not say why.")
                              : Tr::tr("That was %1. Its log does not say why.").arg(when);
    return when.isEmpty() ? why : Tr::tr("That was %1: %2").arg(when, why);
}

Problem troubleOf(const ServiceStatus &service, const Facts &facts, TimePoint now)
{
    Problem problem;
    problem.title = titleOf(service);
    problem.text = service.state == ServiceState::Exited ? endedText(service, facts, now) : service.now;
    problem.proof = proofOf(service, facts);
    problem.mend = service.state == ServiceState::Exited ? Problem::Mend::StartService : Problem::Mend::RestartService;
    problem.targets = {service.service};
    return problem;
}

int rank(compose::Role role) // a broker's trouble explains its workers'
{
    switch (role) {
    case compose::Role::ZooKeeper: return 0;
    case compose::Role::Broker: return 1;
    case compose::Role::Init: return 2;
    case compose::Role::Worker: return 3;
    case compose::Role::Other: return 4;
    }
    return 5;
}

} // namespace

std::vector<Problem> problemsOf(const StackState &state, const Facts &facts, TimePoint now)
{
    std::vector<const ServiceStatus *> troubled;
    for (const ServiceStatus &service : state.services) {
        if (isTrouble(service.state))
            troubled.push_back(&service);
    }
    std::ranges::stable_sort(troubled, {}, [](const ServiceStatus *service) { return rank(service->role); });

    std::vector<Problem> problems;
    const QStringList missing = missingTopics(state);
    const ServiceStatus *stopped = nullptr;
    if (!missing.isEmpty() && initIsOver(state)) {
        stopped = workerStoppedBy(missing, state, facts);
        problems.push_back(missingTopicsProblem(missing, stopped, state, facts));
    }
    for (const ServiceStatus *service : troubled) {
        if (service == stopped)
            continue;
        const bool first = rank(service->role) <= rank(compose::Role::Broker);
        problems.insert(first ? problems.begin() : problems.end(), troubleOf(*service, facts, now));
    }
    return problems;
}

} // namespace bd::stack
