// The partitions of one topic as rows.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "kafka/client.h"

namespace bd::app {

class PartitionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Id, Leader, Replicas, InSync, First, End, Records, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    // `offsets`: as far as they are known.
    void setTopic(const kafka::Topic &topic, const std::vector<kafka::PartitionOffsets> &offsets);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        kafka::Partition partition;
        kafka::PartitionOffsets offsets;
        bool operator==(const Row &) const = default;
    };
    static QString text(const Row &row, int column);

    std::vector<Row> m_rows;
};

} // namespace bd::app
