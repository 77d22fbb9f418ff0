#include "groups/groupmodels.h"

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
    return column == GroupOffsetModel::Partition || column == GroupOffsetModel::Committed
           || column == GroupOffsetModel::End || column == GroupOffsetModel::Lag;
}

} // namespace

QString assignmentText(const std::vector<kafka::TopicPartition> &partitions)
{
    QStringList topics;
    QString topic;
    for (const kafka::TopicPartition &at : partitions) { // in order
        if (topics.isEmpty() || at.topic != topic) {
            topic = at.topic;
            topics += topic + QLatin1Char(' ') + QString::number(at.partition);
        } else {
            topics.last() += QStringLiteral(", ") + QString::number(at.partition);
        }
    }
    return plainText(topics.join(QStringLiteral("; ")), 2000);
}

void MemberModel::setMembers(const std::vector<kafka::GroupMember> &members, const QMap<QString, QString> &containers)
{
    if (members == m_members && containers == m_containers) {
        return;
    }
    const bool isNew = members.size() != m_members.size();
    if (isNew) {
        beginResetModel();
    }
    m_members = members;
    m_containers = containers;
    if (isNew) {
        endResetModel();
    } else if (!m_members.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

int MemberModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_members.size());
}

int MemberModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MemberModel::text(const kafka::GroupMember &member, int column) const
{
    switch (column) {
    case Client: return plainText(member.clientId, 260);
    case Host: return plainText(member.host, 100);
    case Container: return plainText(m_containers.value(member.host, QStringLiteral("–")), 260);
    case Partitions: return member.assignment.empty() ? tr("none") : assignmentText(member.assignment);
    case Instance: return member.instanceId.isEmpty() ? QStringLiteral("–") : plainText(member.instanceId, 260);
    default: return {};
    }
}

QVariant MemberModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const kafka::GroupMember &member = m_members.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(member, column);
    case Qt::ToolTipRole: return plainToolTip(column == Client ? tr("Member %1").arg(member.id) : text(member, column));
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(member, column));
    case CellLookRole: return static_cast<int>(column == Client ? CellLook::Strong : CellLook::Calm);
    default: return {};
    }
}

QVariant MemberModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Client: return tr("Client");
    case Host: return tr("Host");
    case Container: return tr("Container");
    case Partitions: return tr("Partitions");
    case Instance: return tr("Instance");
    default: return {};
    }
}

void GroupOffsetModel::setStatus(const kafka::GroupStatus &status, const LagHistories &histories)
{
    QMap<QString, QString> clients;
    for (const kafka::GroupMember &member : status.description.members) {
        clients.insert(member.id, member.clientId);
    }
    if (status.offsets == m_offsets && clients == m_clients && histories == m_histories) {
        return;
    }
    const bool isNew = status.offsets.size() != m_offsets.size();
    if (isNew) {
        beginResetModel();
    }
    m_offsets = status.offsets;
    m_histories = histories;
    m_clients = clients;
    if (isNew) {
        endResetModel();
    } else if (!m_offsets.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

const LagHistory &GroupOffsetModel::historyAt(int row) const
{
    static const LagHistory none;
    const auto found = row >= 0 && row < rowCount() ? m_histories.constFind(m_offsets.at(row).at) : m_histories.cend();
    return found == m_histories.cend() ? none : *found;
}

int GroupOffsetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_offsets.size());
}

int GroupOffsetModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString GroupOffsetModel::text(const kafka::GroupOffset &offset, int column) const
{
    switch (column) {
    case Topic: return plainText(offset.at.topic, 260);
    case Partition: return QString::number(offset.at.partition);
    case Committed: return committedText(offset);
    case End: return offset.end ? countText(*offset.end) : unknownText;
    case Lag: return partitionLagText(offset);
    case Member: return plainText(m_clients.value(offset.memberId, QStringLiteral("–")), 260);
    case Note: return standingText(offset);
    default: return {};
    }
}

QVariant GroupOffsetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    using Standing = kafka::GroupOffset::Standing;
    const kafka::GroupOffset &offset = m_offsets.at(index.row());
    const int column = index.column();
    const auto words = [&] { return column == History ? historyText(historyAt(index.row())) : text(offset, column); };
    switch (role) {
    case Qt::DisplayRole: return text(offset, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber(column));
    case Qt::ToolTipRole: return plainToolTip(words());
    case Qt::AccessibleTextRole:
        return tr("%1: %2", "column name and its value")
            .arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), words());
    case CellLookRole: return static_cast<int>(column == Topic ? CellLook::Strong : CellLook::Calm);
    case PillRole: {
        const auto standing = offset.standing();
        const bool isTrouble = standing == Standing::RecordsDeleted || standing == Standing::BeyondEnd;
        return column == Note && isTrouble ? QVariant(static_cast<int>(StatePill::Shape::Trouble)) : QVariant();
    }
    default: return {};
    }
}

QVariant GroupOffsetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return headAlignment(orientation, role, isNumber(section));
    }
    switch (section) {
    case Topic: return tr("Topic");
    case Partition: return tr("Partition");
    case Committed: return tr("Committed");
    case End: return tr("End offset");
    case Lag: return tr("Lag");
    case History: return tr("Lag so far");
    case Member: return tr("Read by");
    case Note: return tr("Note");
    default: return {};
    }
}

} // namespace bd::app
