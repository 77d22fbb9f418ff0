#include "common/namefilter.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QShortcut>

#include "common/rowtable.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(NameFilter)
};

} // namespace

QLineEdit *nameFilter(QWidget *view, RowTable *table)
{
    auto *filter = new QLineEdit;
    filter->setPlaceholderText(Tr::tr("Filter by name"));
    filter->setAccessibleName(Tr::tr("Filter by name"));
    filter->setClearButtonEnabled(true);
    filter->setFixedWidth(200);
    QObject::connect(filter, &QLineEdit::returnPressed, table, [table] { table->setFocus(Qt::TabFocusReason); });
    auto *find = new QShortcut(QKeySequence::Find, view);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(find, &QShortcut::activated, filter, [filter] { filter->setFocus(Qt::ShortcutFocusReason); });
    auto *clear = new QShortcut(Qt::Key_Escape, filter);
    clear->setContext(Qt::WidgetShortcut);
    QObject::connect(clear, &QShortcut::activated, filter, &QLineEdit::clear);
    return filter;
}

} // namespace bd::app
