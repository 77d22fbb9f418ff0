#include "timeline/csv.h"

namespace bd::timeline {

namespace {

QString word(const char *text)
{
    return QString::fromLatin1(text);
}

QString kindWord(SpanKind kind)
{
    switch (kind) {
    case SpanKind::Creating: return word("creating");
    case SpanKind::Waiting: return word("waiting");
    case SpanKind::Starting: return word("starting");
    case SpanKind::Ready: return word("ready");
    case SpanKind::Finished: return word("finished");
    case SpanKind::Failed: return word("failed");
    case SpanKind::Restarting: return word("restarting");
    case SpanKind::Recovering: return word("recovering");
    case SpanKind::Stopping: return word("stopping");
    }
    return {};
}

QString kindWord(const Mark &mark)
{
    switch (mark.kind) {
    case Mark::Kind::Probe: return toString(mark.probe ? mark.probe->kind : ProbeKind::Tcp);
    case Mark::Kind::Note: return word("note");
    case Mark::Kind::Problem: return word("problem");
    case Mark::Kind::Exit: return word("exit");
    }
    return {};
}

// A spreadsheet runs what begins like a formula, and texts come from containers.
QString cell(QString text)
{
    if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front()))
        text.prepend(QLatin1Char('\''));
    if (text.contains(QLatin1Char('"')) || text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('\n'))
        || text.contains(QLatin1Char('\r')))
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), word("\"\"")) + QLatin1Char('"');
    return text;
}

QString seconds(Micros duration)
{
    return QString::number(static_cast<double>(duration.count()) / 1e6, 'f', 6);
}

class Table
{
public:
    explicit Table(const Timeline &timeline) : m_begin(timeline.from)
    {
        m_text = word("type,service,kind,from,from_s,to_s,duration_s,passed,text\r\n");
    }

    void add(const char *type, const QString &service, const QString &kind, TimePoint from, TimePoint to,
             const QString &text, std::optional<bool> passed = {})
    {
        const QString verdict = passed ? word(*passed ? "true" : "false") : QString();
        const QStringList cells{
            word(type),         cell(service), kind,      toIso(from), seconds(from - m_begin), seconds(to - m_begin),
            seconds(to - from), verdict,       cell(text)};
        m_text += cells.join(QLatin1Char(',')) + word("\r\n");
    }

    QByteArray bytes() const { return m_text.toUtf8(); }

private:
    TimePoint m_begin;
    QString m_text;
};

void addMark(Table &table, const QString &service, const Mark &mark)
{
    const TimePoint from = mark.probe ? mark.at - mark.probe->duration : mark.at;
    table.add(mark.probe ? "probe" : "mark", service, kindWord(mark), from, mark.at, mark.text,
              mark.probe ? std::optional(mark.probe->passed) : std::nullopt);
}

} // namespace

QByteArray toCsv(const Timeline &timeline)
{
    Table table(timeline);
    for (const Lane &lane : timeline.lanes) {
        for (const Span &span : lane.spans)
            table.add("span", lane.info.service, kindWord(span.kind), span.from, endOf(span, timeline), span.text);
        for (const Mark &mark : lane.marks)
            addMark(table, lane.info.service, mark);
    }
    for (const Mark &mark : timeline.marks)
        addMark(table, {}, mark);
    for (const Arrow &arrow : timeline.arrows)
        table.add("gate", arrow.to, word(arrow.critical ? "critical" : "open"), arrow.at, arrow.at, arrow.from);
    for (const Phase &phase : timeline.phases)
        table.add("phase", phase.service, {}, phase.from, phase.to, phase.text);
    return table.bytes();
}

} // namespace bd::timeline
