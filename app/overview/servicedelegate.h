// Paints one cell of the services table: names bold, states as pills, addresses monospaced, the rest calm.
#pragma once

#include <QStyledItemDelegate>

#include "common/statepill.h"
#include "stack/state.h"

namespace bd::app {

StatePill::Shape shapeOf(stack::ServiceState state);

class ServiceDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int margin = 14; // left of the text
    static constexpr int rowHeight = 36;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace bd::app
