// A project's snapshots as rows, the newest first.
#pragma once

#include <QAbstractTableModel>

#include "volumes/volumesfacts.h"

namespace bd::app {

class SnapshotModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Content, Size, Taken, Why, Kept, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFacts(const VolumesFactsPtr &facts, TimePoint now);
    const snapshot::Manifest *snapshotAt(int row) const; // nullptr: there is none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const snapshot::Manifest &snapshot, int column) const;
    QString toolTip(const snapshot::Manifest &snapshot, int column) const;

    VolumesFactsPtr m_facts;
    TimePoint m_now{};
};

} // namespace bd::app
