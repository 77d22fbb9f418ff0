// What is in a volume, as rows: by path, the folders without a size.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "base/clock.h"
#include "common/namedrows.h"
#include "snapshot/tarentry.h"

namespace bd::app {

class FileModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Path, Size, Changed, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFiles(const std::vector<snapshot::TarEntry> &files, TimePoint now);
    void setFilter(const QString &filter);
    int fileCount() const; // whatever the filter shows
    const snapshot::TarEntry *fileAt(int row) const;
    // Within the volume, as snapshot::beginningOf() takes it; empty: its root.
    static QString pathOf(const snapshot::TarEntry &file);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const snapshot::TarEntry &file, int column) const;

    std::vector<snapshot::TarEntry> m_files; // by path
    std::vector<QString> m_folded;
    std::vector<int> m_shown;
    QString m_filter;
    TimePoint m_now{};
};

} // namespace bd::app
