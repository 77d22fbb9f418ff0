// The picture of a timeline as a widget: pointer, wheel, pinch and keys. Lives in a scroll area, which scrolls lanes;
// times are zoomed and panned in here.
//
// | input                                | does                                              |
// | Left, Right, Up, Down, Home, End     | the ring goes to another span, mark or lane       |
// | Enter, Space, click                  | selects what has the ring                         |
// | Escape                               | selects nothing                                   |
// | +, −, 0; Ctrl+wheel; pinch           | zoom; 0 shows everything                          |
// | drag, Shift+wheel, sideways wheel    | other times come into view                        |
#pragma once

#include <optional>

#include <QWidget>

#include "timeline/compare.h"
#include "timeline/timelinecursor.h"
#include "timeline/timelinegeometry.h"

namespace bd::app {

class TimelineChart : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineChart(QWidget *parent = nullptr);

    void setTimeline(timeline::Timeline timeline);
    void setCompared(std::optional<timeline::Timeline> other); // nothing: none
    void setNow(TimePoint now);                                // a live picture's edge
    const timeline::Timeline &timeline() const { return m_timeline; }
    const timeline::Timeline *compared() const { return m_other ? &*m_other : nullptr; }
    const timeline::Comparison &comparison() const { return m_comparison; }
    const TimelineGeometry &geometryOfTimes() const { return m_geometry; }

    TimelineItem selected() const { return m_selected; }
    TimelineItem focused() const { return m_focused; }
    void select(const TimelineItem &item);
    void focusOn(const TimelineItem &item);

    void zoom(double factor, std::optional<double> x = {}); // around x, else around the middle
    void fit();
    void setOffset(Micros offset);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void selectionChanged();
    void heightChanged();
    void windowChanged(); // what is in view is another stretch, or the whole is longer

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut(bool keepsFit);
    void use(const TimelineGeometry &geometry);
    void showToolTip(const QPoint &at, const QPoint &globalAt);
    bool takesMove(int key);
    void bringIntoView(const TimelineItem &item);
    bool nativeGesture(QEvent *event);
    bool pinch(QEvent *event);

    struct Drag {
        QPointF from;
        TimelineGeometry begun;
        bool moved = false;
    };

    timeline::Timeline m_timeline;
    std::optional<timeline::Timeline> m_other;
    timeline::Comparison m_comparison;
    TimelineGeometry m_geometry;
    TimelineItem m_selected;
    TimelineItem m_focused;
    std::optional<double> m_hover;
    std::optional<Drag> m_drag;
};

} // namespace bd::app
