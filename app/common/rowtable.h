// A table of rows as every view shows it: one row is chosen at a time, one column takes the room that is left, and in a
// narrow window the least telling columns go first. Columns have fixed widths, so that 10,000 rows cost no more than ten.
#pragma once

#include <QList>
#include <QTableView>

namespace bd::app {

class RowTable : public QTableView
{
    Q_OBJECT

public:
    struct Columns {
        int stretched = 0;
        int leastStretched = 180;         // px; below it columns are hidden
        QList<std::pair<int, int>> fixed; // column and its width in px
        QList<int> hiddenFirst;           // columns of `fixed` in the order in which they make room
        bool operator==(const Columns &) const = default;
    };
    static constexpr int headerHeight = 30;

    explicit RowTable(QWidget *parent = nullptr);

    void setColumns(const Columns &columns);

Q_SIGNALS:
    void opened(const QModelIndex &index);                                   // Enter or Space
    void menuWanted(const QModelIndex &index, const QPoint &globalPosition); // right click, or the menu key
    void deleteWanted(const QModelIndex &index);                             // the Delete key

protected:
    void layOut();                      // calls layoutColumns(), unless that is going on
    virtual void layoutColumns();       // shares the viewport's width among the columns
    QRect rowRect(int row) const;       // in the viewport
    QPoint menuPosition(int row) const; // global, where a menu of this row belongs
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    Columns m_columns;
    bool m_layingOut = false;
};

} // namespace bd::app
