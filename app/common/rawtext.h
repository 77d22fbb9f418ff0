// Raw output for whoever wants the proof: plain, monospaced, selectable, as high as its lines up to a limit.
#pragma once

#include <QPlainTextEdit>

namespace bd::app {

class RawText : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit RawText(QWidget *parent = nullptr);

    void setRaw(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace bd::app
