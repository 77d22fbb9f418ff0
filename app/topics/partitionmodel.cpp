#include "topics/partitionmodel.h"

#include <algorithm>

#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

bool isNumber(int column)
{
    return column >= PartitionModel::First;
}

} // namespace

void PartitionModel::setTopic(const kafka::Topic &topic, const std::vector<kafka::PartitionOffsets> &offsets)
{
    std::vector<Row> rows;
    rows.reserve(topic.partitions.size());
    for (const kafka::Partition &partition : topic.partitions) {
        const auto known = std::ranges::find(offsets, partition.id, &kafka::PartitionOffsets::partition);
        rows.push_back({partition, known == offsets.end() ? kafka::PartitionOffsets{} : *known});
    }
    std::ranges::sort(rows, {}, [](const Row &row) { return row.partition.id; });
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    } else if (rows != m_rows) {
        m_rows = std::move(rows);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int PartitionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PartitionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString PartitionModel::text(const Row &row, int column)
{
    const auto number = [](const std::optional<qint64> &offset) { return offset ? countText(*offset) : unknownText; };
    switch (column) {
    case Id: return QString::number(row.partition.id);
    case Leader: return row.partition.leader < 0 ? tr("none") : tr("broker %1").arg(row.partition.leader);
    case Replicas: return idsText(row.partition.replicas);
    case InSync:
        if (row.partition.inSync.size() < row.partition.replicas.size()) {
            return tr("%1 of %2").arg(row.partition.inSync.size()).arg(row.partition.replicas.size());
        }
        return tr("all");
    case First: return number(row.offsets.begin);
    case End: return number(row.offsets.end);
    case Records:
        return row.offsets.begin && row.offsets.end ? recordsText(*row.offsets.end - *row.offsets.begin) : unknownText;
    default: return {};
    }
}

QVariant PartitionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Row &row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole:
        return plainToolTip(column == InSync ? tr("In sync: %1").arg(idsText(row.partition.inSync))
                                             : text(row, column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(row, column));
    case CellLookRole: return static_cast<int>(column == Id ? CellLook::Strong : CellLook::Calm);
    case PillRole:
        if (column == Leader && row.partition.leader < 0) {
            return static_cast<int>(StatePill::Shape::Missing);
        }
        if (column == InSync && row.partition.inSync.size() < row.partition.replicas.size()) {
            return static_cast<int>(StatePill::Shape::Trouble);
        }
        return {};
    default: return {};
    }
}

QVariant PartitionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Id: return tr("Partition");
    case Leader: return tr("Leader");
    case Replicas: return tr("Replicas on");
    case InSync: return tr("In sync");
    case First: return tr("First offset");
    case End: return tr("End offset");
    case Records: return tr("Records");
    default: return {};
    }
}

} // namespace bd::app
