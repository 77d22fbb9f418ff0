// The groups as a Qt model over groupRows() and arranged(): what is shown is chosen and sorted here, rows keep their
// selection by name.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "groups/grouprow.h"

namespace bd::app {

class GroupModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Group, State, Members, Topics, Lag, Coordinator, More, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(GroupTablePtr table);
    void setQuery(const GroupQuery &query);
    const GroupQuery &query() const { return m_query; }
    void setTime(TimePoint now) { m_now = now; } // ages are told against it

    const GroupRow *at(int row) const;
    int rowNamed(const QString &group) const;            // -1: not shown
    const GroupTable &table() const { return *m_table; } // all that there are, shown or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void show(GroupTablePtr table, const GroupQuery &query);
    QString text(const GroupRow &row, int column) const;
    QString toolTip(const GroupRow &row, int column) const;

    GroupTablePtr m_table = std::make_shared<const GroupTable>();
    std::vector<int> m_shown; // indexes of its rows
    GroupQuery m_query;
    TimePoint m_now{};
};

} // namespace bd::app
