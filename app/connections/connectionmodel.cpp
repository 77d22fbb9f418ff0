#include "connections/connectionmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/rowdelegate.h"
#include "common/theme.h"
#include "common/words.h"
#include "connections/connectionwords.h"

namespace bd::app {

void ConnectionModel::setConnections(const std::vector<store::Connection> &connections)
{
    if (connections == m_connections) {
        return;
    }
    beginResetModel();
    m_connections = connections;
    endResetModel();
}

void ConnectionModel::setUsed(const QString &id)
{
    m_used = id;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ConnectionModel::setHasStack(bool hasStack)
{
    m_hasStack = hasStack;
    Q_EMIT dataChanged(index(0, 0), index(0, ColumnCount - 1));
}

const store::Connection *ConnectionModel::at(int row) const
{
    return row >= 1 && row < rowCount() ? &m_connections.at(row - 1) : nullptr;
}

int ConnectionModel::rowOf(const QString &id) const
{
    if (id.isEmpty()) {
        return 0;
    }
    const auto found = std::ranges::find(m_connections, id, &store::Connection::id);
    return found == m_connections.end() ? -1 : static_cast<int>(found - m_connections.begin()) + 1;
}

int ConnectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_connections.size()) + 1;
}

int ConnectionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ConnectionModel::text(int row, int column) const
{
    const store::Connection *connection = at(row);
    if (!connection && !m_hasStack && column != Name) {
        return column == Addresses ? tr("no project is open") : QString();
    }
    switch (column) {
    case Name: return connection ? plainText(connection->name, 80) : tr("This stack");
    case Addresses: return connection ? plainText(connection->bootstrap, 400) : tr("found by itself");
    case Protection: return connection ? protectionText(*connection) : QString();
    case Changes: return connection && connection->readOnly ? tr("read-only") : tr("can be changed");
    case Use: return m_used == (connection ? connection->id : QString()) ? tr("in use") : QString();
    default: return {};
    }
}

QVariant ConnectionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const store::Connection *connection = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(index.row(), column);
    case Qt::ToolTipRole: return plainToolTip(text(index.row(), column));
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(index.row(), column));
    case CellLookRole:
        return static_cast<int>(column == Name                           ? CellLook::Strong
                                : column == Addresses && at(index.row()) ? CellLook::Code
                                                                         : CellLook::Calm);
    case CellMarkRole:
        if (column != Name) {
            return {};
        }
        return connection ? colourOf(connection->colour, Theme::of(nullptr)) : QColor();
    case PillRole:
        return column == Use && !text(index.row(), column).isEmpty()
                   ? QVariant(static_cast<int>(StatePill::Shape::Good))
                   : QVariant();
    default: return {};
    }
}

QVariant ConnectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name: return tr("Name");
    case Addresses: return tr("Addresses");
    case Protection: return tr("Protection");
    case Changes: return tr("Changes");
    case Use: return tr("Use");
    default: return {};
    }
}

} // namespace bd::app
