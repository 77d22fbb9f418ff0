#include "common/card.h"

#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "common/theme.h"

namespace bd::app {

namespace {

constexpr int radius = 8;
constexpr int edgeWidth = 4;

QColor colorOf(Card::Edge edge, const Theme &theme)
{
    switch (edge) {
    case Card::Edge::Accent: return theme.accent;
    case Card::Edge::Waiting: return theme.waiting;
    case Card::Edge::Problem: return theme.problem;
    case Card::Edge::None: break;
    }
    return theme.border;
}

} // namespace

Card::Card(QWidget *parent) : QFrame(parent), m_column(new QVBoxLayout(this))
{
    setProperty("card", true);
    m_column->setContentsMargins(16, 14, 16, 14);
    m_column->setSpacing(8);
}

void Card::setEdge(Edge edge)
{
    if (edge != m_edge) {
        m_edge = edge;
        update();
    }
}

// By hand, for a style sheet's border of two widths has frayed corners.
void Card::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.surface);
    painter.drawPath(shape);
    if (m_edge != Edge::None) {
        QPainterPath strip;
        strip.addRect(0, 0, edgeWidth, height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(m_edge, theme));
        QPainterPath whole;
        whole.addRoundedRect(rect(), radius, radius);
        painter.drawPath(whole.intersected(strip));
    }
}

} // namespace bd::app
