// The brokers by id, as ZooKeeper, Kafka and the engine each have them, as rows.
#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "registration/registration.h"

namespace bd::app {

using SeenBrokers = std::shared_ptr<const registration::Seen>;

class RegistrationModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Id, InZooKeeper, InKafka, OnEngine, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setSeen(const SeenBrokers &seen);
    int idAt(int row) const; // -1: there is no such row
    int rowOf(int id) const; // -1
    int firstWrong() const;  // a row of which the ladder has something; -1: none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const registration::Row &row, int column) const;

    SeenBrokers m_seen;
    std::vector<registration::Row> m_rows;
};

} // namespace bd::app
