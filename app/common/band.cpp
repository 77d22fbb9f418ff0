#include "common/band.h"

#include <QPainter>

#include "common/theme.h"

namespace bd::app {

Band::Band(Qt::Edge line, QWidget *parent) : QWidget(parent), m_line(line) {}

void Band::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    QRect line = rect();
    switch (m_line) {
    case Qt::TopEdge: line.setHeight(1); break;
    case Qt::BottomEdge: line.setTop(rect().bottom()); break;
    case Qt::LeftEdge: line.setWidth(1); break;
    case Qt::RightEdge: line.setLeft(rect().right()); break;
    }
    painter.fillRect(line, theme.border);
}

} // namespace bd::app
