// The topics as a Qt model over a TopicTable and arranged(): what is shown is chosen and sorted here, rows keep their
// selection by name.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "topics/topicrow.h"

namespace bd::app {

class TopicModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Topic,
        State,
        Partitions,
        Replicas,
        Records,
        Size,
        LastWrite,
        Retention,
        Cleanup,
        Star,
        More,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(TopicTablePtr table); // the same one again costs nothing
    void setQuery(const TopicQuery &query);
    const TopicQuery &query() const { return m_query; }
    bool isFavourite(const QString &topic) const { return m_query.favourites.contains(topic); }
    void setTime(TimePoint now) { m_now = now; } // ages are told against it

    const TopicRow *at(int row) const;
    int rowNamed(const QString &topic) const;            // -1: not shown
    int hiddenByFilter() const;                          // topics that only the filter keeps from being shown
    const TopicTable &table() const { return *m_table; } // all that there are, shown or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void show(TopicTablePtr table, const TopicQuery &query);
    QString text(const TopicRow &row, int column) const;
    QString toolTip(const TopicRow &row, int column) const;

    TopicTablePtr m_table = std::make_shared<const TopicTable>();
    std::vector<int> m_shown; // indexes of its rows
    TopicQuery m_query;
    TimePoint m_now{};
};

} // namespace bd::app
