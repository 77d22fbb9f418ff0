// Plain, monospaced text to read, select and copy: a dialog's or the window's own keys are left to them.
#pragma once

#include <QPlainTextEdit>

namespace bd::app {

class ReadOnlyText : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ReadOnlyText(QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace bd::app
