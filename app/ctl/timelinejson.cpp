#include "timelinejson.h"

#include <QJsonArray>

namespace bd::ctl {

namespace {

using timeline::Timeline;

// For programs, so not translated.
QString wordOf(timeline::SpanKind kind)
{
    switch (kind) {
    case timeline::SpanKind::Creating: return QStringLiteral("creating");
    case timeline::SpanKind::Waiting: return QStringLiteral("waiting");
    case timeline::SpanKind::Starting: return QStringLiteral("starting");
    case timeline::SpanKind::Ready: return QStringLiteral("ready");
    case timeline::SpanKind::Finished: return QStringLiteral("finished");
    case timeline::SpanKind::Failed: return QStringLiteral("failed");
    case timeline::SpanKind::Restarting: return QStringLiteral("restarting");
    case timeline::SpanKind::Recovering: return QStringLiteral("recovering");
    case timeline::SpanKind::Stopping: return QStringLiteral("stopping");
    }
    return {};
}

QJsonValue timeOf(const std::optional<TimePoint> &at)
{
    return at ? QJsonValue(toIso(*at)) : QJsonValue();
}

QJsonObject laneOf(const timeline::Lane &lane)
{
    QJsonArray spans, probes;
    for (const timeline::Span &span : lane.spans)
        spans += QJsonObject{{QStringLiteral("kind"), wordOf(span.kind)},
                             {QStringLiteral("from"), toIso(span.from)},
                             {QStringLiteral("to"), timeOf(span.to)},
                             {QStringLiteral("text"), span.text}};
    for (const timeline::Mark &mark : lane.marks) {
        if (mark.probe)
            probes += QJsonObject{{QStringLiteral("time"), toIso(mark.at)},
                                  {QStringLiteral("passed"), mark.probe->passed},
                                  {QStringLiteral("durationMs"),
                                   static_cast<double>(mark.probe->duration.count()) / 1000},
                                  {QStringLiteral("text"), mark.probe->summary}};
    }
    return {{QStringLiteral("service"), lane.info.service},
            {QStringLiteral("role"), compose::toString(lane.info.role)},
            {QStringLiteral("readyAt"), timeOf(lane.readyAt)},
            {QStringLiteral("restarts"), lane.restarts},
            {QStringLiteral("spans"), spans},
            {QStringLiteral("probes"), probes}};
}

} // namespace

QJsonObject timelineDocument(const timeline::Run &run, const Timeline &timeline)
{
    QJsonArray lanes, phases;
    for (const timeline::Lane &lane : timeline.lanes)
        lanes += laneOf(lane);
    for (const timeline::Phase &phase : timeline.phases)
        phases += QJsonObject{{QStringLiteral("service"), phase.service},
                              {QStringLiteral("text"), phase.text},
                              {QStringLiteral("from"), toIso(phase.from)},
                              {QStringLiteral("to"), toIso(phase.to)}};
    return {{QStringLiteral("run"), run.id},
            {QStringLiteral("project"), run.project},
            {QStringLiteral("context"), run.context},
            {QStringLiteral("kind"), timeline::toString(run.kind)},
            {QStringLiteral("origin"), run.origin},
            {QStringLiteral("startedAt"), toIso(run.startedAt)},
            {QStringLiteral("finishedAt"), timeOf(run.finishedAt)},
            {QStringLiteral("outcome"), run.outcome ? QJsonValue(timeline::toString(*run.outcome)) : QJsonValue()},
            {QStringLiteral("criticalPath"), QJsonArray::fromStringList(timeline.criticalPath)},
            {QStringLiteral("phases"), phases},
            {QStringLiteral("lanes"), lanes}};
}

} // namespace bd::ctl
