#include "timeline/timelinelegend.h"

#include <algorithm>
#include <functional>

#include <QFontMetrics>
#include <QPainter>

#include "base/text.h"
#include "common/flowlayout.h"
#include "common/labels.h"
#include "common/layouts.h"
#include "timeline/timelinepainter.h"
#include "timeline/words.h"

namespace bd::app {

using timeline::Lane;
using timeline::Mark;
using timeline::SpanKind;

namespace {

constexpr int sign = 14; // what is drawn before the word
constexpr int tall = 16;
constexpr int indent = 4; // as the lanes' names

// A sign and its word; the painter draws the sign into a box of `sign` by `sign`.
class Entry : public QWidget
{
public:
    using Draw = std::function<void(QPainter &, const QRectF &, const Theme &)>;

    Entry(const QString &text, Draw draw, bool accented = false)
        : m_text(text), m_draw(std::move(draw)), m_accented(accented)
    {
        setAccessibleName(text);
        setPlainToolTip(this, accented ? text : QString());
    }

    QSize sizeHint() const override
    {
        return QSize(indent + sign + 5 + QFontMetrics(entryFont()).horizontalAdvance(m_text) + 1, tall);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        m_draw(painter, QRectF(indent - 2, (height() - sign) / 2.0, sign, sign), theme);
        painter.setFont(entryFont());
        painter.setPen(m_accented ? theme.accent : theme.muted);
        const QRect room = rect().adjusted(indent + sign + 3, 0, 0, 0);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         QFontMetrics(entryFont()).elidedText(m_text, Qt::ElideMiddle, room.width()));
    }

private:
    static QFont entryFont()
    {
        QFont font = textFont();
        font.setPixelSize(12);
        return font;
    }

    QString m_text;
    Draw m_draw;
    bool m_accented;
};

QString wordOf(SpanKind kind)
{
    return kind == SpanKind::Waiting ? TimelineLegend::tr("waits at a gate") : timeline::spanWord(kind);
}

Micros spentOn(const QString &service, const timeline::Timeline &timeline)
{
    Micros spent{0};
    for (const timeline::Phase &phase : timeline.phases) {
        if (phase.service == service) {
            spent += phase.to - phase.from;
        }
    }
    return spent;
}

// «zookeeper 1.5 s → kafka 5.0 s». What goes on still has no time: it would be an old one until something happens.
QString pathText(const timeline::Timeline &timeline)
{
    QStringList parts;
    for (const QString &service : timeline.criticalPath) {
        const Lane *lane = timeline::laneOf(timeline, service);
        const bool goesOn = timeline.running && lane && !lane->readyAt;
        parts << (goesOn ? service
                         : TimelineLegend::tr("%1 %2", "a service and how long it took")
                               .arg(service, timeline::durationText(spentOn(service, timeline))));
    }
    return parts.join(QStringLiteral(" → "));
}

Entry::Draw swatch(SpanKind kind)
{
    return [kind](QPainter &painter, const QRectF &box, const Theme &theme) {
        paintSwatch(painter, box.adjusted(2, 2, -1, -1), kind, theme);
    };
}

Entry::Draw probe(bool passed)
{
    return [passed](QPainter &painter, const QRectF &box, const Theme &theme) {
        paintProbe(painter, box.center() + QPointF(2, 0), passed, theme);
    };
}

void drawPath(QPainter &painter, const QRectF &box, const Theme &theme)
{
    painter.fillRect(QRectF(box.left() + 1, box.center().y() - 1, sign - 1, TimelineGeometry::pathHeight),
                     theme.accent);
}

void drawGhost(QPainter &painter, const QRectF &box, const Theme &theme)
{
    painter.setPen(QPen(theme.starting, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(box.left() + 1.5, box.center().y() - 3, sign - 2, 6), 2, 2);
}

} // namespace

TimelineLegend::TimelineLegend(QWidget *parent) : QWidget(parent), m_flow(new FlowLayout(12, this))
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
}

void TimelineLegend::setTimeline(const timeline::Timeline &timeline, bool compared)
{
    Content content = contentOf(timeline, compared);
    if (content == m_content) {
        return;
    }
    m_content = std::move(content);
    rebuild();
}

TimelineLegend::Content TimelineLegend::contentOf(const timeline::Timeline &timeline, bool compared)
{
    constexpr SpanKind order[] = {SpanKind::Waiting,    SpanKind::Creating,   SpanKind::Starting,
                                  SpanKind::Ready,      SpanKind::Finished,   SpanKind::Failed,
                                  SpanKind::Restarting, SpanKind::Recovering, SpanKind::Stopping};
    Content content;
    content.compared = compared;
    const auto uses = [&](SpanKind kind) {
        return std::ranges::any_of(timeline.lanes, [&](const Lane &lane) {
            return std::ranges::find(lane.spans, kind, &timeline::Span::kind) != lane.spans.end();
        });
    };
    std::ranges::copy_if(order, std::back_inserter(content.kinds), uses);
    for (const Lane &lane : timeline.lanes) {
        for (const Mark &mark : lane.marks) {
            content.failedProbes = content.failedProbes || (mark.probe && !mark.probe->passed);
            content.passedProbes = content.passedProbes || (mark.probe && mark.probe->passed);
        }
    }
    if (timeline.criticalPath.size() > 1) {
        content.path = plainText(pathText(timeline), 400);
    }
    return content;
}

void TimelineLegend::rebuild()
{
    clearLayout(m_flow);
    const auto add = [this](Entry *entry) {
        entry->setParent(this);
        m_flow->addWidget(entry);
        entry->show();
    };
    for (const SpanKind kind : m_content.kinds) {
        add(new Entry(wordOf(kind), swatch(kind)));
    }
    if (m_content.failedProbes) {
        add(new Entry(tr("probe failed"), probe(false)));
    }
    if (m_content.passedProbes) {
        add(new Entry(tr("probe passed"), probe(true)));
    }
    if (m_content.compared) {
        add(new Entry(tr("the other run"), drawGhost));
    }
    if (!m_content.path.isEmpty()) {
        add(new Entry(tr("critical path: %1").arg(m_content.path), drawPath, true));
    }
    updateGeometry();
}

} // namespace bd::app
