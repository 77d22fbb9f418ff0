#include "groups/groupmodel.h"

#include <algorithm>

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "groups/groupwords.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

bool isNumber(int column)
{
    return column == GroupModel::Members || column == GroupModel::Topics || column == GroupModel::Lag;
}

GroupQuery::By byColumn(int column)
{
    using By = GroupQuery::By;
    switch (column) {
    case GroupModel::State: return By::State;
    case GroupModel::Members: return By::Members;
    case GroupModel::Topics: return By::Topics;
    case GroupModel::Lag: return By::Lag;
    case GroupModel::Coordinator: return By::Coordinator;
    default: return By::Name;
    }
}

} // namespace

// Rows that only change places or values keep what is chosen; more or fewer of them are a new list, and whoever shows
// them chooses again by name.
void GroupModel::show(GroupTablePtr table, const GroupQuery &query)
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
        names += at(index.row())->name;
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

void GroupModel::setTable(GroupTablePtr table)
{
    if (table != m_table) {
        show(std::move(table), m_query);
    }
}

void GroupModel::setQuery(const GroupQuery &query)
{
    if (query != m_query) {
        show(m_table, query);
    }
}

void GroupModel::sort(int column, Qt::SortOrder order)
{
    GroupQuery query = m_query;
    query.by = byColumn(column);
    query.descending = order == Qt::DescendingOrder;
    setQuery(query);
}

const GroupRow *GroupModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_table->rows.at(m_shown.at(row)) : nullptr;
}

int GroupModel::rowNamed(const QString &group) const
{
    const auto found = std::find(m_shown.begin(), m_shown.end(), m_table->byName.value(group, -1));
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

int GroupModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int GroupModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString GroupModel::text(const GroupRow &row, int column) const
{
    const auto number = [](const std::optional<int> &count) { return count ? countText(*count) : unknownText; };
    switch (column) {
    case Group: return plainText(row.name, 260);
    case State: return stateText(row);
    case Members: return number(row.members);
    case Topics: return number(row.topics);
    case Lag: return row.asOf ? lagText(row.lag) : unknownText;
    case Coordinator: return coordinatorText(row.coordinator);
    case More: return QStringLiteral("⋯");
    default: return {};
    }
}

QString GroupModel::toolTip(const GroupRow &row, int column) const
{
    const QString since = row.asOf ? tr("as of %1 ago").arg(uptimeText(*row.asOf, m_now)) : tr("not known yet");
    switch (column) {
    case More: return tr("Actions of %1").arg(row.name);
    case State: return row.error.isEmpty() ? kafka::toString(row.state) : row.error;
    case Lag: {
        QStringList lines{tr("Records behind the ends of its partitions: %1").arg(text(row, column))};
        if (row.lag.unknown > 0) {
            lines += tr("%n partition(s) not known", nullptr, row.lag.unknown);
        }
        if (row.lag.uncommitted > 0) {
            lines += tr("%n partition(s) without anything committed", nullptr, row.lag.uncommitted);
        }
        if (row.lag.deleted > 0) {
            lines += tr("records of %n partition(s) were deleted unread", nullptr, row.lag.deleted);
        }
        return (lines << since).join(QLatin1Char('\n'));
    }
    case Coordinator:
        return row.coordinator
                   ? tr("%1:%2\n%3", "host, port, age").arg(row.coordinator->host).arg(row.coordinator->port).arg(since)
                   : since;
    case Members:
    case Topics: return text(row, column) + QLatin1Char('\n') + since;
    default: return text(row, column);
    }
}

QVariant GroupModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const GroupRow &row = *at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole: return plainToolTip(toolTip(row, column));
    case Qt::AccessibleTextRole:
        if (column == More) {
            return tr("Actions of %1").arg(row.name);
        }
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(row, column));
    case CellLookRole: return static_cast<int>(column == Group ? CellLook::Strong : CellLook::Calm);
    case PillRole: return column == State ? QVariant(static_cast<int>(shapeOf(row))) : QVariant();
    default: return {};
    }
}

QVariant GroupModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Group: return tr("Group");
    case State: return tr("State");
    case Members: return tr("Members");
    case Topics: return tr("Topics");
    case Lag: return tr("Lag");
    case Coordinator: return tr("Coordinator");
    default: return {};
    }
}

} // namespace bd::app
