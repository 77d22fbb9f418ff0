// The brokers of a cluster as rows, with those that only partitions still name.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "cluster/clusterfacts.h"

namespace bd::app {

class BrokerModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Id, State, Advertised, Reached, Rack, Kafka, Leads, Replicas, OutOfSync, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFacts(const ClusterFacts &facts);
    std::optional<int> brokerAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        kafka::BrokerLoad load;
        bool isController = false;
        QString reachedAt; // empty: where it says
        QString rack;
        QString kafka;
        QString unknown; // why something of it is not known
        bool operator==(const Row &) const = default;
    };
    static Row rowOf(const kafka::BrokerLoad &load, const ClusterFacts &facts);
    static QString text(const Row &row, int column);
    static QString toolTip(const Row &row, int column);

    std::vector<Row> m_rows;
};

} // namespace bd::app
