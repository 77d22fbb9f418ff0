// The features that the cluster has agreed on, as rows.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "kafka/apiversions.h"

namespace bd::app {

class FeatureModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Level, Possible, Words, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFeatures(const std::vector<kafka::Feature> &features);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const kafka::Feature &feature, int column);

    std::vector<kafka::Feature> m_features;
};

} // namespace bd::app
