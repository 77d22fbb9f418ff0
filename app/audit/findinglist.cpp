#include "audit/findinglist.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "audit/auditmodel.h"
#include "audit/auditwords.h"
#include "common/statepill.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr int rowHeight = 44; // two lines: what it is about, and what is there
constexpr int headHeight = 34;
constexpr int margin = 14;
constexpr int tickSize = 16;
constexpr int markSize = 9;
constexpr int gap = 8;

QRect tickRect(const QRect &row)
{
    return {row.left() + margin, row.center().y() - tickSize / 2, tickSize, tickSize};
}

bool isTickable(const QModelIndex &index)
{
    return index.flags().testFlag(Qt::ItemIsUserCheckable);
}

bool toggle(QAbstractItemModel *model, const QModelIndex &index)
{
    const bool isTicked = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    return model->setData(index, isTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

// As the style sheet has a check box.
void paintTick(QPainter *painter, const QRect &at, bool ticked, const Theme &theme)
{
    const QRectF box = QRectF(at).adjusted(1.5, 1.5, -1.5, -1.5);
    painter->setPen(ticked ? theme.accent : theme.neutral);
    painter->setBrush(ticked ? theme.accent : theme.surface);
    painter->drawRoundedRect(box, 4, 4);
    if (ticked) {
        const QPointF middle = box.center();
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.onColor, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(
            QPolygonF{middle + QPointF(-3, 0), middle + QPointF(-0.8, 2.4), middle + QPointF(3.2, -2.4)});
    }
}

} // namespace

void FindingDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    const auto shape = index.data(AuditModel::ShapeRole);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(option.rect, theme.accentGround);
    }
    QFont strong = textFont();
    strong.setWeight(QFont::DemiBold);
    const QRect row = option.rect;
    painter->setFont(strong);
    painter->setPen(theme.text);
    const auto elided = [&](const QString &text, int width) {
        return painter->fontMetrics().elidedText(text, Qt::ElideRight, width);
    };
    if (!shape.isValid()) { // a service
        const QString count = countText(index.data(AuditModel::CountRole).toInt());
        painter->setFont(smallFont());
        const int countWidth = painter->fontMetrics().horizontalAdvance(count);
        painter->setPen(index.data(AuditModel::CountRole).toInt() > 0 ? theme.problem : theme.muted);
        painter->drawText(row.adjusted(margin, 6, -margin, 0), Qt::AlignRight | Qt::AlignVCenter, count);
        painter->setFont(strong);
        painter->setPen(theme.text);
        painter->drawText(row.adjusted(margin, 6, -margin, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          elided(index.data().toString(), row.width() - 2 * margin - countWidth - gap));
        painter->restore();
        return;
    }
    const auto look = static_cast<StatePill::Shape>(shape.toInt());
    if (isTickable(index)) {
        const bool ticked = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
        paintTick(painter, tickRect(row), ticked, theme);
    }
    const int markLeft = row.left() + margin + tickSize + gap;
    StatePill::paintShape(*painter, QRectF(markLeft, row.top() + 10, markSize, markSize), look,
                          StatePill::colorOf(look, theme));
    const QRect text = row.adjusted(markLeft + markSize + gap - row.left(), 5, -margin, -5);
    painter->setFont(textFont());
    painter->setPen(theme.text);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop, elided(index.data().toString(), text.width()));
    painter->setFont(smallFont());
    painter->setPen(theme.muted);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                      elided(index.data(AuditModel::FoundRole).toString(), text.width()));
    painter->restore();
}

QSize FindingDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {200, index.data(AuditModel::ShapeRole).isValid() ? rowHeight : headHeight};
}

bool FindingDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                  const QModelIndex &index)
{
    const auto type = event->type();
    if (!isTickable(index) || (type != QEvent::MouseButtonRelease && type != QEvent::MouseButtonDblClick)) {
        return false;
    }
    const auto *mouse = static_cast<QMouseEvent *>(event);
    constexpr int around = 6;
    const bool hit = tickRect(option.rect).adjusted(-around, -around, around, around).contains(mouse->pos());
    return hit && mouse->button() == Qt::LeftButton && toggle(model, index);
}

FindingList::FindingList(AuditModel *model, QWidget *parent) : QTreeView(parent)
{
    setModel(model);
    setItemDelegate(new FindingDelegate(this));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setUniformRowHeights(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setStyleSheet(QStringLiteral("QTreeView { border: none; padding: 0; }"));
    setAccessibleName(tr("Findings"));
    connect(model, &QAbstractItemModel::modelReset, this, &QTreeView::expandAll);
}

void FindingList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT chosen(current);
}

void FindingList::focusInEvent(QFocusEvent *event)
{
    QTreeView::focusInEvent(event);
    if (!currentIndex().isValid()) {
        setCurrentIndex(model()->index(0, 0, model()->index(0, 0)));
    }
}

void FindingList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && isTickable(currentIndex())) {
        toggle(model(), currentIndex());
        return;
    }
    QTreeView::keyPressEvent(event);
}

void FindingList::drawBranches(QPainter *, const QRect &, const QModelIndex &) const {}

} // namespace bd::app
