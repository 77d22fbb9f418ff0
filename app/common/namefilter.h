// The field over a table that filters it by name: Ctrl+F goes there, Enter on to the rows, Escape clears it.
#pragma once

class QLineEdit;
class QWidget;

namespace bd::app {

class RowTable;

// `view`: where Ctrl+F is heard.
QLineEdit *nameFilter(QWidget *view, RowTable *table);

} // namespace bd::app
