#include "timeline/timelinecursor.h"

#include <algorithm>
#include <vector>

namespace bd::app {

using timeline::Lane;
using timeline::Timeline;
using Kind = TimelineItem::Kind;

namespace {

const Lane *rowOf(const TimelineItem &item, const Timeline &timeline)
{
    const bool exists = item.lane >= 0 && static_cast<std::size_t>(item.lane) < timeline.lanes.size();
    return exists ? &timeline.lanes[static_cast<std::size_t>(item.lane)] : nullptr;
}

// A lane's items by time; a span comes before the marks of its first moment.
std::vector<TimelineItem> itemsOf(int lane, const Timeline &timeline)
{
    const Lane &row = timeline.lanes[static_cast<std::size_t>(lane)];
    std::vector<TimelineItem> items;
    for (std::size_t index = 0; index < row.spans.size(); ++index) {
        items.push_back({Kind::Span, lane, static_cast<int>(index)});
    }
    for (std::size_t index = 0; index < row.marks.size(); ++index) {
        items.push_back({Kind::Mark, lane, static_cast<int>(index)});
    }
    std::ranges::stable_sort(items, {}, [&](const TimelineItem &item) { return timeOf(item, timeline); });
    return items;
}

TimelineItem lane(int index)
{
    return {Kind::Lane, index, -1};
}

// Of the same kind where there is one, as near in time as possible.
TimelineItem inLane(const TimelineItem &from, int index, const Timeline &timeline)
{
    if (from.kind == Kind::Lane) {
        return lane(index);
    }
    std::vector<TimelineItem> items = itemsOf(index, timeline);
    const bool sameKind = std::ranges::find(items, from.kind, &TimelineItem::kind) != items.end();
    std::erase_if(items, [&](const TimelineItem &item) { return sameKind && item.kind != from.kind; });
    const TimePoint at = timeOf(from, timeline);
    const auto nearest = std::ranges::min_element(items, {}, [&](const TimelineItem &item) {
        return std::chrono::abs(timeOf(item, timeline) - at);
    });
    return nearest == items.end() ? lane(index) : *nearest;
}

TimelineItem along(const TimelineItem &from, int step, const Timeline &timeline)
{
    const std::vector<TimelineItem> items = itemsOf(from.lane, timeline);
    const auto here = std::ranges::find(items, from);
    const auto at = here == items.end() ? -1 : static_cast<int>(here - items.begin());
    const int next = at + step;
    if (next < 0) {
        return lane(from.lane);
    }
    return next < static_cast<int>(items.size()) ? items[static_cast<std::size_t>(next)] : from;
}

} // namespace

TimelineItem moved(const TimelineItem &from, CursorMove move, const Timeline &timeline)
{
    if (timeline.lanes.empty()) {
        return {};
    }
    const TimelineItem here = kept(from, timeline);
    if (here.isNone()) {
        return lane(0);
    }
    const int last = static_cast<int>(timeline.lanes.size()) - 1;
    switch (move) {
    case CursorMove::Up: return here.lane > 0 ? inLane(here, here.lane - 1, timeline) : here;
    case CursorMove::Down: return here.lane < last ? inLane(here, here.lane + 1, timeline) : here;
    case CursorMove::Left: return along(here, -1, timeline);
    case CursorMove::Right: return along(here, 1, timeline);
    case CursorMove::Home: return lane(here.lane);
    case CursorMove::End: break;
    }
    const std::vector<TimelineItem> items = itemsOf(here.lane, timeline);
    return items.empty() ? here : items.back();
}

TimelineItem kept(const TimelineItem &item, const Timeline &timeline)
{
    const Lane *row = rowOf(item, timeline);
    if (!row) {
        return {};
    }
    const std::size_t count = item.kind == Kind::Span ? row->spans.size() : row->marks.size();
    const bool gone = item.kind != Kind::Lane && static_cast<std::size_t>(item.index) >= count;
    return gone ? lane(item.lane) : item;
}

TimePoint timeOf(const TimelineItem &item, const Timeline &timeline)
{
    const Lane *row = rowOf(item, timeline);
    const auto index = static_cast<std::size_t>(item.index);
    if (row && item.kind == Kind::Span && index < row->spans.size()) {
        return row->spans[index].from;
    }
    if (row && item.kind == Kind::Mark && index < row->marks.size()) {
        return row->marks[index].at;
    }
    return timeline.from;
}

} // namespace bd::app
