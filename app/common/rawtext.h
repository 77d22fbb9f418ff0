// Raw output for whoever wants the proof: plain, monospaced, selectable, as high as its lines up to a limit.
#pragma once

#include "common/readonlytext.h"

class QPushButton;

namespace bd::app {

class RawText : public ReadOnlyText
{
    Q_OBJECT

public:
    explicit RawText(QWidget *parent = nullptr);

    void setRaw(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
};

// Behind a click: the button shows the text and hides it, and says which. Hidden at first.
void putBehind(QPushButton *button, RawText *raw);

} // namespace bd::app
