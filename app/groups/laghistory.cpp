#include "groups/laghistory.h"

#include <algorithm>

#include <QCoreApplication>

#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(LagHistory)
};

constexpr std::size_t mostPoints = 240;

// The first and the last stay, and so does every gap.
void thinOut(LagHistory &history)
{
    LagHistory kept;
    bool keeps = true;
    for (const LagPoint &point : history) {
        if (keeps || !point.records || &point == &history.back()) {
            kept.push_back(point);
        }
        keeps = !keeps;
    }
    if (kept.size() >= mostPoints) { // nothing but gaps
        kept.erase(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(mostPoints / 2));
    }
    history = std::move(kept);
}

} // namespace

void remember(LagHistory &history, const LagPoint &point, std::optional<TimePoint> left)
{
    if (left) {
        remember(history, {*left, {}});
    }
    if (!point.records && (history.empty() || !history.back().records)) {
        return; // one gap after another is one gap
    }
    if (history.size() >= mostPoints) {
        thinOut(history);
    }
    history.push_back(point);
}

void remember(LagHistories &histories, const std::vector<kafka::GroupOffset> &offsets, TimePoint at,
              std::optional<TimePoint> left)
{
    constexpr std::size_t mostPartitions = 300;
    LagHistories kept;
    for (const kafka::GroupOffset &offset :
         offsets.size() <= mostPartitions ? offsets : std::vector<kafka::GroupOffset>()) {
        LagHistory history = histories.take(offset.at);
        remember(history, {at, offset.lag()}, left);
        kept[offset.at] = std::move(history);
    }
    histories = std::move(kept);
}

QString historyText(const LagHistory &history)
{
    std::optional<qint64> least, most;
    for (const LagPoint &point : history) {
        if (point.records) {
            least = std::min(least.value_or(*point.records), *point.records);
            most = std::max(most.value_or(*point.records), *point.records);
        }
    }
    if (!least) {
        return {};
    }
    const auto last = history.back().records;
    return Tr::tr("%1 now; at most %2, at least %3 since %4")
        .arg(last ? countText(*last) : Tr::tr("not known"), countText(*most), countText(*least),
             timeOfDayText(history.front().at));
}

} // namespace bd::app
