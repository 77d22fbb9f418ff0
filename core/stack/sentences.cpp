#include "stack/sentences.h"

#include <algorithm>

#include <QCoreApplication>
#include <QRegularExpression>

#include "base/text.h"

namespace bd::stack {

using compose::Condition;
using compose::Gate;
using engine::Container;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(StackState)
};

const Container *containerOf(const Facts &facts, QStringView service)
{
    const auto found = std::ranges::find_if(facts.containers, [&](const Container &container) {
        return container.service() == service && !container.oneOff();
    });
    return found == facts.containers.end() ? nullptr : &*found;
}

bool isOpen(const Gate &gate, const StackState &state)
{
    const ServiceStatus *other = state.service(gate.service);
    if (!other)
        return !gate.required;
    switch (gate.condition) {
    case Condition::Started: return other->state != ServiceState::Missing && other->state != ServiceState::Created;
    case Condition::Healthy: return other->state == ServiceState::Healthy;
    case Condition::CompletedSuccessfully: return other->state == ServiceState::Finished;
    }
    return false;
}

QString gateSentence(const Gate &gate)
{
    switch (gate.condition) {
    case Condition::Started: return Tr::tr("waits for %1 to start").arg(gate.service);
    case Condition::Healthy: return Tr::tr("waits for %1 to be healthy").arg(gate.service);
    case Condition::CompletedSuccessfully: return Tr::tr("waits for %1 to finish").arg(gate.service);
    }
    return {};
}

QString lastCheck(const Container *container, const std::optional<timeline::ProbeResult> &probe, TimePoint now)
{
    if (probe && !probe->passed)
        return Tr::tr("last check %1: %2").arg(ago(probe->startedAt + probe->duration, now), probe->summary);
    if (!container || container->healthLog.empty())
        return {};
    const engine::HealthResult &last = container->healthLog.back();
    if (!container->startedAt || last.start < *container->startedAt || last.exitCode == 0)
        return {};
    return Tr::tr("check %1 failed %2, exit %3: %4")
        .arg(qMax(container->failingStreak, 1))
        .arg(ago(last.end, now))
        .arg(last.exitCode)
        .arg(firstLine(last.output));
}

QString brokerSentence(const ServiceStatus &status, const Facts &facts)
{
    if (!facts.topicNames)
        return status.lastProbe ? status.lastProbe->summary : QString();
    int partitions = 0;
    int topics = 0;
    for (const QString &name : *facts.topicNames) {
        if (name.startsWith(QLatin1String("__")))
            continue;
        ++topics;
        partitions += facts.topicPartitions.value(name);
    }
    return Tr::tr("registered, %1, %2")
        .arg(Tr::tr("%n topic(s)", nullptr, topics), Tr::tr("%n partition(s)", nullptr, partitions));
}

QString initSentence(const StackState &state)
{
    if (state.topics.empty()
        || std::ranges::any_of(state.topics, [](const TopicStatus &t) { return t.state == TopicState::Unknown; }))
        return Tr::tr("did its work");
    const auto present = std::ranges::count_if(state.topics,
                                               [](const TopicStatus &t) { return t.state == TopicState::Present; });
    return Tr::tr("%1 of %n expected topic(s) are there", nullptr, static_cast<int>(state.topics.size())).arg(present);
}

QString endedSentence(const ServiceStatus &status, const Facts &facts, TimePoint now)
{
    QString text = status.exitCode ? exitWord(*status.exitCode, status.oomKilled) : Tr::tr("ended");
    if (status.since)
        text += QStringLiteral(", ") + ago(*status.since, now);
    const QString why = tellingLine(facts.lastLines.value(status.service));
    return why.isEmpty() ? text : text + QStringLiteral(": ") + why;
}

QString restartingSentence(const ServiceStatus &status, const Container *container, const Facts &facts, TimePoint now)
{
    QString text = Tr::tr("restarted %n time(s)", nullptr, status.restarts);
    if (container && container->exitCode != 0)
        text += QStringLiteral(", ") + exitWord(container->exitCode, container->oomKilled);
    if (container && container->finishedAt)
        text += QLatin1Char(' ') + ago(*container->finishedAt, now);
    const QString why = tellingLine(facts.lastLines.value(status.service));
    return why.isEmpty() ? text : text + QStringLiteral(": ") + why;
}

QString upSentence(const ServiceStatus &status, const StackState &state, const Facts &facts)
{
    Q_UNUSED(state)
    if (status.role == compose::Role::Broker && status.lastProbe && status.lastProbe->passed)
        return brokerSentence(status, facts);
    if (status.lastProbe)
        return status.lastProbe->summary;
    return status.state == ServiceState::Healthy ? Tr::tr("its health check passes")
                                                 : Tr::tr("runs; it has no health check");
}

} // namespace

QString ago(TimePoint then, TimePoint now)
{
    const auto seconds = std::max<qint64>(0, std::chrono::duration_cast<std::chrono::seconds>(now - then).count());
    if (seconds < 2)
        return Tr::tr("just now");
    if (seconds < 120)
        return Tr::tr("%1 s ago").arg(seconds);
    if (seconds < 2 * 3600)
        return Tr::tr("%1 min ago").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return Tr::tr("%1 h ago").arg(seconds / 3600);
    return Tr::tr("%n day(s) ago", nullptr, static_cast<int>(seconds / 86400));
}

QString exitWord(int exitCode, bool oomKilled)
{
    if (oomKilled)
        return Tr::tr("exit %1 (out of memory)").arg(exitCode);
    if (exitCode == 137)
        return Tr::tr("exit 137 (killed)");
    if (exitCode == 143)
        return Tr::tr("exit 143 (stopped)");
    return Tr::tr("exit %1").arg(exitCode);
}

QString kafkaVersion(const QStringList &lines)
{
    static const QRegularExpression version(QStringLiteral("\\bKafka version ?: ([0-9][^\\s]{0,39})"));
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        if (const auto match = version.match(*line); match.hasMatch())
            return match.captured(1);
    }
    return {};
}

QString tellingLine(const QStringList &lines)
{
    static const QRegularExpression telling(
        QStringLiteral("\\b(FATAL|ERROR|panic|[Ee]xception|[Ee]rror:|[Uu]nknown|cannot|failed|refused)\\b"));
    // What it said when nothing was wrong explains no end.
    static const QRegularExpression calm(QStringLiteral("\\b(TRACE|DEBUG|INFO)\\b"));
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const bool isFrame = line->trimmed().startsWith(QLatin1String("at "));
        if (telling.match(*line).hasMatch() && !calm.match(*line).hasMatch() && !isFrame)
            return firstLine(*line);
    }
    return lines.isEmpty() || calm.match(lines.last()).hasMatch() ? QString() : firstLine(lines.last());
}

QString waitSentence(const Gate &gate, const Container *container, const std::optional<timeline::ProbeResult> &probe,
                     TimePoint now)
{
    const QString check = gate.condition == Condition::Healthy ? lastCheck(container, probe, now) : QString();
    return check.isEmpty() ? gateSentence(gate) : gateSentence(gate) + QStringLiteral(": ") + check;
}

void describe(ServiceStatus &status, const StackState &state, const Facts &facts, TimePoint now)
{
    const compose::Service *service = facts.project.service(status.service);
    const Container *container = containerOf(facts, status.service);
    switch (status.state) {
    case ServiceState::Missing:
    case ServiceState::Created:
        status.now = status.state == ServiceState::Missing ? Tr::tr("has no container yet") : Tr::tr("not started yet");
        break;
    case ServiceState::Starting: {
        const QString check = lastCheck(container, status.lastProbe, now);
        status.now = check.isEmpty() ? Tr::tr("its process runs, no check has passed yet") : check;
        return;
    }
    case ServiceState::Unhealthy: status.now = lastCheck(container, status.lastProbe, now); return;
    case ServiceState::Healthy:
    case ServiceState::Running: status.now = upSentence(status, state, facts); return;
    case ServiceState::Restarting: status.now = restartingSentence(status, container, facts, now); return;
    case ServiceState::Finished: status.now = initSentence(state); return;
    case ServiceState::Paused: status.now = Tr::tr("paused by somebody; «docker unpause» lets it go on"); return;
    case ServiceState::Exited: status.now = endedSentence(status, facts, now); return;
    case ServiceState::Stopped: status.now = endedSentence(status, {}, now); return;
    }
    if (!service || !state.isRunning())
        return;
    for (const Gate &gate : service->gates) {
        if (isOpen(gate, state))
            continue;
        const ServiceStatus *other = state.service(gate.service);
        status.waitsFor = gate.service;
        status.now = waitSentence(gate, containerOf(facts, gate.service), other ? other->lastProbe : std::nullopt, now);
        return;
    }
}

} // namespace bd::stack
