// The list of findings at the left of the audit: a tick, the state's shape, what it is about, and what is there.
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

namespace bd::app {

class AuditModel;

class FindingDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
};

class FindingList : public QTreeView
{
    Q_OBJECT

public:
    explicit FindingList(AuditModel *model, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const QModelIndex &index); // became the current one

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
};

} // namespace bd::app
