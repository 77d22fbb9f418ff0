// Connections as rows: the stack's own first, then those that are kept.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "store/connections.h"

namespace bd::app {

class ConnectionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Addresses, Protection, Changes, Use, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setConnections(const std::vector<store::Connection> &connections);
    void setUsed(const QString &id); // empty: the stack's own
    const QString &used() const { return m_used; }
    void setHasStack(bool hasStack); // a project is open

    const store::Connection *at(int row) const; // nullptr: the stack's own
    int rowOf(const QString &id) const;         // 0 for the stack's own; -1: there is none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(int row, int column) const;

    std::vector<store::Connection> m_connections;
    QString m_used;
    bool m_hasStack = true;
};

} // namespace bd::app
