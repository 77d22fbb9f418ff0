#include "cluster/aclmodel.h"

#include "base/text.h"
#include "common/cells.h"
#include "common/rowdelegate.h"
#include "common/words.h"

namespace bd::app {

void AclModel::setAcls(const std::vector<kafka::Acl> &acls)
{
    if (acls != m_acls) {
        show(acls, m_filter);
    }
}

void AclModel::setFilter(const QString &filter)
{
    if (filter != m_filter) {
        show(m_acls, filter);
    }
}

void AclModel::show(std::vector<kafka::Acl> acls, const QString &filter)
{
    beginResetModel();
    m_acls = std::move(acls);
    m_filter = filter;
    m_shown.clear();
    for (int i = 0; i < static_cast<int>(m_acls.size()); ++i) {
        bool isShown = filter.isEmpty();
        for (int column = 0; column < ColumnCount && !isShown; ++column) {
            isShown = text(m_acls.at(i), column).contains(filter, Qt::CaseInsensitive);
        }
        if (isShown) {
            m_shown.push_back(i);
        }
    }
    endResetModel();
}

int AclModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int AclModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AclModel::text(const kafka::Acl &acl, int column)
{
    switch (column) {
    case Resource: return acl.resource;
    case Name:
        if (acl.isPrefix) {
            return tr("%1… (each that begins so)").arg(plainText(acl.name, 260));
        }
        return acl.name == QLatin1String("*") ? tr("all") : plainText(acl.name, 260);
    case Principal: return plainText(acl.principal, 260);
    case Host: return acl.host == QLatin1String("*") ? tr("everywhere") : plainText(acl.host, 100);
    case Operation: return acl.operation;
    case Permission: return acl.denies ? tr("denied") : tr("allowed");
    default: return {};
    }
}

QVariant AclModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const kafka::Acl &acl = m_acls.at(m_shown.at(index.row()));
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(acl, column);
    case Qt::ToolTipRole: return plainToolTip(text(acl, column));
    case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(acl, column));
    case CellLookRole: return static_cast<int>(column == Name ? CellLook::Strong : CellLook::Calm);
    case PillRole:
        return column == Permission
                   ? QVariant(static_cast<int>(acl.denies ? StatePill::Shape::Missing : StatePill::Shape::Done))
                   : QVariant();
    default: return {};
    }
}

QVariant AclModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Resource: return tr("Resource");
    case Name: return tr("Name");
    case Principal: return tr("Who");
    case Host: return tr("From");
    case Operation: return tr("May do");
    case Permission: return tr("Rule");
    default: return {};
    }
}

} // namespace bd::app
