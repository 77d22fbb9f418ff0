#include "topics/topicmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

bool isNumber(int column)
{
    return column == TopicModel::Partitions || column == TopicModel::Replicas || column == TopicModel::Records
           || column == TopicModel::Size;
}

TopicQuery::By byColumn(int column)
{
    using By = TopicQuery::By;
    switch (column) {
    case TopicModel::State: return By::State;
    case TopicModel::Partitions: return By::Partitions;
    case TopicModel::Replicas: return By::Replicas;
    case TopicModel::Records: return By::Records;
    case TopicModel::Size: return By::Size;
    case TopicModel::LastWrite: return By::LastWrite;
    case TopicModel::Retention: return By::Retention;
    case TopicModel::Cleanup: return By::Cleanup;
    default: return By::Name;
    }
}

} // namespace

// Rows that only change places or values keep what is chosen; more or fewer of them are a new list, and whoever shows
// them chooses again by name.
void TopicModel::show(TopicTablePtr table, const TopicQuery &query)
{
    std::vector<int> shown = arranged(*table, query);
    const auto take = [&] {
        m_table = std::move(table);
        m_query = query;
        m_shown = std::move(shown);
    };
    if (shown.size() != m_shown.size()) {
        beginResetModel();
        take();
        endResetModel();
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QStringList names;
    for (const QModelIndex &index : before) {
        names += at(index.row())->summary.name;
    }
    take();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = rowNamed(names.at(i));
        after += row < 0 ? QModelIndex() : index(row, before.at(i).column());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void TopicModel::setTable(TopicTablePtr table)
{
    if (table != m_table) {
        show(std::move(table), m_query);
    }
}

void TopicModel::setQuery(const TopicQuery &query)
{
    if (query != m_query) {
        show(m_table, query);
    }
}

void TopicModel::sort(int column, Qt::SortOrder order)
{
    TopicQuery query = m_query;
    query.by = byColumn(column);
    query.descending = order == Qt::DescendingOrder;
    setQuery(query);
}

const TopicRow *TopicModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_table->rows.at(m_shown.at(row)) : nullptr;
}

int TopicModel::rowNamed(const QString &topic) const
{
    const auto found = std::find(m_shown.begin(), m_shown.end(), m_table->byName.value(topic, -1));
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

int TopicModel::hiddenByFilter() const
{
    TopicQuery open = m_query;
    open.filter.clear();
    return static_cast<int>(arranged(*m_table, open).size() - m_shown.size());
}

int TopicModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int TopicModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TopicModel::text(const TopicRow &row, int column) const
{
    const bool isMissing = row.expected == TopicRow::Expected::Missing;
    switch (column) {
    case Topic: return plainText(row.summary.name, 260);
    case State: return stateText(row);
    case Partitions: return countText(row.summary.partitions);
    case Replicas: return countText(row.summary.replicationFactor);
    case Records: return isMissing ? QString() : recordsText(row.summary.records);
    case Size:
        if (isMissing) {
            return {};
        }
        return row.size ? sizeText(*row.size) : unknownText;
    case LastWrite: return isMissing ? QString() : lastWriteText(row.lastWrite, row.lastWriteAsOf);
    case Retention:
        if (isMissing) {
            return {};
        }
        return row.policy.retentionMs ? keptText(*row.policy.retentionMs) : unknownText;
    case Cleanup:
        if (isMissing) {
            return {};
        }
        return row.policyAsOf ? plainText(row.policy.cleanup, 60) : unknownText;
    case Star: return isFavourite(row.summary.name) ? QStringLiteral("★") : QStringLiteral("☆");
    case More: return QStringLiteral("⋯");
    default: return {};
    }
}

QString TopicModel::toolTip(const TopicRow &row, int column) const
{
    const auto since = [this](const std::optional<TimePoint> &asOf) {
        return asOf ? tr("as of %1 ago").arg(uptimeText(*asOf, m_now)) : tr("not known yet");
    };
    switch (column) {
    case More: return tr("Actions of %1").arg(row.summary.name);
    case Star:
        return isFavourite(row.summary.name) ? tr("A favourite: it comes first")
                                             : tr("Make it a favourite, to come first");
    case State: {
        QStringList lines{stateText(row)};
        lines += row.differences;
        if (!row.error.isEmpty()) {
            lines += row.error;
        }
        return lines.join(QLatin1Char('\n'));
    }
    case Records:
        return tr("At most %1: compaction and transactions leave gaps.\n%2")
            .arg(recordsText(row.summary.records), since(row.recordsAsOf));
    case Size: return tr("On the brokers’ disks, all replicas together.\n%1").arg(since(row.sizeAsOf));
    case Replicas:
        return tr("%1 of %2 replicas in sync, in the partition with the fewest")
            .arg(countText(row.summary.inSync), countText(row.summary.replicationFactor));
    case LastWrite:
        return tr("When the newest record was written: %1\n%2")
            .arg(lastWriteText(row.lastWrite, row.lastWriteAsOf), since(row.lastWriteAsOf));
    case Retention:
    case Cleanup: return text(row, column) + QLatin1Char('\n') + since(row.policyAsOf);
    default: return text(row, column);
    }
}

QVariant TopicModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const TopicRow &row = *at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole: return plainToolTip(toolTip(row, column));
    case Qt::AccessibleTextRole:
        if (column == More) {
            return tr("Actions of %1").arg(row.summary.name);
        }
        if (column == Star) {
            return isFavourite(row.summary.name) ? tr("Favourite") : tr("Not a favourite");
        }
        return cellAsHeard(*this, column, text(row, column));
    case Qt::AccessibleDescriptionRole:
        return column == State ? plainText(row.differences.join(QLatin1Char('\n'))) : QString();
    case CellLookRole: {
        const bool isStrong = column == Topic || (column == Star && isFavourite(row.summary.name));
        return static_cast<int>(isStrong ? CellLook::Strong : CellLook::Calm);
    }
    case PillRole: return column == State ? QVariant(static_cast<int>(shapeOf(row))) : QVariant();
    default: return {};
    }
}

QVariant TopicModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Topic: return tr("Topic");
    case State: return tr("State");
    case Partitions: return tr("Partitions");
    case Replicas: return tr("Replicas");
    case Records: return tr("Records");
    case Size: return tr("Size");
    case LastWrite: return tr("Last write");
    case Retention: return tr("Kept for");
    case Cleanup: return tr("Clean-up");
    default: return {};
    }
}

} // namespace bd::app
