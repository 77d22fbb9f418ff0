#include "common/rowdelegate.h"

#include <QPainter>

namespace bd::app {

namespace {

CellLook lookOf(const QModelIndex &index)
{
    return static_cast<CellLook>(index.data(CellLookRole).toInt());
}

QFont fontOf(CellLook look)
{
    if (look == CellLook::Code) {
        return codeFont();
    }
    QFont font = textFont();
    if (look == CellLook::Strong) {
        font.setWeight(QFont::DemiBold);
    }
    return font;
}

void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, const Theme &theme)
{
    const QRect cell = option.rect;
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(cell, theme.accentGround);
    }
    if (index.row() + 1 < index.model()->rowCount()) {
        painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), theme.border);
    }
}

constexpr int markWidth = 18;

void paintMark(QPainter *painter, const QRect &inside, const QColor &color)
{
    if (color.isValid()) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawEllipse(QRectF(inside.left(), inside.center().y() - 4.5, 10, 10));
        painter->restore();
    }
}

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    paintGround(painter, option, index, theme);
    const QString text = index.data(Qt::DisplayRole).toString();
    const bool isRight = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    QRect inside = isRight ? option.rect.adjusted(2, 0, -margin, -1) : option.rect.adjusted(margin, 0, -2, -1);
    if (const QVariant shape = index.data(PillRole); shape.isValid()) {
        StatePill::paint(*painter, inside, static_cast<StatePill::Shape>(shape.toInt()), text, theme);
        return;
    }
    if (const QVariant mark = index.data(CellMarkRole); mark.isValid()) {
        paintMark(painter, inside, mark.value<QColor>());
        inside.setLeft(inside.left() + markWidth);
    }
    const CellLook look = lookOf(index);
    painter->setFont(fontOf(look));
    painter->setPen(look == CellLook::Calm ? theme.muted : theme.text);
    painter->drawText(inside, Qt::AlignVCenter | (isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, inside.width()));
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const int width = index.data(PillRole).isValid() ? StatePill::sizeFor(text).width()
                                                     : QFontMetrics(fontOf(lookOf(index))).horizontalAdvance(text);
    return {margin + width + 2, rowHeight};
}

} // namespace bd::app
