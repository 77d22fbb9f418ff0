// What there is to know of one span, probe or lane, in words. Pure.
#pragma once

#include <QString>

#include "timeline/timeline.h"
#include "timeline/timelineitem.h"

namespace bd::app {

struct TimelineDetail {
    QString title;  // «kafka, probe 4 of 5 at 3.9 s»
    QString line;   // «metadata from 127.0.0.1:9092 · failed after 38 ms · …»
    QString output; // raw, bounded, plain; may be empty

    QString text() const; // all of it, for a tooltip and for a screen reader
    bool operator==(const TimelineDetail &) const = default;
};

TimelineDetail detailOf(const timeline::Timeline &timeline, const TimelineItem &item);

// The whole picture in words: the sentence, then a line a lane.
QString pictureInWords(const timeline::Timeline &timeline, TimePoint now);

} // namespace bd::app
