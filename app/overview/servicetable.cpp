#include "overview/servicetable.h"

#include <algorithm>

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>

#include "common/dialogs.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "overview/servicemodel.h"

namespace bd::app {

namespace {

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

ServiceTable::ServiceTable(ServiceModel *model, QWidget *parent) : RowTable(parent), m_model(model)
{
    setModel(model);
    setAccessibleName(tr("Services"));
    setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(model, signal, this, [this] {
            updateGeometry();
            layOut();
        });
    }
    connect(model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (first.column() != last.column() || !fits(first.column())) { // uptimes change every second
            layOut();
        }
    });
    connect(this, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == ServiceModel::More) {
            openMenu(index.row(), viewport()->mapToGlobal(visualRect(index).bottomLeft()));
        }
    });
    connect(this, &RowTable::opened, this,
            [this](const QModelIndex &index) { openMenu(index.row(), menuPosition(index.row())); });
    connect(this, &RowTable::menuWanted, this,
            [this](const QModelIndex &index, const QPoint &at) { openMenu(index.row(), at); });
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
    return {600, headerHeight + std::max(1, m_model->rowCount()) * RowDelegate::rowHeight};
}

QSize ServiceTable::minimumSizeHint() const
{
    return {200, sizeHint().height()};
}

int ServiceTable::contentWidth(int column) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int width = horizontalHeader()->fontMetrics().horizontalAdvance(
                    m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString())
                + RowDelegate::margin;
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

void ServiceTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    RowTable::currentChanged(current, previous);
    if (current.isValid()) {
        Q_EMIT rowRevealed(rowRect(current.row()).translated(0, headerHeight));
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
    menu->addAction(tr("Details…"), this, [this, name, facts = m_model->facts(row)] { showRows(this, name, facts); });
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
