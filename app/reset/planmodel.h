// What goes in a reset, as rows of words.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QStringList>

#include "reset/resetpreview.h"

namespace bd::app {

class PlanModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void showVolumes(const ResetPreview &preview); // and the containers
    void showTopics(const ResetPreview &preview, reset::Operation level);
    void showGroups(const ResetPreview &preview, reset::Operation level);
    void showTopicNames(const ResetPreview &preview); // beside the volumes: what is in them, as far as it is known

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void show(QStringList header, QList<int> numbers, std::vector<QStringList> rows); // `numbers`: columns of them

    QStringList m_header;
    QList<int> m_numbers;
    std::vector<QStringList> m_rows;
};

} // namespace bd::app
