#include "overview/servicetable.h"

#include <algorithm>

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include "common/words.h"
#include "overview/servicedelegate.h"
#include "overview/servicemodel.h"

namespace bd::app {

namespace {

constexpr int headerHeight = 30;
constexpr int gap = 18; // between a column's widest text and the next column

bool canStart(stack::ServiceState state)
{
    using stack::ServiceState;
    return state == ServiceState::Missing || state == ServiceState::Created || state == ServiceState::Stopped
           || state == ServiceState::Exited || state == ServiceState::Finished;
}

QString menuText(QString name)
{
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

ServiceTable::ServiceTable(ServiceModel *model, QWidget *parent) : QTableView(parent), m_model(model)
{
    setModel(model);
    setItemDelegate(new ServiceDelegate(this));
    setAccessibleName(tr("Services"));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(ServiceDelegate::rowHeight);
    verticalHeader()->setMinimumSectionSize(ServiceDelegate::rowHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(20);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(headerHeight);

    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(model, signal, this, [this] {
            updateGeometry();
            layoutColumns();
        });
    }
    connect(model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (first.column() != last.column() || !fits(first.column())) { // uptimes change every second
            layoutColumns();
        }
    });
    connect(this, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == ServiceModel::More) {
            openMenu(index.row(), viewport()->mapToGlobal(visualRect(index).bottomLeft()));
        }
    });
}

void ServiceTable::setProject(const compose::Project &project)
{
    m_project = project;
}

void ServiceTable::setBusy(bool busy)
{
    m_busy = busy;
}

QSize ServiceTable::sizeHint() const
{
    return {600, headerHeight + std::max(1, m_model->rowCount()) * ServiceDelegate::rowHeight};
}

QSize ServiceTable::minimumSizeHint() const
{
    return {200, sizeHint().height()};
}

void ServiceTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layoutColumns();
}

int ServiceTable::contentWidth(int column) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int width = horizontalHeader()->fontMetrics().horizontalAdvance(
                    m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString())
                + ServiceDelegate::margin;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        width = std::max(width, itemDelegate()->sizeHint(option, m_model->index(row, column)).width());
    }
    return std::min(width, 240) + gap;
}

bool ServiceTable::fits(int column) const
{
    return isColumnHidden(column) || contentWidth(column) <= columnWidth(column);
}

// «Now» is what people came for: it gets what the others leave, and the least telling columns make room for it.
void ServiceTable::layoutColumns()
{
    if (m_layingOut) { // showing and hiding columns resizes the viewport, which asks for a layout again
        return;
    }
    const QScopedValueRollback guard(m_layingOut, true);
    constexpr int enough = 260;
    constexpr int forImage = 420;
    constexpr int leastNow = 180;
    constexpr int leastName = 120;
    int left = viewport()->width();
    for (int column = 0; column < ServiceModel::ColumnCount; ++column) {
        setColumnHidden(column, false);
        if (column == ServiceModel::Now) {
            continue;
        }
        const int width = column == ServiceModel::More ? 40 : contentWidth(column);
        setColumnWidth(column, width);
        left -= width;
    }
    const auto hideUnless = [&](int column, int needed) {
        if (left < needed) {
            setColumnHidden(column, true);
            left += columnWidth(column) > 0 ? columnWidth(column) : contentWidth(column);
        }
    };
    hideUnless(ServiceModel::Image, forImage);
    hideUnless(ServiceModel::Restarts, enough);
    hideUnless(ServiceModel::Role, enough - 60);
    hideUnless(ServiceModel::Up, enough - 60);
    hideUnless(ServiceModel::Endpoint, enough - 100);
    if (left < leastNow) { // long names give way too, as far as they can be told apart
        const int name = columnWidth(ServiceModel::Service);
        const int shorter = std::max(leastName, name - (leastNow - left));
        setColumnWidth(ServiceModel::Service, shorter);
        left += name - shorter;
    }
    setColumnWidth(ServiceModel::Now, left);
}

QRect ServiceTable::rowRect(int row) const
{
    return {0, rowViewportPosition(row), viewport()->width(), rowHeight(row)};
}

void ServiceTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!hasFocus() || !selectionModel()->hasSelection()) {
        return;
    }
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::of(this).accent, 2));
    painter.drawRoundedRect(QRectF(rowRect(currentIndex().row())).adjusted(2, 2, -2, -3), 4, 4);
}

void ServiceTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
    if (current.isValid()) {
        Q_EMIT rowRevealed(rowRect(current.row()).translated(0, headerHeight));
    }
}

void ServiceTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && !selectionModel()->hasSelection() && m_model->rowCount() > 0) {
        selectRow(0);
    }
}

void ServiceTable::keyPressEvent(QKeyEvent *event)
{
    const bool moves = event->key() == Qt::Key_Down || event->key() == Qt::Key_Up;
    if (moves && !selectionModel()->hasSelection() && m_model->rowCount() > 0) {
        selectRow(0);
        return;
    }
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (opens && selectionModel()->hasSelection()) {
        const int row = currentIndex().row();
        openMenu(row, viewport()->mapToGlobal(rowRect(row).bottomLeft() + QPoint(ServiceDelegate::margin, 0)));
        return;
    }
    QTableView::keyPressEvent(event);
}

void ServiceTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = byKey ? currentIndex().row() : rowAt(event->pos().y());
    if (row >= 0) {
        openMenu(row, byKey ? viewport()->mapToGlobal(rowRect(row).bottomLeft() + QPoint(ServiceDelegate::margin, 0))
                            : event->globalPos());
    }
}

void ServiceTable::openMenu(int row, const QPoint &globalPosition)
{
    setCurrentIndex(m_model->index(row, 0));
    QMenu *menu = menuFor(row);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
    if (!menu->actions().isEmpty()) {
        menu->setActiveAction(menu->actions().first());
    }
}

QMenu *ServiceTable::menuFor(int row)
{
    const stack::ServiceStatus status = *m_model->at(row);
    const QString name = status.service;
    auto *menu = new QMenu(this);
    menu->setAccessibleName(tr("Actions of %1").arg(name));

    QAction *start = menu->addAction(tr("Start %1").arg(menuText(name)));
    connect(start, &QAction::triggered, this, [this, name] { Q_EMIT startWanted(name); });
    start->setEnabled(!m_busy && canStart(status.state));
    QAction *stop = menu->addAction(tr("Stop %1").arg(menuText(name)));
    connect(stop, &QAction::triggered, this, [this, name] { Q_EMIT stopWanted(name); });
    stop->setEnabled(!m_busy && !canStart(status.state));
    QAction *restart = menu->addAction(tr("Restart %1…").arg(menuText(name)));
    connect(restart, &QAction::triggered, this, [this, name] { Q_EMIT restartWanted(name); });
    restart->setEnabled(!m_busy && status.state != stack::ServiceState::Missing);

    menu->addSeparator();
    addRoleMenu(menu, status);
    menu->addSeparator();
    addCopyActions(menu, status);
    return menu;
}

void ServiceTable::addRoleMenu(QMenu *menu, const stack::ServiceStatus &status)
{
    using compose::Role;
    const QString name = status.service;
    const compose::Service *service = m_project.service(name);
    const bool byHand = service && service->roleByHand;
    QMenu *roles = menu->addMenu(tr("Set role"));
    auto *group = new QActionGroup(roles);
    for (const Role role : {Role::ZooKeeper, Role::Broker, Role::Init, Role::Worker, Role::Other}) {
        QAction *action = roles->addAction(roleText(role));
        action->setCheckable(true);
        action->setChecked(role == status.role);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name, role] { Q_EMIT roleWanted(name, role); });
    }
    roles->addSeparator();
    QAction *detect = roles->addAction(tr("As detected"));
    detect->setEnabled(byHand);
    connect(detect, &QAction::triggered, this, [this, name] { Q_EMIT roleWanted(name, {}); });
    // The role is kept in the team file, beside the compose file; what runs was planned by the role as it is.
    roles->setEnabled(m_project.hasFiles() && !m_busy);
}

void ServiceTable::addCopyActions(QMenu *menu, const stack::ServiceStatus &status)
{
    const auto addCopy = [&](QMenu *to, const QString &text, const QString &what) {
        QAction *action = to->addAction(text);
        action->setEnabled(!what.isEmpty());
        connect(action, &QAction::triggered, this, [this, what] { Q_EMIT copyWanted(what); });
    };
    addCopy(menu, tr("Copy address"), status.endpoints.value(0));
    addCopy(menu, tr("Copy container name"), status.containerName);
    QMenu *lines = menu->addMenu(tr("Copy as command line"));
    const auto addLine = [&](const QString &text, const QString &verb) {
        connect(lines->addAction(text), &QAction::triggered, this,
                [this, words = QStringList{verb, status.service}] { Q_EMIT commandLineWanted(words); });
    };
    addLine(tr("Start"), QStringLiteral("up"));
    addLine(tr("Stop"), QStringLiteral("stop"));
    addLine(tr("Restart"), QStringLiteral("restart"));
}

} // namespace bd::app
