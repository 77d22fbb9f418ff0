#include "records/recordmodel.h"

#include <algorithm>
#include <numeric>

#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"
#include "records/recordwords.h"
#include "records/timeorder.h"

namespace bd::app {

using records::isEarlier;

namespace {

bool isNumber(int column)
{
    return column == RecordModel::Partition || column == RecordModel::Offset;
}

} // namespace

void RecordModel::clear()
{
    beginResetModel();
    m_records.clear();
    m_previews.clear();
    m_bytes = 0;
    endResetModel();
}

void RecordModel::add(std::vector<kafka::Record> records)
{
    if (records.empty()) {
        return;
    }
    if (!std::ranges::is_sorted(records, isEarlier)) {
        std::ranges::sort(records, isEarlier);
    }
    for (const kafka::Record &record : records) {
        m_bytes += record.bytes();
    }
    const size_t before = m_records.size();
    const auto next = std::ranges::upper_bound(m_records, records.front(), isEarlier);
    const auto place = static_cast<size_t>(next - m_records.begin());
    if (next == m_records.end() || isEarlier(records.back(), *next)) {
        insert(place, std::move(records));
    } else {
        insert(before, std::move(records));
        sortTail(place, before);
    }
}

void RecordModel::insert(size_t index, std::vector<kafka::Record> records)
{
    const int first = static_cast<int>(m_newestFirst ? m_records.size() - index : index);
    beginInsertRows({}, first, first + static_cast<int>(records.size()) - 1);
    m_records.insert(m_records.begin() + static_cast<std::ptrdiff_t>(index), std::make_move_iterator(records.begin()),
                     std::make_move_iterator(records.end()));
    endInsertRows();
}

// The records from `from` to `sorted` and those behind are each in order, and become so together.
void RecordModel::sortTail(size_t from, size_t sorted)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<size_t> order(m_records.size() - from); // what comes where, counted from `from`
    std::iota(order.begin(), order.end(), size_t(0));
    std::inplace_merge(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(sorted - from), order.end(),
                       [&](size_t one, size_t other) {
                           return isEarlier(m_records[from + one], m_records[from + other]);
                       });
    std::vector<kafka::Record> moved;
    moved.reserve(order.size());
    std::vector<size_t> places(order.size());
    for (size_t place = 0; place < order.size(); ++place) {
        moved.push_back(std::move(m_records[from + order[place]]));
        places[order[place]] = place;
    }
    std::ranges::move(moved, m_records.begin() + static_cast<std::ptrdiff_t>(from));
    for (const QModelIndex &old : persistentIndexList()) {
        const size_t at = indexOf(old.row());
        if (at >= from) {
            changePersistentIndex(old, index(rowOf(from + places[at - from]), old.column()));
        }
    }
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void RecordModel::dropOldest()
{
    size_t surplus = 0;
    qint64 bytes = m_bytes;
    while (surplus < m_records.size()
           && (size() - static_cast<qsizetype>(surplus) >= mostRecords || bytes >= mostBytes)) {
        bytes -= m_records[surplus].bytes();
        ++surplus;
    }
    if (surplus == 0) {
        return;
    }
    const int first = m_newestFirst ? rowCount() - static_cast<int>(surplus) : 0;
    beginRemoveRows({}, first, first + static_cast<int>(surplus) - 1);
    m_records.erase(m_records.begin(), m_records.begin() + static_cast<std::ptrdiff_t>(surplus));
    m_bytes = bytes;
    endRemoveRows();
}

void RecordModel::setDecoders(const records::Decoders &decoders)
{
    m_decoders = decoders;
    m_previews.clear();
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, Key), index(rowCount() - 1, Value));
    }
}

void RecordModel::setZone(Zone zone)
{
    m_zone = zone;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, Time), index(rowCount() - 1, Time));
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, Time, Time);
}

void RecordModel::setNewestFirst(bool newestFirst)
{
    if (newestFirst == m_newestFirst) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    m_newestFirst = newestFirst;
    for (const QModelIndex &old : persistentIndexList()) {
        changePersistentIndex(old, index(rowCount() - 1 - old.row(), old.column()));
    }
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void RecordModel::sort(int column, Qt::SortOrder order)
{
    if (column == Time) {
        setNewestFirst(order == Qt::DescendingOrder);
    }
}

std::vector<kafka::Record> RecordModel::copied(qsizetype first, qsizetype count) const
{
    const auto begin = m_records.begin() + std::clamp<qsizetype>(first, 0, size());
    const auto end = m_records.begin() + std::clamp<qsizetype>(first + count, 0, size());
    return {begin, end};
}

int RecordModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int RecordModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const RecordModel::Preview &RecordModel::preview(const kafka::Record &record) const
{
    const std::pair where(record.partition, record.offset);
    if (const Preview *known = m_previews.object(where)) {
        return *known;
    }
    const Shown key = shownInLine(record.key, *m_decoders.key);
    const Shown value = shownInLine(record.value, *m_decoders.value);
    auto *made = new Preview{key.text, value.text, value.reason.isEmpty() ? key.reason : value.reason};
    m_previews.insert(where, made);
    return *made;
}

QString RecordModel::text(const kafka::Record &record, int column) const
{
    switch (column) {
    case Time: return recordTimeText(record, m_zone == Zone::Utc);
    case Partition: return QString::number(record.partition);
    case Offset: return QString::number(record.offset);
    case Key: return preview(record).key;
    case Value: return preview(record).value;
    default: return {};
    }
}

QString RecordModel::toolTip(const kafka::Record &record, int column) const
{
    if (column == Time) {
        return bothTimesText(record);
    }
    const QString reason = column == Key || column == Value ? preview(record).reason : QString();
    return reason.isEmpty() ? text(record, column) : tr("%1\nShown as bytes: %2").arg(text(record, column), reason);
}

QVariant RecordModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const kafka::Record &record = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(record, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole: return plainToolTip(toolTip(record, column));
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(record, column));
    case CellLookRole: {
        const bool isBytes = (column == Key && record.key && !record.key->isEmpty())
                             || (column == Value && record.value && !record.value->isEmpty());
        return static_cast<int>(isBytes ? CellLook::Code : CellLook::Calm);
    }
    default: return {};
    }
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Time: return m_zone == Zone::Utc ? tr("Time (UTC)") : tr("Time (local)");
    case Partition: return tr("Partition");
    case Offset: return tr("Offset");
    case Key: return tr("Key");
    case Value: return tr("Value");
    default: return {};
    }
}

} // namespace bd::app
