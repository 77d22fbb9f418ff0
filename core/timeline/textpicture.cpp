#include "timeline/textpicture.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "base/text.h"
#include "timeline/sentence.h"
#include "timeline/share.h"
#include "timeline/words.h"

namespace bd::timeline {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineText)
};

constexpr int leastColumns = 40;
constexpr int longestName = 24;
constexpr int timeColumns = 10; // «failed» or «12.3 s»

struct Look {
    SpanKind kind;
    char16_t block;
    char ascii;
};

constexpr Look looks[] = {
    {SpanKind::Creating, u'▒', 'c'},   {SpanKind::Waiting, u'░', '.'},    {SpanKind::Starting, u'▓', '='},
    {SpanKind::Ready, u'█', '#'},      {SpanKind::Finished, u'✓', '+'},   {SpanKind::Failed, u'✕', 'x'},
    {SpanKind::Restarting, u'▲', '^'}, {SpanKind::Recovering, u'◐', '~'}, {SpanKind::Stopping, u'▄', '-'},
};

QChar charOf(SpanKind kind, const TextStyle &style)
{
    const auto look = std::ranges::find(looks, kind, &Look::kind);
    return style.unicode ? QChar(look->block) : QLatin1Char(look->ascii);
}

// Our own typography in ASCII; names are what they are.
QString plain(QString text, const TextStyle &style)
{
    if (style.unicode)
        return text;
    const std::pair<char16_t, const char *> signs[] = {{u'→', "->"},  {u'’', "'"}, {u'«', "\""}, {u'»', "\""},
                                                       {u'…', "..."}, {u'·', "-"}, {u'≈', "~"},  {u'✓', "+"}};
    for (const auto &[sign, word] : signs)
        text.replace(QChar(sign), QLatin1String(word));
    return text;
}

QString cut(const QString &text, int columns, const TextStyle &style)
{
    const QString line = plain(plainText(text).replace(QLatin1Char('\n'), QLatin1Char(' ')), style);
    if (line.size() <= columns)
        return line;
    const QString dots = style.unicode ? QStringLiteral("…") : QStringLiteral("...");
    return line.left(std::max<qsizetype>(0, columns - dots.size())) + dots;
}

QStringList wrapped(const QString &text, int columns, const TextStyle &style)
{
    QStringList lines;
    QString line;
    for (const QString &part : plain(plainText(text), style).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && line.size() + 1 + part.size() > columns) {
            lines += line;
            line.clear();
        }
        line += line.isEmpty() ? cut(part, columns, style) : QLatin1Char(' ') + cut(part, columns, style);
    }
    return line.isEmpty() ? lines : lines << line;
}

struct Layout {
    const Timeline &timeline;
    TextStyle style;
    int names = 0;
    int bar = 0;

    int columnOf(TimePoint at) const
    {
        const double whole = std::max<double>(1, static_cast<double>((timeline.to - timeline.from).count()));
        const double share = static_cast<double>((at - timeline.from).count()) / whole;
        return std::clamp(static_cast<int>(std::lround(share * bar)), 0, bar);
    }
};

QString timeOf(const Lane &lane, const Timeline &timeline)
{
    const Span *last = lastSpan(lane);
    if (last && (last->kind == SpanKind::Failed || last->kind == SpanKind::Restarting))
        return spanWord(last->kind);
    if (lane.readyAt)
        return durationText(*lane.readyAt - timeline.from);
    return last ? spanWord(last->kind) : QString();
}

QString barOf(const Lane &lane, const Layout &layout)
{
    QString bar(layout.bar, QLatin1Char(' '));
    for (const Span &span : lane.spans) {
        const int from = std::min(layout.columnOf(span.from), layout.bar - 1);
        const int to = std::max(layout.columnOf(endOf(span, layout.timeline)), from + 1);
        for (int at = from; at < to; ++at)
            bar[at] = charOf(span.kind, layout.style);
    }
    return bar;
}

QString lineOf(const Lane &lane, const Layout &layout)
{
    const QString name = cut(lane.info.service, layout.names, layout.style);
    return QStringLiteral("%1 %2 %3")
        .arg(name, -layout.names)
        .arg(barOf(lane, layout))
        .arg(cut(timeOf(lane, layout.timeline), timeColumns, layout.style))
        .trimmed();
}

// Begin, middle and end are enough of a ruler for a terminal.
QString ruler(const Layout &layout)
{
    const Micros whole = layout.timeline.to - layout.timeline.from;
    QString line(layout.bar, QLatin1Char(' '));
    const auto put = [&](const QString &text, qsizetype at) {
        line.replace(std::clamp<qsizetype>(at, 0, std::max<qsizetype>(0, line.size() - text.size())), text.size(),
                     text);
    };
    put(Tr::tr("0 s"), 0);
    const QString middle = durationText(whole / 2);
    put(middle, (layout.bar - middle.size()) / 2);
    put(durationText(whole), layout.bar);
    const QString padded = QString(layout.names + 1, QLatin1Char(' ')) + line;
    return padded.left(layout.style.columns);
}

QString legend(const Layout &layout)
{
    QStringList parts;
    for (const Look &look : looks) {
        const bool used = std::ranges::any_of(layout.timeline.lanes, [&](const Lane &lane) {
            return std::ranges::find(lane.spans, look.kind, &Span::kind) != lane.spans.end();
        });
        if (used)
            parts += charOf(look.kind, layout.style) + QLatin1Char(' ') + spanWord(look.kind);
    }
    return parts.join(QStringLiteral("  "));
}

QStringList pathLines(const Layout &layout)
{
    if (layout.timeline.criticalPath.isEmpty())
        return {};
    QStringList lines =
        wrapped(Tr::tr("Critical path: %1").arg(layout.timeline.criticalPath.join(QStringLiteral(" → "))),
                layout.style.columns, layout.style);
    for (const Phase &phase : layout.timeline.phases) {
        lines += cut(QStringLiteral("  %1  %2").arg(durationText(phase.to - phase.from), 8).arg(phase.text),
                     layout.style.columns, layout.style);
    }
    return lines;
}

Layout layoutOf(const Timeline &timeline, TextStyle style)
{
    style.columns = std::max(style.columns, leastColumns);
    Layout layout{timeline, style, 4, 0};
    for (const Lane &lane : timeline.lanes)
        layout.names = std::max(layout.names, static_cast<int>(cut(lane.info.service, longestName, style).size()));
    layout.names = std::min({layout.names, longestName, style.columns / 3});
    layout.bar = style.columns - layout.names - timeColumns - 2;
    return layout;
}

} // namespace

QStringList textPicture(const Timeline &timeline, const TextStyle &style, TimePoint now)
{
    const Layout layout = layoutOf(timeline, style);
    QStringList lines = wrapped(sentenceOf(timeline, now).text(), layout.style.columns, layout.style);
    if (timeline.lanes.empty())
        return lines;
    lines << QString() << ruler(layout);
    for (const Lane &lane : timeline.lanes)
        lines += lineOf(lane, layout);
    lines << QString() << wrapped(legend(layout), layout.style.columns, layout.style);
    const QStringList path = pathLines(layout);
    return path.isEmpty() ? lines : lines << QString() << path;
}

} // namespace bd::timeline
