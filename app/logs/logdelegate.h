// Draws a line of a log: its level as a mark, its colours, what is searched for, and how many frames are folded into it.
#pragma once

#include <QStyledItemDelegate>

namespace bd::app {

class LogDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 20;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace bd::app
