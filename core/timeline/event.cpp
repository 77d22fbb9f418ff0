#include "timeline/event.h"

#include <algorithm>
#include <iterator>

namespace bd::timeline {

namespace {

template<typename Value>
struct Word {
    Value value;
    const char *text;
};

constexpr Word<EventKind> eventKinds[] = {
    {EventKind::RunStarted, "run-started"},
    {EventKind::Step, "step"},
    {EventKind::Pulling, "pulling"},
    {EventKind::Creating, "creating"},
    {EventKind::Created, "created"},
    {EventKind::Waiting, "waiting"},
    {EventKind::GateOpen, "gate-open"},
    {EventKind::Starting, "starting"},
    {EventKind::Started, "started"},
    {EventKind::Probe, "probe"},
    {EventKind::Ready, "ready"},
    {EventKind::Unhealthy, "unhealthy"},
    {EventKind::Exited, "exited"},
    {EventKind::Restarting, "restarting"},
    {EventKind::Stopping, "stopping"},
    {EventKind::Stopped, "stopped"},
    {EventKind::Recovering, "recovering"},
    {EventKind::Note, "note"},
    {EventKind::Problem, "problem"},
    {EventKind::RunFinished, "run-finished"},
};

constexpr Word<ProbeKind> probeKinds[] = {
    {ProbeKind::Tcp, "tcp"},
    {ProbeKind::ZooKeeper, "zookeeper"},
    {ProbeKind::KafkaMetadata, "kafka-metadata"},
    {ProbeKind::HealthCheck, "health-check"},
    {ProbeKind::EngineHealth, "engine-health"},
    {ProbeKind::Topics, "topics"},
};

constexpr Word<Outcome> outcomes[] = {
    {Outcome::Done, "done"},
    {Outcome::Failed, "failed"},
    {Outcome::Cancelled, "cancelled"},
};

constexpr Word<RunKind> runKinds[] = {
    {RunKind::Start, "start"}, {RunKind::Stop, "stop"},         {RunKind::Restart, "restart"}, {RunKind::Seen, "seen"},
    {RunKind::Reset, "reset"}, {RunKind::Snapshot, "snapshot"}, {RunKind::Restore, "restore"},
};

template<typename Value, std::size_t size>
QString textOf(const Word<Value> (&words)[size], Value value)
{
    const auto found = std::ranges::find(words, value, &Word<Value>::value);
    return found == std::end(words) ? QString() : QString::fromLatin1(found->text);
}

template<typename Value, std::size_t size>
std::optional<Value> valueOf(const Word<Value> (&words)[size], QStringView text)
{
    const auto found = std::ranges::find_if(words, [&](const auto &word) { return text == QLatin1String(word.text); });
    return found == std::end(words) ? std::nullopt : std::optional(found->value);
}

} // namespace

QString toString(EventKind kind)
{
    return textOf(eventKinds, kind);
}

std::optional<EventKind> eventKindFrom(QStringView text)
{
    return valueOf(eventKinds, text);
}

QString toString(ProbeKind kind)
{
    return textOf(probeKinds, kind);
}

std::optional<ProbeKind> probeKindFrom(QStringView text)
{
    return valueOf(probeKinds, text);
}

QString toString(Outcome outcome)
{
    return textOf(outcomes, outcome);
}

std::optional<Outcome> outcomeFrom(QStringView text)
{
    return valueOf(outcomes, text);
}

QString toString(RunKind kind)
{
    return textOf(runKinds, kind);
}

std::optional<RunKind> runKindFrom(QStringView text)
{
    return valueOf(runKinds, text);
}

} // namespace bd::timeline
