#include "common/cells.h"

#include <QAbstractItemModel>
#include <QCoreApplication>

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Cells)
};

} // namespace

QString cellAsHeard(const QAbstractItemModel &model, int column, const QString &text)
{
    return Tr::tr("%1: %2", "column name and its value").arg(model.headerData(column, Qt::Horizontal).toString(), text);
}

QVariant cellAlignment(bool isNumber)
{
    return isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
}

QVariant headAlignment(Qt::Orientation orientation, int role, bool isNumber)
{
    return orientation == Qt::Horizontal && role == Qt::TextAlignmentRole ? cellAlignment(isNumber) : QVariant();
}

} // namespace bd::app
