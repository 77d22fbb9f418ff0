// Labels for text from anywhere: markup in it is shown, never obeyed.
#pragma once

#include <QLabel>

namespace bd::app {

QLabel *plainLabel(const QString &text = {}, QWidget *parent = nullptr);
QLabel *wrappedLabel(const QString &text = {}, QWidget *parent = nullptr);

// The tooltip as text, and for who cannot see it the same text as the description: Qt's own would be the tooltip's HTML.
void setPlainToolTip(QWidget *widget, const QString &text);

// Breaks at words, inside a word where it is longer than the line, and grows in height; room between its lines.
class WrappedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit WrappedLabel(QWidget *parent = nullptr);

    bool hasHeightForWidth() const override;
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    // Lays the text out, paints it where there is a painter, and gives the height.
    int layOut(int width, QPainter *painter, QPoint at) const;
};

// One line that gives way: what does not fit ends in «…», and the tooltip has all of it.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget *parent = nullptr);

    void setText(const QString &text);
    const QString &text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateToolTip();

    QString m_text;
    Qt::TextElideMode m_mode;
};

} // namespace bd::app
