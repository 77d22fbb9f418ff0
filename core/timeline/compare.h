// Two runs laid over each other: what was sooner, what was later. Pure.
#pragma once

#include "timeline/timeline.h"

namespace bd::timeline {

struct LaneDelta {
    enum class In { Both, OnlyThis, OnlyOther };
    QString service;
    In in = In::Both;
    // This run minus the other one, each counted from its own begin: negative is sooner. Nothing: not in both.
    std::optional<Micros> workBegan;
    std::optional<Micros> ready;
    bool operator==(const LaneDelta &) const = default;
};

struct Comparison {
    std::vector<LaneDelta> lanes; // this run's in its order, then those that only the other has
    std::optional<Micros> ready;  // of the whole
    bool operator==(const Comparison &) const = default;
};

Comparison compare(const Timeline &here, const Timeline &other);

Timeline movedTo(Timeline timeline, TimePoint from); // the same picture with another begin

QString deltaText(Micros delta);                      // 0.4 s sooner, 1.2 s later, the same
QString comparisonText(const Comparison &comparison); // «0.4 s sooner (kafka 0.4 s sooner, mail-worker 0.2 s later)»

} // namespace bd::timeline
