#include "common/statepill.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

namespace bd::app {

namespace {

constexpr int side = 9; // left and right of what is in it
constexpr int gap = 4;  // between shape and word
constexpr int mark = 9; // the shape's box
constexpr int tall = 20;

QFont pillFont()
{
    QFont font = textFont();
    font.setPixelSize(12);
    font.setWeight(QFont::DemiBold);
    return font;
}

struct Colors {
    QColor word;
    QColor ground;
};

Colors colorsOf(StatePill::Shape shape, const Theme &theme)
{
    switch (shape) {
    case StatePill::Shape::Good:
    case StatePill::Shape::Done: return {theme.good, theme.goodGround};
    case StatePill::Shape::Working: return {theme.waiting, theme.waitingGround};
    case StatePill::Shape::Trouble:
    case StatePill::Shape::Missing: return {theme.problem, theme.problemGround};
    case StatePill::Shape::Quiet:
    case StatePill::Shape::Idle: break;
    }
    return {theme.muted, theme.window};
}

void strokeLine(QPainter &painter, const QPolygonF &line, const QColor &color)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
}

} // namespace

QColor StatePill::colorOf(Shape shape, const Theme &theme)
{
    return colorsOf(shape, theme).word;
}

StatePill::StatePill(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

StatePill::StatePill(Shape shape, const QString &text, QWidget *parent) : StatePill(parent)
{
    setState(shape, text);
}

void StatePill::setState(Shape shape, const QString &text)
{
    if (shape == m_shape && text == m_text) {
        return;
    }
    m_shape = shape;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StatePill::sizeHint() const
{
    return sizeFor(m_text);
}

QSize StatePill::minimumSizeHint() const
{
    return sizeHint();
}

QSize StatePill::sizeFor(const QString &text)
{
    return QSize(side + mark + gap + QFontMetrics(pillFont()).horizontalAdvance(text) + side, tall);
}

QRect StatePill::paint(QPainter &painter, const QRect &at, Shape shape, const QString &text, const Theme &theme)
{
    const QSize wanted = sizeFor(text);
    const QRect pill(at.x(), at.y() + (at.height() - tall) / 2, qMin(wanted.width(), at.width()), tall);
    const Colors colors = colorsOf(shape, theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ground);
    painter.drawRoundedRect(pill, tall / 2.0, tall / 2.0);
    paintShape(painter, QRectF(pill.x() + side, pill.y() + (tall - mark) / 2.0, mark, mark), shape, colors.word);
    const QRect word = pill.adjusted(side + mark + gap, 0, -side, 0);
    painter.setFont(pillFont());
    painter.setPen(colors.word);
    const QString shown = QFontMetrics(pillFont()).elidedText(text, Qt::ElideRight, word.width() + 1);
    painter.drawText(word.adjusted(0, 0, 1, 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    painter.restore();
    return pill;
}

void StatePill::paintShape(QPainter &painter, const QRectF &at, Shape shape, const QColor &color)
{
    const QRectF box = at.adjusted(0.5, 0.5, -0.5, -0.5);
    const auto point = [&box](double x, double y) {
        return QPointF(box.x() + x * box.width(), box.y() + y * box.height());
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (shape) {
    case Shape::Good: painter.drawEllipse(box); return;
    case Shape::Done:
    case Shape::Quiet: strokeLine(painter, {point(0.05, 0.55), point(0.38, 0.88), point(0.95, 0.15)}, color); return;
    case Shape::Working:
        painter.drawPie(box, 90 * 16, 180 * 16);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.3));
        painter.drawEllipse(box.adjusted(0.4, 0.4, -0.4, -0.4));
        return;
    case Shape::Trouble: painter.drawPolygon(QPolygonF{point(0.5, 0), point(1.05, 1), point(-0.05, 1)}); return;
    case Shape::Missing:
        strokeLine(painter, {point(0.1, 0.1), point(0.9, 0.9)}, color);
        strokeLine(painter, {point(0.9, 0.1), point(0.1, 0.9)}, color);
        return;
    case Shape::Idle:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.3));
        painter.drawEllipse(box.adjusted(0.4, 0.4, -0.4, -0.4));
        return;
    }
}

void StatePill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_shape, m_text, Theme::of(this));
}

} // namespace bd::app
