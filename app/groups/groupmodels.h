// The members of one group, and where it is in each partition, as rows.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "groups/laghistory.h"
#include "kafka/groups.h"

namespace bd::app {

class MemberModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Client, Host, Container, Partitions, Instance, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    // `containers`: by the address at which a member may be.
    void setMembers(const std::vector<kafka::GroupMember> &members, const QMap<QString, QString> &containers);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const kafka::GroupMember &member, int column) const;

    std::vector<kafka::GroupMember> m_members;
    QMap<QString, QString> m_containers;
};

class GroupOffsetModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Topic, Partition, Committed, End, Lag, History, Member, Note, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setStatus(const kafka::GroupStatus &status, const LagHistories &histories = {});
    const LagHistory &historyAt(int row) const; // empty: nothing is known

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const kafka::GroupOffset &offset, int column) const;

    std::vector<kafka::GroupOffset> m_offsets;
    LagHistories m_histories;
    QMap<QString, QString> m_clients; // of members, by their id
};

// «orders 0, 1, 2; audit 0»
QString assignmentText(const std::vector<kafka::TopicPartition> &partitions);

} // namespace bd::app
