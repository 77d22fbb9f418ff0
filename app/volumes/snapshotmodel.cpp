#include "volumes/snapshotmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "volumes/volumewords.h"

namespace bd::app {

void SnapshotModel::setFacts(const VolumesFactsPtr &facts, TimePoint now)
{
    const bool isSame = m_facts
                        && std::ranges::equal(m_facts->snapshots.snapshots, facts->snapshots.snapshots, {},
                                              &snapshot::Manifest::id, &snapshot::Manifest::id);
    if (!isSame) {
        beginResetModel();
    }
    m_facts = facts;
    m_now = now;
    if (!isSame) {
        endResetModel();
    } else if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

const snapshot::Manifest *SnapshotModel::snapshotAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_facts->snapshots.snapshots.at(static_cast<size_t>(row)) : nullptr;
}

int SnapshotModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_facts ? 0 : static_cast<int>(m_facts->snapshots.snapshots.size());
}

int SnapshotModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SnapshotModel::text(const snapshot::Manifest &snapshot, int column) const
{
    switch (column) {
    case Name: return plainText(snapshot.name, 200);
    case Content: return contentText(snapshot);
    case Size: return dataSizeText(snapshot.bytes());
    case Taken: return dayText(snapshot.takenAt, m_now);
    case Why: return reasonText(snapshot.reason);
    case Kept:
        if (snapshot.isKept || m_facts->snapshotDays == 0) {
            return snapshot.isKept ? tr("for good") : QString();
        }
        return tr("until %1").arg(dateText(snapshot.takenAt + std::chrono::days(m_facts->snapshotDays)));
    default: return {};
    }
}

QString SnapshotModel::toolTip(const snapshot::Manifest &snapshot, int column) const
{
    if (column == Size && !snapshot.isOfRecords()) {
        return tr("%1 when unpacked").arg(dataSizeText(snapshot.contentBytes()));
    }
    if (column == Kept) {
        return snapshot.isKept ? tr("It does not go when its days are over")
                               : tr("The first snapshot after that takes its place; the newest always stays");
    }
    if (column != Name) {
        return text(snapshot, column);
    }
    QStringList lines{plainText(snapshot.name, 200), snapshot.id};
    if (!snapshot.clusterId.isEmpty()) {
        lines += tr("Kafka’s cluster id: %1").arg(plainText(snapshot.clusterId, 60));
    }
    if (!snapshot.engine.isEmpty()) {
        lines += plainText(snapshot.engine, 60);
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant SnapshotModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const snapshot::Manifest &snapshot = *snapshotAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(snapshot, column);
    case Qt::TextAlignmentRole: return cellAlignment(column == Size);
    case Qt::ToolTipRole: return plainToolTip(toolTip(snapshot, column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(snapshot, column));
    case CellLookRole: return static_cast<int>(column == Name ? CellLook::Strong : CellLook::Calm);
    case PillRole:
        return column == Kept && snapshot.isKept ? QVariant(static_cast<int>(StatePill::Shape::Done)) : QVariant();
    default: return {};
    }
}

QVariant SnapshotModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, section == Size);
    }
    switch (section) {
    case Name: return tr("Snapshot");
    case Content: return tr("Holds");
    case Size: return tr("Size");
    case Taken: return tr("Taken");
    case Why: return tr("Why");
    case Kept: return tr("Kept");
    default: return {};
    }
}

} // namespace bd::app
