// A state as shape, word and colour on a rounded ground: ● healthy, ◐ starting, ✓ finished, ▲ restarting, ✕ missing.
#pragma once

#include <QWidget>

#include "common/theme.h"

class QPainter;

namespace bd::app {

class StatePill : public QWidget
{
    Q_OBJECT

public:
    // | shape    | stands for                  | colour   |
    // | Good     | ● healthy, connected, ready | good     |
    // | Done     | ✓ finished, a topic present | good     |
    // | Quiet    | ✓ finished, exit 0          | muted    |
    // | Working  | ◐ starting, now             | waiting  |
    // | Trouble  | ▲ restarting, unhealthy     | problem  |
    // | Missing  | ✕ missing, failed           | problem  |
    // | Idle     | ○ stopped, not created      | muted    |
    enum class Shape { Good, Done, Quiet, Working, Trouble, Missing, Idle };

    explicit StatePill(QWidget *parent = nullptr);
    StatePill(Shape shape, const QString &text, QWidget *parent = nullptr);

    void setState(Shape shape, const QString &text);
    Shape shape() const { return m_shape; }
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    // The same picture for delegates; gives the pill's rectangle, at most as wide as `at`, vertically centred in it.
    static QRect paint(QPainter &painter, const QRect &at, Shape shape, const QString &text, const Theme &theme);
    static QSize sizeFor(const QString &text);
    static void paintShape(QPainter &painter, const QRectF &at, Shape shape, const QColor &color);
    static QColor colorOf(Shape shape, const Theme &theme); // of shape and word

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Shape m_shape = Shape::Idle;
    QString m_text;
};

} // namespace bd::app
