#include "timeline/timelinedetail.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "timeline/sentence.h"
#include "timeline/timelinecursor.h"
#include "timeline/words.h"

namespace bd::app {

using timeline::durationText;
using timeline::Lane;
using timeline::Mark;
using timeline::offsetText;
using timeline::Span;
using timeline::Timeline;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineDetail)
};

constexpr qsizetype longestOutput = 2000;

QString joined(const QStringList &parts)
{
    QStringList said;
    for (const QString &part : parts) {
        if (!part.isEmpty()) {
            said += part;
        }
    }
    return said.join(QStringLiteral(" · "));
}

std::ptrdiff_t countOf(const Lane &lane, bool failed)
{
    return std::ranges::count_if(lane.marks,
                                 [&](const Mark &mark) { return mark.probe && mark.probe->passed != failed; });
}

QString probesText(const Lane &lane)
{
    const int failed = static_cast<int>(countOf(lane, true));
    const int all = failed + static_cast<int>(countOf(lane, false));
    if (all == 0) {
        return {};
    }
    const QString probes = Tr::tr("%n probe(s)", nullptr, all);
    return failed == 0 ? probes : Tr::tr("%1, %n failed", nullptr, failed).arg(probes);
}

TimelineDetail ofLane(const Timeline &timeline, const Lane &lane)
{
    const Span *last = lastSpan(lane);
    const QString now = !last                  ? Tr::tr("nothing happened yet")
                        : last->text.isEmpty() ? timeline::spanWord(last->kind)
                                               : firstLine(last->text, 400);
    const QString ready = lane.readyAt ? Tr::tr("ready after %1").arg(durationText(*lane.readyAt - timeline.from))
                                       : QString();
    const QString restarts = lane.restarts > 0 ? Tr::tr("restarted %n time(s)", nullptr, lane.restarts) : QString();
    const QString path = timeline.criticalPath.contains(lane.info.service) ? Tr::tr("on the critical path") : QString();
    return {lane.info.service, joined({now, ready, probesText(lane), restarts, path}), {}};
}

TimelineDetail ofSpan(const Timeline &timeline, const Lane &lane, const Span &span)
{
    const QString word = timeline::spanWord(span.kind);
    const QString text = firstLine(span.text, 400);
    if (span.kind == timeline::SpanKind::Finished) {
        return {Tr::tr("%1, finished at %2").arg(lane.info.service, offsetText(span.from - timeline.from)), text, {}};
    }
    const QString title =
        span.to ? Tr::tr("%1, %2 from %3 to %4")
                      .arg(lane.info.service, word, offsetText(span.from - timeline.from),
                           offsetText(*span.to - timeline.from))
                : Tr::tr("%1, %2 since %3").arg(lane.info.service, word, offsetText(span.from - timeline.from));
    return {title, joined({durationText(endOf(span, timeline) - span.from), text == word ? QString() : text}), {}};
}

TimelineDetail ofProbe(const Timeline &timeline, const Lane &lane, const Mark &mark)
{
    std::ptrdiff_t all = 0;
    std::ptrdiff_t number = 0;
    for (const Mark &other : lane.marks) {
        all += other.probe ? 1 : 0;
        number = &other == &mark ? all : number;
    }
    const QString took = durationText(mark.probe->duration);
    const QString verdict = mark.probe->passed ? Tr::tr("passed in %1").arg(took) : Tr::tr("failed after %1").arg(took);
    const QString summary = firstLine(mark.probe->summary, 400);
    const QString output = plainText(mark.probe->output, longestOutput).trimmed();
    return {Tr::tr("%1, probe %2 of %3 at %4")
                .arg(lane.info.service)
                .arg(number)
                .arg(all)
                .arg(timeline::offsetText(mark.at - timeline.from)),
            joined({firstLine(mark.probe->target), verdict, summary}), output == summary ? QString() : output};
}

TimelineDetail ofMark(const Timeline &timeline, const Lane &lane, const Mark &mark)
{
    const QString at = offsetText(mark.at - timeline.from);
    const QString text = plainText(mark.text, longestOutput);
    switch (mark.kind) {
    case Mark::Kind::Probe: return ofProbe(timeline, lane, mark);
    case Mark::Kind::Exit: return {Tr::tr("%1, its process ended at %2").arg(lane.info.service, at), text, {}};
    case Mark::Kind::Problem: return {Tr::tr("%1, a problem at %2").arg(lane.info.service, at), text, {}};
    case Mark::Kind::Note: break;
    }
    return {Tr::tr("%1, at %2").arg(lane.info.service, at), text, {}};
}

} // namespace

QString TimelineDetail::text() const
{
    QStringList lines{title};
    for (const QString &more : {line, output}) {
        if (!more.isEmpty()) {
            lines += more;
        }
    }
    return lines.join(QLatin1Char('\n'));
}

TimelineDetail detailOf(const Timeline &timeline, const TimelineItem &item)
{
    const TimelineItem real = kept(item, timeline);
    if (real.isNone()) {
        return {};
    }
    const Lane &lane = timeline.lanes[static_cast<std::size_t>(real.lane)];
    const auto index = static_cast<std::size_t>(real.index);
    switch (real.kind) {
    case TimelineItem::Kind::Span: return ofSpan(timeline, lane, lane.spans[index]);
    case TimelineItem::Kind::Mark: return ofMark(timeline, lane, lane.marks[index]);
    case TimelineItem::Kind::Lane:
    case TimelineItem::Kind::None: break;
    }
    return ofLane(timeline, lane);
}

QString pictureInWords(const Timeline &timeline, TimePoint now)
{
    QStringList lines{plainText(sentenceOf(timeline, now).text())};
    for (const Lane &lane : timeline.lanes) {
        const TimelineDetail detail = ofLane(timeline, lane);
        lines += Tr::tr("%1: %2.", "service: what it does").arg(detail.title, detail.line);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace bd::app
