#include "timeline/timelinechart.h"

#include <cmath>

#include <QAccessible>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPinchGesture>
#include <QScrollArea>
#include <QToolTip>
#include <QWheelEvent>

#include "common/words.h"
#include "timeline/chartaccessible.h"
#include "timeline/timelinedetail.h"
#include "timeline/timelinepainter.h"

namespace bd::app {

using timeline::Timeline;

namespace {

constexpr double keyZoom = 1.5;
constexpr int dragStarts = 4; // pixels

std::optional<CursorMove> moveOf(int key)
{
    switch (key) {
    case Qt::Key_Up: return CursorMove::Up;
    case Qt::Key_Down: return CursorMove::Down;
    case Qt::Key_Left: return CursorMove::Left;
    case Qt::Key_Right: return CursorMove::Right;
    case Qt::Key_Home: return CursorMove::Home;
    case Qt::Key_End: return CursorMove::End;
    default: return {};
    }
}

} // namespace

TimelineChart::TimelineChart(QWidget *parent) : QWidget(parent)
{
    installChartAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Timeline"));
}

void TimelineChart::setTimeline(Timeline timeline)
{
    const bool fitted = m_geometry.isFitted() || m_geometry.begin != timeline.from;
    m_timeline = std::move(timeline);
    m_focused = kept(m_focused, m_timeline);
    if (const TimelineItem still = kept(m_selected, m_timeline); still != m_selected) {
        m_selected = still;
        Q_EMIT selectionChanged();
    }
    if (m_other) {
        setCompared(std::move(m_other));
    }
    layOut(fitted);
}

void TimelineChart::setCompared(std::optional<Timeline> other)
{
    m_other = std::move(other);
    m_comparison = {};
    if (m_other) {
        m_other = movedTo(std::move(*m_other), m_timeline.from);
        m_comparison = timeline::compare(m_timeline, *m_other);
    }
    layOut(m_geometry.isFitted());
}

void TimelineChart::setNow(TimePoint now)
{
    if (!m_timeline.running || now <= m_timeline.to) {
        return;
    }
    m_timeline.to = now;
    const bool fitted = m_geometry.isFitted();
    if (TimelineGeometry::wholeOf(m_timeline) > m_geometry.whole) {
        layOut(fitted);
    }
    update();
}

void TimelineChart::select(const TimelineItem &item)
{
    if (item == m_selected) {
        return;
    }
    m_selected = item;
    update();
    Q_EMIT selectionChanged();
}

void TimelineChart::focusOn(const TimelineItem &item)
{
    m_focused = item;
    bringIntoView(item);
    update();
    if (!item.isNone()) {
        announceLane(this, item.lane);
    }
}

void TimelineChart::zoom(double factor, std::optional<double> x)
{
    use(m_geometry.zoomed(factor, x.value_or(m_geometry.left + m_geometry.width / 2)));
}

void TimelineChart::fit()
{
    use(m_geometry.fitted());
}

void TimelineChart::setOffset(Micros offset)
{
    use(m_geometry.withOffset(offset));
}

QSize TimelineChart::sizeHint() const
{
    return QSize(800, static_cast<int>(std::ceil(m_geometry.height())));
}

QSize TimelineChart::minimumSizeHint() const
{
    return QSize(360, sizeHint().height());
}

void TimelineChart::layOut(bool keepsFit)
{
    TimelineGeometry next = m_geometry;
    next.begin = m_timeline.from;
    next.whole = TimelineGeometry::wholeOf(m_timeline);
    if (m_other) {
        next.whole = std::max(next.whole, TimelineGeometry::wholeOf(*m_other));
    }
    next.lanes = static_cast<int>(m_timeline.lanes.size());
    next.compared = m_other.has_value();
    next.left = labelWidth(m_timeline, width());
    next.right = timesWidth(next.compared);
    next.width = std::max(80.0, width() - next.left - next.right);
    next.length = keepsFit ? next.whole : std::min(next.length, next.whole);
    const bool taller = next.height() != m_geometry.height();
    use(keepsFit ? next.fitted() : next.withOffset(next.offset));
    if (taller) {
        updateGeometry();
        Q_EMIT heightChanged();
    }
    update();
}

void TimelineChart::use(const TimelineGeometry &geometry)
{
    if (geometry == m_geometry) {
        return;
    }
    m_geometry = geometry;
    update();
    Q_EMIT windowChanged();
}

bool TimelineChart::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ToolTip: {
        const auto *help = static_cast<QHelpEvent *>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    case QEvent::NativeGesture:
        if (nativeGesture(event)) {
            return true;
        }
        break;
    case QEvent::Gesture:
        if (pinch(event)) {
            return true;
        }
        break;
    default: break;
    }
    return QWidget::event(event);
}

bool TimelineChart::nativeGesture(QEvent *event)
{
    const auto *gesture = static_cast<QNativeGestureEvent *>(event);
    if (gesture->gestureType() != Qt::ZoomNativeGesture) {
        return false;
    }
    zoom(1 + gesture->value(), gesture->position().x());
    return true;
}

bool TimelineChart::pinch(QEvent *event)
{
    const auto *gestures = static_cast<QGestureEvent *>(event);
    const auto *gesture = static_cast<QPinchGesture *>(gestures->gesture(Qt::PinchGesture));
    if (!gesture || gesture->scaleFactor() <= 0) {
        return false;
    }
    zoom(gesture->scaleFactor(), mapFromGlobal(gesture->centerPoint()).x());
    return true;
}

void TimelineChart::showToolTip(const QPoint &at, const QPoint &globalAt)
{
    const TimelineItem item = m_geometry.itemAt(at, m_timeline);
    if (item.isNone()) {
        QToolTip::hideText();
        return;
    }
    QToolTip::showText(globalAt, plainToolTip(detailOf(m_timeline, item).text()), this,
                       m_geometry.rectOf(item, m_timeline).toAlignedRect());
}

void TimelineChart::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const TimelinePicture picture{.timeline = m_timeline,
                                  .geometry = m_geometry,
                                  .theme = Theme::of(this),
                                  .other = compared(),
                                  .comparison = m_other ? &m_comparison : nullptr,
                                  .selected = m_selected,
                                  .focused = hasFocus() ? m_focused : TimelineItem{},
                                  .hover = m_hover,
                                  .rulerTop = std::max<double>(0, -y())};
    paintTimeline(painter, picture, event->rect());
}

void TimelineChart::resizeEvent(QResizeEvent *)
{
    layOut(m_geometry.isFitted());
}

void TimelineChart::moveEvent(QMoveEvent *)
{
    update(); // the ruler stays where it is while the lanes are scrolled
}

bool TimelineChart::takesMove(int key)
{
    const auto move = moveOf(key);
    if (move) {
        focusOn(moved(m_focused, *move, m_timeline));
    }
    return move.has_value();
}

void TimelineChart::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: select(m_focused); return;
    case Qt::Key_Escape:
        if (m_selected.isNone()) {
            break;
        }
        select({});
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(keyZoom); return;
    case Qt::Key_Minus: zoom(1 / keyZoom); return;
    case Qt::Key_0: fit(); return;
    default:
        if (takesMove(event->key())) {
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

void TimelineChart::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(std::pow(1.2, turned.y() / 120.0), event->position().x());
        event->accept();
        return;
    }
    const bool sideways = std::abs(turned.x()) > std::abs(turned.y()) || (event->modifiers() & Qt::ShiftModifier);
    if (!sideways || m_geometry.isFitted()) {
        event->ignore(); // the scroll area's
        return;
    }
    use(m_geometry.panned(-(turned.x() != 0 ? turned.x() : turned.y())));
    event->accept();
}

void TimelineChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_drag = Drag{event->position(), m_geometry};
}

void TimelineChart::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = event->position().x();
    if (m_drag) {
        const double by = m_drag->from.x() - event->position().x();
        m_drag->moved = m_drag->moved || std::abs(by) >= dragStarts;
        if (m_drag->moved) {
            setCursor(m_geometry.isFitted() ? Qt::ArrowCursor : Qt::ClosedHandCursor);
            use(m_drag->begun.panned(by));
        }
    } else {
        const bool something = !m_geometry.itemAt(event->position(), m_timeline).isNone();
        setCursor(something ? Qt::PointingHandCursor : Qt::ArrowCursor);
    }
    update();
}

void TimelineChart::mouseReleaseEvent(QMouseEvent *event)
{
    const bool clicked = m_drag && !m_drag->moved && event->button() == Qt::LeftButton;
    m_drag.reset();
    unsetCursor();
    if (clicked) {
        m_focused = m_geometry.itemAt(event->position(), m_timeline);
        select(m_focused);
    }
}

void TimelineChart::leaveEvent(QEvent *)
{
    m_hover.reset();
    update();
}

void TimelineChart::focusInEvent(QFocusEvent *event)
{
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && m_focused.isNone() && !m_timeline.lanes.empty()) {
        focusOn({TimelineItem::Kind::Lane, 0, -1});
    }
    update();
}

void TimelineChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        layOut(m_geometry.isFitted());
    }
    QWidget::changeEvent(event);
}

void TimelineChart::bringIntoView(const TimelineItem &item)
{
    if (item.isNone()) {
        return;
    }
    if (item.kind != TimelineItem::Kind::Lane) {
        const TimePoint at = timeOf(item, m_timeline);
        use(m_geometry.showing(at, at + m_geometry.length / 20));
    }
    for (QWidget *widget = parentWidget(); widget; widget = widget->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(widget); area && area->widget()->isAncestorOf(this)) {
            const QPoint middle = mapTo(area->widget(), m_geometry.laneRect(item.lane).center().toPoint());
            area->ensureVisible(0, middle.y(), 0, static_cast<int>(m_geometry.laneHeight()));
        } else if (area && area->widget() == this) {
            area->ensureVisible(0, static_cast<int>(m_geometry.laneRect(item.lane).center().y()), 0,
                                static_cast<int>(m_geometry.laneHeight()) + TimelineGeometry::rulerHeight);
        }
    }
}

} // namespace bd::app
