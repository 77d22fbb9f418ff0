#include "common/readonlytext.h"

#include <QKeyEvent>

#include "common/theme.h"

namespace bd::app {

ReadOnlyText::ReadOnlyText(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFont(codeFont());
    setTabChangesFocus(true);
}

void ReadOnlyText::keyPressEvent(QKeyEvent *event)
{
    // A read-only text has no use for these, and a dialog or the window behind it has.
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Return) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace bd::app
