// The lag of a group as a line, since somebody began to look: calm, without a grid; the same in words for who cannot see
// it.
#pragma once

#include <QPolygonF>
#include <QWidget>

#include "common/rowdelegate.h"
#include "groups/laghistory.h"

namespace bd::app {

// The line in `area`: pieces without gaps, from the oldest to the newest point; 0 lies at the bottom. Pure.
std::vector<QPolygonF> lagLines(const LagHistory &history, const QRectF &area);

// The line alone, small, in a cell of GroupOffsetModel.
class LagDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

class LagChart : public QWidget
{
    Q_OBJECT

public:
    explicit LagChart(QWidget *parent = nullptr);

    void setHistory(const LagHistory &history);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    LagHistory m_history;
};

} // namespace bd::app
