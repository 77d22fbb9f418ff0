#include "common/rowtable.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>

#include "common/rowdelegate.h"

namespace bd::app {

RowTable::RowTable(QWidget *parent) : QTableView(parent)
{
    setItemDelegate(new RowDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(RowDelegate::rowHeight);
    verticalHeader()->setMinimumSectionSize(RowDelegate::rowHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(20);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(headerHeight);
}

void RowTable::setColumns(const Columns &columns)
{
    m_columns = columns;
    layOut();
}

void RowTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layOut();
}

void RowTable::layOut()
{
    if (!m_layingOut) { // showing and hiding columns resizes the viewport, which asks for a layout again
        const QScopedValueRollback guard(m_layingOut, true);
        layoutColumns();
    }
}

void RowTable::layoutColumns()
{
    if (!model() || model()->columnCount() == 0) {
        return;
    }
    int left = viewport()->width();
    for (const auto &[column, width] : m_columns.fixed) {
        setColumnHidden(column, false);
        setColumnWidth(column, width);
        left -= width;
    }
    for (const int column : m_columns.hiddenFirst) {
        if (left < m_columns.leastStretched) {
            left += columnWidth(column);
            setColumnHidden(column, true);
        }
    }
    setColumnWidth(m_columns.stretched, std::max(left, 40));
}

QRect RowTable::rowRect(int row) const
{
    return {0, rowViewportPosition(row), viewport()->width(), rowHeight(row)};
}

void RowTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!hasFocus() || !selectionModel() || !selectionModel()->hasSelection()) {
        return;
    }
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::of(this).accent, 2));
    painter.drawRoundedRect(QRectF(rowRect(currentIndex().row())).adjusted(2, 2, -2, -3), 4, 4);
}

void RowTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
}

void RowTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && model() && !selectionModel()->hasSelection() && model()->rowCount() > 0) {
        selectRow(0);
    }
}

void RowTable::keyPressEvent(QKeyEvent *event)
{
    const bool isChosen = selectionModel() && selectionModel()->hasSelection();
    const bool moves = event->key() == Qt::Key_Down || event->key() == Qt::Key_Up;
    if (moves && !isChosen && model() && model()->rowCount() > 0) {
        selectRow(0);
        return;
    }
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (opens && isChosen) {
        Q_EMIT opened(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Delete && isChosen) {
        Q_EMIT deleteWanted(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void RowTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid()) {
        setCurrentIndex(index);
        Q_EMIT menuWanted(index, byKey ? menuPosition(index.row()) : event->globalPos());
    }
}

QPoint RowTable::menuPosition(int row) const
{
    return viewport()->mapToGlobal(rowRect(row).bottomLeft() + QPoint(RowDelegate::margin, 0));
}

} // namespace bd::app
