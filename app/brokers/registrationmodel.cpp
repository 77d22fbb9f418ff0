#include "brokers/registrationmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "registration/registrationjson.h"

namespace bd::app {

using registration::Row;

void RegistrationModel::setSeen(const SeenBrokers &seen)
{
    auto rows = registration::rowsOf(*seen);
    const bool isSame = std::ranges::equal(rows, m_rows, {}, &Row::broker, &Row::broker);
    if (isSame) { // what is chosen stays
        m_seen = seen;
        m_rows = std::move(rows);
        if (!m_rows.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
        return;
    }
    beginResetModel();
    m_seen = seen;
    m_rows = std::move(rows);
    endResetModel();
}

int RegistrationModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<size_t>(row)].broker : -1;
}

int RegistrationModel::rowOf(int id) const
{
    const auto found = std::ranges::find(m_rows, id, &Row::broker);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int RegistrationModel::firstWrong() const
{
    const auto found = std::ranges::find_if(m_rows, [this](const Row &row) {
        return !registration::ladderOf(*m_seen, row.broker).empty();
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int RegistrationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RegistrationModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RegistrationModel::text(const Row &row, int column) const
{
    switch (column) {
    case Id: return tr("Broker %1").arg(row.broker);
    case InZooKeeper: return registration::zooKeeperText(*m_seen, row);
    case InKafka: return plainText(registration::kafkaText(*m_seen, row), 200);
    case OnEngine: return plainText(registration::engineText(row), 400);
    default: return {};
    }
}

QVariant RegistrationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Row &row = m_rows[static_cast<size_t>(index.row())];
    const QString shown = text(row, index.column());
    switch (role) {
    case Qt::DisplayRole: return shown;
    case Qt::ToolTipRole: return plainToolTip(shown);
    case Qt::AccessibleTextRole: return cellAsHeard(*this, index.column(), shown);
    case CellLookRole: return static_cast<int>(index.column() == Id ? CellLook::Strong : CellLook::Plain);
    default: return {};
    }
}

QVariant RegistrationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, false);
    }
    switch (section) {
    case Id: return tr("Broker");
    case InZooKeeper: return tr("ZooKeeper");
    case InKafka: return tr("Kafka");
    case OnEngine: return tr("Engine");
    default: return {};
    }
}

} // namespace bd::app
