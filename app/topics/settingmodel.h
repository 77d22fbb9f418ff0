// The settings of one topic as rows: what is set on the topic itself first, or alone.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "kafka/client.h"

namespace bd::app {

class SettingModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, Words, Source, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const std::vector<kafka::ConfigEntry> &entries);
    void setFilter(const QString &filter);
    const kafka::ConfigEntry *at(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void show(std::vector<kafka::ConfigEntry> entries, const QString &filter);
    static QString text(const kafka::ConfigEntry &entry, int column);

    std::vector<kafka::ConfigEntry> m_entries;
    std::vector<int> m_shown; // indexes of m_entries
    QString m_filter;
};

} // namespace bd::app
