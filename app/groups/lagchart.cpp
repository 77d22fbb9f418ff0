#include "groups/lagchart.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

#include "common/labels.h"
#include "common/theme.h"
#include "common/words.h"
#include "groups/groupmodels.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

constexpr int chartHeight = 92;
constexpr int wordHeight = 16;
constexpr double lineWidth = 1.6;
constexpr double dotRadius = 3;

qint64 highest(const LagHistory &history)
{
    qint64 most = 0;
    for (const LagPoint &point : history) {
        most = std::max(most, point.records.value_or(0));
    }
    return most;
}

void paintLine(QPainter &painter, const QPolygonF &line, double bottom, const Theme &theme)
{
    QColor ground = theme.accent;
    ground.setAlphaF(0.10F);
    QPolygonF area = line;
    area << QPointF(line.last().x(), bottom) << QPointF(line.first().x(), bottom);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
}

} // namespace

std::vector<QPolygonF> lagLines(const LagHistory &history, const QRectF &area)
{
    std::vector<QPolygonF> lines;
    if (history.empty()) {
        return lines;
    }
    const auto first = history.front().at;
    const double span = std::max(1.0, static_cast<double>((history.back().at - first).count()));
    const double most = std::max(1.0, static_cast<double>(highest(history)));
    bool begins = true;
    for (const LagPoint &point : history) {
        if (!point.records) {
            begins = true;
            continue;
        }
        if (std::exchange(begins, false)) {
            lines.emplace_back();
        }
        const double along = static_cast<double>((point.at - first).count()) / span;
        const double up = static_cast<double>(*point.records) / most;
        lines.back() << QPointF(area.left() + along * area.width(), area.bottom() - up * area.height());
    }
    return lines;
}

void LagDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    RowDelegate::paint(painter, option, index);
    const auto *model = qobject_cast<const GroupOffsetModel *>(index.model());
    if (!model || !option.widget) {
        return;
    }
    const QRectF area = QRectF(option.rect).adjusted(margin, 9, -margin, -10);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    for (const QPolygonF &line : lagLines(model->historyAt(index.row()), area)) {
        paintLine(*painter, line, area.bottom(), Theme::of(option.widget));
    }
    painter->restore();
}

LagChart::LagChart(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus); // that its words can be reached
    setHistory({});
}

void LagChart::setHistory(const LagHistory &history)
{
    m_history = history;
    const QString words = historyText(history);
    setAccessibleName(tr("Lag while it was looked at"));
    setPlainToolTip(this, words.isEmpty() ? tr("not known yet") : words);
    update();
}

QSize LagChart::sizeHint() const
{
    return {320, chartHeight};
}

QSize LagChart::minimumSizeHint() const
{
    return {160, chartHeight};
}

void LagChart::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    const QRectF area = QRectF(rect()).adjusted(dotRadius + 2, wordHeight + 2, -dotRadius - 2, -wordHeight - 4);
    painter.setPen(theme.border);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    const auto lines = lagLines(m_history, area);
    for (const QPolygonF &line : lines) {
        paintLine(painter, line, area.bottom(), theme);
    }
    painter.setFont(smallFont());
    painter.setPen(theme.muted);
    const QRectF above(area.left(), 0, area.width(), wordHeight);
    const QRectF below(area.left(), area.bottom() + 3, area.width(), wordHeight);
    if (lines.empty()) {
        painter.drawText(above, Qt::AlignLeft | Qt::AlignVCenter, tr("Lag: not known yet"));
        return;
    }
    painter.drawText(above, Qt::AlignLeft | Qt::AlignVCenter, tr("Lag, at most %1").arg(countText(highest(m_history))));
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, timeOfDayText(m_history.front().at));
    if (m_history.back().records) {
        painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, tr("now"));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(lines.back().last(), dotRadius, dotRadius);
    }
}

} // namespace bd::app
