// The timeline of one run: spans, marks and gates, folded from its events. Pure.
#pragma once

#include "timeline/event.h"

namespace bd::timeline {

enum class SpanKind {
    Creating,   // the engine makes the container
    Waiting,    // at a gate
    Starting,   // its process runs, not ready
    Ready,      // healthy, or running where nothing can be asked
    Finished,   // a one-shot service that ended well (exit 0)
    Failed,     // ended badly, or unhealthy
    Restarting, // between an end and the next start by the restart policy
    Recovering, // a known failure that heals: waiting for it
    Stopping
};

struct Span {
    SpanKind kind = SpanKind::Starting;
    TimePoint from{};
    std::optional<TimePoint> to; // nothing: still going on
    QString text;                // «waits for kafka to be healthy», «healthy», «exit 1»
    bool operator==(const Span &) const = default;
};

struct Mark {
    enum class Kind { Probe, Note, Problem, Exit };
    Kind kind = Kind::Probe;
    TimePoint at{};
    QString text;
    std::optional<ProbeResult> probe;
    std::optional<int> exitCode = {}; // Exit
    bool operator==(const Mark &) const = default;
};

struct Lane {
    LaneInfo info;
    std::vector<Span> spans; // by time, not overlapping
    std::vector<Mark> marks;
    std::optional<TimePoint> readyAt; // first time
    int restarts = 0;
    bool operator==(const Lane &) const = default;
};

struct Arrow { // a gate that opened
    QString from;
    QString to;
    TimePoint at{};
    bool critical = false;
    bool operator==(const Arrow &) const = default;
};

struct Phase {       // a stretch of the critical path: what the time was spent on
    QString service; // empty: the run as a whole (preflight, create)
    QString text;    // «kafka: starting», «creating containers»
    TimePoint from{};
    TimePoint to{};
    bool recovers = false; // nothing works: what failed heals by itself
    bool operator==(const Phase &) const = default;
};

// Spans at the end of `to`:
// | the run                | open (no `to`) are                   | closed at `to` are                     |
// | running                | whatever goes on                     |                                        |
// | finished               | Ready, Failed, Restarting: they stay | what it no longer waits for or watches |
// | brokenOff              | whatever went on when it broke off   |                                        |
struct Timeline {
    RunKind kind = RunKind::Start;
    TimePoint from{};
    TimePoint to{}; // end of the run, or `now`
    bool running = false;
    std::optional<Outcome> outcome;
    std::vector<Lane> lanes;
    std::vector<Arrow> arrows;
    QStringList criticalPath;         // services, first to last
    std::vector<Phase> phases;        // of the critical path, without gaps from `from` to readiness of the last
    std::optional<TimePoint> until;   // a recovery's countdown that is going on
    bool brokenOff = false;           // neither finished nor running: whoever made it was killed
    QString step;                     // the last step of the run as a whole
    std::vector<Mark> marks;          // of the run as a whole
    std::optional<TimePoint> readyAt; // when the last lane of the critical path was ready; nothing: it is not
    bool operator==(const Timeline &) const = default;
};

// Total: any events in any order, twice or cut off anywhere, make a timeline. A run without an end is running.
Timeline fold(const Run &run, TimePoint now);

// The same for a run without an end that nobody makes any more.
Timeline foldBrokenOff(const Run &run);

TimePoint endOf(const Span &span, const Timeline &timeline);
const Lane *laneOf(const Timeline &timeline, QStringView service);
const Span *lastSpan(const Lane &lane); // nothing: nothing happened yet

} // namespace bd::timeline
