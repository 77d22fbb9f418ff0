#include "timeline/chartaccessible.h"

#include <vector>

#include <QAccessibleWidget>
#include <QPointer>

#include "timeline/timelinechart.h"
#include "timeline/timelinedetail.h"

namespace bd::app {

namespace {

class LaneAccessible : public QAccessibleInterface
{
public:
    LaneAccessible(TimelineChart *chart, int lane) : m_chart(chart), m_lane(lane) {}

    bool isValid() const override
    {
        return m_chart && static_cast<std::size_t>(m_lane) < m_chart->timeline().lanes.size();
    }

    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_chart ? m_chart->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_chart.data()); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRect lane = m_chart->geometryOfTimes().laneRect(m_lane).toAlignedRect();
        return QRect(m_chart->mapToGlobal(lane.topLeft()), lane.size());
    }

    QString text(QAccessible::Text which) const override
    {
        if (!isValid()) {
            return {};
        }
        const TimelineItem focused = m_chart->focused();
        const bool deeper = focused.lane == m_lane && focused.kind != TimelineItem::Kind::Lane;
        const TimelineDetail detail = detailOf(m_chart->timeline(),
                                               deeper ? focused : TimelineItem{TimelineItem::Kind::Lane, m_lane, -1});
        return which == QAccessible::Name ? detail.title : which == QAccessible::Description ? detail.line : QString();
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.selectable = true;
        state.invalid = !isValid();
        if (isValid()) {
            state.focused = m_chart->hasFocus() && m_chart->focused().lane == m_lane;
            state.selected = m_chart->selected().lane == m_lane;
        }
        return state;
    }

private:
    QPointer<TimelineChart> m_chart;
    int m_lane;
};

class ChartAccessible : public QAccessibleWidget
{
public:
    explicit ChartAccessible(TimelineChart *chart) : QAccessibleWidget(chart, QAccessible::List), m_chart(chart) {}

    ~ChartAccessible() override
    {
        for (const QAccessible::Id id : m_lanes) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override { return static_cast<int>(m_chart->timeline().lanes.size()); }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount()) {
            return nullptr;
        }
        while (static_cast<int>(m_lanes.size()) <= index) {
            m_lanes.push_back(QAccessible::registerAccessibleInterface(
                new LaneAccessible(m_chart, static_cast<int>(m_lanes.size()))));
        }
        return QAccessible::accessibleInterface(m_lanes[static_cast<std::size_t>(index)]);
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (std::size_t index = 0; index < m_lanes.size(); ++index) {
            if (QAccessible::accessibleInterface(m_lanes[index]) == child) {
                return static_cast<int>(index);
            }
        }
        return -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = m_chart->mapFromGlobal(QPoint(x, y));
        return m_chart->rect().contains(at) ? child(m_chart->geometryOfTimes().laneAt(at.y())) : nullptr;
    }

    QAccessibleInterface *focusChild() const override
    {
        return m_chart->hasFocus() && !m_chart->focused().isNone() ? child(m_chart->focused().lane) : nullptr;
    }

    QString text(QAccessible::Text which) const override
    {
        if (which != QAccessible::Description) {
            return QAccessibleWidget::text(which);
        }
        return pictureInWords(m_chart->timeline(), m_chart->timeline().to);
    }

private:
    TimelineChart *m_chart;
    mutable std::vector<QAccessible::Id> m_lanes;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *chart = qobject_cast<TimelineChart *>(object);
    return chart ? new ChartAccessible(chart) : nullptr;
}

} // namespace

void installChartAccessibility()
{
    QAccessible::installFactory(makeInterface);
}

void announceLane(TimelineChart *chart, int lane)
{
    if (QAccessible::isActive()) {
        QAccessibleEvent focus(chart, QAccessible::Focus);
        focus.setChild(lane);
        QAccessible::updateAccessibility(&focus);
    }
}

} // namespace bd::app
