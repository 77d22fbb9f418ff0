// Paints the cells of a table of rows: what leads bold, states as pills, code monospaced, the rest calm. How a cell looks
// is said by its model, beside its text.
#pragma once

#include <QStyledItemDelegate>

#include "common/statepill.h"

namespace bd::app {

enum class CellLook { Calm, Plain, Strong, Code };

enum CellRole {
    CellLookRole = Qt::UserRole + 1, // int of CellLook; nothing: Calm
    PillRole,                        // int of StatePill::Shape; nothing: the text is no state
    CellMarkRole                     // QColor of a dot before the text; invalid: room for one
};

class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int margin = 14; // at the side where the text begins
    static constexpr int rowHeight = 36;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace bd::app
