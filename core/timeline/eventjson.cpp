#include "timeline/event.h"

#include <algorithm>
#include <iterator>

#include <QCoreApplication>
#include <QJsonArray>

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineEvent)
};

// Kept for good in databases: never change or reuse a word.
struct ErrorWord {
    ErrorCode code;
    const char *text;
};
constexpr ErrorWord errorWords[] = {
    {ErrorCode::InvalidUse, "invalid-use"},
    {ErrorCode::NotFound, "not-found"},
    {ErrorCode::Io, "io"},
    {ErrorCode::Parse, "parse"},
    {ErrorCode::Timeout, "timeout"},
    {ErrorCode::Cancelled, "cancelled"},
    {ErrorCode::ProgramMissing, "program-missing"},
    {ErrorCode::NoEngine, "no-engine"},
    {ErrorCode::EnginePermission, "engine-permission"},
    {ErrorCode::ComposeMissing, "compose-missing"},
    {ErrorCode::ComposeTooOld, "compose-too-old"},
    {ErrorCode::ComposeFile, "compose-file"},
    {ErrorCode::Engine, "engine"},
    {ErrorCode::PortTaken, "port-taken"},
    {ErrorCode::ImageMissing, "image-missing"},
    {ErrorCode::Unreachable, "unreachable"},
    {ErrorCode::Locked, "locked"},
    {ErrorCode::Kafka, "kafka"},
    {ErrorCode::Failed, "failed"},
};

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QString wordOf(ErrorCode code)
{
    const auto found = std::ranges::find(errorWords, code, &ErrorWord::code);
    return found == std::end(errorWords) ? QStringLiteral("failed") : QString::fromLatin1(found->text);
}

ErrorCode errorCodeFrom(const QString &text)
{
    const auto found = std::ranges::find_if(errorWords,
                                            [&](const ErrorWord &word) { return text == QLatin1String(word.text); });
    return found == std::end(errorWords) ? ErrorCode::Failed : found->code;
}

QJsonObject jsonOf(const Error &error)
{
    QJsonObject json{{key("code"), wordOf(error.code)}, {key("message"), error.message}};
    if (!error.hint.isEmpty())
        json[key("hint")] = error.hint;
    if (!error.detail.isEmpty())
        json[key("detail")] = error.detail;
    return json;
}

Error errorFrom(const QJsonObject &json)
{
    return {errorCodeFrom(json[key("code")].toString()), json[key("message")].toString(), json[key("hint")].toString(),
            json[key("detail")].toString()};
}

QJsonObject jsonOf(const ProbeResult &probe)
{
    QJsonObject json{
        {key("kind"), toString(probe.kind)},
        {key("startedAt"), toIso(probe.startedAt)},
        {key("durationMicros"), static_cast<qint64>(probe.duration.count())},
        {key("passed"), probe.passed},
        {key("target"), probe.target},
        {key("summary"), probe.summary},
    };
    if (!probe.output.isEmpty())
        json[key("output")] = probe.output;
    if (!probe.facts.isEmpty())
        json[key("facts")] = probe.facts;
    return json;
}

tl::unexpected<Error> unreadable(const char *what, const QJsonValue &value)
{
    return fail(ErrorCode::Parse, Tr::tr("A recorded event cannot be read"),
                Tr::tr("It was written by another version, or the history is damaged."),
                QStringLiteral("%1: %2").arg(key(what), value.toVariant().toString().left(200)));
}

Result<ProbeResult> probeFrom(const QJsonObject &json)
{
    const auto kind = probeKindFrom(json[key("kind")].toString());
    const auto startedAt = fromIso(json[key("startedAt")].toString());
    if (!kind)
        return unreadable("probe.kind", json[key("kind")]);
    if (!startedAt)
        return unreadable("probe.startedAt", json[key("startedAt")]);
    return ProbeResult{.kind = *kind,
                       .startedAt = *startedAt,
                       .duration = Micros(json[key("durationMicros")].toInteger()),
                       .passed = json[key("passed")].toBool(),
                       .target = json[key("target")].toString(),
                       .summary = json[key("summary")].toString(),
                       .output = json[key("output")].toString(),
                       .facts = json[key("facts")].toObject()};
}

void addRest(QJsonObject &json, const Event &event)
{
    if (!event.on.isEmpty())
        json[key("on")] = event.on;
    if (event.condition)
        json[key("condition")] = compose::toString(*event.condition);
    if (event.probe)
        json[key("probe")] = jsonOf(*event.probe);
    if (event.exitCode)
        json[key("exitCode")] = *event.exitCode;
    if (event.oomKilled)
        json[key("oomKilled")] = true;
    if (event.until)
        json[key("until")] = toIso(*event.until);
    if (event.error)
        json[key("error")] = jsonOf(*event.error);
    if (event.outcome)
        json[key("outcome")] = toString(*event.outcome);
}

} // namespace

QJsonObject toJson(const Event &event)
{
    QJsonObject json{
        {key("time"), toIso(event.at)},
        {key("service"), event.service},
        {key("kind"), toString(event.kind)},
        {key("text"), event.text},
    };
    addRest(json, event);
    return json;
}

Result<Event> eventFromJson(const QJsonObject &json)
{
    const auto at = fromIso(json[key("time")].toString());
    const auto kind = eventKindFrom(json[key("kind")].toString());
    if (!at)
        return unreadable("time", json[key("time")]);
    if (!kind)
        return unreadable("kind", json[key("kind")]);
    Event event;
    event.at = *at;
    event.kind = *kind;
    event.service = json[key("service")].toString();
    event.text = json[key("text")].toString();
    event.on = json[key("on")].toString();
    event.condition = compose::conditionFrom(json[key("condition")].toString());
    event.oomKilled = json[key("oomKilled")].toBool();
    event.until = fromIso(json[key("until")].toString());
    event.outcome = outcomeFrom(json[key("outcome")].toString());
    if (json.contains(key("exitCode")))
        event.exitCode = json[key("exitCode")].toInt();
    if (json.contains(key("error")))
        event.error = errorFrom(json[key("error")].toObject());
    if (json.contains(key("probe"))) {
        auto probe = probeFrom(json[key("probe")].toObject());
        if (!probe)
            return tl::unexpected(probe.error());
        event.probe = std::move(*probe);
    }
    return event;
}

QJsonObject toJson(const LaneInfo &lane)
{
    QJsonArray gates;
    for (const compose::Gate &gate : lane.gates) {
        gates += QJsonObject{{key("service"), gate.service},
                             {key("condition"), compose::toString(gate.condition)},
                             {key("required"), gate.required}};
    }
    return {{key("service"), lane.service}, {key("role"), compose::toString(lane.role)}, {key("gates"), gates}};
}

Result<LaneInfo> laneFromJson(const QJsonObject &json)
{
    LaneInfo lane;
    lane.service = json[key("service")].toString();
    if (lane.service.isEmpty())
        return unreadable("service", json[key("service")]);
    lane.role = compose::roleFrom(json[key("role")].toString()).value_or(compose::Role::Other);
    for (const QJsonValue &value : json[key("gates")].toArray()) {
        const QJsonObject gate = value.toObject();
        const auto condition = compose::conditionFrom(gate[key("condition")].toString());
        if (!condition)
            return unreadable("condition", gate[key("condition")]);
        lane.gates.push_back({gate[key("service")].toString(), *condition, gate[key("required")].toBool(true)});
    }
    return lane;
}

} // namespace bd::timeline
