// The rules of who may do what as rows, filtered.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "kafka/client.h"

namespace bd::app {

class AclModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Resource, Name, Principal, Host, Operation, Permission, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setAcls(const std::vector<kafka::Acl> &acls);
    void setFilter(const QString &filter); // a text in any column

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void show(std::vector<kafka::Acl> acls, const QString &filter);
    static QString text(const kafka::Acl &acl, int column);

    std::vector<kafka::Acl> m_acls;
    std::vector<int> m_shown; // indexes of m_acls
    QString m_filter;
};

} // namespace bd::app
