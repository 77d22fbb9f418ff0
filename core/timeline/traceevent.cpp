#include "timeline/traceevent.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "timeline/words.h"

namespace bd::timeline {

namespace {

constexpr int process = 1;
constexpr int pathThread = 1;
constexpr int firstLaneThread = 2;

QString word(const char *text)
{
    return QString::fromLatin1(text);
}

// Each lane has two threads: its spans, and under them its probes, which may begin before a span ends.
int laneThread(std::size_t lane)
{
    return firstLaneThread + static_cast<int>(lane) * 2;
}

class Trace
{
public:
    explicit Trace(TimePoint begin) : m_begin(begin) {}

    void name(const char *what, int thread, const QString &text)
    {
        m_events += QJsonObject{{word("ph"), word("M")},
                                {word("pid"), process},
                                {word("tid"), thread},
                                {word("name"), word(what)},
                                {word("args"), QJsonObject{{word("name"), text}}}};
    }

    void order(int thread)
    {
        m_events += QJsonObject{{word("ph"), word("M")},
                                {word("pid"), process},
                                {word("tid"), thread},
                                {word("name"), word("thread_sort_index")},
                                {word("args"), QJsonObject{{word("sort_index"), thread}}}};
    }

    QJsonObject event(const char *phase, int thread, const QString &text, const char *category, TimePoint at) const
    {
        return {{word("ph"), word(phase)},     {word("pid"), process},
                {word("tid"), thread},         {word("name"), text},
                {word("cat"), word(category)}, {word("ts"), static_cast<qint64>((at - m_begin).count())}};
    }

    void complete(int thread, const QString &text, const char *category, TimePoint from, TimePoint to,
                  const QJsonObject &args)
    {
        QJsonObject json = event("X", thread, text, category, from);
        json[word("dur")] = static_cast<qint64>((to - from).count());
        json[word("args")] = args;
        m_events += json;
    }

    void instant(int thread, const QString &text, TimePoint at)
    {
        QJsonObject json = event("i", thread, text, "mark", at);
        json[word("s")] = word(thread == pathThread ? "p" : "t");
        m_events += json;
    }

    void flow(int id, int from, int to, TimePoint at)
    {
        QJsonObject begin = event("s", from, word("gate"), "gate", at);
        begin[word("id")] = id;
        QJsonObject end = event("f", to, word("gate"), "gate", at);
        end[word("id")] = id;
        end[word("bp")] = word("e");
        m_events += begin;
        m_events += end;
    }

    QJsonArray take() { return std::move(m_events); }

private:
    TimePoint m_begin;
    QJsonArray m_events;
};

void addMarks(Trace &trace, int thread, int probeThread, const std::vector<Mark> &marks)
{
    for (const Mark &mark : marks) {
        if (!mark.probe) {
            trace.instant(thread, mark.text, mark.at);
            continue;
        }
        trace.complete(probeThread, mark.probe->summary, "probe", mark.at - mark.probe->duration, mark.at,
                       {{word("passed"), mark.probe->passed},
                        {word("target"), mark.probe->target},
                        {word("kind"), toString(mark.probe->kind)},
                        {word("output"), mark.probe->output}});
    }
}

void addLane(Trace &trace, const Timeline &timeline, std::size_t at)
{
    const Lane &lane = timeline.lanes[at];
    const int thread = laneThread(at);
    trace.name("thread_name", thread, lane.info.service);
    trace.order(thread);
    trace.name("thread_name", thread + 1, QStringLiteral("%1 (probes)").arg(lane.info.service));
    trace.order(thread + 1);
    for (const Span &span : lane.spans) {
        trace.complete(thread, spanWord(span.kind), "span", span.from, endOf(span, timeline),
                       {{word("text"), span.text}, {word("goesOn"), !span.to}});
    }
    addMarks(trace, thread, thread + 1, lane.marks);
}

int threadOf(const Timeline &timeline, const QString &service)
{
    for (std::size_t at = 0; at < timeline.lanes.size(); ++at) {
        if (timeline.lanes[at].info.service == service)
            return laneThread(at);
    }
    return pathThread;
}

} // namespace

QByteArray toTraceEvents(const Timeline &timeline, const QString &project)
{
    Trace trace(timeline.from);
    trace.name("process_name", pathThread, project);
    trace.name("thread_name", pathThread, QStringLiteral("critical path"));
    trace.order(pathThread);
    for (const Phase &phase : timeline.phases)
        trace.complete(pathThread, phase.text, "phase", phase.from, phase.to, {});
    addMarks(trace, pathThread, pathThread, timeline.marks);
    for (std::size_t at = 0; at < timeline.lanes.size(); ++at)
        addLane(trace, timeline, at);
    int id = 0;
    for (const Arrow &arrow : timeline.arrows)
        trace.flow(++id, threadOf(timeline, arrow.from), threadOf(timeline, arrow.to), arrow.at);
    const QJsonObject document{{word("displayTimeUnit"), word("ms")}, {word("traceEvents"), trace.take()}};
    return QJsonDocument(document).toJson(QJsonDocument::Compact);
}

} // namespace bd::timeline
