// What the cells of all tables have in common, beside how they are painted (rowdelegate.h).
#pragma once

#include <QString>
#include <QVariant>

class QAbstractItemModel;

namespace bd::app {

// «Records: ≈ 1,204»: a cell as it is read to somebody who does not see what is above it.
QString cellAsHeard(const QAbstractItemModel &model, int column, const QString &text);

// The Qt::TextAlignmentRole of a column and its head: numbers end below each other.
QVariant cellAlignment(bool isNumber);
// What headerData() gives beside the titles: a head stands as its cells do.
QVariant headAlignment(Qt::Orientation orientation, int role, bool isNumber);

} // namespace bd::app
