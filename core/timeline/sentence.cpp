#include "timeline/sentence.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "timeline/share.h"
#include "timeline/words.h"

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineSentence)
};

using Lanes = std::vector<const Lane *>;

bool isNow(const Lane &lane, SpanKind kind)
{
    const Span *span = lastSpan(lane);
    return span && span->kind == kind && (!span->to || kind == SpanKind::Finished);
}

bool isReady(const Lane &lane)
{
    return isNow(lane, SpanKind::Ready) || isNow(lane, SpanKind::Finished);
}

bool isInTrouble(const Lane &lane)
{
    return isNow(lane, SpanKind::Failed) || isNow(lane, SpanKind::Restarting) || (lane.restarts > 0 && !isReady(lane));
}

bool isWorking(const Lane &lane)
{
    return isNow(lane, SpanKind::Starting) || isNow(lane, SpanKind::Creating) || isNow(lane, SpanKind::Stopping);
}

template<typename Test>
Lanes lanesThat(const Timeline &timeline, Test test)
{
    Lanes lanes;
    for (const Lane &lane : timeline.lanes) {
        if (test(lane))
            lanes.push_back(&lane);
    }
    return lanes;
}

QString names(const Lanes &lanes)
{
    constexpr std::size_t atMost = 3;
    QStringList list;
    for (std::size_t at = 0; at < std::min(lanes.size(), lanes.size() > atMost + 1 ? atMost : lanes.size()); ++at)
        list += lanes[at]->info.service;
    const int more = static_cast<int>(lanes.size()) - static_cast<int>(list.size());
    if (more > 0)
        list += Tr::tr("%n more", nullptr, more);
    return listText(list);
}

QString restartWords(int restarts)
{
    switch (restarts) {
    case 1: return Tr::tr("is being restarted");
    case 2: return Tr::tr("is being restarted for the second time");
    case 3: return Tr::tr("is being restarted for the third time");
    case 4: return Tr::tr("is being restarted for the fourth time");
    case 5: return Tr::tr("is being restarted for the fifth time");
    default: return Tr::tr("is being restarted, %n time(s) so far", nullptr, restarts);
    }
}

const Mark *lastMark(const Lane &lane, Mark::Kind kind)
{
    const auto mark = std::ranges::find(lane.marks.rbegin(), lane.marks.rend(), kind, &Mark::kind);
    return mark == lane.marks.rend() ? nullptr : &*mark;
}

QString exitWords(const Lane &lane)
{
    const Mark *exit = lastMark(lane, Mark::Kind::Exit);
    if (!exit)
        return {};
    return exit->exitCode ? Tr::tr("exited with %1").arg(*exit->exitCode) : Tr::tr("ended");
}

// «mail-worker exited with 1 and is being restarted for the second time.»
QString troubleOf(const Lane &lane, bool running)
{
    const QString exit = exitWords(lane);
    const QString &name = lane.info.service;
    if (lane.restarts > 0 && (running || isNow(lane, SpanKind::Restarting))) {
        return exit.isEmpty() ? Tr::tr("%1 %2.", "service, is being restarted").arg(name, restartWords(lane.restarts))
                              : Tr::tr("%1 %2 and %3.", "service, exited, is being restarted")
                                    .arg(name, exit, restartWords(lane.restarts));
    }
    const Mark *problem = lastMark(lane, Mark::Kind::Problem);
    if (problem)
        return Tr::tr("%1.", "a sentence of its own").arg(firstLine(problem->text));
    if (!exit.isEmpty())
        return Tr::tr("%1 %2.", "service, exited").arg(name, exit);
    const Span *span = lastSpan(lane);
    return span ? Tr::tr("%1: %2.", "service, what is wrong").arg(name, firstLine(span->text)) : QString();
}

QString troubles(const Lanes &lanes, bool running)
{
    QStringList parts;
    for (std::size_t at = 0; at < std::min<std::size_t>(lanes.size(), 3); ++at)
        parts += troubleOf(*lanes[at], running);
    return parts.join(QLatin1Char(' '));
}

QString agoText(Micros past)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(past).count();
    if (seconds < 1)
        return Tr::tr("just now");
    return seconds < 120 ? Tr::tr("%1 s ago").arg(seconds) : Tr::tr("%1 min ago").arg(seconds / 60);
}

// «check 3 failed 2 s ago: broker 1 is not registered yet (0 brokers)»
QString lastCheckOf(const Lane &lane, TimePoint now)
{
    const Mark *last = lastMark(lane, Mark::Kind::Probe);
    if (!last)
        return {};
    const auto number = std::ranges::count(lane.marks, Mark::Kind::Probe, &Mark::kind);
    const QString summary = firstLine(last->probe->summary);
    const QString when = agoText(now - last->at);
    if (last->probe->passed)
        return Tr::tr("check %1 passed %2: %3").arg(number).arg(when, summary);
    return summary.isEmpty() ? Tr::tr("check %1 failed %2").arg(number).arg(when)
                             : Tr::tr("check %1 failed %2: %3").arg(number).arg(when, summary);
}

QString doing(const Lane &lane, TimePoint now)
{
    const Span *span = lastSpan(lane);
    if (!span)
        return Tr::tr("not started yet");
    const QString check = span->kind == SpanKind::Starting ? lastCheckOf(lane, now) : QString();
    return check.isEmpty()
               ? Tr::tr("%1 for %2", "starting, 3.1 s").arg(spanWord(span->kind), durationText(now - span->from))
               : check;
}

Sentence recovery(const Timeline &timeline, const Lane &lane, TimePoint now)
{
    const auto left = timeline.until ? std::chrono::ceil<std::chrono::seconds>(*timeline.until - now)
                                     : std::chrono::seconds(0);
    const QString &name = lane.info.service;
    return {Mood::Working, Tr::tr("now"),
            left.count() > 0
                ? Tr::tr("%1 starts in %2.").arg(name, Tr::tr("%n second(s)", nullptr, static_cast<int>(left.count())))
                : Tr::tr("%1 starts any moment.").arg(name),
            firstLine(lastSpan(lane)->text, 400)};
}

Sentence waiting(const Lanes &working, TimePoint now)
{
    const QString strong = Tr::tr("Waiting for %1:").arg(names(working));
    if (working.size() == 1)
        return {Mood::Working, Tr::tr("now"), strong, doing(*working.front(), now)};
    QStringList parts;
    for (std::size_t at = 0; at < std::min<std::size_t>(working.size(), 2); ++at)
        parts += Tr::tr("%1 %2", "service, what it does").arg(working[at]->info.service, doing(*working[at], now));
    return {Mood::Working, Tr::tr("now"), strong, parts.join(QStringLiteral("; "))};
}

Sentence trouble(const Timeline &timeline, const Lanes &bad, bool running)
{
    const auto others = lanesThat(timeline, [](const Lane &lane) { return !isInTrouble(lane); });
    const bool rest = !others.empty() && std::ranges::all_of(others, [](const Lane *lane) { return isReady(*lane); });
    const QString strong =
        rest ? Tr::tr("Everything but %1 is ready.").arg(names(bad))
             : Tr::tr("%n service(s) in trouble: %1.", nullptr, static_cast<int>(bad.size())).arg(names(bad));
    const bool heals = std::ranges::any_of(bad, [](const Lane *lane) { return lane->restarts > 0; });
    return {running && heals ? Mood::Working : Mood::Trouble, running ? Tr::tr("now") : Tr::tr("failed"), strong,
            troubles(bad, running)};
}

Sentence runningSentence(const Timeline &timeline, TimePoint now)
{
    const auto recovering = lanesThat(timeline, [](const Lane &lane) { return isNow(lane, SpanKind::Recovering); });
    if (!recovering.empty())
        return recovery(timeline, *recovering.front(), now);
    const auto bad = lanesThat(timeline, isInTrouble);
    if (!bad.empty())
        return trouble(timeline, bad, true);
    const auto working = lanesThat(timeline, isWorking);
    const bool creating = std::ranges::all_of(working,
                                              [](const Lane *lane) { return isNow(*lane, SpanKind::Creating); });
    if (!working.empty() && !creating)
        return waiting(working, now);
    if (working.empty() && !timeline.lanes.empty() && std::ranges::all_of(timeline.lanes, isReady)) {
        return {Mood::Good, Tr::tr("now"), Tr::tr("Everything is ready."),
                timeline.readyAt ? Tr::tr("It took %1.").arg(durationText(*timeline.readyAt - timeline.from))
                                 : QString()};
    }
    const QString step = timeline.step.isEmpty() ? Tr::tr("preparing") : firstLine(timeline.step);
    return {Mood::Working, Tr::tr("now"), Tr::tr("In progress:"), step};
}

QString length(const Timeline &timeline)
{
    return durationText(timeline.to - timeline.from);
}

Sentence stopped(const Timeline &timeline)
{
    const Lane *slowest = nullptr;
    Micros longest{0};
    for (const Lane &lane : timeline.lanes) {
        for (const Span &span : lane.spans) {
            const Micros took = endOf(span, timeline) - span.from;
            if (span.kind == SpanKind::Stopping && took > longest) {
                slowest = &lane;
                longest = took;
            }
        }
    }
    return {Mood::Quiet, Tr::tr("stopped"), Tr::tr("Stopped in %1.").arg(length(timeline)),
            slowest ? Tr::tr("%1 took the longest: %2.").arg(slowest->info.service, durationText(longest)) : QString()};
}

const Mark *lastProblem(const Timeline &timeline)
{
    const auto mark = std::ranges::find(timeline.marks.rbegin(), timeline.marks.rend(), Mark::Kind::Problem,
                                        &Mark::kind);
    return mark == timeline.marks.rend() ? nullptr : &*mark;
}

Sentence done(const Timeline &timeline)
{
    if (timeline.kind == RunKind::Stop)
        return stopped(timeline);
    const auto bad = lanesThat(timeline, isInTrouble);
    if (!bad.empty())
        return trouble(timeline, bad, false);
    const QString took = durationText(timeline.readyAt.value_or(timeline.to) - timeline.from);
    const QString shares = shareText(sharesOf(timeline));
    if (const Mark *problem = lastProblem(timeline))
        return {Mood::Trouble, Tr::tr("problem"), Tr::tr("%1.", "a sentence of its own").arg(firstLine(problem->text)),
                Tr::tr("The services were ready after %1: %2").arg(took, shares)};
    return {Mood::Good, Tr::tr("ready"), Tr::tr("%1:", "the time a start took").arg(took), shares};
}

Sentence failed(const Timeline &timeline)
{
    auto bad = lanesThat(timeline, isInTrouble);
    if (!bad.empty())
        return trouble(timeline, bad, false);
    const Mark *problem = lastProblem(timeline);
    const QString why = problem ? firstLine(problem->text) : QString();
    return {Mood::Trouble, Tr::tr("failed"), Tr::tr("It failed after %1.").arg(length(timeline)), why};
}

QString howFar(const Timeline &timeline)
{
    const auto up = lanesThat(timeline, isReady);
    return Tr::tr("%1 of %n service(s) were ready.", nullptr, static_cast<int>(timeline.lanes.size())).arg(up.size());
}

Sentence brokenOff(const Timeline &timeline)
{
    return {Mood::Quiet, Tr::tr("broken off"), Tr::tr("This run broke off after %1.").arg(length(timeline)),
            Tr::tr("The program that made it was ended; what happened afterwards was not recorded. %1")
                .arg(howFar(timeline))};
}

} // namespace

QString Sentence::text() const
{
    return rest.isEmpty() ? strong : strong + QLatin1Char(' ') + rest;
}

Sentence sentenceOf(const Timeline &timeline, TimePoint now)
{
    if (timeline.running)
        return runningSentence(timeline, now);
    if (timeline.brokenOff)
        return brokenOff(timeline);
    switch (timeline.outcome.value_or(Outcome::Done)) {
    case Outcome::Done: return done(timeline);
    case Outcome::Failed: return failed(timeline);
    case Outcome::Cancelled: break;
    }
    return {Mood::Quiet, Tr::tr("cancelled"), Tr::tr("Cancelled after %1.").arg(length(timeline)),
            Tr::tr("Containers were left as they were. %1").arg(howFar(timeline))};
}

} // namespace bd::timeline
