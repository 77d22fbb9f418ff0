// The settings of one topic or broker as rows: what somebody set on it first, or alone.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "common/settingwords.h"

namespace bd::app {

class SettingModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, Words, Source, ColumnCount };

    explicit SettingModel(QObject *parent = nullptr, SettingOf of = SettingOf::Topic);

    void setEntries(const std::vector<kafka::ConfigEntry> &entries);
    void setFilter(const QString &filter);
    void setOnlySet(bool only); // leaves out what nobody has set
    const kafka::ConfigEntry *at(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Query {
        QString filter;
        bool onlySet = false;
        bool operator==(const Query &) const = default;
    };
    void show(std::vector<kafka::ConfigEntry> entries, const Query &query);
    bool isOwn(const kafka::ConfigEntry &entry) const;
    QString text(const kafka::ConfigEntry &entry, int column) const;

    const SettingOf m_of;
    std::vector<kafka::ConfigEntry> m_entries;
    std::vector<int> m_shown; // indexes of m_entries
    Query m_query;
};

} // namespace bd::app
