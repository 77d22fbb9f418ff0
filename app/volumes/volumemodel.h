// A project's volumes as rows: the stack's first.
#pragma once

#include <QAbstractTableModel>

#include "volumes/volumesfacts.h"

namespace bd::app {

class VolumeModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Purpose, Size, MountedBy, Created, Driver, Labels, Lock, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFacts(const VolumesFactsPtr &facts, TimePoint now);
    const stack::ProjectVolume *volumeAt(int row) const; // nullptr: there is none
    bool isLocked(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const stack::ProjectVolume &volume, int column) const;
    QString toolTip(const stack::ProjectVolume &volume, int column) const;

    VolumesFactsPtr m_facts;
    TimePoint m_now{};
};

} // namespace bd::app
