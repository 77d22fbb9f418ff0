#include "overview/servicedelegate.h"

#include <QPainter>

#include "overview/servicemodel.h"

namespace bd::app {

namespace {

QFont fontOf(int column)
{
    if (column == ServiceModel::Endpoint) {
        return codeFont();
    }
    QFont font = textFont();
    if (column == ServiceModel::Service) {
        font.setWeight(QFont::DemiBold);
    }
    return font;
}

QColor colorOf(int column, const Theme &theme)
{
    const bool leads = column == ServiceModel::Service || column == ServiceModel::Now
                       || column == ServiceModel::Endpoint;
    return leads ? theme.text : theme.muted;
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

} // namespace

StatePill::Shape shapeOf(stack::ServiceState state)
{
    using stack::ServiceState;
    using Shape = StatePill::Shape;
    switch (state) {
    case ServiceState::Healthy:
    case ServiceState::Running: return Shape::Good;
    case ServiceState::Starting: return Shape::Working;
    case ServiceState::Finished: return Shape::Quiet;
    case ServiceState::Unhealthy:
    case ServiceState::Restarting: return Shape::Trouble;
    case ServiceState::Exited: return Shape::Missing;
    case ServiceState::Missing:
    case ServiceState::Created:
    case ServiceState::Stopped:
    case ServiceState::Paused: break;
    }
    return Shape::Idle;
}

void ServiceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    paintGround(painter, option, index, theme);
    const QString text = index.data(Qt::DisplayRole).toString();
    const QRect inside = option.rect.adjusted(margin, 0, -2, -1);
    if (index.column() == ServiceModel::State) {
        const auto *model = qobject_cast<const ServiceModel *>(index.model());
        StatePill::paint(*painter, inside, shapeOf(model->at(index.row())->state), text, theme);
        return;
    }
    painter->setFont(fontOf(index.column()));
    painter->setPen(colorOf(index.column(), theme));
    painter->drawText(inside, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, inside.width()));
}

QSize ServiceDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const int width = index.column() == ServiceModel::State
                          ? StatePill::sizeFor(text).width()
                          : QFontMetrics(fontOf(index.column())).horizontalAdvance(text);
    return {margin + width + 2, rowHeight};
}

} // namespace bd::app
