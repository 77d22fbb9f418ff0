#include "overview/phrases.h"

#include <algorithm>

#include <QCoreApplication>

#include "common/words.h"
#include "compose/graph.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

QString createText(const QStringList &topics, const stack::StackState &state)
{
    if (topics.size() != 1) {
        return Tr::tr("Create %n missing topic(s)", nullptr, static_cast<int>(topics.size()));
    }
    const auto isIt = [&](const stack::TopicStatus &topic) { return topic.expected.name == topics.first(); };
    const auto topic = std::find_if(state.topics.begin(), state.topics.end(), isIt);
    if (topic == state.topics.end()) {
        return Tr::tr("Create %1").arg(topics.first());
    }
    return Tr::tr("Create %1 (%n partition(s))", nullptr, topic->expected.partitions).arg(topics.first());
}

// What does not run cannot be disturbed: an init service that has done its work, say.
QStringList runningOf(const QStringList &names, const stack::StackState &state)
{
    using stack::ServiceState;
    QStringList running;
    for (const QString &name : names) {
        const stack::ServiceStatus *status = state.service(name);
        if (status
            && (stack::isUp(status->state) || status->state == ServiceState::Starting
                || status->state == ServiceState::Unhealthy || status->state == ServiceState::Restarting)) {
            running << name;
        }
    }
    return running;
}

} // namespace

QString upSentence(const stack::StackState &state)
{
    const int total = static_cast<int>(state.services.size());
    return Tr::tr("%1 of %n service(s) are up", nullptr, total).arg(state.up());
}

QString mendText(const stack::Problem &problem, const stack::StackState &state)
{
    using Mend = stack::Problem::Mend;
    const QString first = problem.targets.value(0);
    switch (problem.mend) {
    case Mend::CreateTopics: return createText(problem.targets, state);
    case Mend::StartStack: return Tr::tr("Start %1").arg(state.project);
    case Mend::StartService: return Tr::tr("Start %1").arg(first);
    case Mend::RestartService: return Tr::tr("Restart %1…").arg(first);
    case Mend::None: break;
    }
    return {};
}

QStringList mendVerb(const stack::Problem &problem)
{
    using Mend = stack::Problem::Mend;
    const QString first = problem.targets.value(0);
    switch (problem.mend) {
    case Mend::CreateTopics: return {QStringLiteral("topics"), QStringLiteral("create")};
    case Mend::StartStack: return {QStringLiteral("up")};
    case Mend::StartService: return {QStringLiteral("up"), first};
    case Mend::RestartService: return {QStringLiteral("restart"), first};
    case Mend::None: break;
    }
    return {};
}

Question restartQuestion(const compose::Project &project, const stack::StackState &state, const QString &service)
{
    if (service.isEmpty()) {
        return {.title = Tr::tr("Restart all of %1?").arg(project.name),
                .text = Tr::tr("Its %n service(s) are stopped in reverse order, brokers before ZooKeeper, and started "
                               "again in order. Volumes and topics stay.",
                               nullptr, static_cast<int>(project.services.size())),
                .accept = Tr::tr("Restart %1").arg(project.name)};
    }
    const QStringList disturbed = runningOf(compose::dependents(project.services, service), state);
    const QString text = disturbed.isEmpty()
                             ? Tr::tr("No running service needs it.")
                             : Tr::tr("This disturbs %n service(s) that need it: %1. They keep running and may report "
                                      "errors until %2 is ready again.",
                                      nullptr, static_cast<int>(disturbed.size()))
                                   .arg(listText(disturbed), service);
    return {.title = Tr::tr("Restart %1?").arg(service), .text = text, .accept = Tr::tr("Restart %1").arg(service)};
}

} // namespace bd::app
